--- What a gateway shows to targets to prove who it is.
local engine = require "luacdk.engine"
local checks = require "aws_cdk.aws_bedrockagentcore.private.checks"
local iam = require "aws_cdk.aws_iam"
local identity = require "aws_cdk.aws_bedrockagentcore.private.identity"
local l2 = require "aws_cdk.l2"

-- ---- where an API key goes ------------------------------------------------------------------------------------------

local ApiKeyCredentialLocation = engine.class "aws_cdk.aws_bedrockagentcore.ApiKeyCredentialLocation"

function ApiKeyCredentialLocation:init(place, config, parameter, prefix)
  config = config or {}
  self.credential_location_type = place
  self.credential_parameter_name = config.credential_parameter_name or parameter
  self.credential_prefix = config.credential_prefix or prefix
end

--- A header of the request, Authorization with "Bearer " if nothing else is said.
-- @param config aws_bedrockagentcore.ApiKeyAdditionalConfiguration, or nil
function ApiKeyCredentialLocation.header(config)
  return ApiKeyCredentialLocation("HEADER", config, "Authorization", "Bearer ")
end

--- A parameter in the URL, api_key if nothing else is said.
-- @param config aws_bedrockagentcore.ApiKeyAdditionalConfiguration, or nil
function ApiKeyCredentialLocation.query_parameter(config)
  return ApiKeyCredentialLocation("QUERY_PARAMETER", config, "api_key")
end

-- ---- permissions ----------------------------------------------------------------------------------------------------

-- Lets the gateway's role read a credential: with the actions on identities, and those on the vault and the provider.
local function grant_on_vault(gateway, config, on_identities, on_vault)
  local stack = engine.stack_of(gateway)
  local function arn(resource)
    return stack:format_arn { service = "bedrock-agentcore", resource = resource, resource_name = "default" }
  end
  local directory, vault = arn "workload-identity-directory", arn "token-vault"
  local identities = directory .. "/workload-identity/" .. gateway.gateway_name .. "-*"
  local all
  local function add(actions, resources)
    local grant = iam.Grant.add_to_principal { grantee = gateway.role, actions = actions, resource_arns = resources }
    all = all and all:combine(grant) or grant
  end
  add(on_identities, { directory, identities })
  for _, action in ipairs(on_vault) do add({ action }, { vault, config.provider_arn, directory, identities }) end
  add({ "secretsmanager:GetSecretValue" }, { identity.secret_arn(gateway, config.secret_arn) })
  return all
end

-- ---- the kinds of credentials ---------------------------------------------------------------------------------------

-- A class of credentials whose configuration has provider_arn and secret_arn, and its actions as above; `render` gives
-- the L1 property.
local function kept_credentials(name, kind, on_identities, on_vault, render)
  local class = engine.class("aws_cdk.aws_bedrockagentcore." .. name, nil,
    "aws_cdk.aws_bedrockagentcore.ICredentialProviderConfig")

  function class:init(config)
    self.credential_provider_type = kind
    self._config = config
  end

  function class:grant_needed_permissions_to_role(gateway)
    return grant_on_vault(gateway, self._config, on_identities, on_vault)
  end

  function class:_render()
    return { credential_provider_type = kind, credential_provider = render(self._config) }
  end

  return class
end

local ApiKey = kept_credentials("ApiKeyCredentialProviderConfiguration", "API_KEY", {
  "bedrock-agentcore:GetWorkloadAccessToken",
}, { "bedrock-agentcore:GetResourceApiKey" }, function(config)
  local place = config.credential_location or ApiKeyCredentialLocation.header()
  return {
    api_key_credential_provider = {
      provider_arn = config.provider_arn,
      credential_location = place.credential_location_type,
      credential_parameter_name = place.credential_parameter_name,
      credential_prefix = place.credential_prefix,
    },
  }
end)

local OAuth = kept_credentials("OAuthCredentialProviderConfiguration", "OAUTH", {
  "bedrock-agentcore:GetWorkloadAccessToken", "bedrock-agentcore:GetWorkloadAccessTokenForJWT",
  "bedrock-agentcore:GetWorkloadAccessTokenForUserId",
}, {
  "bedrock-agentcore:CompleteResourceTokenAuth", "bedrock-agentcore:GetResourceOauth2Token",
}, function(config)
  return {
    oauth_credential_provider = {
      provider_arn = config.provider_arn, scopes = config.scopes, custom_parameters = config.custom_parameters,
    },
  }
end)

local IamRole = engine.class("aws_cdk.aws_bedrockagentcore.GatewayIamRoleCredentialProviderConfig", nil,
  "aws_cdk.aws_bedrockagentcore.ICredentialProviderConfig")

function IamRole:init(props)
  props = props or {}
  if props.region ~= nil and props.service == nil then
    engine.fail(nil, "region needs the service that the role's requests are signed for; -> set service")
  end
  l2.check_length(nil, "service", props.service, 1, 64)
  checks.pattern(nil, "service", props.service, "^[a-zA-Z0-9._\\-]+$",
    "have only letters, digits, dots, underscores and hyphens")
  l2.check_length(nil, "region", props.region, 1, 32)
  checks.pattern(nil, "region", props.region, "^[a-zA-Z0-9\\-]+$", "have only letters, digits and hyphens")
  self.credential_provider_type = "GATEWAY_IAM_ROLE"
  self.service, self.region = props.service, props.region
end

-- The role needs no permissions for itself.
function IamRole.grant_needed_permissions_to_role() return nil end

function IamRole:_render()
  return {
    credential_provider_type = self.credential_provider_type,
    credential_provider = self.service ~= nil and {
      iam_credential_provider = { service = self.service, region = self.region },
    } or nil,
  }
end

-- ---- factories ------------------------------------------------------------------------------------------------------

local GatewayCredentialProvider = engine.class "aws_cdk.aws_bedrockagentcore.GatewayCredentialProvider"

--- An API key.
-- @param provider an ApiKeyCredentialProvider; an imported one must know api_key_secret_arn
-- @param options aws_bedrockagentcore.FromApiKeyIdentityOptions, or nil
function GatewayCredentialProvider.from_api_key_identity(provider, options)
  return ApiKey(l2.with({ credential_location = options and options.credential_location },
    provider:bind_for_gateway_api_key_target()))
end

--- An API key, by ARNs.
-- @param props aws_bedrockagentcore.ApiKeyCredentialProviderOptions: provider_arn, secret_arn (required)
function GatewayCredentialProvider.from_api_key_identity_arn(props) return ApiKey(props) end

--- A token of OAuth.
-- @param provider an OAuth2CredentialProvider; an imported one must know client_secret_arn
-- @param options aws_bedrockagentcore.FromOauthIdentityOptions: scopes (required), custom_parameters
function GatewayCredentialProvider.from_oauth_identity(provider, options)
  return OAuth(provider:bind_for_gateway_o_auth_target(options.scopes, options.custom_parameters))
end

--- A token of OAuth, by ARNs.
-- @param props aws_bedrockagentcore.OAuthConfiguration: provider_arn, scopes, secret_arn (required)
function GatewayCredentialProvider.from_oauth_identity_arn(props) return OAuth(props) end

--- The gateway's role.
-- @param props aws_bedrockagentcore.GatewayIamRoleCredentialProviderProps, or nil; region needs service
function GatewayCredentialProvider.from_iam_role(props) return IamRole(props) end

return {
  GatewayCredentialProvider = GatewayCredentialProvider, ApiKeyCredentialLocation = ApiKeyCredentialLocation,
}
