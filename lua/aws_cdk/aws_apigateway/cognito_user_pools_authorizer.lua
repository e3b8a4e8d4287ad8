--- Authorizers that ask user pools of Cognito.
local engine = require "luacdk.engine"
local apigateway = require "aws_cdk.aws_apigateway"
local cdk = require "aws_cdk"
local hashed = require "aws_cdk.aws_apigateway.private.hashed"

local Authorizer = apigateway.Authorizer

local COGNITO = "COGNITO_USER_POOLS"

local CognitoUserPoolsAuthorizer = engine.class("aws_cdk.aws_apigateway.CognitoUserPoolsAuthorizer", Authorizer)

local as_hashed = hashed.shape({
  "name", "rest_api_id", "type", "provider_arns", "authorizer_result_ttl_in_seconds", "identity_source",
}, { provider_arns = hashed.list })

--- Arguments: scope, id, CognitoUserPoolsAuthorizerProps: cognito_user_pools (required).
function CognitoUserPoolsAuthorizer:init(scope, id, props)
  Authorizer.init(self, scope, id)
  local arns, source = {}, props.identity_source
  for i, pool in ipairs(props.cognito_user_pools) do arns[i] = pool.user_pool_arn end
  local rest_api_id = self:_lazy_rest_api_id()
  local l1 = {
    name = props.authorizer_name or cdk.Names.unique_id(self),
    rest_api_id = rest_api_id,
    type = COGNITO,
    provider_arns = arns,
    authorizer_result_ttl_in_seconds = props.results_cache_ttl and props.results_cache_ttl:to_seconds(),
    identity_source = source and source ~= "" and source or apigateway.IdentitySource.header "Authorization",
  }
  self._authorizer_props = l1
  self:_identify(apigateway.CfnAuthorizer(self, "Resource", l1), rest_api_id)
  self.authorization_type = COGNITO
end

function CognitoUserPoolsAuthorizer:_attach_to_api(api)
  self:_belong_to(api, function() return engine.ordered("authorizer", as_hashed(self._authorizer_props)) end)
end

return { CognitoUserPoolsAuthorizer = CognitoUserPoolsAuthorizer }
