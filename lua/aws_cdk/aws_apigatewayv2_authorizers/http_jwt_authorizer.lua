--- Admits callers with a JSON web token from an issuer.
local engine = require "luacdk.engine"
local apigatewayv2 = require "aws_cdk.aws_apigatewayv2"
local authorizer_base = require "aws_cdk.aws_apigatewayv2_authorizers.private.authorizer_base"

local HttpJwtAuthorizer = engine.class "aws_cdk.aws_apigatewayv2_authorizers.HttpJwtAuthorizer"
authorizer_base.has_id(HttpJwtAuthorizer)

--- Arguments: id, jwt_issuer, props: jwt_audience (required).
function HttpJwtAuthorizer:init(id, jwt_issuer, props)
  self.authorization_type, self._id, self._issuer, self._props = "JWT", id, jwt_issuer, props
end

function HttpJwtAuthorizer:bind(options)
  if not self._authorizer then
    local props = self._props
    self._authorizer = apigatewayv2.HttpAuthorizer(options.scope, self._id, {
      http_api = options.route.http_api,
      identity_source = props.identity_source or authorizer_base.HTTP_IDENTITY,
      type = "JWT",
      authorizer_name = props.authorizer_name or self._id,
      jwt_audience = props.jwt_audience,
      jwt_issuer = self._issuer,
    })
  end
  return { authorizer_id = self._authorizer.authorizer_id, authorization_type = self.authorization_type }
end

return { HttpJwtAuthorizer = HttpJwtAuthorizer }
