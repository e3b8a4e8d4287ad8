--- REST APIs that do nothing but start a state machine.
local engine = require "luacdk.engine"
local apigateway = require "aws_cdk.aws_apigateway"

local fail, display = engine.fail, engine.display
local RestApi = apigateway.RestApi

local EXPRESS = "EXPRESS"

local StepFunctionsRestApi = engine.class("aws_cdk.aws_apigateway.StepFunctionsRestApi", RestApi)

--- Arguments: scope, id, StepFunctionsRestApiProps: state_machine (required), of the type EXPRESS.
function StepFunctionsRestApi:init(scope, id, props)
  if props.default_integration then
    fail(scope, "the integration of a StepFunctionsRestApi is its state machine: -> leave out default_integration")
  end
  local resource = props.state_machine.node.default_child
  local kind = resource and resource.state_machine_type
  if kind ~= EXPRESS then
    fail(scope, "the state machine of a StepFunctionsRestApi must be one made here of the type EXPRESS, got %s",
      kind and display(kind) or "one of unknown type")
  end
  local integration = apigateway.StepFunctionsIntegration.start_execution(props.state_machine, {
    credentials_role = props.role, request_context = props.request_context, path = props.path ~= false,
    querystring = props.querystring ~= false, headers = props.headers, authorizer = props.authorizer,
    use_default_method_responses = props.use_default_method_responses,
  })
  RestApi.init(self, scope, id, props)
  self.root:add_method("ANY", integration)
end

return { StepFunctionsRestApi = StepFunctionsRestApi }
