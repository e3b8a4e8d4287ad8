-- Instance profiles: how EC2 instances get a role.
local engine = require "luacdk.engine"
local util = require "aws_cdk.aws_iam.util"

local iam = require "aws_cdk.aws_iam"
local cdk = require "aws_cdk"

local Resource = cdk.Resource

local InstanceProfileBase = engine.class("aws_cdk.aws_iam.InstanceProfileBase", Resource,
  "aws_cdk.aws_iam.IInstanceProfile")

InstanceProfileBase.get.role = function(self) return self._role end
local InstanceProfile = engine.class("aws_cdk.aws_iam.InstanceProfile", InstanceProfileBase)

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

InstanceProfile.get.instance_profile_name = function(self)
  local name = self._name
  if not name then
    name = self:get_resource_name_attribute(self._resource.ref)
    self._name = name
  end
  return name
end

InstanceProfile.get.instance_profile_arn = function(self)
  local arn = self._arn
  if not arn then
    arn = self:get_resource_arn_attribute(self._resource.attr_arn, {
      region = "", service = "iam", resource = "instance-profile",
      resource_name = util.arn_path(self._path, self.physical_name),
    })
    self._arn = arn
  end
  return arn
end

local ImportedInstanceProfile = engine.class("aws_cdk.aws_iam.ImportedInstanceProfile", InstanceProfileBase)

function ImportedInstanceProfile:init(scope, id, arn, role)
  Resource.init(self, scope, id)
  self.instance_profile_arn = arn
  self.instance_profile_name = util.last_part(cdk.Arn.extract_resource_name(arn, "instance-profile"))
  self._role = role
end

--- An instance profile of the stack's account by its name.
function InstanceProfile.from_instance_profile_name(scope, id, instance_profile_name)
  return ImportedInstanceProfile(scope, id, engine.stack_of(scope):format_arn {
    service = "iam", region = "", resource = "instance-profile", resource_name = instance_profile_name,
  })
end

--- An instance profile by its ARN.
function InstanceProfile.from_instance_profile_arn(scope, id, instance_profile_arn)
  return ImportedInstanceProfile(scope, id, instance_profile_arn)
end

--- An instance profile by its attributes: instance_profile_arn, role.
function InstanceProfile.from_instance_profile_attributes(scope, id, attrs)
  attrs = engine.check_struct("aws_cdk.aws_iam.InstanceProfileAttributes", attrs, "attrs")
  return ImportedInstanceProfile(scope, id, attrs.instance_profile_arn, attrs.role)
end

return { InstanceProfile = InstanceProfile }
