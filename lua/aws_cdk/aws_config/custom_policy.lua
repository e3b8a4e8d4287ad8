--- Rules written in the language of CloudFormation Guard.
local engine = require "luacdk.engine"
local Rule = require("aws_cdk.aws_config.rule_base").Rule

local MAX_TEXT = 10000

local CustomPolicy = engine.class("aws_cdk.aws_config.CustomPolicy", Rule)
Rule._imports(CustomPolicy)

--- Arguments: scope, id, CustomPolicyProps: policy_text (required).
function CustomPolicy:init(scope, id, props)
  Rule.init(self, scope, id, { physical_name = props.config_rule_name })
  local text = props.policy_text
  if text == "" then engine.fail(self, "policy_text cannot be empty") end
  local length = type(text) == "string" and (utf8.len(text) or #text) or 0
  if length > MAX_TEXT then
    engine.fail(self, "policy_text can have at most %d characters, got %d", MAX_TEXT, length)
  end
  self:_add_resource(props, {
    owner = "CUSTOM_POLICY",
    source_details = Rule._changes(),
    custom_policy_details = {
      enable_debug_log_delivery = props.enable_debug_log, policy_runtime = "guard-2.x.x", policy_text = text,
    },
  })
  self._is_custom_with_changes = true
end

return { CustomPolicy = CustomPolicy }
