--- How a gateway knows who calls it.
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"

-- Each authorizer has a _render(), the L1 property.

local CustomJwtAuthorizer = engine.class "aws_cdk.aws_bedrockagentcore.CustomJwtAuthorizer"

--- Argument: CustomJwtConfiguration: discovery_url (required), allowed_audience, allowed_clients, allowed_scopes,
--- custom_claims.
function CustomJwtAuthorizer:init(config)
  self.authorizer_type = "CUSTOM_JWT"
  self._config = config
end

function CustomJwtAuthorizer:_render()
  local config, claims = self._config, nil
  for i, claim in ipairs(config.custom_claims or {}) do
    claims = claims or {}
    claims[i] = claim:_render()
  end
  return {
    custom_jwt_authorizer = {
      discovery_url = config.discovery_url,
      allowed_audience = config.allowed_audience,
      allowed_clients = config.allowed_clients,
      allowed_scopes = config.allowed_scopes,
      custom_claims = claims,
    },
  }
end

local IamAuthorizer = engine.class "aws_cdk.aws_bedrockagentcore.IamAuthorizer"

function IamAuthorizer:init() self.authorizer_type = "AWS_IAM" end

function IamAuthorizer:_render() return nil end -- luacheck: ignore 212

local NoAuthAuthorizer = engine.class "aws_cdk.aws_bedrockagentcore.NoAuthAuthorizer"

function NoAuthAuthorizer:init() self.authorizer_type = "NONE" end

function NoAuthAuthorizer:_render() return nil end -- luacheck: ignore 212

local GatewayAuthorizer = engine.class "aws_cdk.aws_bedrockagentcore.GatewayAuthorizer"

--- Callers sign their requests with credentials of AWS.
function GatewayAuthorizer.using_aws_iam() return IamAuthorizer() end

--- Callers send a JWT that any issuer made.
-- @param configuration aws_bedrockagentcore.CustomJwtConfiguration; fails if it allows everybody
function GatewayAuthorizer.using_custom_jwt(configuration)
  if not (configuration.allowed_audience or configuration.allowed_clients or configuration.allowed_scopes
      or configuration.custom_claims) then
    engine.fail(nil, "an authorizer for JWTs needs allowed_audience, allowed_clients, allowed_scopes or custom_claims")
  end
  return CustomJwtAuthorizer(configuration)
end

--- Callers send a JWT that a user pool of Cognito made.
-- @param props aws_bedrockagentcore.CognitoAuthorizerProps: user_pool (required), allowed_clients, allowed_audiences,
-- allowed_scopes, custom_claims
function GatewayAuthorizer.using_cognito(props)
  local pool = props.user_pool
  return CustomJwtAuthorizer {
    discovery_url = "https://cognito-idp." .. pool.env.region .. ".amazonaws.com/" .. pool.user_pool_id
      .. "/.well-known/openid-configuration",
    allowed_clients = l2.pluck(props.allowed_clients, "user_pool_client_id"),
    allowed_audience = props.allowed_audiences,
    allowed_scopes = props.allowed_scopes,
    custom_claims = props.custom_claims,
  }
end

--- Everybody may call the gateway.
function GatewayAuthorizer.with_no_auth() return NoAuthAuthorizer() end

return {
  GatewayAuthorizer = GatewayAuthorizer, CustomJwtAuthorizer = CustomJwtAuthorizer, IamAuthorizer = IamAuthorizer,
  NoAuthAuthorizer = NoAuthAuthorizer,
}
