--- How the instances of a group are launched: with a given launch template, or with a launch template or launch
--- configuration made for the group.
local engine = require "luacdk.engine"
local autoscaling = require "aws_cdk.aws_autoscaling"
local block_devices = require "aws_cdk.aws_autoscaling.private.block_devices"
local cdk = require "aws_cdk"
local ec2 = require "aws_cdk.aws_ec2"
local iam = require "aws_cdk.aws_iam"
local cx_api = require "aws_cdk.cx_api"
local l2 = require "aws_cdk.l2"

local M = {}

local fail = engine.fail

M.FLAG_GENERATE = cx_api.AUTOSCALING_GENERATE_LAUNCH_TEMPLATE

-- Properties that describe instances, which a launch template does already.
local DESCRIBING = {
  "machine_image", "instance_type", "role", "user_data", "security_group", "key_name", "key_pair",
  "instance_monitoring", "spot_price", "block_devices", "require_imdsv2",
}

local function describes(value) return value and value ~= "" and value ~= 0 end

local function check_given(self, props)
  for _, name in ipairs(DESCRIBING) do
    if describes(props[name]) then
      fail(self, "%s describes instances, as the launch template does: -> leave it out, or launch_template and "
        .. "mixed_instances_policy", name)
    end
  end
  if props.associate_public_ip_address ~= nil then
    fail(self, "associate_public_ip_address belongs to the launch template, where there is one")
  end
  if props.launch_template and props.mixed_instances_policy then
    fail(self, "launch_template and mixed_instances_policy are mutually exclusive")
  end
end

-- The given launch template, if it was made here; it must describe its instances completely.
local function own_template(self, template, place, ...)
  if not engine.is_a(template, ec2.LaunchTemplate) then return nil end
  for _, field in ipairs { ... } do
    if not template[field] then
      fail(self, "%s needs a launch template with %s", place, field == "image_id" and "machine_image" or field)
    end
  end
  return template
end

local function use_template(self, props)
  check_given(self, props)
  local template
  if props.launch_template then
    template = own_template(self, props.launch_template, "launch_template", "instance_type", "image_id")
  else
    template = own_template(self, props.mixed_instances_policy.launch_template,
      "mixed_instances_policy.launch_template", "image_id")
  end
  self._launch_template = template
  self._role = template and template.role or nil
  self.grant_principal = self._role or iam.UnknownPrincipal { resource = self }
  self.os_type = template and template.os_type or ec2.OperatingSystemType.UNKNOWN
end

-- ---- made for the group ---------------------------------------------------------------------------------------------

local function check_describing(self, props)
  for _, name in ipairs { "machine_image", "instance_type" } do
    if not props[name] then fail(self, "a group needs %s, or launch_template, or mixed_instances_policy", name) end
  end
  if props.key_name and props.key_name ~= "" and props.key_pair then
    fail(self, "key_name and key_pair are mutually exclusive; -> prefer key_pair")
  end
end

-- A launch template has the number with which the text begins; a text that is known only at deployment has none.
local function spot_options(price)
  if price == nil then return nil end
  local digits = "^%s*[+-]?%d*%.?%d*"
  local number = type(price) == "string" and (price:match(digits .. "[eE][+-]?%d+") or price:match(digits))
  return { max_price = number and tonumber(number) or 0 / 0 }
end

local function volumes_of_templates(devices)
  if not devices then return nil end
  local all = {}
  for i, device in ipairs(devices) do
    local volume = ec2.BlockDeviceVolume(nil, device.volume.virtual_name)
    volume.ebs_device = device.volume.ebs_device
    all[i] = { device_name = device.device_name, volume = volume }
  end
  return all
end

local function make_template(self, props, profile, detailed)
  local imported = iam.InstanceProfile.from_instance_profile_attributes(self, "ImportedInstanceProfile", {
    instance_profile_arn = profile.attr_arn, role = self._role,
  })
  local template = ec2.LaunchTemplate(self, "LaunchTemplate", {
    machine_image = props.machine_image,
    instance_type = props.instance_type,
    detailed_monitoring = detailed or false,
    security_group = self._security_group,
    user_data = props.user_data,
    associate_public_ip_address = props.associate_public_ip_address,
    spot_options = spot_options(props.spot_price),
    block_devices = volumes_of_templates(props.block_devices),
    instance_profile = imported,
    key_pair = props.key_pair,
    key_name = props.key_name ~= "" and props.key_name or nil,
  })
  self.os_type, self._launch_template = template.os_type, template
  return template
end

