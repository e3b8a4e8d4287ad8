--- Rules that a function evaluates.
local engine = require "luacdk.engine"
local digest = require "aws_cdk.aws_lambda.digest"
local iam = require "aws_cdk.aws_iam"
local Rule = require("aws_cdk.aws_config.rule_base").Rule

local CustomRule = engine.class("aws_cdk.aws_config.CustomRule", Rule)
Rule._imports(CustomRule)

-- One permission for all rules of an account and region.
local function let_invoke(self, handler)
  local stack = engine.stack_of(self)
  local id = "CustomRulePermission" .. digest.sha256_base64(engine.json(engine.ordered(
    "accountId", stack:resolve(self.env.account), "region", stack:resolve(self.env.region))))
  if not handler.permissions_node:try_find_child(id) then
    handler:add_permission(id, {
      principal = iam.ServicePrincipal "config.amazonaws.com", source_account = self.env.account,
    })
  end
  if handler.role then
    handler.role:add_managed_policy(
      iam.ManagedPolicy.from_aws_managed_policy_name "service-role/AWSConfigRulesExecutionRole")
  end
end

--- Arguments: scope, id, CustomRuleProps: lambda_function (required), configuration_changes or periodic, or both.
function CustomRule:init(scope, id, props)
  Rule.init(self, scope, id, { physical_name = props.config_rule_name })
  local changes, periodic, handler = props.configuration_changes, props.periodic, props.lambda_function
  if not changes and not periodic then
    engine.fail(self, "a rule needs configuration_changes = true or periodic = true: otherwise it is never evaluated")
  end
  local details = changes and Rule._changes() or {}
  if periodic then
    details[#details + 1] = {
      event_source = "aws.config", maximum_execution_frequency = props.maximum_execution_frequency,
      message_type = "ScheduledNotification",
    }
  end
  let_invoke(self, handler)
  self.node:add_dependency(handler)
  self:_add_resource(props, {
    owner = "CUSTOM_LAMBDA", source_details = details, source_identifier = handler.function_arn,
  }, props.maximum_execution_frequency)
  self._is_custom_with_changes = changes or nil
end

return { CustomRule = CustomRule }
