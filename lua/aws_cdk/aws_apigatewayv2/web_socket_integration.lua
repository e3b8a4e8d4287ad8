--- The backend of a WebSocket API's routes.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local apigatewayv2 = require "aws_cdk.aws_apigatewayv2"
local check_timeout = require "aws_cdk.aws_apigatewayv2.private.check_timeout"

local WebSocketIntegration = engine.class("aws_cdk.aws_apigatewayv2.WebSocketIntegration", cdk.Resource)

--- Arguments: scope, id, WebSocketIntegrationProps: web_socket_api, integration_type, integration_uri (required).
function WebSocketIntegration:init(scope, id, props)
  cdk.Resource.init(self, scope, id)
  local timeout, role = props.timeout, props.credentials_role
  check_timeout(self, timeout)
  local resource = apigatewayv2.CfnIntegration(self, "Resource", {
    api_id = props.web_socket_api.api_ref.api_id,
    integration_type = props.integration_type,
    integration_uri = props.integration_uri,
    integration_method = props.integration_method,
    content_handling_strategy = props.content_handling,
    credentials_arn = role and role.role_arn,
    request_parameters = props.request_parameters,
    request_templates = props.request_templates,
    passthrough_behavior = props.passthrough_behavior,
    template_selection_expression = props.template_selection_expression,
    timeout_in_millis = timeout and timeout:to_milliseconds(),
  })
  self.integration_id = resource.ref
  self._web_socket_api = props.web_socket_api
end

WebSocketIntegration.get.web_socket_api = function(self)
  local api = self._web_socket_api
  if not engine.has(api, "api_endpoint") or not engine.has(api, "api_id") then
    engine.fail(self,
      "web_socket_api must be a WebSocketApi or one from WebSocketApi.from_web_socket_api_attributes here, got %s",
      engine.display(api))
  end
  return api
end

WebSocketIntegration.get.integration_ref = function(self)
  return { api_id = self.web_socket_api.api_ref.api_id, integration_id = self.integration_id }
end

--- An integration that is made when the first route is bound to it. Classes that extend this one have `bind`, which
--- gives a WebSocketRouteIntegrationConfig.
local WebSocketRouteIntegration = engine.class "aws_cdk.aws_apigatewayv2.WebSocketRouteIntegration"

--- Arguments: id, of the integration below the route.
function WebSocketRouteIntegration:init(id) self._id = id end

-- For routes: makes the integration unless it is there. Options: route, scope.
function WebSocketRouteIntegration:_bind_to_route(options)
  local integration = self._integration
  if integration and integration.web_socket_api ~= options.route.web_socket_api then
    engine.fail(options.scope, "the integration %s already belongs to the API %s; -> make one for each API",
      engine.display(self._id), integration.web_socket_api.node.path)
  end
  local config = self:bind(options)
  if not integration then
    integration = WebSocketIntegration(options.scope, self._id, {
      web_socket_api = options.route.web_socket_api,
      integration_type = config.type,
      integration_uri = config.uri,
      integration_method = config.method,
      content_handling = config.content_handling,
      credentials_role = config.credentials_role,
      request_templates = config.request_templates,
      request_parameters = config.request_parameters,
      timeout = config.timeout,
      passthrough_behavior = config.passthrough_behavior,
      template_selection_expression = config.template_selection_expression,
    })
    self._integration = integration
  end
  return { integration_id = integration.integration_id }
end

return { WebSocketIntegration = WebSocketIntegration, WebSocketRouteIntegration = WebSocketRouteIntegration }
