--- A state machine behind the routes of an HTTP API.
local engine = require "luacdk.engine"
local apigatewayv2 = require "aws_cdk.aws_apigatewayv2"
local service_integration = require "aws_cdk.aws_apigatewayv2_integrations.private.service_integration"

local START, SYNC, STOP =
  "StepFunctions-StartExecution", "StepFunctions-StartSyncExecution", "StepFunctions-StopExecution"
local ACTIONS = {
  [START] = "states:StartExecution", [SYNC] = "states:StartSyncExecution", [STOP] = "states:StopExecution",
}

local Base = apigatewayv2.HttpRouteIntegration
local HttpStepFunctionsIntegration =
  engine.class("aws_cdk.aws_apigatewayv2_integrations.HttpStepFunctionsIntegration", Base)

--- Arguments: id, props: state_machine (required). Executions are started unless `subtype` says otherwise.
function HttpStepFunctionsIntegration:init(id, props)
  Base.init(self, id)
  self._props = props
end

function HttpStepFunctionsIntegration:bind(options)
  local props = self._props
  local machine, subtype = props.state_machine, props.subtype or START
  service_integration.check(options.scope, props.subtype, "StepFunctions-")
  if subtype == SYNC and machine.state_machine_type == "STANDARD" then
    engine.fail(options.scope, "STEPFUNCTIONS_START_SYNC_EXECUTION needs a state machine of the type EXPRESS, %s is "
      .. "STANDARD", machine.node.path)
  end
  local resource = machine.state_machine_arn
  if subtype == STOP then
    resource = options.route.stack:format_arn {
      service = "states", resource = "execution:" .. machine.state_machine_name .. ":*",
    }
  end
  return service_integration.config(options.scope, {
    subtype = subtype, sid = "AllowStepFunctionsExecution", action = ACTIONS[subtype], resource = resource,
    mapping = props.parameter_mapping
      or apigatewayv2.ParameterMapping():custom("StateMachineArn", machine.state_machine_arn),
  })
end

return { HttpStepFunctionsIntegration = HttpStepFunctionsIntegration }
