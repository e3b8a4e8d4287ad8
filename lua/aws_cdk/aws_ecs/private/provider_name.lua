--- Names of capacity providers.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"

local LONGEST_GENERATED = 252
local RESERVED = { "aws", "ecs", "fargate" }

local function is_reserved(name)
  for _, prefix in ipairs(RESERVED) do
    if tostring(name):sub(1, #prefix) == prefix then return true end
  end
  return false
end

--- The name for the provider: the given one, or one of ours where that of CloudFormation would be refused.
return function(self, given)
  if given ~= nil and given ~= "" then
    if is_reserved(given) then
      engine.fail(self, "capacity_provider_name must not start with aws, ecs or fargate, got %s", engine.display(given))
    end
    return given
  end
  if not is_reserved(engine.stack_of(self).stack_name) then return given end
  return "cp-" .. cdk.Names.unique_resource_name(self, {
    max_length = LONGEST_GENERATED, allowed_special_characters = "-_",
  })
end
