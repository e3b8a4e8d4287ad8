--- What distinguishes the identity providers of an identity pool.
local engine = require "luacdk.engine"

local IdentityPoolProviderUrl = engine.class "aws_cdk.aws_cognito_identitypool.IdentityPoolProviderUrl"

--- Arguments: IdentityPoolProviderType, the URL or whatever the provider has in its place.
function IdentityPoolProviderUrl:init(type, value) self.type, self.value = type, value end

--- A user pool and one of its clients.
function IdentityPoolProviderUrl.user_pool(user_pool, user_pool_client)
  return IdentityPoolProviderUrl("UserPool",
    user_pool.user_pool_provider_name .. ":" .. user_pool_client.user_pool_client_id)
end

return { IdentityPoolProviderUrl = IdentityPoolProviderUrl }
