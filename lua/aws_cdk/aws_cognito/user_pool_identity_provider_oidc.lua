--- Identity providers that speak OpenID Connect.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local l2 = require "aws_cdk.l2"
local IdentityProvider = require "aws_cdk.aws_cognito.private.identity_provider"

local NAME = [[^[^_\p{Z}][^\p{Z}\p{C}][^_\p{Z}]+$]]

local Oidc = IdentityProvider.class "UserPoolIdentityProviderOidc"

local function name_of(self, name)
  if name and name ~= "" then
    self:_check_name(name)
    if not engine.matches(NAME, tostring(name), "u") then
      engine.fail(self, "the name of an identity provider can contain no blanks, and no underscores but as its second"
        .. " character, got %s", engine.display(name))
    end
    return name
  end
  local unique, longest = cdk.Names.unique_id(self), IdentityProvider.LONGEST_NAME
  if #unique < 3 then return unique .. "oidc" end
  return #unique > longest and unique:sub(1, longest // 2) .. unique:sub(-longest // 2) or unique
end

--- Arguments: scope, id, UserPoolIdentityProviderOidcProps: user_pool, client_id, client_secret, issuer_url (required).
function Oidc:init(scope, id, props)
  IdentityProvider.init(self, scope, id, props)
  local endpoints = props.endpoints or {}
  self:_make(name_of(self, props.name), "OIDC", engine.ordered(
    "client_id", props.client_id,
    "client_secret", props.client_secret,
    "authorize_scopes", l2.joined(props.scopes or { "openid" }, " "),
    "attributes_request_method", props.attribute_request_method or "GET",
    "oidc_issuer", props.issuer_url,
    "authorize_url", endpoints.authorization,
    "token_url", endpoints.token,
    "attributes_url", endpoints.user_info,
    "jwks_uri", endpoints.jwks_uri
  ), props.identifiers)
end

return { UserPoolIdentityProviderOidc = Oidc }
