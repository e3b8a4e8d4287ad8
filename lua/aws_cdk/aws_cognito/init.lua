-- Amazon Cognito user pools: the module table; every class loads its file on first use.
local engine = require "luacdk.engine"

return engine.module("aws_cdk.aws_cognito", {
  BooleanAttribute = "custom_attributes",
  ClientAttributes = "client_attributes",
  DateTimeAttribute = "custom_attributes",
  NumberAttribute = "custom_attributes",
  OAuthScope = "o_auth_scope",
  ResourceServerScope = "user_pool_resource_server",
  StringAttribute = "custom_attributes",
  UserPool = "user_pool",
  UserPoolClient = "user_pool_client",
  UserPoolDomain = "user_pool_domain",
  UserPoolEmail = "user_pool_email",
  UserPoolGroup = "user_pool_group",
  UserPoolIdentityProvider = "user_pool_identity_provider",
  UserPoolIdentityProviderAmazon = "social_identity_providers",
  UserPoolIdentityProviderApple = "social_identity_providers",
  UserPoolIdentityProviderFacebook = "social_identity_providers",
  UserPoolIdentityProviderGoogle = "social_identity_providers",
  UserPoolIdentityProviderOidc = "user_pool_identity_provider_oidc",
  UserPoolIdentityProviderSaml = "user_pool_identity_provider_saml",
  UserPoolOperation = "user_pool_operation",
  UserPoolResourceServer = "user_pool_resource_server",
})
