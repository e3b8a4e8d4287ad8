-- A role somebody else creates: what it needs is written to the policy report.
local engine = require "luacdk.engine"
local util = require "aws_cdk.aws_iam.util"

local cdk = require "aws_cdk"

local Resource = cdk.Resource

local PrecreatedRole = engine.class("aws_cdk.aws_iam.PrecreatedRole", Resource, "aws_cdk.aws_iam.IRole")

--- Arguments: scope, id, a table with role, role_path, assume_role_policy, missing.
function PrecreatedRole:init(scope, id, props)
  local role = props.role
  Resource.init(self, scope, id, { account = role.env.account, region = role.env.region })
  self._role = role
  self._statements, self._managed_policies = {}, {}
  local trust = props.assume_role_policy and props.assume_role_policy:to_json()
  require("aws_cdk.aws_iam.policy_synthesizer").of(self):add_role(props.role_path or self.node.path, {
    role_name = self.role_name,
    managed_policies = self._managed_policies,
    policy_statements = self._statements,
    assume_role_policy = trust and trust.Statement and engine.stack_of(self):resolve(trust.Statement) or nil,
    missing = props.missing,
  })
end

for _, field in ipairs { "assume_role_action", "policy_fragment", "principal_account", "role_arn", "role_name",
  "stack" } do
  PrecreatedRole.get[field] = function(self) return self._role[field] end
end

PrecreatedRole.get.grant_principal = function(self) return self end
function PrecreatedRole:_dependency_roots() return util.dependency_roots { self._role } end

function PrecreatedRole:attach_inline_policy(policy)
  local json = policy.document:to_json()
  for _, statement in ipairs(json and json.Statement or {}) do self._statements[#self._statements + 1] = statement end
end

function PrecreatedRole:add_managed_policy(policy) self._managed_policies[#self._managed_policies + 1] = policy end

function PrecreatedRole:add_to_policy(statement)
  self._statements[#self._statements + 1] = statement:to_statement_json()
  -- Nothing is added to a policy of this app.
  return false
end

function PrecreatedRole:add_to_principal_policy(statement)
  self:add_to_policy(statement)
  return { statement_added = true, policy_dependable = util.NOTHING_TO_WAIT_FOR }
end

function PrecreatedRole:grant(grantee, ...) return self._role:grant(grantee, ...) end
function PrecreatedRole:grant_pass_role(identity) return self._role:grant_pass_role(identity) end
function PrecreatedRole:grant_assume_role(identity) return self._role:grant_assume_role(identity) end

return { PrecreatedRole = PrecreatedRole }
