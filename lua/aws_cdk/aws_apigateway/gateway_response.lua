--- What API Gateway itself answers in a case.
local engine = require "luacdk.engine"
local apigateway = require "aws_cdk.aws_apigateway"
local cdk = require "aws_cdk"
local hashed = require "aws_cdk.aws_apigateway.private.hashed"

local GatewayResponse = engine.class("aws_cdk.aws_apigateway.GatewayResponse", cdk.Resource)

local as_hashed = hashed.shape {
  "rest_api_id", "response_type", "response_parameters", "response_templates", "status_code",
}

local function parameters_of(headers)
  if not headers then return nil end
  local all = engine.ordered()
  for _, name in ipairs(engine.keys(headers)) do all["gatewayresponse.header." .. name] = headers[name] end
  return all
end

--- Arguments: scope, id, GatewayResponseProps: rest_api, type (required).
function GatewayResponse:init(scope, id, props)
  cdk.Resource.init(self, scope, id)
  local api = props.rest_api
  local l1 = {
    rest_api_id = api.rest_api_id, response_type = props.type.response_type,
    response_parameters = parameters_of(props.response_headers), response_templates = props.templates,
    status_code = props.status_code,
  }
  local resource = apigateway.CfnGatewayResponse(self, "Resource", l1)
  local deployment = api.latest_deployment
  if deployment then deployment:_depend_on(resource, engine.ordered("gatewayResponse", as_hashed(l1))) end
  self.gateway_response_ref = resource.gateway_response_ref
  self.node.default_child = resource
end

--------------------------------------------------------------------------------------------------------------------

local Imported = engine.class("aws_cdk.aws_apigateway.ImportedGatewayResponse", cdk.Resource)
Imported.__model = rawget(GatewayResponse, "__schema")
Imported.__interface = Imported.__model

function Imported:init(scope, id, gateway_response_id)
  cdk.Resource.init(self, scope, id)
  self.gateway_response_ref = { gateway_response_id = gateway_response_id }
end

--- A gateway response that exists, by its id.
function GatewayResponse.from_gateway_response_id(scope, id, gateway_response_id)
  return Imported(scope, id, gateway_response_id)
end

return { GatewayResponse = GatewayResponse }
