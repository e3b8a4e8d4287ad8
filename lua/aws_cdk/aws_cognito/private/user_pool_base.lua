--- What user pools can do, those made here and those imported.
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"
local cdk = require "aws_cdk"
local cognito = require "aws_cdk.aws_cognito"
local iam = require "aws_cdk.aws_iam"

local UserPoolBase = engine.class("aws_cdk.aws_cognito.UserPoolBase", cdk.Resource)

UserPoolBase.get.identity_providers = function(self)
  local providers = rawget(self, "_identity_providers")
  if not providers then
    providers = {}
    rawset(self, "_identity_providers", providers)
  end
  return providers
end

-- Adds a construct below the pool, and of it.
local function adds(class)
  return function(self, id, options)
    local props = l2.with({ user_pool = self }, options)
    return cognito[class](self, id, props)
  end
end

--- Adds a client. Arguments: id, UserPoolClientOptions.
UserPoolBase.add_client = adds "UserPoolClient"

--- Adds a domain. Arguments: id, UserPoolDomainOptions.
UserPoolBase.add_domain = adds "UserPoolDomain"

--- Adds a group. Arguments: id, UserPoolGroupOptions.
UserPoolBase.add_group = adds "UserPoolGroup"

--- Adds a resource server. Arguments: id, UserPoolResourceServerOptions.
UserPoolBase.add_resource_server = adds "UserPoolResourceServer"

--- Makes a provider one with which clients that come later let users sign in.
function UserPoolBase:register_identity_provider(provider)
  if engine.has(provider, "provider_name") then
    local providers = self.identity_providers
    providers[#providers + 1] = provider
  end
end

--- Lets the grantee perform the given actions on the pool.
function UserPoolBase:grant(grantee, ...)
  return iam.Grant.add_to_principal { grantee = grantee, actions = { ... }, resource_arns = { self.user_pool_arn } }
end

return UserPoolBase
