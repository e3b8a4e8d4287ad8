--- API keys that agents and gateways show to others; the service keeps them as secrets.
local agentcore = require "aws_cdk.aws_bedrockagentcore"
local cdk = require "aws_cdk"
local checks = require "aws_cdk.aws_bedrockagentcore.private.checks"
local iam = require "aws_cdk.aws_iam"
local identity = require "aws_cdk.aws_bedrockagentcore.private.identity"
local l2 = require "aws_cdk.l2"
local own_name = require "aws_cdk.aws_bedrockagentcore.private.own_name"

local LONGEST_KEY = 65536

local ApiKeyCredentialProvider = l2.resource("aws_cdk.aws_bedrockagentcore.ApiKeyCredentialProvider", cdk.Resource, {
  attributes = {
    credential_provider_arn = "attr_credential_provider_arn", api_key_secret_arn = "attr_api_key_secret_arn",
    created_time = "attr_created_time", last_updated_time = "attr_last_updated_time",
  },
})

local GRANTS = {
  arn = "credential_provider_arn", secret = "api_key_secret_arn", perms = "ApiKeyCredentialProviderIdentityPerms",
  parents = { "token-vault/default", "token-vault/default/apikeycredentialprovider" }, use = identity.WORKLOADS,
}

identity.grants(ApiKeyCredentialProvider, GRANTS)

--- Arguments: scope, id, ApiKeyCredentialProviderProps: api_key, api_key_credential_provider_name, tags.
function ApiKeyCredentialProvider:init(scope, id, props)
  props = props or {}
  self.api_key_credential_provider_name = own_name(self, cdk.Resource, scope, id, "api_key_credential_provider_name",
    props.api_key_credential_provider_name, identity.PROVIDER_NAME)
  self.grant_principal = iam.UnknownPrincipal { resource = self }
  checks.tags(self, props.tags)
  local key = props.api_key and props.api_key:unsafe_unwrap()
  if key ~= "" then l2.check_length(self, "api_key", key, 1, LONGEST_KEY) end
  self._resource = agentcore.CfnApiKeyCredentialProvider(self, "Resource", {
    name = self.api_key_credential_provider_name, api_key = key, tags = l2.entries(props.tags),
  })
end

--- What a target of a gateway needs to know of the provider.
function ApiKeyCredentialProvider:bind_for_gateway_api_key_target()
  return { provider_arn = self.credential_provider_arn, secret_arn = self.api_key_secret_arn }
end

local Imported = identity.imported(ApiKeyCredentialProvider, GRANTS, {
  "credential_provider_arn", "api_key_secret_arn", "created_time", "last_updated_time",
})

function Imported:bind_for_gateway_api_key_target()
  return identity.binding(self, "api_key_secret_arn")
end

--- A provider made elsewhere.
-- @param attrs aws_bedrockagentcore.ApiKeyCredentialProviderAttributes: credential_provider_arn (required); targets of
-- gateways need api_key_secret_arn too
function ApiKeyCredentialProvider.from_api_key_credential_provider_attributes(scope, id, attrs)
  return Imported(scope, id, attrs)
end

return { ApiKeyCredentialProvider = ApiKeyCredentialProvider }
