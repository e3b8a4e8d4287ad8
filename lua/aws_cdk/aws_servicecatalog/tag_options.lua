--- Tags that users of portfolios and products can choose.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local hash_values = require "aws_cdk.aws_servicecatalog.private.hash_values"
local l2 = require "aws_cdk.l2"
local servicecatalog = require "aws_cdk.aws_servicecatalog"

local PROPS <const> = "aws_servicecatalog.CfnTagOptionProps."

local TagOptions = engine.class("aws_cdk.aws_servicecatalog.TagOptions", cdk.Resource)

--- Arguments: scope, id, { allowed_values_for_tags = key → list of values }.
function TagOptions:init(scope, id, props)
  cdk.Resource.init(self, scope, id)
  self._options = {}
  for _, key in ipairs(engine.keys(props.allowed_values_for_tags)) do
    self:_add(key, props.allowed_values_for_tags[key])
  end
  if #self._options == 0 then engine.fail(self, "allowed_values_for_tags must have at least one tag") end
end

function TagOptions:_add(key, values)
  l2.within(self, PROPS .. "key", key, "the key of a tag")
  if #values == 0 then engine.fail(self, "the tag %s must have at least one value", engine.display(key)) end
  local seen = {}
  for _, value in ipairs(values) do
    local text = tostring(value)
    if not seen[text] then
      seen[text] = true
      l2.within(self, PROPS .. "value", value, "the value of a tag")
      table.insert(self._options, servicecatalog.CfnTagOption(self, hash_values(key, value), {
        key = key, value = value, active = true,
      }))
    end
  end
end

return { TagOptions = TagOptions }
