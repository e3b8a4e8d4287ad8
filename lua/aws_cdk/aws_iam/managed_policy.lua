-- Managed policies: those of AWS, imported ones and own.
local engine = require "luacdk.engine"
local grow = require "aws_cdk.private.grow"
local l2 = require "aws_cdk.l2"
local util = require "aws_cdk.aws_iam.util"

local iam = require "aws_cdk.aws_iam"
local cdk = require "aws_cdk"

local Resource = cdk.Resource

local ManagedPolicy = engine.class("aws_cdk.aws_iam.ManagedPolicy", Resource)

local AwsManagedPolicy = engine.class("aws_cdk.aws_iam.AwsManagedPolicy", nil, "aws_cdk.aws_iam.IManagedPolicy")
AwsManagedPolicy.get.managed_policy_ref = function(self) return { policy_arn = self.managed_policy_arn } end
AwsManagedPolicy.get.node = function()
  return engine.fail(nil,
    "a policy from ManagedPolicy.from_aws_managed_policy_name belongs to AWS and is not a construct of this app; "
    .. "it cannot be used here")
end

-- Under a private name, where roles read it without being checked: most roles have such a policy.
function AwsManagedPolicy:init(arn) self._aws_arn = arn end
AwsManagedPolicy.get.managed_policy_arn = function(self) return self._aws_arn end

-- The ARN of a managed policy of AWS depends on nothing but its name: one token serves all.
local aws_arns = {}

--- A policy that AWS maintains. Argument: its name with its path, such as "service-role/AWSLambdaBasicExecutionRole".
function ManagedPolicy.from_aws_managed_policy_name(managed_policy_name)
  local arn = aws_arns[managed_policy_name]
  if not arn then
    arn = "arn:" .. cdk.Aws.PARTITION .. ":iam::aws:policy/" .. managed_policy_name
    if type(managed_policy_name) == "string" then aws_arns[managed_policy_name] = arn end
  end
  return AwsManagedPolicy(arn)
end

local Imported = l2.imports(ManagedPolicy, Resource, {
  arn = { "managed_policy_arn", service = "iam", resource = "policy", region = "" }, environment = false,
})

Imported.get.managed_policy_ref = function(self) return { policy_arn = self.managed_policy_arn } end

local function validate(self)
  local errors = {}
  if self.document.is_empty then errors[1] = "managed policy is empty; add statements to it" end
  for _, text in ipairs(self.document:validate_for_identity_policy()) do errors[#errors + 1] = text end
  if #errors == 0 and self._precreated then
    local paths, json = {}, self.document:to_json()
    for i, role in ipairs(self._roles) do paths[i] = role.node.path end
    require("aws_cdk.aws_iam.policy_synthesizer").of(self):add_managed_policy(self.node.path, {
      policy_statements = json and json.Statement or {}, roles = paths,
    })
  end
  return errors
end

--- Arguments: scope, id, ManagedPolicyProps: description, document, groups, managed_policy_name, path, roles,
--  statements, users.
function ManagedPolicy:init(scope, id, props)
  Resource.init(self, scope, id, { physical_name = props.managed_policy_name })
  self._roles, self._users, self._groups, self._arns = {}, {}, {}, {}
  self.description = props.description or ""
  self.path = props.path or "/"
  if self.path == "" then self.path = "/" end
  self.document = props.document or iam.PolicyDocument()
  local config = require("aws_cdk.aws_iam.policy_synthesizer").customize_roles_config(self)
  if config.enabled then
    self._precreated = ManagedPolicy.from_managed_policy_name(self, "Imported" .. id, id)
  end
  if not config.prevent_synthesis then
    self._resource = iam.CfnManagedPolicy(self, "Resource", {
      policy_document = self.document, managed_policy_name = self.physical_name,
      description = self.description, path = self.path,
    })
  end
  if props.users then for _, user in ipairs(props.users) do self:attach_to_user(user) end end
  if props.groups then for _, group in ipairs(props.groups) do self:attach_to_group(group) end end
  if props.roles then for _, role in ipairs(props.roles) do self:attach_to_role(role) end end
  for _, statement in ipairs(props.statements or {}) do self.document:add_statements(statement) end
  self.node:add_validation { validate = function() return validate(self) end }
end

local function own_resource(self, what)
  if not self._resource then
    engine.fail(self, "%s is not known: Role.customize_roles prevents the policy's synthesis", what)
  end
  return self._resource
end

ManagedPolicy.get.managed_policy_arn = function(self)
  if self._precreated then return self._precreated.managed_policy_arn end
  local arn = self._arn
  if not arn then
    arn = self:get_resource_arn_attribute(own_resource(self, "managed_policy_arn").ref, {
      region = "", service = "iam", resource = "policy", resource_name = self.physical_name,
    })
    self._arn = arn
  end
  return arn
end

ManagedPolicy.get.managed_policy_name = function(self)
  if self._precreated then return self.node.id end
  local name = self._name
  if not name then
    local parts = engine.stack_of(self):split_arn(own_resource(self, "managed_policy_name").ref,
      cdk.ArnFormat.SLASH_RESOURCE_NAME)
    name = self:get_resource_name_attribute(parts.resource_name)
    self._name = name
  end
  return name
end

ManagedPolicy.get.managed_policy_ref = function(self) return { policy_arn = self.managed_policy_arn } end

l2.kept(ManagedPolicy, "grant_principal", function(self)
  return require("aws_cdk.aws_iam.policy").PolicyGrantPrincipal(self, "ManagedPolicy")
end)

function ManagedPolicy:add_statements(...) self.document:add_statements(...) end

local function attach(self, list, identity, ref, arn_field, name_field, property)
  local arn = util.key(identity[ref][arn_field])
  if self._arns[property .. arn] then return end
  self._arns[property .. arn] = true
  list[#list + 1] = identity
  if self._resource then grow(self, "_names_of_" .. property, property, identity[ref][name_field]) end
end

function ManagedPolicy:attach_to_user(user)
  attach(self, self._users, user, "user_ref", "user_arn", "user_name", "users")
end
function ManagedPolicy:attach_to_role(role)
  attach(self, self._roles, role, "role_ref", "role_arn", "role_name", "roles")
end
function ManagedPolicy:attach_to_group(group)
  attach(self, self._groups, group, "group_ref", "group_arn", "group_name", "groups")
end

return { ManagedPolicy = ManagedPolicy }
