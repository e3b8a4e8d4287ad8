--- A function says who may call.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local apigatewayv2 = require "aws_cdk.aws_apigatewayv2"
local authorizer_base = require "aws_cdk.aws_apigatewayv2_authorizers.private.authorizer_base"
local authorizers = require "aws_cdk.aws_apigatewayv2_authorizers"

local HttpLambdaAuthorizer = engine.class "aws_cdk.aws_apigatewayv2_authorizers.HttpLambdaAuthorizer"
authorizer_base.has_id(HttpLambdaAuthorizer)

--- Arguments: id, handler, props. The function answers with a policy, in the format 1.0, unless `response_types` has
--- HttpLambdaResponseType.SIMPLE.
function HttpLambdaAuthorizer:init(id, handler, props)
  self.authorization_type, self._id, self._handler, self._props = "CUSTOM", id, handler, props or {}
end

local function is_simple(types)
  for _, one in ipairs(types or {}) do
    if one == authorizers.HttpLambdaResponseType.SIMPLE then return true end
  end
  return nil
end

function HttpLambdaAuthorizer:bind(options)
  local api = options.route.http_api
  authorizer_base.check_api(self, api, options.scope)
  if not self._authorizer then
    local props = self._props
    local simple, versions = is_simple(props.response_types), apigatewayv2.AuthorizerPayloadVersion
    self._api = api
    self._authorizer = apigatewayv2.HttpAuthorizer(options.scope, self._id, {
      http_api = api,
      identity_source = props.identity_source or authorizer_base.HTTP_IDENTITY,
      type = apigatewayv2.HttpAuthorizerType.LAMBDA,
      authorizer_name = props.authorizer_name or self._id,
      enable_simple_responses = simple,
      payload_format_version = simple and versions.VERSION_2_0 or versions.VERSION_1_0,
      authorizer_uri = authorizer_base.function_uri(self._handler),
      results_cache_ttl = props.results_cache_ttl or cdk.Duration.minutes(5),
      role = props.role,
    })
    if not props.role then
      authorizer_base.permit(self._handler, self._authorizer, options.scope, options.route, api.api_id)
    end
  end
  return { authorizer_id = self._authorizer.authorizer_id, authorization_type = self.authorization_type }
end

return { HttpLambdaAuthorizer = HttpLambdaAuthorizer }
