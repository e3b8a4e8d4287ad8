--- Groups of instances whose number follows the need.
local engine = require "luacdk.engine"
local autoscaling = require "aws_cdk.aws_autoscaling"
local cdk = require "aws_cdk"
local ec2 = require "aws_cdk.aws_ec2"
local iam = require "aws_cdk.aws_iam"
local launch = require "aws_cdk.aws_autoscaling.private.launch"
local mutating_priority = require "aws_cdk.private.mutating_priority"
local AutoScalingGroupBase = require("aws_cdk.aws_autoscaling.auto_scaling_group_base").AutoScalingGroupBase

local fail, display = engine.fail, engine.display
local text = cdk.Tokenization.stringify_number

local SHORTEST_LIFE, LONGEST_LIFE = 86400, 31536000

local AutoScalingGroup = engine.class("aws_cdk.aws_autoscaling.AutoScalingGroup", AutoScalingGroupBase)

-- ---- properties -----------------------------------------------------------------------------------------------------

local function number(value) return type(value) == "number" and value or nil end

-- Least, most and desired number of instances.
local function capacities(self, props)
  local desired, min, max = props.desired_capacity, props.min_capacity, props.max_capacity
  if min == nil then min = 1 end
  if max == nil then max = desired end
  if max == nil then max = number(min) and math.max(min, 1) or min end
  local literal = { number(min), number(desired), number(max) }
  if literal[1] and literal[3] and literal[1] > literal[3] then
    fail(self, "min_capacity must be at most max_capacity; they are %s and %s", display(min), display(max))
  end
  if literal[2] and literal[1] and literal[2] < literal[1] then
    fail(self, "desired_capacity must be at least min_capacity; they are %s and %s", display(desired), display(min))
  end
  if literal[2] and literal[3] and literal[3] < literal[2] then
    fail(self, "desired_capacity must be at most max_capacity; they are %s and %s", display(desired), display(max))
  end
  if desired ~= nil then
    cdk.Annotations.of(self):add_warning_v2("@aws-cdk/aws-autoscaling:desiredCapacitySet",
      "desired_capacity sets the size of the group back with every deployment; leave it out to keep what scaling has "
      .. "found")
  end
  return min, max, desired
end

local function lifetime(self, duration)
  if not duration then return nil end
  local seconds = duration:to_seconds()
  if number(seconds) and seconds ~= 0 and (seconds < SHORTEST_LIFE or seconds > LONGEST_LIFE) then
    fail(self, "max_instance_lifetime must be between 1 and 365 days, got %s seconds", display(seconds))
  end
  return seconds
end

local function notifications(props)
  local all = {}
  for i, one in ipairs(props.notifications or {}) do
    all[i] = {
      topic_arn = one.topic.topic_arn,
      notification_types = (one.scaling_events or autoscaling.ScalingEvents.ALL)._types,
    }
  end
  return #all > 0 and all or nil
end

local function metrics(props)
  local all = {}
  for i, one in ipairs(props.group_metrics or {}) do all[i] = one:_render() end
  return #all > 0 and all or nil
end

local function termination_policies(self, props)
  local all = {}
  for i, policy in ipairs(props.termination_policies or {}) do
    if policy == autoscaling.TerminationPolicy.CUSTOM_LAMBDA_FUNCTION then
      local arn = props.termination_policy_custom_lambda_function_arn
      if i > 1 then fail(self, "CUSTOM_LAMBDA_FUNCTION must be the first of termination_policies") end
      if not arn or arn == "" then
        fail(self, "TerminationPolicy.CUSTOM_LAMBDA_FUNCTION needs termination_policy_custom_lambda_function_arn")
      end
      policy = arn
    end
    all[i] = policy
  end
  return #all > 0 and all or nil
end

local function check_bounds(self, name, value, low, high)
  if number(value) and value ~= -1 and (value < low or value > high) then
    fail(self, "%s must be between %d and %d, or -1 to remove what was set, got %s", name, low, high, display(value))
  end
end

local function maintenance_policy(self, low, high)
  if low == nil and high == nil then return nil end
  if low == nil or high == nil then
    fail(self, "min_healthy_percentage and max_healthy_percentage must be given both, got %s",
      low == nil and "no min_healthy_percentage" or "no max_healthy_percentage")
  end
  if (low == -1 or high == -1) and low ~= high then
    fail(self, "min_healthy_percentage and max_healthy_percentage must both be -1 to remove what was set; they are %s "
      .. "and %s", display(low), display(high))
  end
  check_bounds(self, "min_healthy_percentage", low, 0, 100)
  check_bounds(self, "max_healthy_percentage", high, 100, 200)
  if number(low) and number(high) and high - low > 100 then
    fail(self, "max_healthy_percentage may be 100 more than min_healthy_percentage at most, got %s",
      display(high - low))
  end
  return { min_healthy_percentage = low, max_healthy_percentage = high }
end