local function make_configuration(self, props, profile, detailed)
  self._connections = ec2.Connections { security_groups = { self._security_group } }
  self._security_groups = { self._security_group }
  if props.key_pair then
    fail(self, "key_pair needs the feature flag %s; -> without it, give key_name", M.FLAG_GENERATE)
  end
  local image = props.machine_image:get_image(self)
  self._user_data = props.user_data or image.user_data
  local configuration = autoscaling.CfnLaunchConfiguration(self, "LaunchConfig", {
    image_id = image.image_id,
    key_name = props.key_name,
    instance_type = props.instance_type:to_string(),
    instance_monitoring = detailed,
    security_groups = engine.lazy(function()
      return l2.pluck(self._security_groups, "security_group_id")
    end, { kind = "list" }),
    iam_instance_profile = profile.ref,
    user_data = engine.lazy(function() return cdk.Fn.base64(self.user_data:render()) end, { kind = "string" }),
    associate_public_ip_address = props.associate_public_ip_address,
    spot_price = props.spot_price,
    block_device_mappings = props.block_devices
      and block_devices.of_launch_configuration(self, props.block_devices, autoscaling.BlockDeviceVolume.no_device()),
  })
  configuration.node:add_dependency(self._role)
  self.os_type = image.os_type
  return configuration
end

local function describe(self, props)
  check_describing(self, props)
  cdk.Tags.of(self):add("Name", self.node.path)
  self._security_group = props.security_group or ec2.SecurityGroup(self, "InstanceSecurityGroup", {
    vpc = props.vpc, allow_all_outbound = props.allow_all_outbound ~= false,
  })
  self._role = props.role or iam.Role(self, "InstanceRole", {
    role_name = cdk.PhysicalName.GENERATE_IF_NEEDED, assumed_by = iam.ServicePrincipal "ec2.amazonaws.com",
  })
  self.grant_principal = self._role
  local profile = iam.CfnInstanceProfile(self, "InstanceProfile", { roles = { self._role.role_name } })
  local detailed
  if props.instance_monitoring ~= nil then
    detailed = props.instance_monitoring == autoscaling.Monitoring.DETAILED
  end
  if cdk.FeatureFlags.of(self):is_enabled(M.FLAG_GENERATE) then
    return nil, make_template(self, props, profile, detailed)
  end
  return make_configuration(self, props, profile, detailed)
end

-- ---- what the group's resource says of it ---------------------------------------------------------------------------

local function specification(template)
  local id = template.launch_template_id
  if id and id ~= "" then return { launch_template_id = id, version = template.version_number } end
  return { launch_template_name = template.launch_template_name, version = template.version_number }
end

local DISTRIBUTION = {
  "on_demand_allocation_strategy", "on_demand_base_capacity", "on_demand_percentage_above_base_capacity",
  "spot_allocation_strategy", "spot_instance_pools", "spot_max_price",
}

local function distribution(given)
  if not given then return nil end
  local all = {}
  for _, name in ipairs(DISTRIBUTION) do all[name] = given[name] end
  return all
end

local function override(self, given)
  local weight = given.weighted_capacity
  if type(weight) == "number" and weight ~= math.floor(weight) then
    fail(self, "weighted_capacity must be an integer, got %s", engine.display(weight))
  end
  if (given.instance_type == nil) == (given.instance_requirements == nil) then
    fail(self, "an override needs exactly one of instance_type and instance_requirements, got %s",
      given.instance_type and "both" or "neither")
  end
  return {
    instance_type = given.instance_type and given.instance_type:to_string(),
    launch_template_specification = given.launch_template and specification(given.launch_template),
    instance_requirements = given.instance_requirements,
    weighted_capacity = weight ~= nil and cdk.Tokenization.stringify_number(weight) or nil,
  }
end

local function mixed_instances_policy(self, policy)
  local overrides
  if policy.launch_template_overrides then
    overrides = engine.list {}
    for i, one in ipairs(policy.launch_template_overrides) do overrides[i] = override(self, one) end
  end
  return {
    instances_distribution = distribution(policy.instances_distribution),
    launch_template = {
      launch_template_specification = specification(policy.launch_template), overrides = overrides,
    },
  }
end

--- Sets how instances are launched: what that makes, role, user data and groups of the instances; and gives the group's
--- L1 properties that say it.
function M.prepare(self, props)
  local configuration, template
  if props.launch_template or props.mixed_instances_policy then
    use_template(self, props)
    template = props.launch_template
  else
    configuration, template = describe(self, props)
  end
  return function(all)
    if configuration then
      all.launch_configuration_name = configuration.ref
    elseif template then
      all.launch_template = specification(template)
    else
      all.mixed_instances_policy = mixed_instances_policy(self, props.mixed_instances_policy)
    end
  end
end

return M
