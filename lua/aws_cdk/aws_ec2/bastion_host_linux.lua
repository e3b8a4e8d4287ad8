--- A machine through which others are reached, by sessions of the Systems Manager.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local ec2 = require "aws_cdk.aws_ec2"
local iam = require "aws_cdk.aws_iam"
local cx_api = require "aws_cdk.cx_api"

local FLAG_AL2023 = cx_api.BASTION_HOST_USE_AMAZON_LINUX_2023_BY_DEFAULT

local BastionHostLinux = engine.class("aws_cdk.aws_ec2.BastionHostLinux", cdk.Resource)

local FIELDS = {
  "connections", "role", "instance_id", "instance_private_ip", "instance_availability_zone",
  "instance_private_dns_name", "instance_public_ip", "instance_public_dns_name",
}

local function default_image(self, instance_type)
  local options = { cpu_type = instance_type.architecture }
  if cdk.FeatureFlags.of(self):is_enabled(FLAG_AL2023) then return ec2.MachineImage.latest_amazon_linux2023(options) end
  return ec2.MachineImage.latest_amazon_linux2(options)
end

--- Arguments: scope, id, BastionHostLinuxProps.
function BastionHostLinux:init(scope, id, props)
  cdk.Resource.init(self, scope, id)
  local instance_type = props.instance_type or ec2.InstanceType.of(ec2.InstanceClass.T3, ec2.InstanceSize.NANO)
  self.instance = ec2.Instance(self, "Resource", {
    vpc = props.vpc,
    availability_zone = props.availability_zone,
    security_group = props.security_group,
    instance_name = props.instance_name or "BastionHost",
    instance_type = instance_type,
    machine_image = props.machine_image or default_image(self, instance_type),
    vpc_subnets = props.subnet_selection or {},
    block_devices = props.block_devices,
    init = props.init,
    init_options = props.init_options,
    require_imdsv2 = props.require_imdsv2 or false,
    user_data_causes_replacement = props.user_data_causes_replacement,
  })
  self.instance:add_to_role_policy(iam.PolicyStatement {
    actions = { "ssmmessages:*", "ssm:UpdateInstanceInformation", "ec2messages:*" }, resources = { "*" },
  })
  for _, field in ipairs(FIELDS) do self[field] = self.instance[field] end
  self.grant_principal = self.role
  cdk.CfnOutput(self, "BastionHostId", {
    description = "Instance ID of the bastion host. Use this to connect via SSM Session Manager",
    value = self.instance_id,
  })
end

--- Opens the port of SSH to the peers.
function BastionHostLinux:allow_ssh_access_from(...)
  for _, peer in ipairs { ... } do self.connections:allow_from(peer, ec2.Port.tcp(22), "SSH access") end
end

return { BastionHostLinux = BastionHostLinux }
