--- Rules that AWS has written.
local engine = require "luacdk.engine"
local Rule = require("aws_cdk.aws_config.rule_base").Rule

local ManagedRule = engine.class("aws_cdk.aws_config.ManagedRule", Rule)
Rule._imports(ManagedRule)

--- Arguments: scope, id, ManagedRuleProps: identifier (required).
function ManagedRule:init(scope, id, props)
  Rule.init(self, scope, id, { physical_name = props.config_rule_name })
  self:_add_resource(props, { owner = "AWS", source_identifier = props.identifier }, props.maximum_execution_frequency)
  self._is_managed = true
end

--- The names of these rules.
local ManagedRuleIdentifiers = engine.class "aws_cdk.aws_config.ManagedRuleIdentifiers"

return { ManagedRule = ManagedRule, ManagedRuleIdentifiers = ManagedRuleIdentifiers }
