--- Single virtual machines.
local assets = require "luacdk.assets"
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local block_devices = require "aws_cdk.aws_ec2.private.block_devices"
local ec2 = require "aws_cdk.aws_ec2"
local iam = require "aws_cdk.aws_iam"
local l2 = require "aws_cdk.l2"
local metadata_options = require "aws_cdk.aws_ec2.private.metadata_options"
local cx_api = require "aws_cdk.cx_api"
local mutating_priority = require "aws_cdk.private.mutating_priority"

local fail, display = engine.fail, engine.display

local FLAG_SUM_TIMEOUTS = cx_api.EC2_SUM_TIMEOUT_ENABLED
local HASH_DIGITS = 16

local Instance = engine.class("aws_cdk.aws_ec2.Instance", cdk.Resource)

local function check_first(self, props)
  if props.init_options and not props.init then fail(self, "init_options needs init") end
  if props.key_name and props.key_name ~= "" and props.key_pair then
    fail(self, "key_name and key_pair are mutually exclusive; -> prefer key_pair")
  end
  if props.credit_specification and not props.instance_type:is_burstable() then
    fail(self, "credit_specification is for instances of types t2, t3, t3a and t4g, got %s",
      props.instance_type:to_string())
  end
end

local function check_last(self, props)
  if props.enclave_enabled and props.hibernation_enabled then
    fail(self, "enclave_enabled and hibernation_enabled are mutually exclusive")
  end
  local count = props.ipv6_address_count
  if count == nil then return end
  if type(count) == "number" and (count < 0 or count ~= math.floor(count)) then
    fail(self, "ipv6_address_count must be a non-negative integer, got %s", display(count))
  end
  if props.associate_public_ip_address ~= nil then
    fail(self, "ipv6_address_count and associate_public_ip_address are mutually exclusive")
  end
end

local function set_groups(self, props)
  local group = props.security_group or ec2.SecurityGroup(self, "InstanceSecurityGroup", {
    vpc = props.vpc, allow_all_outbound = props.allow_all_outbound ~= false,
    allow_all_ipv6_outbound = props.allow_all_ipv6_outbound,
  })
  self.connections = ec2.Connections { security_groups = { group } }
  self._groups = { group }
  return engine.lazy(function()
    return l2.pluck(self._groups, "security_group_id")
  end, { kind = "list" })
end

-- Sets the role and gives the name of the profile.
local function set_role(self, props)
  local profile = props.instance_profile
  if profile and props.role then
    fail(self, "instance_profile has a role of its own: -> leave role or instance_profile out")
  end
  if profile and profile.role then
    self.role = profile.role
    return profile.instance_profile_name
  end
  self.role = props.role
    or iam.Role(self, "InstanceRole", { assumed_by = iam.ServicePrincipal "ec2.amazonaws.com" })
  return iam.CfnInstanceProfile(self, "InstanceProfile", { roles = { self.role.role_name } }).ref
end

