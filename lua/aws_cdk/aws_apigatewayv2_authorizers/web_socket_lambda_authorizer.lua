--- A function says who may connect.
local engine = require "luacdk.engine"
local apigatewayv2 = require "aws_cdk.aws_apigatewayv2"
local authorizer_base = require "aws_cdk.aws_apigatewayv2_authorizers.private.authorizer_base"

local IDENTITY = { "route.request.header.Authorization" }

local WebSocketLambdaAuthorizer = engine.class "aws_cdk.aws_apigatewayv2_authorizers.WebSocketLambdaAuthorizer"

--- Arguments: id, handler, props.
function WebSocketLambdaAuthorizer:init(id, handler, props)
  self._id, self._handler, self._props = id, handler, props or {}
end

function WebSocketLambdaAuthorizer:bind(options)
  local api = options.route.web_socket_api
  authorizer_base.check_api(self, api, options.scope)
  if not self._authorizer then
    local props = self._props
    self._api = api
    self._authorizer = apigatewayv2.WebSocketAuthorizer(options.scope, self._id, {
      web_socket_api = api,
      identity_source = props.identity_source or IDENTITY,
      type = apigatewayv2.WebSocketAuthorizerType.LAMBDA,
      authorizer_name = props.authorizer_name or self._id,
      authorizer_uri = authorizer_base.function_uri(self._handler),
    })
    authorizer_base.permit(self._handler, self._authorizer, options.scope, options.route, api.api_id)
  end
  return { authorizer_id = self._authorizer.authorizer_id, authorization_type = "CUSTOM" }
end

return { WebSocketLambdaAuthorizer = WebSocketLambdaAuthorizer }
