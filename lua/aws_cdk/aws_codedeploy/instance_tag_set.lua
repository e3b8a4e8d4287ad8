--- Which instances belong to a deployment group: those that have a tag of each group of tags.
local engine = require "luacdk.engine"

local InstanceTagSet = engine.class "aws_cdk.aws_codedeploy.InstanceTagSet"

local MOST = 3

--- Arguments: up to three groups of tags; each is a map from keys to lists of values. The key "" stands for any key,
--  an empty list for any value.
function InstanceTagSet:init(...)
  local count = select("#", ...)
  if count > MOST then
    engine.fail(nil, "an InstanceTagSet takes at most %d groups of tags, got %d", MOST, count)
  end
  self._groups = { ... }
end

InstanceTagSet.get.instance_tag_groups = function(self) return table.move(self._groups, 1, MOST, 1, {}) end

return { InstanceTagSet = InstanceTagSet }