-- Type and grace period of the health checks.
local function health_checks(self, props)
  local several, one = props.health_checks, props.health_check
  if several and one then
    fail(self, "health_check and health_checks are mutually exclusive; -> prefer health_checks")
  end
  local chosen = several or one
  if not chosen then return nil end
  local grace = chosen.grace_period
  return several and table.concat(several.types, ",") or one.type, grace and grace:to_seconds()
end

local function list_or_nothing(list)
  return engine.lazy(function() return list[1] ~= nil and list or nil end, { kind = "list" })
end

-- ---- signals and updates --------------------------------------------------------------------------------------------

local function update_policy(self, props)
  local options = self._resource.cfn_options
  local policy = props.update_policy or (props.init and autoscaling.UpdatePolicy.rolling_update())
  if props.signals then
    local min = props.min_capacity
    if min == nil then min = 1 end
    options.creation_policy = props.signals:render_creation_policy {
      desired_capacity = props.desired_capacity, min_capacity = min,
    }
  end
  local rendered = policy and policy:_render_update_policy(options.creation_policy)
  if props.signals and rendered and rendered.auto_scaling_instance_refresh then
    cdk.Annotations.of(self):add_warning_v2("@aws-cdk/aws-autoscaling:signalsNotUsedByInstanceRefresh",
      "an instance refresh does not wait for signals; verify readiness by a lifecycle hook or a warm-up time")
  end
  if props.ignore_unmodified_size_properties ~= false then
    rendered = rendered or {}
    rendered.auto_scaling_scheduled_action = { ignore_unmodified_group_size_properties = true }
  end
  options.update_policy = rendered
  if props.migrate_to_launch_template and not (rendered and rendered.auto_scaling_rolling_update) then
    fail(self, "migrate_to_launch_template needs update_policy = autoscaling.UpdatePolicy.rolling_update(), so that no "
      .. "instance keeps the profile that is deleted")
  end
  if props.signals and not props.init then
    self:add_to_role_policy(iam.PolicyStatement {
      actions = { "cloudformation:SignalResource" }, resources = { cdk.Aws.STACK_ID },
    })
  end
end

-- ---------------------------------------------------------------------------------------------------------------------

local function distribution_over_zones(strategy)
  return strategy and { capacity_distribution_strategy = strategy } or nil
end

local function lifecycle_policy(policy)
  return policy and policy.retention_triggers and { retention_triggers = policy.retention_triggers } or nil
end

--- Arguments: scope, id, AutoScalingGroupProps.
function AutoScalingGroup:init(scope, id, props)
  AutoScalingGroupBase.init(self, scope, id, { physical_name = props.auto_scaling_group_name })
  if props.init_options and not props.init then fail(self, "init_options needs init") end
  self._load_balancer_names, self._target_group_arns = {}, {}
  self._new_instances_protected_from_scale_in = props.new_instances_protected_from_scale_in
  self._has_called_scale_on_request_count = false
  local say_launch = launch.prepare(self, props)
  if props.ssm_session_permissions and self._role then
    self._role:add_managed_policy(iam.ManagedPolicy.from_aws_managed_policy_name "AmazonSSMManagedInstanceCore")
  end
  local min, max, desired = capacities(self, props)
  self.max_instance_lifetime, self.spot_price = props.max_instance_lifetime, props.spot_price
  local life = lifetime(self, props.max_instance_lifetime)
  local selected = props.vpc:select_subnets(props.vpc_subnets)
  local check_type, grace = health_checks(self, props)
  local all = {
    auto_scaling_group_name = self.physical_name,
    availability_zone_distribution = distribution_over_zones(props.az_capacity_distribution_strategy),
    cooldown = props.cooldown and text(props.cooldown:to_seconds()),
    min_size = text(min),
    max_size = text(max),
    desired_capacity = desired ~= nil and text(desired) or nil,
    load_balancer_names = list_or_nothing(self._load_balancer_names),
    target_group_arns = list_or_nothing(self._target_group_arns),
    notification_configurations = notifications(props),
    metrics_collection = metrics(props),
    vpc_zone_identifier = selected.subnet_ids,
    health_check_type = check_type,
    health_check_grace_period = grace,
    max_instance_lifetime = life,
    new_instances_protected_from_scale_in = engine.lazy(function()
      return self._new_instances_protected_from_scale_in
    end, { kind = "any" }),
    termination_policies = termination_policies(self, props),
    default_instance_warmup = props.default_instance_warmup and props.default_instance_warmup:to_seconds(),
    capacity_rebalance = props.capacity_rebalance,
    deletion_protection = props.deletion_protection,
    instance_maintenance_policy = maintenance_policy(self, props.min_healthy_percentage, props.max_healthy_percentage),
    instance_lifecycle_policy = lifecycle_policy(props.instance_lifecycle_policy),
  }
  say_launch(all)
  if props.associate_public_ip_address and not selected.has_public then
    fail(self, "associate_public_ip_address needs public subnets: vpc_subnets = { subnet_type = "
      .. "ec2.SubnetType.PUBLIC }")
  end
  self._resource = autoscaling.CfnAutoScalingGroup(self, "ASG", all)
  self.node.default_child = self._resource
  update_policy(self, props)
  if props.init then self:apply_cloud_formation_init(props.init, props.init_options) end
  if props.require_imdsv2 then
    cdk.Aspects.of(self):add(autoscaling.AutoScalingGroupRequireImdsv2Aspect(), {
      priority = mutating_priority(self),
    })
  end
  self.node:add_validation { validate = function()
    if self._has_called_scale_on_request_count and #self._target_group_arns > 1 then
      return { "scale_on_request_count takes one target group, and the group is attached to several" }
    end
    return {}
  end }
