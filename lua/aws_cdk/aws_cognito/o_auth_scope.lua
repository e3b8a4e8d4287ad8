--- What a client's tokens give access to.
local engine = require "luacdk.engine"

local OAuthScope = engine.class "aws_cdk.aws_cognito.OAuthScope"

function OAuthScope:init(scope_name) self.scope_name = scope_name end

--- A scope that a resource server declares.
function OAuthScope.resource_server(server, scope)
  return OAuthScope(server.user_pool_resource_server_id .. "/" .. scope.scope_name)
end

return { OAuthScope = OAuthScope }
