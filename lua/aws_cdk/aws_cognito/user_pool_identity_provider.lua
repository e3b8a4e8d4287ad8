--- Identity providers that exist already.
local engine = require "luacdk.engine"
local of_user_pool = require "aws_cdk.aws_cognito.private.of_user_pool"

local UserPoolIdentityProvider = engine.class "aws_cdk.aws_cognito.UserPoolIdentityProvider"

of_user_pool(UserPoolIdentityProvider, {
  reference = { "user_pool_identity_provider_ref", "provider_name", "provider_name" }, import = "from_provider_name",
})

return { UserPoolIdentityProvider = UserPoolIdentityProvider }
