-- Amazon Cognito identity pools: the module table; every class loads its file on first use.
local engine = require "luacdk.engine"

return engine.module("aws_cdk.aws_cognito_identitypool", {
  IdentityPool = "identity_pool",
  IdentityPoolProviderUrl = "identity_pool_provider_url",
  UserPoolAuthenticationProvider = "user_pool_authentication_provider",
})
