--- Runs a function during deployment.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local constructs = require "constructs"

local Trigger = engine.class("aws_cdk.triggers.Trigger", constructs.Construct)

--- Arguments: scope, id, TriggerProps: handler (required).
function Trigger:init(scope, id, props)
  constructs.Construct.init(self, scope, id)
  local handler = props.handler
  local provider = cdk.CustomResourceProvider.bundled(self, "AWSCDK.TriggerCustomResourceProvider", {
    name = "triggers/lambda",
  })
  provider:add_to_role_policy(engine.ordered(
    "Effect", "Allow", "Action", { "lambda:InvokeFunction" }, "Resource", { handler.function_arn .. ":*" }))
  -- The version changes with the function, and so does the custom resource, which then runs it again.
  local timeout = (props.timeout or cdk.Duration.minutes(2)):to_milliseconds()
  cdk.CustomResource(self, "Default", {
    resource_type = "Custom::Trigger",
    service_token = provider.service_token,
    properties = engine.ordered(
      "HandlerArn", handler.current_version.function_arn,
      "InvocationType", props.invocation_type or "RequestResponse",
      "Timeout", engine.is_unresolved(timeout) and tostring(timeout) or engine.json(timeout),
      "ExecuteOnHandlerChange", props.execute_on_handler_change ~= false),
  })
  self:execute_after(table.unpack(props.execute_after or {}))
  self:execute_before(table.unpack(props.execute_before or {}))
end

--- Runs the function after all of these are deployed.
function Trigger:execute_after(...) self.node:add_dependency(...) end

--- Deploys these after the function has run.
function Trigger:execute_before(...)
  for _, scope in ipairs { ... } do scope.node:add_dependency(self) end
end

return { Trigger = Trigger }
