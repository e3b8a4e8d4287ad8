-- What users and groups have in common, those made here and imported ones.
local engine = require "luacdk.engine"
local util = require "aws_cdk.aws_iam.util"

local iam = require "aws_cdk.aws_iam"
local cdk = require "aws_cdk"

--- Subclasses have `_attach(self, policy)`, which attaches an inline policy.
local IdentityBase = engine.class("aws_cdk.aws_iam.IdentityBase", cdk.Resource, "aws_cdk.aws_iam.IIdentity")

-- Id of the policy for additional statements.
IdentityBase._default_policy_id = "DefaultPolicy"

IdentityBase.get.grant_principal = function(self) return self end
IdentityBase.get.assume_role_action = function() return "sts:AssumeRole" end

--- Attaches an inline policy; an identity takes one of a name.
function IdentityBase:attach_inline_policy(policy)
  util.attach(self, policy)
  self:_attach(policy)
end

function IdentityBase:add_to_principal_policy(statement)
  local policy = self._default_policy
  if not policy then
    policy = iam.Policy(self, self._default_policy_id)
    self._default_policy = policy
    self:_attach(policy)
  end
  policy:add_statements(statement)
  return { statement_added = true, policy_dependable = policy }
end

function IdentityBase:add_to_policy(statement) return self:add_to_principal_policy(statement).statement_added end

--------------------------------------------------------------------------------------------------------------------
-- Identities made here: their resource is `_resource`, what they have `_managed_policies` and `_path`

local own = {}

--- The managed policies' ARNs as a property.
function own.managed_policy_arns(self)
  return engine.lazy(function()
    local arns = {}
    for i, policy in ipairs(self._managed_policies) do arns[i] = policy.managed_policy_arn end
    return #arns > 0 and arns or nil
  end, { kind = "any" })
end

--- Adds a managed policy; the same object twice counts once. Returns whether it is new.
function own.add_managed_policy(self, policy)
  local policies, known = self._managed_policies, self._known_policies
  if not known then
    known = {}
    for _, given in ipairs(policies) do known[given] = true end
    self._known_policies = known
  end
  if known[policy] then return false end
  known[policy] = true
  policies[#policies + 1] = policy
  return true
end

--- The name with its path, as the ARN has it.
function own.path(self) return util.arn_path(self._path, self.physical_name) end

return { IdentityBase = IdentityBase, own = own }
