-- Groups.
local engine = require "luacdk.engine"
local util = require "aws_cdk.aws_iam.util"

local iam = require "aws_cdk.aws_iam"
local cdk = require "aws_cdk"

local Resource = cdk.Resource

-- What groups made here and imported ones have in common.
local GroupBase = engine.class("aws_cdk.aws_iam.GroupBase", Resource)

GroupBase.get.grant_principal = function(self) return self end
GroupBase.get.assume_role_action = function() return "sts:AssumeRole" end
GroupBase.get.policy_fragment = function(self) return iam.ArnPrincipal(self.group_arn).policy_fragment end
GroupBase.get.group_ref = function(self) return { group_arn = self.group_arn, group_name = self.group_name } end

function GroupBase:add_managed_policy(_) end
function GroupBase:add_user(user) user:add_to_group(self) end

--- Attaches an inline policy; a group takes one of a name.
function GroupBase:attach_inline_policy(policy)
  local attached = self._attached_policies
  if not attached then
    attached = {}
    self._attached_policies = attached
  end
  util.attach(attached, policy)
  policy:attach_to_group(self)
end

function GroupBase:add_to_principal_policy(statement)
  local policy = self._default_policy
  if not policy then
    policy = iam.Policy(self, "DefaultPolicy")
    self._default_policy = policy
    policy:attach_to_group(self)
  end
  policy:add_statements(statement)
  return { statement_added = true, policy_dependable = policy }
end

function GroupBase:add_to_policy(statement) return self:add_to_principal_policy(statement).statement_added end

--------------------------------------------------------------------------------------------------------------------

local Group = engine.class("aws_cdk.aws_iam.Group", GroupBase)
Group.PROPERTY_INJECTION_ID = "aws-cdk-lib.aws-iam.Group"

local function managed_policy_arns(self)
  local arns = {}
  for i, policy in ipairs(self._managed_policies) do arns[i] = policy.managed_policy_arn end
  return #arns > 0 and arns or nil
end

local function warn_if_too_many(self)
  local count = #self._managed_policies
  if count > 10 then
    cdk.Annotations.of(self):add_warning_v2("@aws-cdk/aws-iam:groupMaxPoliciesExceeded",
      ("You added %d to IAM Group %s. The maximum number of managed policies attached to an IAM group is 10.")
        :format(count, tostring(self.physical_name)))
  end
end

--- Arguments: scope, id, GroupProps: group_name, managed_policies, path.
function Group:init(scope, id, props)
  Resource.init(self, scope, id, { physical_name = props.group_name })
  self._managed_policies = util.copy_list(props.managed_policies)
  self._path = props.path
  self._resource = iam.CfnGroup(self, "Resource", {
    group_name = self.physical_name, managed_policy_arns = managed_policy_arns(self), path = props.path,
  })
  warn_if_too_many(self)
end

Group.get.principal_account = function(self) return self.env.account end

Group.get.group_name = function(self)
  local name = self._name
  if not name then
    name = self:get_resource_name_attribute(self._resource.ref)
    self._name = name
  end
  return name
end

Group.get.group_arn = function(self)
  local arn = self._arn
  if not arn then
    arn = self:get_resource_arn_attribute(self._resource.attr_arn, {
      region = "", service = "iam", resource = "group", resource_name = util.arn_path(self._path, self.physical_name),
    })
    self._arn = arn
  end
  return arn
end

--- Attaches a managed policy; the same object twice counts once. More than ten earn a warning.
function Group:add_managed_policy(policy)
  for _, known in ipairs(self._managed_policies) do
    if known == policy then return end
  end
  self._managed_policies[#self._managed_policies + 1] = policy
  self._resource.managed_policy_arns = managed_policy_arns(self)
  warn_if_too_many(self)
end

--------------------------------------------------------------------------------------------------------------------

local ImportedGroup = engine.class("aws_cdk.aws_iam.ImportedGroup", GroupBase)

function ImportedGroup:init(scope, id, arn)
  local parts = engine.stack_of(scope):split_arn(arn, cdk.ArnFormat.SLASH_RESOURCE_NAME)
  Resource.init(self, scope, id)
  self.group_arn = arn
  self.group_name = parts.resource_name
  self._account = parts.account
end

ImportedGroup.get.principal_account = function(self) return self._account end

--- A group by its ARN.
function Group.from_group_arn(scope, id, group_arn) return ImportedGroup(scope, id, group_arn) end

--- A group of the stack's account by its name.
function Group.from_group_name(scope, id, group_name)
  return ImportedGroup(scope, id, engine.stack_of(scope):format_arn {
    service = "iam", region = "", resource = "group", resource_name = group_name,
  })
end

return { Group = Group }
