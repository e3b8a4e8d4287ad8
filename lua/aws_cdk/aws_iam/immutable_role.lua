-- A role whose policies never change: additions are dropped.
local engine = require "luacdk.engine"
local util = require "aws_cdk.aws_iam.util"

local cdk = require "aws_cdk"

local Resource = cdk.Resource

local ImmutableRole = engine.class("aws_cdk.aws_iam.ImmutableRole", Resource, "aws_cdk.aws_iam.IRole")

--- Arguments: scope, id, the role, whether grants shall go to the resources instead.
function ImmutableRole:init(scope, id, role, add_grants_to_resources)
  Resource.init(self, scope, id, { account = role.env.account, region = role.env.region })
  self._role = role
  self._add_grants_to_resources = add_grants_to_resources
  self.node.default_child = role.node.default_child
end

for _, field in ipairs { "assume_role_action", "policy_fragment", "principal_account", "role_arn", "role_name",
  "stack" } do
  ImmutableRole.get[field] = function(self) return self._role[field] end
end

ImmutableRole.get.grant_principal = function(self) return self end
function ImmutableRole:_dependency_roots() return util.dependency_roots { self._role } end

function ImmutableRole:attach_inline_policy(_) end
function ImmutableRole:add_managed_policy(_) end

--- Adds nothing, but reports success, so that nobody looks for another place, unless grants should go to resources.
function ImmutableRole:add_to_principal_policy(_)
  return { statement_added = not self._add_grants_to_resources, policy_dependable = util.NOTHING_TO_WAIT_FOR }
end

function ImmutableRole:add_to_policy(statement) return self:add_to_principal_policy(statement).statement_added end

function ImmutableRole:grant(grantee, ...) return self._role:grant(grantee, ...) end
function ImmutableRole:grant_pass_role(identity) return self._role:grant_pass_role(identity) end
function ImmutableRole:grant_assume_role(identity) return self._role:grant_assume_role(identity) end

return { ImmutableRole = ImmutableRole }
