-- OpenID Connect providers, made by CloudFormation itself.
local engine = require "luacdk.engine"

local iam = require "aws_cdk.aws_iam"
local cdk = require "aws_cdk"
local l2 = require "aws_cdk.l2"

local Resource = cdk.Resource
local is_unresolved, fail = engine.is_unresolved, engine.fail

local ROW = {
  arn = { "oidc_provider_arn", service = "iam", resource = "oidc-provider" },
  attributes = { oidc_provider_arn = "ref", oidc_provider_thumbprints = "thumbprint_list" },
  environment = false, noun = "oidc_provider",
}

-- What own and imported providers share. They answer to the names of the custom-resource one as well.
local ProviderBase = engine.class("aws_cdk.aws_iam.OidcProviderNativeBase", Resource, "aws_cdk.aws_iam.IOidcProvider")

ProviderBase.get.oidc_provider_issuer = function(self)
  return cdk.Arn.extract_resource_name(self.oidc_provider_arn, "oidc-provider")
end
ProviderBase.get.open_id_connect_provider_arn = function(self) return self.oidc_provider_arn end
ProviderBase.get.open_id_connect_provider_issuer = function(self) return self.oidc_provider_issuer end

local OidcProviderNative = l2.resource("aws_cdk.aws_iam.OidcProviderNative", ProviderBase, ROW)

local function check(self, props)
  local url = props.url
  if not is_unresolved(url) then
    if url:sub(1, 8) ~= "https://" then
      fail(self, "url of the identity provider must start with https://, got %s", engine.display(url))
    end
    l2.at_most(self, "aws_iam.CfnOIDCProviderProps.url", url)
  end
  local clients = props.client_ids
  if type(clients) == "table" then
    if #clients > 100 then fail(self, "at most 100 client_ids can be registered, got %d", #clients) end
    for _, client in ipairs(clients) do
      l2.at_most(self, "aws_iam.CfnOIDCProviderProps.client_id_list", client, "a client id")
    end
  end
  local thumbprints = props.thumbprints
  if type(thumbprints) == "table" then
    l2.at_most(self, "aws_iam.CfnOIDCProviderProps.thumbprint_list", thumbprints, "thumbprints")
    for _, thumbprint in ipairs(thumbprints) do
      if not is_unresolved(thumbprint) and not (#thumbprint == 40 and thumbprint:find "^%x+$") then
        fail(self, "a thumbprint consists of 40 hexadecimal digits, got %s", engine.display(thumbprint))
      end
    end
  end
end

--- Arguments: scope, id, OidcProviderNativeProps: url (required), client_ids, thumbprints, oidc_provider_name,
--  removal_policy.
function OidcProviderNative:init(scope, id, props)
  Resource.init(self, scope, id, { physical_name = props.oidc_provider_name })
  check(self, props)
  self._resource = iam.CfnOIDCProvider(self, "Resource", {
    url = props.url, client_id_list = props.client_ids, thumbprint_list = props.thumbprints,
  })
  if props.removal_policy then self._resource:apply_removal_policy(props.removal_policy) end
end

l2.imports(OidcProviderNative, ProviderBase, ROW)

return { OidcProviderNative = OidcProviderNative }
