-- Users.
local engine = require "luacdk.engine"
local grow = require "aws_cdk.private.grow"
local util = require "aws_cdk.aws_iam.util"

local iam = require "aws_cdk.aws_iam"
local cdk = require "aws_cdk"
local l2 = require "aws_cdk.l2"
local identity = require "aws_cdk.aws_iam.identity_base"

local IdentityBase, own = identity.IdentityBase, identity.own
local Resource = cdk.Resource

-- What users made here and imported ones have in common.
local UserBase = engine.class("aws_cdk.aws_iam.UserBase", IdentityBase, "aws_cdk.aws_iam.IUser")

UserBase.get.policy_fragment = function(self) return iam.ArnPrincipal(self.user_arn).policy_fragment end
function UserBase:_attach(policy) policy:attach_to_user(self) end

--------------------------------------------------------------------------------------------------------------------

local ROW = {
  arn = { "user_arn", service = "iam", resource = "user", region = "", named = own.path },
  name = { "user_name" },
  environment = false,
}

local User = l2.resource("aws_cdk.aws_iam.User", UserBase, ROW)

local function login_profile(self, props)
  if props.password then
    return { password = props.password:unsafe_unwrap(), password_reset_required = props.password_reset_required }
  end
  if props.password_reset_required then
    engine.fail(self, "password_reset_required can only be set together with password")
  end
  return nil
end

--- Arguments: scope, id, UserProps: groups, managed_policies, password, password_reset_required, path,
--  permissions_boundary, user_name.
function User:init(scope, id, props)
  Resource.init(self, scope, id, { physical_name = props.user_name })
  self._managed_policies = util.copy_list(props.managed_policies)
  self._path = props.path
  local boundary = props.permissions_boundary
  self.permissions_boundary = boundary
  self._resource = iam.CfnUser(self, "Resource", {
    user_name = self.physical_name,
    managed_policy_arns = own.managed_policy_arns(self),
    path = props.path,
    permissions_boundary = boundary and boundary.managed_policy_arn,
    login_profile = login_profile(self, props),
  })
  if props.groups then for _, group in ipairs(props.groups) do self:add_to_group(group) end end
end

User.get.principal_account = function(self) return self.env.account end

function User:add_to_group(group)
  grow(self, "_groups", "groups", group.group_name)
end

--- Attaches a managed policy; the same object twice counts once.
function User:add_managed_policy(policy)
  own.add_managed_policy(self, policy)
end

--------------------------------------------------------------------------------------------------------------------

local Imported = l2.imports(User, UserBase, ROW, function(self, attrs, _, parts)
  self._group_count = 0
  self.user_name = util.last_part(cdk.Arn.extract_resource_name(attrs.user_arn, "user"))
  self._account = parts.account
end)

Imported._default_policy_id = "Policy"

Imported.get.principal_account = function(self) return self._account end

--- Adds the user to a group with a separate resource, in the group's stack.
function Imported:add_to_group(group)
  iam.CfnUserToGroupAddition(engine.stack_of(group), tostring(self.user_name) .. "Group" .. self._group_count, {
    group_name = group.group_ref.group_name, users = { self.user_name },
  })
  self._group_count = self._group_count + 1
end

function Imported:add_managed_policy(_)
  engine.fail(self, "a managed policy cannot be attached to an imported user; -> attach the user to the policy "
    .. "(policy:attach_to_user) instead")
end

return { User = User }
