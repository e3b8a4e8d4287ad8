--- Admits callers who have signed in to a Cognito user pool.
local engine = require "luacdk.engine"
local apigatewayv2 = require "aws_cdk.aws_apigatewayv2"
local authorizer_base = require "aws_cdk.aws_apigatewayv2_authorizers.private.authorizer_base"

local HttpUserPoolAuthorizer = engine.class "aws_cdk.aws_apigatewayv2_authorizers.HttpUserPoolAuthorizer"
authorizer_base.has_id(HttpUserPoolAuthorizer)

--- Arguments: id, pool, props. The pool gets a client unless `user_pool_clients` says which may be used.
function HttpUserPoolAuthorizer:init(id, pool, props)
  self.authorization_type, self._id, self._pool, self._props = "JWT", id, pool, props or {}
end

function HttpUserPoolAuthorizer:bind(options)
  if not self._authorizer then
    local props, pool, audience = self._props, self._pool, {}
    local region = props.user_pool_region or engine.stack_of(options.scope).region
    for i, client in ipairs(props.user_pool_clients or { pool:add_client "UserPoolAuthorizerClient" }) do
      audience[i] = client.user_pool_client_id
    end
    self._authorizer = apigatewayv2.HttpAuthorizer(options.scope, self._id, {
      http_api = options.route.http_api,
      identity_source = props.identity_source or authorizer_base.HTTP_IDENTITY,
      type = "JWT",
      authorizer_name = props.authorizer_name or self._id,
      jwt_audience = audience,
      jwt_issuer = "https://cognito-idp." .. region .. ".amazonaws.com/" .. pool.user_pool_id,
    })
  end
  return { authorizer_id = self._authorizer.authorizer_id, authorization_type = self.authorization_type }
end

return { HttpUserPoolAuthorizer = HttpUserPoolAuthorizer }
