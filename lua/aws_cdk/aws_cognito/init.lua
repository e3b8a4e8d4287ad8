-- Amazon Cognito user pools: the module table; every class loads its file on first use.
local engine = require "luacdk.engine"

return engine.module("aws_cdk.aws_cognito", {
  BooleanAttribute = "custom_attributes",
  DateTimeAttribute = "custom_attributes",
  NumberAttribute = "custom_attributes",
  ResourceServerScope = "user_pool_resource_server",
  StringAttribute = "custom_attributes",
  UserPoolIdentityProviderAmazon = "social_identity_providers",
  UserPoolIdentityProviderApple = "social_identity_providers",
  UserPoolIdentityProviderFacebook = "social_identity_providers",
  UserPoolIdentityProviderGoogle = "social_identity_providers",
})
