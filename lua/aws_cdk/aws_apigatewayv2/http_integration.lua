--- The backend of an HTTP API's routes.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local apigatewayv2 = require "aws_cdk.aws_apigatewayv2"
local as_http_api = require "aws_cdk.aws_apigatewayv2.private.as_http_api"
local check_timeout = require "aws_cdk.aws_apigatewayv2.private.check_timeout"

local HttpIntegration = engine.class("aws_cdk.aws_apigatewayv2.HttpIntegration", cdk.Resource)

local function is_given(text) return text ~= nil and text ~= "" end

--- Arguments: scope, id, HttpIntegrationProps: http_api, integration_type (required), and integration_uri or
--- integration_subtype.
function HttpIntegration:init(scope, id, props)
  cdk.Resource.init(self, scope, id)
  if not is_given(props.integration_subtype) and not is_given(props.integration_uri) then
    engine.fail(self, "give integration_uri or integration_subtype")
  end
  local timeout = props.timeout
  check_timeout(self, timeout)
  local version, mapping, credentials = props.payload_format_version, props.parameter_mapping, props.credentials
  local resource = apigatewayv2.CfnIntegration(self, "Resource", {
    api_id = props.http_api.api_ref.api_id,
    integration_type = props.integration_type,
    integration_subtype = props.integration_subtype,
    integration_uri = props.integration_uri,
    integration_method = props.method,
    connection_id = props.connection_id,
    connection_type = props.connection_type,
    payload_format_version = version and version.version,
    request_parameters = mapping and mapping.mappings,
    credentials_arn = credentials and credentials.credentials_arn,
    timeout_in_millis = timeout and timeout:to_milliseconds(),
  })
  if is_given(props.secure_server_name) then
    resource.tls_config = { server_name_to_verify = props.secure_server_name }
  end
  self.integration_id = resource.ref
  self._http_api = props.http_api
end

HttpIntegration.get.http_api = function(self) return as_http_api(self, self._http_api) end
HttpIntegration.get.integration_ref = function(self)
  return { api_id = self._http_api.api_ref.api_id, integration_id = self.integration_id }
end

--- An integration that is made when the first route is bound to it. Classes that extend this one have `bind`, which
--- gives a HttpRouteIntegrationConfig, and may have `_complete_bind`, which is called for each route.
local HttpRouteIntegration = engine.class "aws_cdk.aws_apigatewayv2.HttpRouteIntegration"

--- Arguments: id, of the integration below the route.
function HttpRouteIntegration:init(id) self._id = id end

function HttpRouteIntegration._complete_bind() end

-- For routes: makes the integration unless it is there. Options: route, scope.
function HttpRouteIntegration:_bind_to_route(options)
  local integration = self._integration
  if integration and integration.http_api ~= options.route.http_api then
    engine.fail(options.scope, "the integration %s already belongs to the API %s; -> make one for each API",
      engine.display(self._id), integration.http_api.node.path)
  end
  if not integration then
    local config = self:bind(options)
    integration = HttpIntegration(options.scope, self._id, {
      http_api = options.route.http_api,
      integration_type = config.type,
      integration_subtype = config.subtype,
      integration_uri = config.uri,
      method = config.method,
      connection_id = config.connection_id,
      connection_type = config.connection_type,
      payload_format_version = config.payload_format_version,
      secure_server_name = config.secure_server_name,
      parameter_mapping = config.parameter_mapping,
      credentials = config.credentials,
      timeout = config.timeout,
    })
    self._integration = integration
  end
  self:_complete_bind(options)
  return { integration_id = integration.integration_id }
end

return { HttpIntegration = HttpIntegration, HttpRouteIntegration = HttpRouteIntegration }
