-- OpenID Connect providers, made by a custom resource.
local engine = require "luacdk.engine"

local cdk = require "aws_cdk"
local cx_api = require "aws_cdk.cx_api"

local Resource = cdk.Resource

local RESOURCE_TYPE = "Custom::AWSCDKOpenIdConnectProvider"

local OpenIdConnectProvider = engine.class("aws_cdk.aws_iam.OpenIdConnectProvider", Resource)

local function provider_of(self)
  return cdk.CustomResourceProvider.bundled(self, RESOURCE_TYPE, {
    name = "aws-iam/oidc-handler",
    policy_statements = {
      engine.ordered(
        "Effect", "Allow",
        "Resource", "*",
        "Action", {
          "iam:CreateOpenIDConnectProvider",
          "iam:DeleteOpenIDConnectProvider",
          "iam:UpdateOpenIDConnectProviderThumbprint",
          "iam:AddClientIDToOpenIDConnectProvider",
          "iam:RemoveClientIDFromOpenIDConnectProvider",
        }),
    },
  })
end

--- Arguments: scope, id, OpenIdConnectProviderProps: url (required), client_ids, thumbprints, removal_policy.
function OpenIdConnectProvider:init(scope, id, props)
  Resource.init(self, scope, id)
  local provider = provider_of(self)
  self._resource = cdk.CustomResource(self, "Resource", {
    resource_type = RESOURCE_TYPE,
    service_token = provider.service_token,
    properties = engine.ordered(
      "ClientIDList", props.client_ids,
      "ThumbprintList", props.thumbprints,
      "Url", props.url,
      "RejectUnauthorized",
      cdk.FeatureFlags._is_enabled(self, cx_api.IAM_OIDC_REJECT_UNAUTHORIZED_CONNECTIONS),
      "CodeHash", provider.code_hash),
    removal_policy = props.removal_policy,
  })
end

OpenIdConnectProvider.get.open_id_connect_provider_arn = function(self) return self._resource.ref end

OpenIdConnectProvider.get.open_id_connect_provider_issuer = function(self)
  return cdk.Arn.extract_resource_name(self.open_id_connect_provider_arn, "oidc-provider")
end

-- The model spells it without an underscore before "thumbprints".
OpenIdConnectProvider.get.open_id_connect_providerthumbprints = function(self)
  return self._resource:get_att "Thumbprints"
end

OpenIdConnectProvider.get.oidc_provider_ref = function(self)
  return { oidc_provider_arn = self.open_id_connect_provider_arn }
end

local ImportedProvider = engine.class("aws_cdk.aws_iam.ImportedOpenIdConnectProvider", Resource,
  "aws_cdk.aws_iam.IOpenIdConnectProvider")

function ImportedProvider:init(scope, id, arn)
  Resource.init(self, scope, id)
  self.open_id_connect_provider_arn = arn
  self.open_id_connect_provider_issuer = cdk.Arn.extract_resource_name(arn, "oidc-provider")
end

ImportedProvider.get.oidc_provider_ref = function(self)
  return { oidc_provider_arn = self.open_id_connect_provider_arn }
end

--- A provider by its ARN.
function OpenIdConnectProvider.from_open_id_connect_provider_arn(scope, id, open_id_connect_provider_arn)
  return ImportedProvider(scope, id, open_id_connect_provider_arn)
end

return { OpenIdConnectProvider = OpenIdConnectProvider }
