-- NAT instances: instances in the place of NAT gateways.
local engine = require "luacdk.engine"
local ec2 = require "aws_cdk.aws_ec2"

local fail = engine.fail

local NatProvider = ec2.NatProvider
local InstanceProvider = engine.class("aws_cdk.aws_ec2.NatInstanceProvider", NatProvider)
local InstanceProviderV2 = engine.class("aws_cdk.aws_ec2.NatInstanceProviderV2", NatProvider)
local NatInstanceImage = engine.class("aws_cdk.aws_ec2.NatInstanceImage", ec2.LookupMachineImage)

--- The image of old NAT instances, looked up.
function NatInstanceImage:init()
  ec2.LookupMachineImage.init(self, { name = "amzn-ami-vpc-nat-*", owners = { "amazon" } })
end

local function init(self, props)
  if props.key_name and props.key_pair then fail(nil, "give only one of key_name and key_pair; -> prefer key_pair") end
  self._props = props
  self._gateways = NatProvider._zones()
end

InstanceProvider.init, InstanceProviderV2.init = init, init

-- The security group, and the traffic that it allows.
local function add_security_group(self, vpc)
  local props = self._props
  local direction = props.default_allowed_traffic or ec2.NatTrafficDirection.INBOUND_AND_OUTBOUND
  self._security_group = props.security_group or ec2.SecurityGroup(vpc, "NatSecurityGroup", {
    vpc = vpc, description = "Security Group for NAT instances",
    allow_all_outbound = direction ~= ec2.NatTrafficDirection.NONE,
  })
  self._connections = ec2.Connections { security_groups = { self._security_group } }
  if direction == ec2.NatTrafficDirection.INBOUND_AND_OUTBOUND then
    self._connections:allow_from_any_ipv4(ec2.Port.all_traffic())
  end
end

-- An instance in each subnet; `own(subnet)` returns its further properties.
local function add_instances(self, options, image, own)
  local props = self._props
  for _, subnet in ipairs(options.nat_subnets) do
    local all = {
      instance_type = props.instance_type, machine_image = image, source_dest_check = false, vpc = options.vpc,
      vpc_subnets = { subnets = { subnet } }, security_group = self._security_group, key_pair = props.key_pair,
      key_name = props.key_name, credit_specification = props.credit_specification,
    }
    for key, value in pairs(own) do all[key] = value end
    self._gateways:add(subnet.availability_zone, ec2.Instance(subnet, "NatInstance", all))
  end
  for _, subnet in ipairs(options.private_subnets) do self:configure_subnet(subnet) end
end

--- Makes the instances and the routes to them.
function InstanceProvider:configure_nat(options)
  local iam = require "aws_cdk.aws_iam"
  local image = self._props.machine_image or NatInstanceImage()
  add_security_group(self, options.vpc)
  local role = iam.Role(options.vpc, "NatRole", { assumed_by = iam.ServicePrincipal "ec2.amazonaws.com" })
  add_instances(self, options, image, { role = role })
end

-- Linux that the architecture of the instance type runs.
local function default_image(instance_type)
  local arm = instance_type.architecture == ec2.InstanceArchitecture.ARM_64
  return ec2.AmazonLinuxImage {
    generation = ec2.AmazonLinuxGeneration.AMAZON_LINUX_2023,
    cpu_type = arm and ec2.AmazonLinuxCpuType.ARM_64 or nil,
  }
end

--- Makes the instances and the routes to them.
function InstanceProviderV2:configure_nat(options)
  local props = self._props
  local image = props.machine_image or default_image(props.instance_type)
  add_security_group(self, options.vpc)
  local user_data = props.user_data
  if not user_data then
    user_data = ec2.UserData.for_linux()
    user_data:add_commands(table.unpack(InstanceProviderV2.DEFAULT_USER_DATA_COMMANDS))
  end
  add_instances(self, options, image, {
    associate_public_ip_address = props.associate_public_ip_address, user_data = user_data,
  })
end

InstanceProviderV2.get.gateway_instances = function(self)
  local list = {}
  for i, entry in ipairs(self._gateways.list) do list[i] = entry[2] end
  return list
end

--- The route of one more private subnet.
local function configure_subnet(self, subnet)
  subnet:add_route("DefaultRoute", {
    router_type = "Instance", router_id = self._gateways:pick(subnet.availability_zone).instance_id,
    enables_internet_connectivity = true,
  })
end

local function configured_gateways(self)
  local list = {}
  for i, entry in ipairs(self._gateways.list) do list[i] = { az = entry[1], gateway_id = entry[2].instance_id } end
  return list
end

local function after_configuring(field)
  return function(self)
    return rawget(self, "_" .. field)
      or fail(nil, "%s exists once the provider has been given to a Vpc", field)
  end
end

for _, class in ipairs { InstanceProvider, InstanceProviderV2 } do
  class.configure_subnet = configure_subnet
  class.get.configured_gateways = configured_gateways
  class.get.security_group = after_configuring "security_group"
  class.get.connections = after_configuring "connections"
end

return {
  NatInstanceProvider = InstanceProvider, NatInstanceProviderV2 = InstanceProviderV2,
  NatInstanceImage = NatInstanceImage,
}
