-- Groups.
local engine = require "luacdk.engine"
local util = require "aws_cdk.aws_iam.util"

local iam = require "aws_cdk.aws_iam"
local cdk = require "aws_cdk"
local l2 = require "aws_cdk.l2"
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

local ROW = {
  arn = { "group_arn", service = "iam", resource = "group", region = "", named = own.path },
  name = { "group_name" },
  environment = false,
}

local Group = l2.resource("aws_cdk.aws_iam.Group", GroupBase, ROW)

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

--- Attaches a managed policy; the same object twice counts once. More than ten earn a warning.
function Group:add_managed_policy(policy)
  if own.add_managed_policy(self, policy) then warn_if_too_many(self) end
end

--------------------------------------------------------------------------------------------------------------------

local Imported = l2.imports(Group, GroupBase, ROW, function(self, _, _, parts) self._account = parts.account end)

Imported.get.principal_account = function(self) return self._account end

return { Group = Group }
