--- Routes of WebSocket APIs: which messages go to which integration.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local apigatewayv2 = require "aws_cdk.aws_apigatewayv2"

local DEFAULT, CONNECT = "$default", "$connect"

local WebSocketRoute = engine.class("aws_cdk.aws_apigatewayv2.WebSocketRoute", cdk.Resource)

--- Arguments: scope, id, WebSocketRouteProps: web_socket_api, route_key, integration (required).
function WebSocketRoute:init(scope, id, props)
  cdk.Resource.init(self, scope, id)
  local api, key = props.web_socket_api, props.route_key
  if props.authorizer and key ~= CONNECT then
    engine.fail(self, "only the route %s can have an authorizer, since clients connect by it; this is %s", CONNECT,
      engine.display(key))
  end
  self.web_socket_api, self.route_key = api, key
  local integration = props.integration:_bind_to_route { route = self, scope = self }
  local authorizer = props.authorizer or apigatewayv2.WebSocketNoneAuthorizer()
  local authorization = authorizer:bind { route = self, scope = engine.is_construct(api) and api or self }
  local resource = apigatewayv2.CfnRoute(self, "Resource", {
    api_id = api.api_id,
    api_key_required = props.api_key_required,
    route_key = key,
    target = "integrations/" .. integration.integration_id,
    authorizer_id = authorization.authorizer_id,
    authorization_type = authorization.authorization_type,
    route_response_selection_expression = props.return_response and DEFAULT or nil,
  })
  self.route_id = resource.ref
  if props.return_response then
    apigatewayv2.CfnRouteResponse(self, "Response", {
      api_id = api.api_id, route_id = resource.ref, route_response_key = DEFAULT,
    })
  end
end

-- The library never sets it.
WebSocketRoute.get.integration_response_id = function() return nil end
WebSocketRoute.get.route_ref = function(self)
  return { api_id = self.web_socket_api.api_ref.api_id, route_id = self.route_id }
end

return { WebSocketRoute = WebSocketRoute }