end

AutoScalingGroup.get.auto_scaling_group_name = function(self)
  return self:get_resource_name_attribute(self._resource.ref)
end

AutoScalingGroup.get.auto_scaling_group_arn = function(self) return self:_arn_of(self.auto_scaling_group_name) end

AutoScalingGroup.get.connections = function(self)
  if self._connections then return self._connections end
  if self._launch_template then return self._launch_template.connections end
  return fail(self, "the security groups of an imported launch template are not known, so no traffic can be allowed")
end

AutoScalingGroup.get.user_data = function(self)
  local user_data = self._user_data or self._launch_template and self._launch_template.user_data
  return user_data or fail(self, "the launch template has no user data that is known here: -> give it user_data")
end

AutoScalingGroup.get.role = function(self)
  return self._role or fail(self, "the launch template has no role that is known here: -> give it a role")
end

--- Adds a security group to the instances.
function AutoScalingGroup:add_security_group(security_group)
  if cdk.FeatureFlags.of(self):is_enabled(launch.FLAG_GENERATE) then
    if self._launch_template then self._launch_template:add_security_group(security_group) end
    return
  end
  local groups = self._security_groups
  if not groups then
    fail(self, "add_security_group is for groups without a launch template of their own; -> add it to that one")
  end
  groups[#groups + 1] = security_group
end

--- Called when a classic load balancer takes the group as a target.
function AutoScalingGroup:attach_to_classic_lb(load_balancer)
  local names = self._load_balancer_names
  names[#names + 1] = load_balancer.load_balancer_name
end

local function attach(self, arn)
  local arns = self._target_group_arns
  arns[#arns + 1] = arn
  return { target_type = "instance" }
end

--- Called when a target group of an Application Load Balancer takes the group's instances.
function AutoScalingGroup:attach_to_application_target_group(target_group)
  local result = attach(self, target_group.target_group_arn)
  -- Imported ones do not know their load balancer.
  if engine.has(target_group, "first_load_balancer_full_name") then self._alb_target_group = target_group end
  target_group:register_connectable(self)
  return result
end

--- Called when a target group of a Network Load Balancer takes the group's instances.
function AutoScalingGroup:attach_to_network_target_group(target_group)
  return attach(self, target_group.target_group_ref.target_group_arn)
end

--- Adds lines to the script that instances run when they start.
function AutoScalingGroup:add_user_data(...) self.user_data:add_commands(...) end

--- Adds a statement to the instances' role.
function AutoScalingGroup:add_to_role_policy(statement) self.role:add_to_principal_policy(statement) end

--- Has cfn-init set up the instances; `signals` must say how many are waited for.
function AutoScalingGroup:apply_cloud_formation_init(init, options)
  local policy = self._resource.cfn_options.creation_policy
  if not (policy and policy.resource_signal) then
    fail(self, "cfn-init tells when an instance is up: -> give the group signals, which wait for that")
  end
  options = options or {}
  init:attach(self._resource, {
    platform = self.os_type, instance_role = self.role, user_data = self.user_data,
    config_sets = options.config_sets, embed_fingerprint = options.embed_fingerprint, print_log = options.print_log,
    ignore_failures = options.ignore_failures, include_role = options.include_role, include_url = options.include_url,
  })
end

--- Keeps instances that are launched from now on when the group shrinks.
function AutoScalingGroup:protect_new_instances_from_scale_in() self._new_instances_protected_from_scale_in = true end

--- Whether instances that are launched from now on are kept when the group shrinks.
function AutoScalingGroup:are_new_instances_protected_from_scale_in()
  return self._new_instances_protected_from_scale_in == true
end

-- ---- groups made elsewhere ------------------------------------------------------------------------------------------

local Imported = engine.class("aws_cdk.aws_autoscaling.ImportedAutoScalingGroup", AutoScalingGroupBase,
  "aws_cdk.aws_autoscaling.IAutoScalingGroup")

--- A group made elsewhere.
function AutoScalingGroup.from_auto_scaling_group_name(scope, id, auto_scaling_group_name)
  local imported = Imported(scope, id)
  imported.auto_scaling_group_name = auto_scaling_group_name
  imported.auto_scaling_group_arn = imported:_arn_of(auto_scaling_group_name)
  imported.os_type = ec2.OperatingSystemType.UNKNOWN
  imported.grant_principal = iam.UnknownPrincipal { resource = imported }
  return imported
end

return { AutoScalingGroup = AutoScalingGroup }
