--- Launch templates.
local assembly = require "luacdk.assembly"
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local block_devices = require "aws_cdk.aws_ec2.private.block_devices"
local ec2 = require "aws_cdk.aws_ec2"
local iam = require "aws_cdk.aws_iam"
local l2 = require "aws_cdk.l2"
local metadata_options = require "aws_cdk.aws_ec2.private.metadata_options"
local cx_api = require "aws_cdk.cx_api"

local fail = engine.fail

local FLAG_DEFAULT_USER_DATA = cx_api.EC2_LAUNCH_TEMPLATE_DEFAULT_USER_DATA
local FLAG_GENERATE = cx_api.AUTOSCALING_GENERATE_LAUNCH_TEMPLATE
local LONGEST_SPOT_HOURS = 6

local LaunchTemplateBase = engine.class("aws_cdk.aws_ec2.LaunchTemplateBase", cdk.Resource)

LaunchTemplateBase.get.launch_template_ref = function(self)
  local id = self._id
  if not id then
    fail(self, "an imported launch template is referenced by its id: -> give launch_template_id, not the name")
  end
  return { launch_template_id = id }
end

LaunchTemplateBase.get.launch_template_id = function(self) return self._id end
LaunchTemplateBase.get.launch_template_name = function(self) return self._name end

local LaunchTemplate = engine.class("aws_cdk.aws_ec2.LaunchTemplate", LaunchTemplateBase)

local function error_on(self, id, message) cdk.Annotations.of(self):_add_trackable_error(id, message) end

local function check(self, props)
  local problems = {}
  l2.note_unless_within(problems, metadata_options.HOP_LIMIT, props.http_put_response_hop_limit)
  if problems[1] then error_on(self, "InvalidHttpPutResponseHopLimit", problems[1]) end
  if props.instance_profile and props.role then
    fail(self, "instance_profile has a role of its own: -> leave role or instance_profile out")
  end
  if props.key_name and props.key_name ~= "" and props.key_pair then
    fail(self, "key_name and key_pair are mutually exclusive; -> prefer key_pair")
  end
  l2.at_most(self, "aws_ec2.CfnLaunchTemplateProps.version_description", props.version_description)
end

local function market_options(self, options)
  if not options then return nil end
  local hours = options.block_duration and options.block_duration:to_hours { integral = true }
  if type(hours) == "number" and (hours < 1 or hours > LONGEST_SPOT_HOURS) then
    error_on(self, "InvalidSpotBlockDuration", "block_duration must be 1, 2, 3, 4, 5 or 6 hours")
  end
  local price = options.max_price
  local spot = {
    block_duration_minutes = hours and hours * 60,
    instance_interruption_behavior = options.interruption_behavior,
    max_price = price and (price ~= price and "NaN" or assembly.print_json(price)),
    spot_instance_type = options.request_type,
    valid_until = options.valid_until and os.date("!%a, %d %b %Y %H:%M:%S GMT", options.valid_until:to_epoch()),
  }
  return { market_type = "spot", spot_options = l2.unless_empty(spot) }
end

local function cpu_options(options)
  if not options or next(options) == nil then return nil end
  return {
    amd_sev_snp = metadata_options.switch(options.amd_sev_snp), core_count = options.core_count,
    nested_virtualization = metadata_options.switch(options.nested_virtualization),
    threads_per_core = options.threads_per_core,
  }
end

local function rendered_metadata_options(self, props)
  local version2 = props.require_imdsv2 == true
  if version2 and props.http_tokens == "optional" then
    error_on(self, "HttpTokensRequired", "http_tokens must be REQUIRED when require_imdsv2 is true")
  end
  if not version2 and not metadata_options.given(props) then return nil end
  local options = metadata_options.rendered(props)
  if version2 then options.http_tokens = "required" end
  return options
end

-- The tags, once for each type of resource; nothing without tags.
local function tag_specifications(self, ...)
  local types = { ... }
  return engine.lazy(function()
    local tags = self.tags
    if not tags:has_tags() then return nil end
    local rendered, specifications = {}, {}
    for i, tag in ipairs(tags:render_tags()) do
      rendered[i] = { key = tag.Key or tag.key, value = tag.Value or tag.value }
    end
    for i, type in ipairs(types) do specifications[i] = { resource_type = type, tags = rendered } end
    return specifications
  end, { kind = "any" })
end

local function set_role(self, props)
  local profile, arn = props.instance_profile, nil
  if profile then
    self.role, arn = profile.role, profile.instance_profile_arn
  elseif props.role then
    self.role = props.role
    arn = iam.CfnInstanceProfile(self, "Profile", { roles = { self.role.role_name } }).attr_arn
  end
  return arn
end

local function set_image(self, props)
  local config = props.machine_image
    and engine.ask(self, "aws_cdk.aws_ec2.IMachineImage", "get_image", props.machine_image, self)
  if config then self.os_type, self.image_id = config.os_type, config.image_id end
  if self.os_type and props.key_pair and not props.key_pair:_is_os_compatible(self.os_type) then
    fail(self, "instances of this image do not accept keys of type %s", props.key_pair.type)
  end
  self.user_data = props.user_data
  local flags = cdk.FeatureFlags.of(self)
  if not self.user_data and config
    and (flags:is_enabled(FLAG_DEFAULT_USER_DATA) or flags:is_enabled(FLAG_GENERATE)) then
    self.user_data = config.user_data
  end
