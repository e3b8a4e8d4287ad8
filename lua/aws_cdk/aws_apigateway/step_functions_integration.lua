--- Requests that start a state machine and wait for it.
local engine = require "luacdk.engine"
local apigateway = require "aws_cdk.aws_apigateway"
local iam = require "aws_cdk.aws_iam"
local l2 = require "aws_cdk.l2"
local templates = require "aws_cdk.aws_apigateway.private.start_execution_templates"

local AwsIntegration = apigateway.AwsIntegration

local EXPRESS = "EXPRESS"

local Execution = engine.class("aws_cdk.aws_apigateway.StepFunctionsExecutionIntegration", AwsIntegration)

--- Arguments: state_machine, StepFunctionsExecutionIntegrationOptions.
function Execution:init(state_machine, options)
  local defaults = {
    integration_responses = templates.integration_responses(), passthrough_behavior = "NEVER",
    request_templates = { ["application/json"] = templates.request(state_machine, options) },
  }
  AwsIntegration.init(self,
    { service = "states", action = "StartSyncExecution", options = l2.with(defaults, options) })
  self._state_machine = state_machine
  self._declares_responses = options.use_default_method_responses ~= false
end

-- State machines made here know their type and name; others are distinguished only by their stack.
local function name_of(method, state_machine)
  if not engine.has(state_machine, "state_machine_type") then
    return "StateMachine-" .. engine.stack_of(state_machine).node.addr
  end
  if state_machine.state_machine_type ~= EXPRESS then
    engine.fail(method, "the state machine of an API must be of the type EXPRESS, got %s",
      engine.display(state_machine.state_machine_type))
  end
  return state_machine.node.default_child.state_machine_name
end

--- The configuration for the method, whose role may then start the state machine.
function Execution:bind(method)
  local bound, state_machine = AwsIntegration.bind(self, method), self._state_machine
  local role = bound.options.credentials_role or iam.Role(method, "StartSyncExecutionRole", {
    assumed_by = iam.ServicePrincipal "apigateway.amazonaws.com",
  })
  state_machine:grant_start_sync_execution(role)
  local name = name_of(method, state_machine)
  if name and not engine.is_unresolved(name) then
    bound.deployment_token = engine.json(engine.ordered("stateMachineName", name))
  end
  if self._declares_responses then
    for _, response in ipairs(templates.method_responses()) do method:add_method_response(response) end
  end
  bound.options.credentials_role = role
  return bound
end

--------------------------------------------------------------------------------------------------------------------

local StepFunctionsIntegration = engine.class "aws_cdk.aws_apigateway.StepFunctionsIntegration"

--- Starts the state machine, which must be of the type EXPRESS, and answers with its output.
function StepFunctionsIntegration.start_execution(state_machine, options)
  return Execution(state_machine, options or {})
end

return { StepFunctionsIntegration = StepFunctionsIntegration }
