--- Identity providers that Cognito knows by name: Amazon, Apple, Facebook and Google.
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"
local IdentityProvider = require "aws_cdk.aws_cognito.private.identity_provider"

-- A class of providers. Row: type; scopes = those without any given; separator; details(self, props, scopes).
local function provider(name, row)
  local class = IdentityProvider.class(name)

  --- Arguments: scope, id, and the props of the class.
  function class:init(scope, id, props)
    IdentityProvider.init(self, scope, id, props)
    local scopes = l2.joined(props.scopes or row.scopes, row.separator or " ")
    self:_make(row.type, row.type, row.details(self, props, scopes))
  end

  return class
end

-- The value of a secret that is given as plain text or as a secret value.
local function secret(self, props, struct, field)
  local text, value = props[field], props[field .. "_value"]
  if text ~= nil then
    engine.deprecated("aws_cdk.aws_cognito." .. struct .. "#" .. field, "use `" .. field .. "_value` instead")
  end
  if text == "" then text = nil end
  if (text == nil) == (value == nil) then
    engine.fail(self, "give exactly one of %s and %s_value, got %s", field, field, value and "both" or "neither")
  end
  return value and value:unsafe_unwrap() or text
end

return {
  UserPoolIdentityProviderAmazon = provider("UserPoolIdentityProviderAmazon", {
    type = "LoginWithAmazon",
    scopes = { "profile" },
    details = function(_, props, scopes)
      return engine.ordered("client_id", props.client_id, "client_secret", props.client_secret, "authorize_scopes",
        scopes)
    end,
  }),

  UserPoolIdentityProviderApple = provider("UserPoolIdentityProviderApple", {
    type = "SignInWithApple",
    scopes = { "name" },
    details = function(self, props, scopes)
      return engine.ordered("client_id", props.client_id, "team_id", props.team_id, "key_id", props.key_id,
        "private_key", secret(self, props, "UserPoolIdentityProviderAppleProps", "private_key"),
        "authorize_scopes", scopes)
    end,
  }),

  UserPoolIdentityProviderFacebook = provider("UserPoolIdentityProviderFacebook", {
    type = "Facebook",
    scopes = { "public_profile" },
    separator = ",",
    details = function(_, props, scopes)
      return engine.ordered("client_id", props.client_id, "client_secret", props.client_secret, "authorize_scopes",
        scopes, "api_version", props.api_version)
    end,
  }),

  UserPoolIdentityProviderGoogle = provider("UserPoolIdentityProviderGoogle", {
    type = "Google",
    scopes = { "profile" },
    details = function(self, props, scopes)
      return engine.ordered("client_id", props.client_id, "client_secret",
        secret(self, props, "UserPoolIdentityProviderGoogleProps", "client_secret"), "authorize_scopes", scopes)
    end,
  }),
}
