-- Groups.
local engine = require "luacdk.engine"
local util = require "aws_cdk.aws_iam.util"

local iam = require "aws_cdk.aws_iam"
local cdk = require "aws_cdk"
local identity = require "aws_cdk.aws_iam.identity_base"

local IdentityBase, own = identity.IdentityBase, identity.own
local Resource = cdk.Resource

-- What groups made here and imported ones have in common.
local GroupBase = engine.class("aws_cdk.aws_iam.GroupBase", IdentityBase, "aws_cdk.aws_iam.IGroup")

GroupBase.get.policy_fragment = function(self) return iam.ArnPrincipal(self.group_arn).policy_fragment end
function GroupBase:add_managed_policy(_) end
function GroupBase:add_user(user) user:add_to_group(self) end
function GroupBase:_attach(policy) policy:attach_to_group(self) end

--------------------------------------------------------------------------------------------------------------------

local Group = engine.class("aws_cdk.aws_iam.Group", GroupBase)

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
    group_name = self.physical_name, managed_policy_arns = own.managed_policy_arns(self), path = props.path,
  })
  warn_if_too_many(self)
end

Group.get.principal_account = function(self) return self.env.account end

Group.get.group_name = own.name
Group.get.group_arn = function(self) return own.arn(self, "group") end

--- Attaches a managed policy; the same object twice counts once. More than ten earn a warning.
function Group:add_managed_policy(policy)
  if own.add_managed_policy(self, policy) then warn_if_too_many(self) end
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
