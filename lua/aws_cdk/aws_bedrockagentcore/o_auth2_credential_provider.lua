--- Clients of OAuth with which agents and gateways get tokens of others; the service keeps their secrets.
local engine = require "luacdk.engine"
local agentcore = require "aws_cdk.aws_bedrockagentcore"
local cdk = require "aws_cdk"
local checks = require "aws_cdk.aws_bedrockagentcore.private.checks"
local iam = require "aws_cdk.aws_iam"
local identity = require "aws_cdk.aws_bedrockagentcore.private.identity"
local l2 = require "aws_cdk.l2"
local own_name = require "aws_cdk.aws_bedrockagentcore.private.own_name"

local OAuth2CredentialProvider = l2.resource("aws_cdk.aws_bedrockagentcore.OAuth2CredentialProvider", cdk.Resource, {
  attributes = {
    callback_url = "attr_callback_url", client_secret_arn = "attr_client_secret_arn",
    created_time = "attr_created_time", credential_provider_arn = "attr_credential_provider_arn",
    last_updated_time = "attr_last_updated_time",
  },
})

local GRANTS = {
  arn = "credential_provider_arn", secret = "client_secret_arn", perms = "OAuth2CredentialProviderIdentityPerms",
  parents = { "token-vault/default", "token-vault/default/oauth2credentialprovider" }, use = identity.WORKLOADS,
}

identity.grants(OAuth2CredentialProvider, GRANTS)

--- Arguments: scope, id, OAuth2CredentialProviderProps: credential_provider_vendor, oauth2_provider_config_input
--- (required), o_auth2_credential_provider_name, tags.
function OAuth2CredentialProvider:init(scope, id, props)
  self.o_auth2_credential_provider_name = own_name(self, cdk.Resource, scope, id, "o_auth2_credential_provider_name",
    props.o_auth2_credential_provider_name, identity.PROVIDER_NAME)
  self.grant_principal = iam.UnknownPrincipal { resource = self }
  self.credential_provider_vendor = props.credential_provider_vendor
  checks.tags(self, props.tags)
  self._resource = agentcore.CfnOAuth2CredentialProvider(self, "Resource", {
    name = self.o_auth2_credential_provider_name,
    credential_provider_vendor = props.credential_provider_vendor,
    oauth2_provider_config_input = props.oauth2_provider_config_input,
    tags = l2.entries(props.tags),
  })
end

--- What a target of a gateway needs to know of the provider.
function OAuth2CredentialProvider:bind_for_gateway_o_auth_target(scopes, custom_parameters)
  return {
    provider_arn = self.credential_provider_arn, secret_arn = self.client_secret_arn, scopes = scopes,
    custom_parameters = custom_parameters,
  }
end

-- ---- vendors --------------------------------------------------------------------------------------------------------

-- A provider of a vendor: its client's id and secret and `more` go into the part `config` of the L1 property.
local function provider(scope, id, vendor, config, props, more)
  return OAuth2CredentialProvider(scope, id, {
    o_auth2_credential_provider_name = props.o_auth2_credential_provider_name,
    tags = props.tags,
    credential_provider_vendor = agentcore.OAuth2CredentialProviderVendor[vendor].value,
    oauth2_provider_config_input = {
      [config] = l2.with({ client_id = props.client_id, client_secret = props.client_secret:unsafe_unwrap() }, more),
    },
  })
end

-- Vendors with a part of their own in the L1 property, and the options of it besides id and secret; the rest have one
-- that they share, some of them with the addresses of a tenant.
local OWN = { atlassian = {}, github = {}, google = {}, linkedin = {}, microsoft = { "tenant_id" }, salesforce = {},
  slack = {} }
local ENDPOINTS = { "authorization_endpoint", "issuer", "token_endpoint" }
local SHARED = {
  auth0 = ENDPOINTS, cognito = ENDPOINTS, cyber_ark = ENDPOINTS, dropbox = {}, facebook = {}, fusion_auth = ENDPOINTS,
  hubspot = {}, notion = {}, okta = ENDPOINTS, one_login = ENDPOINTS, ping_one = ENDPOINTS, reddit = {}, spotify = {},
  twitch = {}, x = {}, yandex = {}, zoom = {},
}

local function using(vendor, config, options)
  OAuth2CredentialProvider["using_" .. vendor] = function(scope, id, props)
    local more = {}
    for _, option in ipairs(options) do more[option] = props[option] end
    return provider(scope, id, vendor:upper(), config, props, more)
  end
end

for vendor, options in pairs(OWN) do using(vendor, vendor .. "_oauth2_provider_config", options) end
for vendor, options in pairs(SHARED) do using(vendor, "included_oauth2_provider_config", options) end

--- Any vendor, by the address of its metadata or by the metadata. Fails unless exactly one of them is given.
-- @param props aws_bedrockagentcore.CustomOAuth2CredentialProviderProps: client_id, client_secret (required),
-- discovery_url or authorization_server_metadata
function OAuth2CredentialProvider.using_custom(scope, id, props)
  local url, metadata = props.discovery_url, props.authorization_server_metadata
  local by_url = url ~= nil and url ~= ""
  if by_url == (metadata ~= nil) then
    engine.fail(scope, "a custom provider needs discovery_url or authorization_server_metadata, got %s",
      by_url and "both" or "neither")
  end
  return provider(scope, id, "CUSTOM", "custom_oauth2_provider_config", props, {
    oauth_discovery = url ~= nil and { discovery_url = url } or { authorization_server_metadata = metadata },
  })
end

-- ---- imported -------------------------------------------------------------------------------------------------------

local Imported = identity.imported(OAuth2CredentialProvider, GRANTS, {
  "callback_url", "client_secret_arn", "created_time", "credential_provider_arn", "credential_provider_vendor",
  "last_updated_time",
})

function Imported:bind_for_gateway_o_auth_target(scopes, custom_parameters)
  return l2.with({ scopes = scopes, custom_parameters = custom_parameters },
    identity.binding(self, "client_secret_arn"))
end

--- A provider made elsewhere.
-- @param attrs aws_bedrockagentcore.OAuth2CredentialProviderAttributes: credential_provider_arn,
-- credential_provider_vendor (required); targets of gateways need client_secret_arn too
function OAuth2CredentialProvider.from_o_auth2_credential_provider_attributes(scope, id, attrs)
  return Imported(scope, id, attrs)
end

return { OAuth2CredentialProvider = OAuth2CredentialProvider }
