-- A role that comes into being when it is first needed.
local engine = require "luacdk.engine"

local iam = require "aws_cdk.aws_iam"
local cdk = require "aws_cdk"

local Resource = cdk.Resource

local LazyRole = engine.class("aws_cdk.aws_iam.LazyRole", Resource)

--- Arguments: scope, id, the properties of the role that may be made.
function LazyRole:init(scope, id, props)
  Resource.init(self, scope, id)
  self._props = props
  self._statements, self._policies, self._managed_policies = {}, {}, {}
end

local function instantiate(self)
  local role = self._role
  if not role then
    role = iam.Role(self, "Default", self._props)
    for _, statement in ipairs(self._statements) do role:add_to_policy(statement) end
    for _, policy in ipairs(self._policies) do role:attach_inline_policy(policy) end
    for _, policy in ipairs(self._managed_policies) do role:add_managed_policy(policy) end
    self._role = role
  end
  return role
end

LazyRole.get.grant_principal = function(self) return self end
LazyRole.get.principal_account = function(self) return self.env.account end
LazyRole.get.assume_role_action = function() return "sts:AssumeRole" end

for _, field in ipairs { "role_arn", "role_id", "role_name", "role_ref", "policy_fragment" } do
  LazyRole.get[field] = function(self) return instantiate(self)[field] end
end

function LazyRole:add_to_principal_policy(statement)
  if self._role then return self._role:add_to_principal_policy(statement) end
  self._statements[#self._statements + 1] = statement
  return { statement_added = true, policy_dependable = self }
end

function LazyRole:add_to_policy(statement) return self:add_to_principal_policy(statement).statement_added end

function LazyRole:attach_inline_policy(policy)
  if self._role then return self._role:attach_inline_policy(policy) end
  self._policies[#self._policies + 1] = policy
end

function LazyRole:add_managed_policy(policy)
  if self._role then return self._role:add_managed_policy(policy) end
  self._managed_policies[#self._managed_policies + 1] = policy
end

function LazyRole:grant(identity, ...) return instantiate(self):grant(identity, ...) end
function LazyRole:grant_pass_role(identity) return instantiate(self):grant_pass_role(identity) end
function LazyRole:grant_assume_role(identity) return instantiate(self):grant_assume_role(identity) end

return { LazyRole = LazyRole }
