--- Identity providers that speak SAML 2.0.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local IdentityProvider = require "aws_cdk.aws_cognito.private.identity_provider"

local Saml = IdentityProvider.class "UserPoolIdentityProviderSaml"

local function name_of(self, name)
  if name and name ~= "" then return name end
  local unique = cdk.Names.unique_resource_name(self, { max_length = IdentityProvider.LONGEST_NAME })
  return #unique < 3 and unique .. "saml" or unique
end

--- Arguments: scope, id, UserPoolIdentityProviderSamlProps: user_pool, metadata (required).
function Saml:init(scope, id, props)
  IdentityProvider.init(self, scope, id, props)
  self:_check_name(props.name)
  local metadata = props.metadata
  self:_make(name_of(self, props.name), "SAML", engine.ordered(
    "IDPSignout", props.idp_signout or false,
    "MetadataURL", metadata.metadata_type == "url" and metadata.metadata_content or nil,
    "MetadataFile", metadata.metadata_type == "file" and metadata.metadata_content or nil,
    "EncryptedResponses", props.encrypted_responses,
    "RequestSigningAlgorithm", props.request_signing_algorithm,
    "IDPInit", props.idp_initiated
  ), props.identifiers)
end

return { UserPoolIdentityProviderSaml = Saml }
