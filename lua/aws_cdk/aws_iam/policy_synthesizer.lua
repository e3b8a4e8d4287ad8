-- Role.customize_roles: which roles exist beforehand, and the report of what they need.
local engine = require "luacdk.engine"
local assembly = require "luacdk.assembly"
local util = require "aws_cdk.aws_iam.util"

local cdk = require "aws_cdk"
local constructs = require "constructs"

local CUSTOMIZE_ROLES = "@aws-cdk/iam:customizeRoles"
local ID = "PolicySynthesizer"

local PolicySynthesizer = engine.class("aws_cdk.aws_iam.PolicySynthesizer", constructs.Construct)

local synthesizer = {}

--- How roles are made at `scope`: a table with enabled, prevent_synthesis.
function synthesizer.customize_roles_config(scope)
  local context = scope.node:try_get_context(CUSTOMIZE_ROLES)
  if context == nil then return { enabled = false, prevent_synthesis = false } end
  return { enabled = true, prevent_synthesis = context.preventSynthesis ~= false }
end

--- As customize_roles_config for the role `scope`, with precreated_role_name; a role without one gets an error.
function synthesizer.precreated_role_config(scope)
  local context = scope.node:try_get_context(CUSTOMIZE_ROLES)
  if context == nil then return { enabled = false } end
  if context.preventSynthesis == false then return { enabled = true, prevent_synthesis = false } end
  local path = scope.node.path
  local name = context.usePrecreatedRoles and context.usePrecreatedRoles[path]
  local annotations = cdk.Annotations.of(scope)
  if name == nil then
    annotations:_add_trackable_error("MissingPrecreatedRoleName", ("IAM Role is being created at path \"%s\" and "
      .. "customizeRoles.preventSynthesis is enabled. You must provide a precreated role name in "
      .. "customizeRoles.precreatedRoles"):format(path))
  elseif engine.is_unresolved(name) then
    annotations:_add_trackable_error("UnresolvablePrecreatedRoleName",
      ("Cannot resolve precreated role name at path \"%s\". The value may be a token."):format(path))
    name = nil
  end
  return { enabled = true, prevent_synthesis = true, precreated_role_name = name }
end

--- The one synthesizer of the app.
function synthesizer.of(scope)
  local root = scope.node.root
  return root.node:try_find_child(ID) or PolicySynthesizer(root, ID, scope)
end

function PolicySynthesizer:init(root, id, scope)
  constructs.Construct.init(self, root, id)
  engine.mark(self, "synthesis")
  self._scope = scope
  self._roles, self._role_paths = {}, {}
  self._managed_policies = {}
end