local function choose_subnet(self, props, subnets)
  local zone = props.availability_zone
  if zone and zone ~= "" then
    local found = {}
    for _, subnet in ipairs(subnets) do
      if subnet.availability_zone == zone then found[#found + 1] = subnet end
    end
    if #found == 1 then return found[1] end
    cdk.Annotations.of(self):_add_trackable_error("AmbiguousSubnetForAz",
      ("exactly one subnet must be in availability_zone %s, but there are %d; choose "
        .. "another zone"):format(display(zone), #found))
  elseif subnets[1] then
    return subnets[1]
  else
    cdk.Annotations.of(self):_add_trackable_error("NoMatchingSubnets",
      "no subnet of the VPC matches vpc_subnets; choose others")
  end
  return ec2.Subnet.from_subnet_attributes(self, "DummySubnet", {
    subnet_id = "s-notfound", availability_zone = "az-notfound",
  })
end

local function rendered_metadata_options(self, props)
  if not metadata_options.given(props) then return nil end
  if props.require_imdsv2 then
    fail(self, "require_imdsv2 and options of the metadata service are mutually exclusive: -> set http_tokens instead")
  end
  l2.within(self, metadata_options.HOP_LIMIT, props.http_put_response_hop_limit)
  return metadata_options.rendered(props)
end

local function some(name, value) return value ~= nil and { [name] = value } or nil end

local function make_resource(self, props, found, groups, profile, subnet)
  local public = props.associate_public_ip_address
  local network = public ~= nil and { {
    device_index = "0", associate_public_ip_address = public, subnet_id = subnet.subnet_id, group_set = groups,
    private_ip_address = props.private_ip_address,
  } } or nil
  return ec2.CfnInstance(self, "Resource", {
    image_id = found.image_id,
    key_name = props.key_pair and props.key_pair.key_pair_name or props.key_name,
    instance_type = props.instance_type:to_string(),
    subnet_id = not network and subnet.subnet_id or nil,
    security_group_ids = not network and groups or nil,
    network_interfaces = network,
    iam_instance_profile = profile,
    user_data = engine.lazy(function() return cdk.Fn.base64(self.user_data:render()) end, { kind = "string" }),
    availability_zone = subnet.availability_zone,
    source_dest_check = props.source_dest_check,
    block_device_mappings = props.block_devices and block_devices.of_instance(self, props.block_devices),
    private_ip_address = not network and props.private_ip_address or nil,
    propagate_tags_to_volume_on_creation = props.propagate_tags_to_volume_on_creation,
    monitoring = props.detailed_monitoring,
    credit_specification = some("cpu_credits", props.credit_specification),
    ebs_optimized = props.ebs_optimized,
    disable_api_termination = props.disable_api_termination,
    instance_initiated_shutdown_behavior = props.instance_initiated_shutdown_behavior,
    placement_group_name = props.placement_group and props.placement_group.placement_group_ref.group_name,
    enclave_options = some("enabled", props.enclave_enabled),
    hibernation_options = some("configured", props.hibernation_enabled),
    ipv6_address_count = props.ipv6_address_count,
    metadata_options = rendered_metadata_options(self, props),
  })
end

local function creation_policy(self)
  local options = self.instance.cfn_options
  local policy = options.creation_policy or {}
  options.creation_policy = policy
  policy.resource_signal = policy.resource_signal or {}
  return policy.resource_signal
end

local function wait_for_signals(self, props)
  local function take_timeout()
    if props.resource_signal_timeout then
      creation_policy(self).timeout = props.resource_signal_timeout:to_iso_string()
    end
  end
  local sum = cdk.FeatureFlags.of(self):is_enabled(FLAG_SUM_TIMEOUTS)
  if sum then take_timeout() end
  if props.init then self:apply_cloud_formation_init(props.init, props.init_options) end
  if not sum then take_timeout() end
end

-- A new logical id for each user data, so that changing it makes a new instance. User data may refer to the instance.
local function follow_user_data(self)
  local id = engine.resolve(self, self.instance.logical_id)
  rawset(self.instance, "_logical_id_while_naming", id)
  self.instance:override_logical_id(engine.lazy(function(ctx)
    return id .. assets.md5(engine.json(ctx:resolve(self.user_data:render()))):sub(1, HASH_DIGITS)
  end))
end

--- Arguments: scope, id, InstanceProps.
function Instance:init(scope, id, props)
  cdk.Resource.init(self, scope, id)
  check_first(self, props)
  local groups = set_groups(self, props)
  local name = props.instance_name
  cdk.Tags.of(self):add("Name", name ~= "" and name or self.node.path)
  local profile = set_role(self, props)
  self.grant_principal = self.role
  if props.ssm_session_permissions then
    self.role:add_managed_policy(iam.ManagedPolicy.from_aws_managed_policy_name "AmazonSSMManagedInstanceCore")
  end
  local image = engine.ask(self, "aws_cdk.aws_ec2.IMachineImage", "get_image", props.machine_image, self)
  self.user_data = props.user_data or image.user_data
  local selected = props.vpc:select_subnets(props.vpc_subnets)
  local subnet = choose_subnet(self, props, selected.subnets)
  if props.key_pair and not props.key_pair:_is_os_compatible(image.os_type) then
    fail(self, "instances of this image do not accept keys of type %s", props.key_pair.type)
  end
  check_last(self, props)
  local resource = make_resource(self, props, image, groups, profile, subnet)
  self.instance = resource
  resource.node:add_dependency(self.role)
  if props.associate_public_ip_address then
    if not selected.has_public then
      fail(self, "associate_public_ip_address needs public subnets: vpc_subnets = { subnet_type = "
        .. "ec2.SubnetType.PUBLIC }")
    end
    resource.node:add_dependency(props.vpc:select_subnets(props.vpc_subnets).internet_connectivity_established)
  end
  self.os_type = image.os_type
  self.node.default_child = resource
  self.instance_id = resource.ref
  self.instance_availability_zone = resource.attr_availability_zone
  self.instance_private_dns_name = resource.attr_private_dns_name
  self.instance_private_ip = resource.attr_private_ip
  self.instance_public_dns_name = resource.attr_public_dns_name
  self.instance_public_ip = resource.attr_public_ip
  wait_for_signals(self, props)
  local follows = props.user_data_causes_replacement
  if follows == nil then follows = props.init_options ~= nil end
  if follows then follow_user_data(self) end
  if props.require_imdsv2 then
    cdk.Aspects.of(self):add(ec2.InstanceRequireImdsv2Aspect(), { priority = mutating_priority(self) })
  end
end

--- Adds a security group.
function Instance:add_security_group(security_group) self._groups[#self._groups + 1] = security_group end

--- Adds lines to the script that the machine runs when it starts.
function Instance:add_user_data(...) self.user_data:add_commands(...) end

--- Adds a statement to the role.
function Instance:add_to_role_policy(statement) self.role:add_to_principal_policy(statement) end

--- Has cfn-init set up the machine, and the deployment wait until it has.
function Instance:apply_cloud_formation_init(init, options)
  options = options or {}
  init:attach(self.instance, {
    platform = self.os_type, instance_role = self.role, user_data = self.user_data,
    config_sets = options.config_sets, embed_fingerprint = options.embed_fingerprint, print_log = options.print_log,
    ignore_failures = options.ignore_failures, include_role = options.include_role, include_url = options.include_url,
  })
  local timeout = options.timeout or cdk.Duration.minutes(5)
  local signal = creation_policy(self)
  if signal.timeout then timeout = cdk.Duration.parse(signal.timeout):plus(timeout) end
  signal.count = (signal.count or 0) + 1
  signal.timeout = timeout:to_iso_string()
end

return { Instance = Instance }
