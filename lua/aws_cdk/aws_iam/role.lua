-- Roles.
local engine = require "luacdk.engine"
local util = require "aws_cdk.aws_iam.util"

local iam = require "aws_cdk.aws_iam"
local cdk = require "aws_cdk"
local l2 = require "aws_cdk.l2"
local cx_api = require "aws_cdk.cx_api"

local Resource = cdk.Resource
local is_unresolved, fail = engine.is_unresolved, engine.fail

local CUSTOMIZE_ROLES = "@aws-cdk/iam:customizeRoles"
-- Characters an inline policy, and each managed policy split off it, may have by our estimate.
local MAX_INLINE_SIZE, MAX_MANAGED_POLICY_SIZE = 10000, 6000

local Role = engine.class("aws_cdk.aws_iam.Role", Resource)

--------------------------------------------------------------------------------------------------------------------
-- Checks

local function check_role_name(self, name)
  if type(name) == "string" and not is_unresolved(name) and not (#name <= 64 and name:find "^[%w_+=,.@-]+$") then
    fail(self, "role_name must have 1 to 64 letters, digits or _+=,.@- (no spaces), got %s",
      engine.display(name))
  end
end

local function check_path(self, path)
  if is_unresolved(path) then return end
  l2.within(self, "aws_iam.CfnRoleProps.path", path)
  if path ~= "/" and not path:find "^/[\x21-\x7f]+/$" then
    fail(self, "path must be a slash, or visible characters surrounded by slashes such as \"/team/\", got %s",
      engine.display(path))
  end
end

local function validate(self)
  local errors = self._trust_policy:validate_for_trust_policy()
  for _, name in ipairs(util.sorted_keys(self._inline_policies or {})) do
    for _, text in ipairs(self._inline_policies[name]:validate_for_identity_policy()) do errors[#errors + 1] = text end
  end
  return errors
end

-- The library's own statements in the trust policy are valid; only others need the final check.
local function ensure_validation(self)
  if self._validated then return end
  self._validated = true
  self.node:add_validation { validate = function() return validate(self) end }
end

--------------------------------------------------------------------------------------------------------------------
-- Splitting of large policies

-- One aspect for all roles: it acts on the role it was added to, whose default policy has its final size then.
local SPLIT = {}

function SPLIT.visit(_, node)
  if engine.is_a(node, Role) then node:_split_large_policy() end
end

-- Every role has it from the beginning, so it is there when other aspects add policies; it is idle until there is one.
local SPLITS = {
  [true] = cdk.Aspects._shareable(SPLIT, cdk.AspectPriority.MUTATING),
  [false] = cdk.Aspects._shareable(SPLIT, cdk.AspectPriority.DEFAULT),
}

local function add_split_aspect(self)
  cdk.Aspects._share(self, SPLITS[cdk.FeatureFlags._is_enabled(self, cx_api.ASPECT_PRIORITIES_MUTATING) or false])
end

-- Constructs that depend on a statement depend on the policy that finally contains it.
local StatementHome = {}
StatementHome.__index = StatementHome

function StatementHome:_dependency_roots()
  local role = self._role
  local homes = role._homes
  return { homes and homes[self._statement] or role._default_policy }
end

function Role:_split_large_policy()
  local policy = self._default_policy
  if not policy or self._did_split then return end
  self._did_split = true
  local document = policy.document
  local documents, sources = document:_split_document(self, MAX_INLINE_SIZE, MAX_MANAGED_POLICY_SIZE)

  local count = #self._managed_policies + #documents - 1
  if count > 20 then
    cdk.Annotations.of(self):add_warning_v2("@aws-cdk/aws-iam:rolePolicyTooLarge",
      ("Policy too large: %d exceeds the maximum of 20 managed policies attached to a Role"):format(count))
  elseif count > 10 then
    cdk.Annotations.of(self):add_warning_v2("@aws-cdk/aws-iam:rolePolicyLarge",
      ("Policy large: %d exceeds 10 managed policies attached to a Role, this requires a quota increase"):format(count))
  end

  if #documents == 1 then return end
  local homes = {}
  self._homes = homes
  for i = 2, #documents do
    local home = iam.ManagedPolicy(self, "OverflowPolicy" .. (i - 1), {
      description = "Part of the policies for " .. self.node.path, document = documents[i], roles = { self },
    })
    for _, statement in ipairs(sources[documents[i]]) do homes[statement] = home end
  end
end

--------------------------------------------------------------------------------------------------------------------
-- Construction

local function trust_policy(principal, external_ids)
  local document = iam.PolicyDocument()
  local target = document
  if #external_ids > 0 then
    local ids = #external_ids == 1 and external_ids[1] or external_ids
    target = require("aws_cdk.aws_iam.policy_document").MutatingPolicyDocument(document, function(statement)
      statement:add_condition("StringEquals", { ["sts:ExternalId"] = ids })
    end)
  end
  util.add_principal_to_trust_policy(principal, target)
  return document
end

-- The ARNs of the managed policies as a property value that may grow: repetitions are dropped.
local function growing_arns(self)
  return engine.lazy(function(ctx)
    local arns = self._policy_arns
    if #arns == 1 or self._literal_arns then return arns end
    -- Different tokens may turn out to be the same ARN.
    local resolved, known, unique = ctx:resolve(arns), {}, {}
    for i = 1, #resolved do
      local text = util.json(resolved[i])
      if not known[text] then
        known[text] = true
        unique[#unique + 1] = resolved[i]
      end
    end
    return unique
  end, { kind = "list" })
end

-- The same for those that a role is made with: none is absence.
local function managed_policy_arns(self)
  local arns = self._policy_arns
  if #arns == 0 then return nil end
  if #arns == 1 or self._literal_arns then return arns end
  self._arns_may_grow = true
  return growing_arns(self)
end

-- Takes note of a managed policy's ARN, unless it is known. Returns whether it is new.
local function add_policy_arn(self, policy)
  local arns = self._policy_arns
  local arn = policy._aws_arn or policy.managed_policy_arn
  local key = util.key(arn)
  if self._known_arns[key] then return false end
  self._known_arns[key] = true
  arns[#arns + 1] = arn
  self._literal_arns = self._literal_arns
    and (type(arn) == "string" or engine.class_name(policy) == "aws_cdk.aws_iam.AwsManagedPolicy")
  return true
end

local function inline_policy_list(policies)
  if not policies or next(policies) == nil then return nil end
  local list = {}
  for i, name in ipairs(util.sorted_keys(policies)) do
    list[i] = engine.ordered("policy_name", name, "policy_document", policies[name])
  end
  return list
end

local EMPTY = {}

local function use_precreated_role(self, id, config)
  local stack = engine.stack_of(self)
  local imported = require("aws_cdk.aws_iam.imported_role").ImportedRole(self, "Import" .. id, {
    role_arn = stack:format_arn {
      region = "", service = "iam", resource = "role", resource_name = config.precreated_role_name,
    },
    role_name = config.precreated_role_name or id,
    account = stack.account,
  })
  local role = require("aws_cdk.aws_iam.precreated_role").PrecreatedRole(self, "PrecreatedRole" .. id, {
    role_path = self.node.path, role = imported, missing = not config.precreated_role_name,
    assume_role_policy = self._trust_policy,
  })
  for _, policy in ipairs(self._managed_policies) do role:add_managed_policy(policy) end
  for _, name in ipairs(util.sorted_keys(self._inline_policies or EMPTY)) do
    role:attach_inline_policy(iam.Policy(self, name, { document = self._inline_policies[name] }))
  end
  self._precreated_role = role
end

--- Arguments: scope, id, RoleProps: assumed_by (required), description, external_ids, inline_policies,
--  managed_policies, max_session_duration, path, permissions_boundary, role_name. Fails on names, paths, durations and
--  descriptions IAM would not take.
function Role:init(scope, id, props)
  local role_name = props.role_name
  if role_name == nil then
    Resource.init(self, scope, id)
  else
    Resource.init(self, scope, id, { physical_name = role_name })
    check_role_name(self, role_name)
  end

  local external_ids = props.external_ids or EMPTY
  if props.external_id then
    external_ids = util.copy_list(external_ids)
    external_ids[#external_ids + 1] = props.external_id
  end
  local principal = props.assumed_by
  local document = trust_policy(principal, external_ids)
  self._trust_policy = document
  self._managed_policies = util.copy_list(props.managed_policies)
  self._policy_arns, self._known_arns, self._literal_arns = {}, {}, true
  for _, policy in ipairs(self._managed_policies) do add_policy_arn(self, policy) end
  self.permissions_boundary = props.permissions_boundary
  if not engine.is_a(principal, iam.ServicePrincipal) then ensure_validation(self) end

  local inline_policies = props.inline_policies
  if inline_policies and next(inline_policies) ~= nil then
    self._inline_policies = inline_policies
    ensure_validation(self)
  end

  local duration = l2.within(self, "aws_iam.CfnRoleProps.max_session_duration", props.max_session_duration, nil,
    "seconds")
  local description = props.description
  if description == "" then description = nil end
  l2.at_most(self, "aws_iam.CfnRoleProps.description", description)
  local path = props.path
  if path ~= nil then check_path(self, path) end
  self._path = path

  if self._node:try_get_context(CUSTOMIZE_ROLES) ~= nil then
    local config = require("aws_cdk.aws_iam.policy_synthesizer").precreated_role_config(self)
    self._prevent_synthesis = config.prevent_synthesis
    use_precreated_role(self, id, config)
    if config.prevent_synthesis then return end
  end
  local boundary = props.permissions_boundary
  self._resource = iam.CfnRole(self, "Resource", {
    assume_role_policy_document = document,
    description = description,
    managed_policy_arns = managed_policy_arns(self),
    max_session_duration = duration,
    path = path,
    permissions_boundary = boundary and boundary.managed_policy_arn,
    policies = inline_policy_list(inline_policies),
    role_name = self.physical_name,
  })
  add_split_aspect(self)
end

--------------------------------------------------------------------------------------------------------------------
-- Imports

-- An imported role; its name is the last part of the ARN unless it is given.
local function import_role(scope, id, role_arn, options, role_name)
  local stack = engine.stack_of(scope)
  local parts = stack:split_arn(role_arn, cdk.ArnFormat.SLASH_RESOURCE_NAME)
  local account = parts.account
  local ImportedRole = require("aws_cdk.aws_iam.imported_role").ImportedRole
  local props = {
    role_arn = role_arn, role_name = role_name or util.last_part(parts.resource_name), account = account,
    default_policy_name = options.default_policy_name,
  }

  if scope.node:try_get_context(CUSTOMIZE_ROLES) ~= nil then
    return require("aws_cdk.aws_iam.precreated_role").PrecreatedRole(scope, id, {
      role_path = scope.node.path .. "/" .. id, role = ImportedRole(scope, "Import" .. id, props),
    })
  end
  if options.add_grants_to_resources ~= nil and options.mutable ~= false then
    fail(scope, "'add_grants_to_resources' can only be given together with mutable = false")
  end

  -- Policies can only be attached to a role of the account the stack deploys to.
  local mutable = options.mutable ~= false and util.compare(account or "", stack.account) ~= "different"
  local imported = ImportedRole(scope, mutable and id or "MutableRole" .. id, props)
  if mutable then return imported end
  return require("aws_cdk.aws_iam.immutable_role").ImmutableRole(scope, id, imported, options.add_grants_to_resources
    or false)
end

--- A role by its ARN. Options: mutable (default true: policies may be attached, if the role is of this account),
--  add_grants_to_resources (only with mutable = false), default_policy_name.
function Role.from_role_arn(scope, id, role_arn, options)
  options = options or {}
  return import_role(scope, id, role_arn, options)
end

--- A role of the stack's account by its name. Options as from_role_arn.
function Role.from_role_name(scope, id, role_name, options)
  return Role.from_role_arn(scope, id, engine.stack_of(scope):format_arn {
    region = "", service = "iam", resource = "role", resource_name = role_name,
  }, options)
end

--- A role found by its name when the app is synthesised. Options: role_name, and those of from_role_arn.
function Role.from_lookup(scope, id, options)
  if is_unresolved(options.role_name) then
    fail(scope, "role_name must be a literal to look the role up, got a token")
  end
  local found = cdk.ContextProvider.get_value(scope, {
    provider = "cc-api-provider",
    props = engine.ordered("typeName", "AWS::IAM::Role", "exactIdentifier", options.role_name, "propertiesToReturn",
      { "Arn" }),
    dummy_value = { {
      Arn = engine.stack_of(scope):format_arn {
        service = "iam", account = "123456789012", resource = "role", resource_name = "DUMMY_ARN",
      },
    } },
  }).value
  return import_role(scope, id, found[1].Arn, options, options.role_name)
end

--- Uses roles made beforehand instead of creating them below `scope`. Options: prevent_synthesis (default true),
--  use_precreated_roles (construct path, absolute or below the scope, to role name). The policies the roles need are
--  written to iam-policy-report.txt and .json beside the templates.
function Role.customize_roles(scope, options)
  options = options or {}
  local roles, prefix = {}, scope.node.path
  for path, name in pairs(options.use_precreated_roles or {}) do
    if path:sub(1, #prefix) ~= prefix then path = prefix .. "/" .. path end
    roles[path] = name
  end
  local prevent = options.prevent_synthesis
  if prevent == nil then prevent = true end
  scope.node:set_context(CUSTOMIZE_ROLES, { preventSynthesis = prevent, usePrecreatedRoles = engine.map(roles) })
end

--------------------------------------------------------------------------------------------------------------------
-- Properties

local function own_resource(self, what)
  if not self._resource then
    fail(self, "%s is not known: Role.customize_roles prevents the role's synthesis", what)
  end
  return self._resource
end

Role.get.grant_principal = function(self) return self end
Role.get.principal_account = function(self) return self.env.account end
Role.get.assume_role_action = function() return "sts:AssumeRole" end

Role.get.assume_role_policy = function(self)
  ensure_validation(self)
  return self._trust_policy
end

Role.get.role_arn = function(self)
  if self._precreated_role then return self._precreated_role.role_arn end
  local arn = self._arn
  if not arn then
    arn = self:get_resource_arn_attribute(own_resource(self, "role_arn").attr_arn, {
      region = "", service = "iam", resource = "role", resource_name = util.arn_path(self._path, self.physical_name),
    })
    self._arn = arn
  end
  return arn
end

Role.get.role_name = function(self)
  if self._precreated_role then return self._precreated_role.role_name end
  local name = self._name
  if not name then
    name = self:get_resource_name_attribute(own_resource(self, "role_name").ref)
    self._name = name
  end
  return name
end

Role.get.role_id = function(self)
  if not self._resource then fail(self, "role_id is not available on precreated roles") end
  return self._resource.attr_role_id
end

Role.get.policy_fragment = function(self) return iam.ArnPrincipal(self.role_arn).policy_fragment end

function Role:_fragment() return { AWS = { self.role_arn } } end

--------------------------------------------------------------------------------------------------------------------
-- Policies

--- Adds a statement to the role's default policy, which is made when it is first needed.
--  Returns a table: statement_added = true, policy_dependable.
function Role:add_to_principal_policy(statement)
  if self._precreated_role then return self._precreated_role:add_to_principal_policy(statement) end
  local policy = self._default_policy
  if not policy then
    policy = iam.Policy(self, "DefaultPolicy")
    self._default_policy = policy
    self:attach_inline_policy(policy)
    cdk.Aspects._wake(self)
  end
  policy.document:add_statements(statement)
  return {
    statement_added = true,
    policy_dependable = setmetatable({ _role = self, _statement = statement }, StatementHome),
  }
end

function Role:add_to_policy(statement)
  if self._precreated_role then return self._precreated_role:add_to_policy(statement) end
  return self:add_to_principal_policy(statement).statement_added
end

--- Attaches a managed policy; one that is attached already is ignored.
function Role:add_managed_policy(policy)
  if self._precreated_role then return self._precreated_role:add_managed_policy(policy) end
  if not add_policy_arn(self, policy) then return end
  self._managed_policies[#self._managed_policies + 1] = policy
  if self._resource and not self._arns_may_grow then
    self._arns_may_grow = true
    self._resource.managed_policy_arns = growing_arns(self)
  end
end

--- Attaches an inline policy; a role takes one of a name.
function Role:attach_inline_policy(policy)
  if self._precreated_role then return self._precreated_role:attach_inline_policy(policy) end
  util.attach(self, policy)
  policy:attach_to_role(self)
end

--- Lets `grantee` perform actions on this role.
function Role:grant(grantee, ...)
  return iam.Grant.add_to_principal { grantee = grantee, actions = { ... }, resource_arns = { self.role_arn },
    scope = self }
end

--- This role, for constructs that must not change its policies. Options: add_grants_to_resources.
function Role:without_policy_updates(options)
  local role = self._immutable_role
  if not role then
    options = options or {}
    role = require("aws_cdk.aws_iam.immutable_role").ImmutableRole(self.node.scope, "ImmutableRole" .. self.node.id,
      self,
      options.add_grants_to_resources or false)
    self._immutable_role = role
  end
  return role
end

function Role:apply_removal_policy(policy)
  if not self._prevent_synthesis then Resource.apply_removal_policy(self, policy) end
end

return { Role = Role }
