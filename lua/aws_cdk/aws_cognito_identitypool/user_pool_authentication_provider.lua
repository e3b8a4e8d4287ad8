--- User pools whose users get identities.
local engine = require "luacdk.engine"

local UserPoolAuthenticationProvider =
  engine.class "aws_cdk.aws_cognito_identitypool.UserPoolAuthenticationProvider"

--- Arguments: UserPoolAuthenticationProviderProps: user_pool (required). A pool gets a client if none is given.
function UserPoolAuthenticationProvider:init(props)
  self._user_pool = props.user_pool
  self._client = props.user_pool_client or props.user_pool:add_client "UserPoolAuthenticationProviderClient"
  self._checks_tokens = not props.disable_server_side_token_check
end

--- The user pool in the form of the identity pool's property.
function UserPoolAuthenticationProvider:bind(scope, identity_pool)
  identity_pool.node:add_dependency(self._user_pool)
  identity_pool.node:add_dependency(self._client)
  local stack = engine.stack_of(scope)
  return {
    client_id = self._client.user_pool_client_ref.client_id,
    provider_name = "cognito-idp." .. stack.region .. "." .. stack.url_suffix .. "/" .. self._user_pool.user_pool_id,
    server_side_token_check = self._checks_tokens,
  }
end

return { UserPoolAuthenticationProvider = UserPoolAuthenticationProvider }
