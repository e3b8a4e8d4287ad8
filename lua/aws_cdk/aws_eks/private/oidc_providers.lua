--- What lets IAM trust a cluster's own OpenID Connect issuer.
local engine = require "luacdk.engine"
local iam = require "aws_cdk.aws_iam"

-- A class like that of IAM, whose one client is STS.
local function provider(edition, name)
  local Base = iam[name]
  local Provider = engine.class(edition.module .. "." .. name, Base)

  --- Arguments: scope, id, { url = (required), removal_policy = }.
  function Provider:init(scope, id, props)
    Base.init(self, scope, id, {
      url = props.url, client_ids = { "sts.amazonaws.com" }, removal_policy = props.removal_policy,
    })
  end

  return Provider
end

--- The classes OpenIdConnectProvider and OidcProviderNative of an edition (edition.lua).
return function(edition)
  return {
    OpenIdConnectProvider = provider(edition, "OpenIdConnectProvider"),
    OidcProviderNative = provider(edition, "OidcProviderNative"),
  }
end
