-- Instance profiles: how EC2 instances get a role.
local engine = require "luacdk.engine"
local util = require "aws_cdk.aws_iam.util"

local iam = require "aws_cdk.aws_iam"
local cdk = require "aws_cdk"
local l2 = require "aws_cdk.l2"

local Resource = cdk.Resource

local InstanceProfileBase = engine.class("aws_cdk.aws_iam.InstanceProfileBase", Resource,
  "aws_cdk.aws_iam.IInstanceProfile")

InstanceProfileBase.get.role = function(self) return self._role end

local ROW = {
  arn = { "instance_profile_arn", service = "iam", resource = "instance-profile", region = "",
    named = function(self) return util.arn_path(self._path, self.physical_name) end },
  name = { "instance_profile_name" },
  environment = false,
}

local InstanceProfile = l2.resource("aws_cdk.aws_iam.InstanceProfile", InstanceProfileBase, ROW)

--- Arguments: scope, id, InstanceProfileProps: instance_profile_name, path, role (default: a new one for EC2).
function InstanceProfile:init(scope, id, props)
  Resource.init(self, scope, id, { physical_name = props.instance_profile_name })
  self._path = props.path
  self._role = props.role or iam.Role(self, "InstanceRole", {
    role_name = cdk.PhysicalName.GENERATE_IF_NEEDED, assumed_by = iam.ServicePrincipal "ec2.amazonaws.com",
  })
  self._resource = iam.CfnInstanceProfile(self, "Resource", {
    roles = { self._role.role_name }, instance_profile_name = self.physical_name, path = props.path,
  })
end

l2.imports(InstanceProfile, InstanceProfileBase, ROW, function(self, attrs)
  self.instance_profile_name =
    util.last_part(cdk.Arn.extract_resource_name(attrs.instance_profile_arn, "instance-profile"))
  self._role = attrs.role
end)

return { InstanceProfile = InstanceProfile }
