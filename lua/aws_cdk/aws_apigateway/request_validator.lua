--- Checks of requests before they are passed on.
local engine = require "luacdk.engine"
local apigateway = require "aws_cdk.aws_apigateway"
local cdk = require "aws_cdk"
local hashed = require "aws_cdk.aws_apigateway.private.hashed"

local RequestValidator = engine.class("aws_cdk.aws_apigateway.RequestValidator", cdk.Resource)

local as_hashed = hashed.shape { "name", "rest_api_id", "validate_request_body", "validate_request_parameters" }

--- Arguments: scope, id, RequestValidatorProps: rest_api (required).
function RequestValidator:init(scope, id, props)
  cdk.Resource.init(self, scope, id, { physical_name = props.request_validator_name })
  local api = props.rest_api
  local l1 = {
    name = self.physical_name, rest_api_id = api.rest_api_id, validate_request_body = props.validate_request_body,
    validate_request_parameters = props.validate_request_parameters,
  }
  local resource = apigateway.CfnRequestValidator(self, "Resource", l1)
  self.request_validator_id = resource.ref
  local deployment = engine.is_a(api, apigateway.RestApi) and api.latest_deployment
  if deployment then deployment:_depend_on(resource, engine.ordered("validator", as_hashed(l1))) end
end

--------------------------------------------------------------------------------------------------------------------

local Imported = engine.class("aws_cdk.aws_apigateway.ImportedRequestValidator", cdk.Resource)
Imported.__model = rawget(RequestValidator, "__schema")
Imported.__interface = Imported.__model

function Imported:init(scope, id, request_validator_id)
  cdk.Resource.init(self, scope, id)
  self.request_validator_id = request_validator_id
end

--- A request validator that exists, by its id.
function RequestValidator.from_request_validator_id(scope, id, request_validator_id)
  return Imported(scope, id, request_validator_id)
end

return { RequestValidator = RequestValidator }