end

local function security_group_ids(self)
  return engine.lazy(function()
    local ids = {}
    for i, group in ipairs(self._connections and self._connections.security_groups or {}) do
      ids[i] = group.security_group_id
    end
    return #ids > 0 and ids or nil
  end, { kind = "list" })
end

local function enabled(value) return value ~= nil and { enabled = value } or nil end

--- Arguments: scope, id, LaunchTemplateProps.
function LaunchTemplate:init(scope, id, props)
  props = props or {}
  LaunchTemplateBase.init(self, scope, id)
  local market = market_options(self, props.spot_options)
  check(self, props)
  local profile_arn = set_role(self, props)
  if props.security_group then
    self._connections = ec2.Connections { security_groups = { props.security_group } }
  end
  set_image(self, props)
  self.instance_type = props.instance_type
  self.tags = cdk.TagManager(cdk.TagType.KEY_VALUE, "AWS::EC2::LaunchTemplate")
  self._tags = self.tags
  local groups, public = security_group_ids(self), props.associate_public_ip_address
  local network = public ~= nil
    and { { device_index = 0, associate_public_ip_address = public, groups = groups } } or nil
  self._resource = ec2.CfnLaunchTemplate(self, "Resource", {
    launch_template_name = props.launch_template_name,
    version_description = props.version_description,
    launch_template_data = {
      block_device_mappings = props.block_devices and block_devices.of_launch_template(self, props.block_devices),
      credit_specification = props.cpu_credits and { cpu_credits = props.cpu_credits },
      cpu_options = cpu_options(props.cpu_options),
      disable_api_termination = props.disable_api_termination,
      ebs_optimized = props.ebs_optimized,
      enclave_options = enabled(props.nitro_enclave_enabled),
      hibernation_options = props.hibernation_configured ~= nil and { configured = props.hibernation_configured }
        or nil,
      iam_instance_profile = profile_arn and { arn = profile_arn },
      image_id = self.image_id,
      instance_type = props.instance_type and props.instance_type:to_string(),
      instance_initiated_shutdown_behavior = props.instance_initiated_shutdown_behavior,
      instance_market_options = market,
      key_name = props.key_pair and props.key_pair.key_pair_name or props.key_name,
      monitoring = enabled(props.detailed_monitoring),
      security_group_ids = not network and groups or nil,
      tag_specifications = tag_specifications(self, "instance", "volume"),
      user_data = engine.lazy(function()
        return self.user_data and cdk.Fn.base64(self.user_data:render()) or nil
      end, { kind = "string" }),
      metadata_options = rendered_metadata_options(self, props),
      network_interfaces = network,
      placement = props.placement_group
        and { group_name = props.placement_group.placement_group_ref.group_name },
    },
    tag_specifications = tag_specifications(self, "launch-template"),
  })
  if self.role then self._resource.node:add_dependency(self.role) end
  cdk.Tags.of(self):add("Name", self.node.path)
  self.default_version_number = self._resource.attr_default_version_number
  self.latest_version_number = self._resource.attr_latest_version_number
  self._id = self._resource.ref
end

LaunchTemplate.get.version_number = function(self)
  return cdk.Token.as_string(self._resource:get_att "LatestVersionNumber")
end

--- Adds a security group to the one that the template was made with.
function LaunchTemplate:add_security_group(security_group)
  if not self._connections then
    fail(self, "add_security_group needs a first group: -> give security_group when the launch template is made")
  end
  self._connections:add_security_group(security_group)
end

LaunchTemplate.get.connections = function(self)
  if not self._connections then
    fail(self, "the launch template has no connections: -> give it a security_group when it is made")
  end
  return self._connections
end

LaunchTemplate.get.grant_principal = function(self)
  if not self.role then
    fail(self, "nothing can be granted to the launch template: -> give it a role when it is made")
  end
  return self.role
end

-- ---- templates made elsewhere ---------------------------------------------------------------------------------------

local Imported = engine.class("aws_cdk.aws_ec2.ImportedLaunchTemplate", LaunchTemplateBase)

function Imported:init(scope, id, attrs)
  LaunchTemplateBase.init(self, scope, id)
  self.version_number = attrs.version_number or ec2.LaunchTemplateSpecialVersions.DEFAULT_VERSION
  self._id, self._name = attrs.launch_template_id, attrs.launch_template_name
end

local function is_given(text) return text ~= nil and text ~= "" end

--- A launch template made elsewhere, by its id or name.
function LaunchTemplate.from_launch_template_attributes(scope, id, attrs)
  if is_given(attrs.launch_template_id) == is_given(attrs.launch_template_name) then
    fail(scope, "give one of launch_template_id and launch_template_name")
  end
  return Imported(scope, id, attrs)
end

-- The versions that have a name.
local LaunchTemplateSpecialVersions = engine.class("aws_cdk.aws_ec2.LaunchTemplateSpecialVersions")

function LaunchTemplateSpecialVersions.init() end

return { LaunchTemplate = LaunchTemplate, LaunchTemplateSpecialVersions = LaunchTemplateSpecialVersions }
