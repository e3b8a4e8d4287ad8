--- Access keys must not grow old.
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"
local config = require "aws_cdk.aws_config"

local ManagedRule = config.ManagedRule

local AccessKeysRotated = engine.class("aws_cdk.aws_config.AccessKeysRotated", ManagedRule)

--- Arguments: scope, id, AccessKeysRotatedProps: max_age (90 days) and RuleProps.
function AccessKeysRotated:init(scope, id, props)
  local all = l2.with({}, props)
  all.identifier = config.ManagedRuleIdentifiers.ACCESS_KEYS_ROTATED
  all.input_parameters = all.max_age and engine.map { maxAccessKeyAge = all.max_age:to_days() } or engine.map()
  ManagedRule.init(self, scope, id, all)
end

return { AccessKeysRotated = AccessKeysRotated }
