--- Resource servers: APIs whose scopes a client's tokens may have.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local cognito = require "aws_cdk.aws_cognito"
local of_user_pool = require "aws_cdk.aws_cognito.private.of_user_pool"

local ResourceServerScope = engine.class "aws_cdk.aws_cognito.ResourceServerScope"

--- Arguments: ResourceServerScopeProps: scope_name, scope_description (required).
function ResourceServerScope:init(props)
  self.scope_name, self.scope_description = props.scope_name, props.scope_description
end

local UserPoolResourceServer = engine.class("aws_cdk.aws_cognito.UserPoolResourceServer", cdk.Resource)

of_user_pool(UserPoolResourceServer, {
  reference = { "user_pool_resource_server_ref", "identifier", "_identifier" },
  import = "from_user_pool_resource_server_id",
}).get.user_pool_resource_server_id = function(self) return self._identifier end

local function plain(scopes)
  local all = {}
  for i, scope in ipairs(scopes) do
    all[i] = { scope_name = scope.scope_name, scope_description = scope.scope_description }
  end
  return all
end

--- Arguments: scope, id, UserPoolResourceServerProps: user_pool, identifier (required).
function UserPoolResourceServer:init(scope, id, props)
  cdk.Resource.init(self, scope, id, { physical_name = props.identifier })
  self._user_pool = props.user_pool
  self._identifier = self.physical_name
  local resource = cognito.CfnUserPoolResourceServer(self, "Resource", {
    identifier = self.physical_name,
    name = props.user_pool_resource_server_name or self.physical_name,
    scopes = props.scopes and plain(props.scopes),
    user_pool_id = props.user_pool.user_pool_ref.user_pool_id,
  })
  self.user_pool_resource_server_id = resource.ref
end

return { ResourceServerScope = ResourceServerScope, UserPoolResourceServer = UserPoolResourceServer }