--- Notes a role: role_name, managed_policies, policy_statements (both may grow until synthesis), assume_role_policy,
--  missing.
function PolicySynthesizer:add_role(path, entry)
  if self._roles[path] then engine.fail(self, "the IAM policy report already has an entry for the role %s", path) end
  self._roles[path] = entry
  self._role_paths[#self._role_paths + 1] = path
end

--- Notes a managed policy: policy_statements, roles (their construct paths).
function PolicySynthesizer:add_managed_policy(path, entry)
  if self._managed_policies[path] then
    engine.fail(self, "the IAM policy report already has an entry for the managed policy %s", path)
  end
  self._managed_policies[path] = entry
end

local PSEUDO = {
  ["AWS::AccountId"] = "(ACCOUNT)", ["AWS::Partition"] = "(PARTITION)", ["AWS::Region"] = "(REGION)",
  ["AWS::NoValue"] = "(NOVALUE)",
}

local readable

-- A token as text: what it stands for is taken apart, since a reference's path is known only before it is resolved.
local function readable_token(self, token)
  local target, attribute = engine.reference_target(token)
  if PSEUDO[attribute] then return PSEUDO[attribute] end
  if target then return ("(%s.%s)"):format(target.node.path, attribute or "Ref") end
  local is_made, value = engine.unwrap(self._scope, token)
  local is_resolvable = type(value) == "table" and engine.is_unresolved(value)
  if not is_made or is_resolvable then value = engine.resolve(self._scope, token) end
  local text = readable(self, value)
  return (type(text) == "string" or type(text) == "number") and text or tostring(token)
end

-- The report is read by people: references are shown as the path of what they refer to.
function readable(self, value)
  if type(value) == "string" or engine.is_unresolved(value) then
    local text = {}
    for i, piece in ipairs(engine.fragments(tostring(value))) do
      text[i] = type(piece) == "string" and piece or readable_token(self, piece)
    end
    return table.concat(text)
  end
  if type(value) ~= "table" then return value end
  local join = value["Fn::Join"]
  if type(join) == "table" and type(join[2]) == "table" then
    local parts = {}
    for i, part in ipairs(join[2]) do
      local text = readable(self, part)
      if type(text) == "table" then return value end
      parts[i] = tostring(text)
    end
    return table.concat(parts, join[1])
  end
  if PSEUDO[value.Ref] then return PSEUDO[value.Ref] end
  if #value > 0 then
    local list = {}
    for i = 1, #value do list[i] = readable(self, value[i]) end
    return list
  end
  local copy = engine.ordered()
  for k, v in util.each(value) do copy[k] = readable(self, v) end
  return copy
end

local function list_of(self, values)
  local list = {}
  for i, value in ipairs(values or {}) do list[i] = readable(self, value) end
  return engine.list(list)
end

local function managed_policies_of(self, path, policies)
  local statements, arns = {}, {}
  local function add_all(entry)
    for _, statement in ipairs(entry.policy_statements) do statements[#statements + 1] = statement end
  end
  for _, policy_path in ipairs(util.sorted_keys(self._managed_policies)) do
    local entry = self._managed_policies[policy_path]
    for _, role_path in ipairs(entry.roles) do
      if role_path == path then add_all(entry) end
    end
  end
  for _, policy in ipairs(policies) do
    local entry = engine.is_construct(policy) and self._managed_policies[policy.node.path]
    if entry then add_all(entry) else arns[#arns + 1] = policy.managed_policy_arn end
  end
  return arns, statements
end

--- The report as a table: roles with what they need.
function PolicySynthesizer:report()
  local roles = {}
  for i, path in ipairs(self._role_paths) do
    local entry = self._roles[path]
    local arns, statements = managed_policies_of(self, path, entry.managed_policies)
    local role = engine.ordered(
      "roleConstructPath", path,
      "roleName", entry.missing and "missing role" or entry.role_name)
    if entry.missing ~= nil then role.missing = entry.missing end
    role.assumeRolePolicy = list_of(self, entry.assume_role_policy)
    role.managedPolicyArns = list_of(self, arns)
    role.managedPolicyStatements = list_of(self, statements)
    role.identityPolicyStatements = list_of(self, entry.policy_statements)
    roles[i] = role
  end
  return roles
end

local function section(list)
  if #list == 0 then return "NONE" end
  return assembly.print_json(list, 2)
end

local function text_report(roles)
  local parts = {}
  for i, role in ipairs(roles) do
    parts[i] = table.concat({
      ("<%s> (%s)"):format(role.missing and "missing role" or role.roleName, role.roleConstructPath),
      "",
      "AssumeRole Policy:", section(role.assumeRolePolicy),
      "",
      "Managed Policy ARNs:", section(role.managedPolicyArns),
      "",
      "Managed Policies Statements:", section(role.managedPolicyStatements),
      "",
      "Identity Policy Statements:", section(role.identityPolicyStatements),
    }, "\n")
  end
  return table.concat(parts, "\n\n")
end

--- Writes the report beside the templates; the synthesis calls it.
function PolicySynthesizer:_on_synthesize(session)
  local roles = self:report()
  if #roles == 0 then return end
  session.output:write("iam-policy-report.txt", text_report(roles))
  session.output:write("iam-policy-report.json", assembly.print_json({ roles = roles }, 2))
end

return synthesizer
