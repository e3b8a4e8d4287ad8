--- Groups of canaries, which are watched together.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local check_name = require "aws_cdk.aws_synthetics.private.check_name"
local imported_by_name = require "aws_cdk.aws_synthetics.private.imported_by_name"
local l2 = require "aws_cdk.l2"
local synthetics = require "aws_cdk.aws_synthetics"

local LONGEST_NAME = 64

local Group = l2.resource("aws_cdk.aws_synthetics.Group", cdk.Resource, {
  name = { "group_name" }, attributes = { group_id = "attr_id" },
})

local function check_count(self, count)
  local limit = l2.limit "aws_synthetics.CfnGroupProps.resource_arns"
  if count > limit then engine.fail(self, "a group can contain at most %d canaries, got %d", limit, count) end
end

--- Arguments: scope, id, GroupProps.
function Group:init(scope, id, props)
  props = props or {}
  cdk.Resource.init(self, scope, id, {
    physical_name = props.group_name or engine.lazy(function()
      return cdk.Names.unique_resource_name(self, { max_length = LONGEST_NAME }):lower()
    end, { kind = "string" }),
  })
  local name = props.group_name
  if name ~= nil and name ~= "" then check_name(self, "group_name", name, LONGEST_NAME) end
  check_count(self, #(props.canaries or {}))
  self._canaries, self._is_member = {}, {}
  self._resource = synthetics.CfnGroup(self, "Resource", {
    name = self.physical_name,
    resource_arns = engine.lazy(function()
      return #self._canaries > 0 and l2.pluck(self._canaries, "canary_arn") or nil
    end, { kind = "list" }),
  })
  self.group_arn = imported_by_name.arn(self, "group", self.group_name)
  for _, canary in ipairs(props.canaries or {}) do self:_add(canary) end
end

function Group:_add(canary)
  if self._is_member[canary] then return end
  self._is_member[canary] = true
  table.insert(self._canaries, canary)
end

--- Adds a canary. Fails if the group is full.
function Group:add_canary(canary)
  check_count(self, #self._canaries + 1)
  self:_add(canary)
end

Group.get.canaries = function(self) return table.move(self._canaries, 1, #self._canaries, 1, {}) end

imported_by_name.gives(Group, "group")

return { Group = Group }
