-- Inline policies.
local engine = require "luacdk.engine"
local grow = require "aws_cdk.private.grow"
local l2 = require "aws_cdk.l2"
local util = require "aws_cdk.aws_iam.util"

local iam = require "aws_cdk.aws_iam"
local cdk = require "aws_cdk"

local Resource = cdk.Resource

-- The policy as the target of grants: statements go into its document. It has no identity.
local PolicyGrantPrincipal = engine.class("aws_cdk.aws_iam.PolicyGrantPrincipal", nil, "aws_cdk.aws_iam.IPrincipal")

function PolicyGrantPrincipal:init(policy, kind)
  self._policy = policy
  self._kind = kind
end

local function no_principal(self)
  engine.fail(self._policy,
    "this grant needs a principal for a resource policy; %s is not one. -> Grant to a Role or User instead",
    self._kind)
end

PolicyGrantPrincipal.get.grant_principal = function(self) return self end
PolicyGrantPrincipal.get.principal_account = function(self) return self._policy.env.account end
PolicyGrantPrincipal.get.assume_role_action = no_principal
PolicyGrantPrincipal.get.policy_fragment = function(self)
  local arn = engine.lazy(function() return no_principal(self) end, { kind = "string" })
  return iam.ArnPrincipal(arn).policy_fragment
end

function PolicyGrantPrincipal:add_to_principal_policy(statement)
  self._policy:add_statements(statement)
  return { statement_added = true, policy_dependable = self._policy }
end

function PolicyGrantPrincipal:add_to_policy(statement)
  return self:add_to_principal_policy(statement).statement_added
end
function PolicyGrantPrincipal:to_string() return self._kind .. "(" .. self._policy.node.path .. ")" end

--------------------------------------------------------------------------------------------------------------------

local Policy = engine.class("aws_cdk.aws_iam.Policy", Resource)

local function is_attached(self) return self._roles[1] ~= nil or self._users[1] ~= nil or self._groups[1] ~= nil end

-- An empty or unattached policy cannot be deployed, so it is left out, unless somebody relies on it.
local function update_presence(self)
  if self._kept then return end
  if self._force or self._reference_taken or (is_attached(self) and not self.document.is_empty) then
    self._kept = true
    engine.mark(self._resource, "kept")
  end
end

-- IAM wants a name for inline policies; the end of the logical id is unique within the stack.
local function generated_name(self)
  return engine.lazy(function(ctx)
    local id = ctx:resolve(self._resource.logical_id)
    return id:sub(-util.MAX_POLICY_NAME_LEN)
  end, { kind = "string" })
end

local function validate(self)
  local errors = {}
  local function add(text) errors[#errors + 1] = text end
  if self.document.is_empty then
    if self._force then
      add "policy created with force = true is empty; add statements to it"
    elseif self._reference_taken then
      add "this policy is referenced by a resource, so it must contain at least one statement"
    end
  end
  if not is_attached(self) then
    if self._force then
      add "policy created with force = true must be attached to at least one user, group or role"
    elseif self._reference_taken then
      add "this policy is referenced by a resource, so it must be attached to at least one user, group or role"
    end
  end
  for _, text in ipairs(self.document:validate_for_identity_policy()) do add(text) end
  return errors
end

--- Arguments: scope, id, PolicyProps: document, force, groups, policy_name, roles, statements, users.
function Policy:init(scope, id, props)
  Resource.init(self, scope, id, { physical_name = props.policy_name or generated_name(self) })
  self._roles, self._users, self._groups, self._arns = {}, {}, {}, {}
  self._force = props.force or false
  self.document = props.document or iam.PolicyDocument()
  self._kept, self._reference_taken = false, false
  self._resource = iam.CfnPolicy(self, "Resource", {
    policy_document = self.document, policy_name = self.physical_name,
  })
  engine.mark(self._resource, "skipped")
  update_presence(self)
  self.document:_watch(function() update_presence(self) end)
  if props.users then for _, user in ipairs(props.users) do self:attach_to_user(user) end end
  if props.groups then for _, group in ipairs(props.groups) do self:attach_to_group(group) end end
  if props.roles then for _, role in ipairs(props.roles) do self:attach_to_role(role) end end
  for _, statement in ipairs(props.statements or {}) do self.document:add_statements(statement) end
  self.node:add_validation { validate = function() return validate(self) end }
end

local Imported = engine.class("aws_cdk.aws_iam.ImportedPolicy", Resource, "aws_cdk.aws_iam.IPolicy")

Imported.get.policy_ref = function(self)
  engine.fail(self, "only the name of this policy is known: nothing can refer to it by policy_ref")
end

--- A policy known by its name only.
function Policy.from_policy_name(scope, id, policy_name)
  local import = Imported(scope, id)
  import.policy_name = policy_name
  return import
end

l2.kept(Policy, "grant_principal", function(self) return PolicyGrantPrincipal(self, "Policy") end)

Policy.get.policy_ref = function(self) return { policy_id = self._resource.attr_id } end

--- The policy's name. Its users rely on the policy, so it is rendered even if empty (and then reported).
Policy.get.policy_name = function(self)
  self._reference_taken = true
  update_presence(self)
  return self.physical_name
end

function Policy:add_statements(...) self.document:add_statements(...) end

local function attach(self, list, identity, arn_field, name_field, property)
  local arn = util.key(identity[arn_field])
  if self._arns[property .. arn] then return end
  self._arns[property .. arn] = true
  list[#list + 1] = identity
  grow(self, "_names_of_" .. property, property, identity[name_field])
  update_presence(self)
  identity:attach_inline_policy(self)
end

function Policy:attach_to_user(user) attach(self, self._users, user, "user_arn", "user_name", "users") end
function Policy:attach_to_role(role) attach(self, self._roles, role, "role_arn", "role_name", "roles") end
function Policy:attach_to_group(group) attach(self, self._groups, group, "group_arn", "group_name", "groups") end

return { Policy = Policy, PolicyGrantPrincipal = PolicyGrantPrincipal }
