-- Groups of EC2 instances. The cases are twins of tools/golden/aws_autoscaling.js.
local autoscaling = require "aws_cdk.aws_autoscaling"
local cdk = require "aws_cdk"
local cloudwatch = require "aws_cdk.aws_cloudwatch"
local ec2 = require "aws_cdk.aws_ec2"
local elb = require "aws_cdk.aws_elasticloadbalancing"
local elbv2 = require "aws_cdk.aws_elasticloadbalancingv2"
local golden = require "spec.support.golden"
local iam = require "aws_cdk.aws_iam"
local sns = require "aws_cdk.aws_sns"
local refuses = require "spec.support.refuses"

-- The properties of both tables.
local function with(properties, more)
  for key, value in pairs(more or {}) do properties[key] = value end
  return properties
end

local ENV = { account = "111122223333", region = "eu-west-1" }

local FLAG = "@aws-cdk/aws-autoscaling:generateLaunchTemplateInsteadOfLaunchConfig"

local AMI = "ami-1234567890abcdef0"

local cases = {}

function cases.launch_configurations(app)
  local BlockDeviceVolume = autoscaling.BlockDeviceVolume
  local stack = cdk.Stack(app, "S", { env = ENV })
  local function out(id, value) return cdk.CfnOutput(stack, id, { value = value }) end
  local vpc = ec2.Vpc(stack, "Vpc", { max_azs = 2 })
  local machine_image = ec2.MachineImage.generic_linux { ["eu-west-1"] = AMI }
  local instance_type = ec2.InstanceType.of(ec2.InstanceClass.T3, ec2.InstanceSize.MICRO)
  local plain = autoscaling.AutoScalingGroup(stack, "Plain", {
    vpc = vpc, machine_image = machine_image, instance_type = instance_type,
  })
  local full = autoscaling.AutoScalingGroup(stack, "Full", {
    vpc = vpc, machine_image = machine_image, instance_type = instance_type,
    vpc_subnets = { subnet_type = ec2.SubnetType.PUBLIC }, associate_public_ip_address = true,
    key_name = "key", spot_price = "0.05", instance_monitoring = autoscaling.Monitoring.DETAILED,
    user_data = ec2.UserData.for_linux(),
    role = iam.Role(stack, "Role", { assumed_by = iam.ServicePrincipal "ec2.amazonaws.com" }),
    security_group = ec2.SecurityGroup(stack, "Group", { vpc = vpc }), ssm_session_permissions = true,
    require_imdsv2 = true,
    block_devices = {
      {
        device_name = "/dev/a",
        volume = BlockDeviceVolume.ebs(15, {
          delete_on_termination = true, encrypted = true, iops = 500,
          volume_type = autoscaling.EbsDeviceVolumeType.IO1,
        }),
      },
      {
        device_name = "/dev/b",
        volume = BlockDeviceVolume.ebs_from_snapshot("snap-1", {
          volume_size = 500, delete_on_termination = false,
        }),
      },
      { device_name = "/dev/c", volume = BlockDeviceVolume.ephemeral(0) },
      { device_name = "/dev/d", volume = BlockDeviceVolume.no_device() },
      {
        device_name = "/dev/e",
        volume = BlockDeviceVolume.ebs(20, {
          volume_type = autoscaling.EbsDeviceVolumeType.GP3, throughput = 250,
        }),
      },
      {
        device_name = "/dev/f",
        volume = BlockDeviceVolume.ebs(20, {
          iops = 100, volume_initialization_rate = cdk.Size.mebibytes(100),
        }),
      },
    },
  })
  autoscaling.AutoScalingGroup(stack, "Basic", {
    vpc = vpc, machine_image = machine_image, instance_type = instance_type,
    instance_monitoring = autoscaling.Monitoring.BASIC, allow_all_outbound = false,
  })
  full:add_user_data("echo one", "echo two")
  full:add_security_group(ec2.SecurityGroup.from_security_group_id(stack, "Other", "sg-12345678"))
  full:add_to_role_policy(iam.PolicyStatement { actions = { "s3:ListAllMyBuckets" }, resources = { "*" } })
  full.connections:allow_from_any_ipv4(ec2.Port.tcp(22))
  plain.role:add_managed_policy(iam.ManagedPolicy.from_aws_managed_policy_name "ReadOnlyAccess")
  out("Name", plain.auto_scaling_group_name)
  out("Arn", plain.auto_scaling_group_arn)
  out("RefArn", plain.auto_scaling_group_ref.auto_scaling_group_arn)
  out("OsType", tostring(plain.os_type))
  out("SpotPrice", full.spot_price)
end

function cases.launch_templates(app)
  local BlockDeviceVolume = autoscaling.BlockDeviceVolume
  app.node:set_context(FLAG, true)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local vpc = ec2.Vpc(stack, "Vpc", { max_azs = 2 })
  local machine_image = ec2.MachineImage.generic_windows { ["eu-west-1"] = AMI }
  local instance_type = ec2.InstanceType.of(ec2.InstanceClass.T3, ec2.InstanceSize.MICRO)
  local plain = autoscaling.AutoScalingGroup(stack, "Plain", {
    vpc = vpc, machine_image = machine_image, instance_type = instance_type,
  })
  local full = autoscaling.AutoScalingGroup(stack, "Full", {
    vpc = vpc, machine_image = machine_image, instance_type = instance_type,
    vpc_subnets = { subnet_type = ec2.SubnetType.PUBLIC }, associate_public_ip_address = true,
    key_pair = ec2.KeyPair(stack, "Pair"), spot_price = "0.050",
    instance_monitoring = autoscaling.Monitoring.DETAILED, user_data = ec2.UserData.for_windows(),
    ssm_session_permissions = true, require_imdsv2 = true,
    role = iam.Role(stack, "Role", { assumed_by = iam.ServicePrincipal "ec2.amazonaws.com" }),
    block_devices = {
      {
        device_name = "/dev/a",
        volume = BlockDeviceVolume.ebs(15, {
          delete_on_termination = true, encrypted = true, iops = 500,
          volume_type = autoscaling.EbsDeviceVolumeType.GP3, throughput = 125,
        }),
      },
      {
        device_name = "/dev/b",
        volume = BlockDeviceVolume.ebs_from_snapshot("snap-1", {
          volume_size = 500, volume_initialization_rate = cdk.Size.mebibytes(200),
        }),
      },
      { device_name = "/dev/c", volume = BlockDeviceVolume.ephemeral(1) },
      { device_name = "/dev/d", volume = BlockDeviceVolume.no_device() },
    },
  })
  autoscaling.AutoScalingGroup(stack, "Named", {
    vpc = vpc, machine_image = machine_image, instance_type = instance_type, key_name = "key",
  })
  full:add_user_data "echo one"
  full:add_security_group(ec2.SecurityGroup.from_security_group_id(stack, "Other", "sg-12345678"))
  plain.connections:allow_from_any_ipv4(ec2.Port.tcp(22))
  cdk.CfnOutput(stack, "OsType", { value = tostring(plain.os_type) })
end

function cases.given_launch_templates(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local vpc = ec2.Vpc(stack, "Vpc", { max_azs = 2 })
  local template = ec2.LaunchTemplate(stack, "Template", {
    machine_image = ec2.MachineImage.generic_linux { ["eu-west-1"] = AMI },
    instance_type = ec2.InstanceType "t3.micro",
    security_group = ec2.SecurityGroup(stack, "Group", { vpc = vpc }), user_data = ec2.UserData.for_linux(),
    role = iam.Role(stack, "Role", { assumed_by = iam.ServicePrincipal "ec2.amazonaws.com" }),
  })
  local own = autoscaling.AutoScalingGroup(stack, "Own", {
    vpc = vpc, launch_template = template, ssm_session_permissions = true,
  })
  own:add_user_data "echo one"
  own.connections:allow_from_any_ipv4(ec2.Port.tcp(22))
  own:add_to_role_policy(iam.PolicyStatement { actions = { "s3:ListAllMyBuckets" }, resources = { "*" } })
  local by_name = ec2.LaunchTemplate.from_launch_template_attributes(stack, "ByName", {
    launch_template_name = "name", version_number = "3",
  })
  local by_id = ec2.LaunchTemplate.from_launch_template_attributes(stack, "ById", {
    launch_template_id = "lt-1",
  })
  autoscaling.AutoScalingGroup(stack, "Imported", {
    vpc = vpc, launch_template = by_name,
  })
  autoscaling.AutoScalingGroup(stack, "Mixed", {
    vpc = vpc,
    mixed_instances_policy = {
      launch_template = template,
      instances_distribution = {
        on_demand_allocation_strategy = autoscaling.OnDemandAllocationStrategy.PRIORITIZED,
        on_demand_base_capacity = 1, on_demand_percentage_above_base_capacity = 25, spot_instance_pools = 2,
        spot_max_price = "0.1", spot_allocation_strategy = autoscaling.SpotAllocationStrategy.LOWEST_PRICE,
      },
      launch_template_overrides = {
        { instance_type = ec2.InstanceType "t4g.micro", launch_template = by_id, weighted_capacity = 9 },
        {
          instance_requirements = {
            v_cpu_count = { min = 4, max = 8 }, memory_mib = { min = 16384 }, cpu_manufacturers = { "intel" },
          },
        },
      },
    },
  })
  autoscaling.AutoScalingGroup(stack, "MixedImported", {
    vpc = vpc, mixed_instances_policy = { launch_template = by_id },
  })
end

function cases.properties(app)
  local GroupMetric = autoscaling.GroupMetric
  local GroupMetrics = autoscaling.GroupMetrics
  local ScalingEvent = autoscaling.ScalingEvent
  local ScalingEvents = autoscaling.ScalingEvents
  local TerminationPolicy = autoscaling.TerminationPolicy
  local RETAIN = autoscaling.TerminateHookAbandonAction.RETAIN
  local stack = cdk.Stack(app, "S", { env = ENV })
  local vpc = ec2.Vpc(stack, "Vpc", { max_azs = 2 })
  local machine_image = ec2.MachineImage.generic_linux { ["eu-west-1"] = AMI }
  local instance_type = ec2.InstanceType "t3.micro"
  local function group(id, props)
    return autoscaling.AutoScalingGroup(stack, id, with({
      vpc = vpc, machine_image = machine_image, instance_type = instance_type,
    }, props))
  end
  local topic = sns.Topic(stack, "Topic")
  local full = group("Full", {
    auto_scaling_group_name = "full", min_capacity = 2, max_capacity = 6, desired_capacity = 3,
    cooldown = cdk.Duration.minutes(2),
    az_capacity_distribution_strategy = autoscaling.CapacityDistributionStrategy.BALANCED_ONLY,
    capacity_rebalance = true, default_instance_warmup = cdk.Duration.seconds(5),
    deletion_protection = autoscaling.DeletionProtection.PREVENT_ALL_DELETION,
    group_metrics = {
      GroupMetrics(GroupMetric.MIN_SIZE, GroupMetric.MAX_SIZE, GroupMetric.MIN_SIZE), GroupMetrics.all(),
      GroupMetrics(GroupMetric "Own"),
    },
    health_checks = autoscaling.HealthChecks.with_additional_checks({
      additional_types = { autoscaling.AdditionalHealthCheckType.EBS, autoscaling.AdditionalHealthCheckType.ELB },
      grace_period = cdk.Duration.minutes(1),
    }),
    instance_lifecycle_policy = { retention_triggers = { terminate_hook_abandon = RETAIN } },
    max_instance_lifetime = cdk.Duration.days(7), new_instances_protected_from_scale_in = false,
    min_healthy_percentage = 90, max_healthy_percentage = 120,
    notifications = {
      { topic = topic, scaling_events = ScalingEvents.ERRORS }, { topic = topic },
      { topic = topic, scaling_events = ScalingEvents(ScalingEvent.TEST_NOTIFICATION) },
    },
    termination_policies = { TerminationPolicy.CUSTOM_LAMBDA_FUNCTION, TerminationPolicy.OLDEST_INSTANCE },
    termination_policy_custom_lambda_function_arn = "arn:aws:lambda:eu-west-1:111122223333:function:terminate",
  })
  group("Ec2", {
    health_checks = autoscaling.HealthChecks.ec2 { grace_period = cdk.Duration.minutes(3) },
  })
  group("Ec2Default", { health_checks = autoscaling.HealthChecks.ec2() })
  group("OldEc2", { health_check = autoscaling.HealthCheck.ec2() })
  group("OldElb", {
    health_check = autoscaling.HealthCheck.elb { grace = cdk.Duration.minutes(2) },
  })
  group("Cleared", {
    min_healthy_percentage = -1, max_healthy_percentage = -1, max_instance_lifetime = cdk.Duration.seconds(0),
  })
  group("Desired", { desired_capacity = 5 })
  group("Empty", {
    min_capacity = 0, group_metrics = {}, notifications = {}, termination_policies = {},
  })
  local parameter = cdk.CfnParameter(stack, "Least", { type = "Number" })
  group("Tokens", { min_capacity = parameter.value_as_number })
  group("Kept", { ignore_unmodified_size_properties = false })
  local protected_later = group "Protected"
  protected_later:protect_new_instances_from_scale_in()
  cdk.CfnOutput(stack, "AreProtected", {
    value = tostring(protected_later:are_new_instances_protected_from_scale_in()),
  })
  cdk.CfnOutput(stack, "AreNot", {
    value = tostring(full:are_new_instances_protected_from_scale_in()),
  })
  cdk.CfnOutput(stack, "Life", { value = tostring(full.max_instance_lifetime:to_days()) })
end

function cases.updates(app)
  local ScalingProcess = autoscaling.ScalingProcess
  local Signals = autoscaling.Signals
  local UpdatePolicy = autoscaling.UpdatePolicy
  local stack = cdk.Stack(app, "S", { env = ENV })
  local vpc = ec2.Vpc(stack, "Vpc", { max_azs = 2 })
  local machine_image = ec2.MachineImage.generic_linux { ["eu-west-1"] = AMI }
  local instance_type = ec2.InstanceType "t3.micro"
  local function group(id, props)
    return autoscaling.AutoScalingGroup(stack, id, with({
      vpc = vpc, machine_image = machine_image, instance_type = instance_type,
    }, props))
  end
  group("All", { signals = Signals.wait_for_all(), desired_capacity = 4 })
  group("AllLeast", {
    signals = Signals.wait_for_all { timeout = cdk.Duration.hours(1), min_success_percentage = 50 },
    min_capacity = 2,
  })
  group("Min", {
    signals = Signals.wait_for_min_capacity { min_success_percentage = 100 }, min_capacity = 3,
    max_capacity = 5,
  })
  group("Count", {
    signals = Signals.wait_for_count(7, { timeout = cdk.Duration.minutes(8) }),
  })
  group("Replacing", { update_policy = UpdatePolicy.replacing_update() })
  group("Rolling", { update_policy = UpdatePolicy.rolling_update() })
  group("RollingFull", {
    migrate_to_launch_template = true,
    update_policy = UpdatePolicy.rolling_update({
      max_batch_size = 4, min_instances_in_service = 2, min_success_percentage = 80,
      pause_time = cdk.Duration.minutes(10),
      suspend_processes = { ScalingProcess.LAUNCH, ScalingProcess.TERMINATE },
      wait_on_resource_signals = true,
    }),
  })
  group("RollingSignals", {
    signals = Signals.wait_for_all { timeout = cdk.Duration.hours(1), min_success_percentage = 50 },
    update_policy = UpdatePolicy.rolling_update(),
  })
  group("RollingImpatient", {
    signals = Signals.wait_for_all(),
    update_policy = UpdatePolicy.rolling_update { wait_on_resource_signals = false },
  })
  group("Refresh", {
    update_policy = UpdatePolicy.instance_refresh {
      strategy = autoscaling.InstanceRefreshStrategy.ROLLING,
    },
  })
  local alarm = cloudwatch.Alarm(stack, "Alarm", {
    metric = cloudwatch.Metric { namespace = "N", metric_name = "m" }, threshold = 1, evaluation_periods = 1,
  })
  group("RefreshFull", {
    signals = Signals.wait_for_all(),
    update_policy = UpdatePolicy.instance_refresh({
      strategy = autoscaling.InstanceRefreshStrategy.REPLACE_ROOT_VOLUME, min_healthy_percentage = 90,
      max_healthy_percentage = 110, instance_warmup = cdk.Duration.minutes(1), skip_matching = false,
      checkpoint_percentages = { 20, 50, 100 }, checkpoint_delay = cdk.Duration.minutes(10),
      bake_time = cdk.Duration.minutes(5), alarms = { alarm },
      scale_in_protected_instances = autoscaling.ScaleInProtectedInstances.REFRESH,
      standby_instances = autoscaling.StandbyInstances.TERMINATE,
    }),
  })
  group("RefreshEmpty", {
    update_policy = UpdatePolicy.instance_refresh {
      strategy = autoscaling.InstanceRefreshStrategy.ROLLING, alarms = {}, checkpoint_percentages = {},
    },
  })
end

function cases.cloud_formation_init(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local vpc = ec2.Vpc(stack, "Vpc", { max_azs = 2 })
  local machine_image = ec2.MachineImage.generic_linux { ["eu-west-1"] = AMI }
  local instance_type = ec2.InstanceType "t3.micro"
  local function init()
    return ec2.CloudFormationInit.from_elements(ec2.InitCommand.shell_command "echo hello")
  end
  autoscaling.AutoScalingGroup(stack, "Plain", {
    vpc = vpc, machine_image = machine_image, instance_type = instance_type,
    signals = autoscaling.Signals.wait_for_all(), init = init(),
  })
  autoscaling.AutoScalingGroup(stack, "Options", {
    vpc = vpc, machine_image = machine_image, instance_type = instance_type,
    signals = autoscaling.Signals.wait_for_count(2, { timeout = cdk.Duration.minutes(5) }), init = init(),
    update_policy = autoscaling.UpdatePolicy.replacing_update(),
    init_options = {
      config_sets = { "default" }, embed_fingerprint = false, ignore_failures = true, include_role = true,
      include_url = true, print_log = false,
    },
  })
  local later = autoscaling.AutoScalingGroup(stack, "Later", {
    vpc = vpc, machine_image = machine_image, instance_type = instance_type,
    signals = autoscaling.Signals.wait_for_all(),
  })
  later:apply_cloud_formation_init(init())
end

function cases.scaling(app)
  local AdjustmentType, MetricAggregationType = autoscaling.AdjustmentType, autoscaling.MetricAggregationType
  local stack = cdk.Stack(app, "S", { env = ENV })
  local vpc = ec2.Vpc(stack, "Vpc", { max_azs = 2 })
  local group = autoscaling.AutoScalingGroup(stack, "Group", {
    vpc = vpc, machine_image = ec2.MachineImage.generic_linux { ["eu-west-1"] = AMI },
    instance_type = ec2.InstanceType "t3.micro",
  })
  local metric = cloudwatch.Metric({
    namespace = "Own", metric_name = "Load", dimensions_map = { Name = "x" }, statistic = "Maximum",
    unit = cloudwatch.Unit.PERCENT,
  })
  group:scale_on_cpu_utilization("Cpu", { target_utilization_percent = 30 })
  group:scale_on_incoming_bytes("In", {
    target_bytes_per_second = 100, cooldown = cdk.Duration.minutes(1),
  })
  group:scale_on_outgoing_bytes("Out", {
    target_bytes_per_second = 200, disable_scale_in = true,
  })
  local tracked = group:scale_to_track_metric("Metric", {
    metric = metric, target_value = 2, estimated_instance_warmup = cdk.Duration.minutes(3),
  })
  local steps = group:scale_on_metric("Steps", {
    metric = metric, estimated_instance_warmup = cdk.Duration.seconds(150),
    scaling_steps = { { upper = 0, change = -1 }, { lower = 100, change = 1 }, { lower = 500, change = 5 } },
  })
  group:scale_on_metric("Exact", {
    metric = metric, adjustment_type = AdjustmentType.EXACT_CAPACITY, evaluation_periods = 10,
    datapoints_to_alarm = 6,
    scaling_steps = { { upper = 10, change = 0 }, { lower = 10, upper = 20, change = 2 }, { lower = 20, change = 8 } },
    metric_aggregation_type = MetricAggregationType.MINIMUM, min_adjustment_magnitude = 3,
    cooldown = cdk.Duration.minutes(1),
  })
  group:scale_on_metric("Percent", {
    metric = metric:with { statistic = "p99" }, adjustment_type = AdjustmentType.PERCENT_CHANGE_IN_CAPACITY,
    scaling_steps = { { lower = 10, upper = 20, change = 10 }, { lower = 20, change = 50 } },
  })
  local action = autoscaling.StepScalingAction(stack, "Action", { auto_scaling_group = group })
  action:add_adjustment { adjustment = 1, lower_bound = 0, upper_bound = 10 }
  action:add_adjustment { adjustment = 2, lower_bound = 10 }
  autoscaling.TargetTrackingScalingPolicy(stack, "Requests", {
    auto_scaling_group = group, predefined_metric = autoscaling.PredefinedMetric.ALB_REQUEST_COUNT_PER_TARGET,
    target_value = 10, resource_label = "app/a/b",
  })
  group:scale_on_schedule("Morning", {
    schedule = autoscaling.Schedule.cron { hour = "8", minute = "0" }, min_capacity = 20,
    time_zone = "Europe/London",
  })
  group:scale_on_schedule("Everything", {
    schedule = autoscaling.Schedule.cron { week_day = "1-5" }, max_capacity = 3, desired_capacity = 2,
    start_time = "2033-09-10T12:00:00Z", end_time = "2033-09-11T12:34:56Z",
  })
  local action2 = group:scale_on_schedule("Literal", {
    schedule = autoscaling.Schedule.expression "0 1 * * *", desired_capacity = 0,
  })
  cdk.CfnOutput(stack, "Tracked", { value = tracked.scaling_policy_arn })
  cdk.CfnOutput(stack, "Upper", { value = steps.upper_action.scaling_policy_arn })
  cdk.CfnOutput(stack, "Alarm", { value = steps.lower_alarm.alarm_arn })
  cdk.CfnOutput(stack, "Scheduled", { value = action2.scheduled_action_name })
end

function cases.hooks_and_pools(app)
  local DefaultResult, LifecycleTransition = autoscaling.DefaultResult, autoscaling.LifecycleTransition
  local stack = cdk.Stack(app, "S", { env = ENV })
  local vpc = ec2.Vpc(stack, "Vpc", { max_azs = 2 })
  local function group(id)
    return autoscaling.AutoScalingGroup(stack, id, {
      vpc = vpc, machine_image = ec2.MachineImage.generic_linux { ["eu-west-1"] = AMI },
      instance_type = ec2.InstanceType "t3.micro",
    })
  end
  local plain = group "Plain"
  plain:add_warm_pool()
  local hook = plain:add_lifecycle_hook("Launching", {
    lifecycle_transition = LifecycleTransition.INSTANCE_LAUNCHING,
  })
  plain:add_lifecycle_hook("Terminating", {
    lifecycle_transition = LifecycleTransition.INSTANCE_TERMINATING, default_result = DefaultResult.ABANDON,
    heartbeat_timeout = cdk.Duration.minutes(3), lifecycle_hook_name = "named",
    notification_metadata = "metadata",
  })
  group "Full":add_warm_pool({
    max_group_prepared_capacity = 5, min_size = 2, pool_state = autoscaling.PoolState.HIBERNATED,
    reuse_on_scale_in = true,
  })
  group "Unlimited":add_warm_pool {
    max_group_prepared_capacity = -1, min_size = 0, reuse_on_scale_in = false,
  }
  cdk.CfnOutput(stack, "Name", { value = hook.lifecycle_hook_name })
  cdk.CfnOutput(stack, "Ref", { value = hook.lifecycle_hook_ref.auto_scaling_group_name })
end

function cases.imports(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local group = autoscaling.AutoScalingGroup.from_auto_scaling_group_name(stack, "Group", "name")
  group:scale_on_cpu_utilization("Cpu", { target_utilization_percent = 50 })
  group:add_lifecycle_hook("Hook", {
    lifecycle_transition = autoscaling.LifecycleTransition.INSTANCE_LAUNCHING,
  })
  group:add_warm_pool()
  group:add_user_data "ignored"
  group:scale_on_metric("Steps", {
    metric = cloudwatch.Metric { namespace = "N", metric_name = "m" },
    scaling_steps = { { upper = 1, change = -1 }, { lower = 9, change = 1 } },
  })
  iam.Policy(stack, "Policy", {
    roles = { iam.Role(stack, "Role", { assumed_by = iam.AccountRootPrincipal() }) },
    statements = {
      iam.PolicyStatement {
        actions = { "a:B" }, resources = { group.auto_scaling_group_arn },
      },
    },
  })
  cdk.CfnOutput(stack, "Name", { value = group.auto_scaling_group_name })
  cdk.CfnOutput(stack, "OsType", { value = tostring(group.os_type) })
end

function cases.classic_load_balancers(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local vpc = ec2.Vpc(stack, "Vpc", { max_azs = 2 })
  local group = autoscaling.AutoScalingGroup(stack, "Group", {
    vpc = vpc, machine_image = ec2.MachineImage.generic_linux { ["eu-west-1"] = AMI },
    instance_type = ec2.InstanceType "t3.micro",
  })
  local balancer = elb.LoadBalancer(stack, "Balancer", {
    vpc = vpc, targets = { group }, health_check = { port = 80 },
  })
  balancer:add_listener { external_port = 80 }
end

function cases.imdsv2(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local vpc = ec2.Vpc(stack, "Vpc", { max_azs = 1 })
  autoscaling.AutoScalingGroup(stack, "Group", {
    vpc = vpc, machine_image = ec2.MachineImage.generic_linux { ["eu-west-1"] = AMI },
    instance_type = ec2.InstanceType "t3.micro",
  })
  cdk.Aspects.of(stack):add(autoscaling.AutoScalingGroupRequireImdsv2Aspect())
end

function cases.imdsv2_of_templates(app)
  app.node:set_context(FLAG, true)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local vpc = ec2.Vpc(stack, "Vpc", { max_azs = 1 })
  autoscaling.AutoScalingGroup(stack, "Group", {
    vpc = vpc, machine_image = ec2.MachineImage.generic_linux { ["eu-west-1"] = AMI },
    instance_type = ec2.InstanceType "t3.micro",
  })
  cdk.Aspects.of(app):add(autoscaling.AutoScalingGroupRequireImdsv2Aspect())
end

describe("aws_autoscaling", function()
  golden.check("aws_autoscaling", cases)

  local stack, vpc, image, micro, n

  before_each(function()
    stack = cdk.Stack(cdk.App(), "S", { env = ENV })
    vpc = ec2.Vpc(stack, "Vpc", { max_azs = 2 })
    image = ec2.MachineImage.generic_linux { ["eu-west-1"] = AMI }
    micro = ec2.InstanceType "t3.micro"
    n = 0
  end)

  local function group(props)
    n = n + 1
    return autoscaling.AutoScalingGroup(stack, "Group" .. n, with({
      vpc = vpc, machine_image = image, instance_type = micro,
    }, props))
  end

  local function bare(props)
    n = n + 1
    return autoscaling.AutoScalingGroup(stack, "Group" .. n, with({ vpc = vpc }, props))
  end

  local function template()
    n = n + 1
    return ec2.LaunchTemplate(stack, "Template" .. n, { machine_image = image, instance_type = micro })
  end

  local function warnings()
    local found = {}
    for _, construct in ipairs(stack.node:find_all()) do
      for _, entry in ipairs(construct.node.metadata) do
        if entry.type == "aws:cdk:warning" then found[#found + 1] = entry.data end
      end
    end
    return table.concat(found, "\n")
  end

  it("needs to know what instances are, from the group or from a launch template", function()
    refuses("a group needs machine_image, or launch_template, or mixed_instances_policy", bare, {})
    refuses("a group needs instance_type", bare, { machine_image = image })
    refuses("key_name and key_pair are mutually exclusive", group,
      { key_name = "a", key_pair = ec2.KeyPair(stack, "Pair") })
    refuses("key_pair needs the feature flag @aws-cdk/aws-autoscaling:generateLaunchTemplate", group,
      { key_pair = ec2.KeyPair(stack, "Pair2") })
    refuses("init_options needs init", group, { init_options = {} })
  end)

  it("takes no description of instances beside a launch template", function()
    local described = template()
    for name, value in pairs {
      machine_image = image, instance_type = micro, user_data = ec2.UserData.for_linux(), key_name = "key",
      instance_monitoring = autoscaling.Monitoring.DETAILED, spot_price = "1", block_devices = {},
      require_imdsv2 = true, key_pair = ec2.KeyPair(stack, "Pair"),
      role = iam.Role(stack, "Role", { assumed_by = iam.AccountRootPrincipal() }),
      security_group = ec2.SecurityGroup(stack, "Group", { vpc = vpc }),
    } do
      refuses(name .. " describes instances, as the launch template does", bare,
        { launch_template = described, [name] = value })
    end
    refuses("associate_public_ip_address belongs to the launch template", bare,
      { launch_template = described, associate_public_ip_address = false })
    refuses("launch_template and mixed_instances_policy are mutually exclusive", bare,
      { launch_template = described, mixed_instances_policy = { launch_template = described } })
    refuses("launch_template needs a launch template with instance_type", bare,
      { launch_template = ec2.LaunchTemplate(stack, "A", { machine_image = image }) })
    refuses("launch_template needs a launch template with machine_image", bare,
      { launch_template = ec2.LaunchTemplate(stack, "B", { instance_type = micro }) })
    refuses("mixed_instances_policy.launch_template needs a launch template with machine_image", bare,
      { mixed_instances_policy = { launch_template = ec2.LaunchTemplate(stack, "C") } })
  end)

  it("takes overrides of a whole weight and of one kind", function()
    local function mixed(override)
      return { mixed_instances_policy = { launch_template = template(), launch_template_overrides = { override } } }
    end
    refuses("weighted_capacity must be an integer, got 1.5", bare,
      mixed { instance_type = micro, weighted_capacity = 1.5 })
    refuses("exactly one of instance_type and instance_requirements, got neither", bare, mixed {})
    refuses("got both", bare, mixed {
      instance_type = micro, instance_requirements = { v_cpu_count = { min = 1 }, memory_mib = { min = 1 } },
    })
  end)

  it("does not know what an imported launch template has", function()
    local imported = bare {
      launch_template = ec2.LaunchTemplate.from_launch_template_attributes(stack, "T", { launch_template_id = "lt-1" }),
    }
    refuses("the launch template has no role that is known here", function() return imported.role end)
    refuses("the launch template has no user data that is known here", function() return imported.user_data end)
    refuses("the security groups of an imported launch template are not known",
      function() return imported.connections end)
    refuses("add_security_group is for groups without a launch template", imported.add_security_group, imported,
      ec2.SecurityGroup(stack, "Other", { vpc = vpc }))
  end)

  it("checks capacities, life times and percentages", function()
    local Duration = cdk.Duration
    for _, row in ipairs {
      { "min_capacity must be at most max_capacity; they are 5 and 2", { min_capacity = 5, max_capacity = 2 } },
      { "desired_capacity must be at least min_capacity; they are 1 and 2", { min_capacity = 2, desired_capacity = 1,
        max_capacity = 3 } },
      { "desired_capacity must be at most max_capacity; they are 4 and 3", { max_capacity = 3, desired_capacity = 4 } },
      { "max_instance_lifetime must be between 1 and 365 days, got 3600",
        { max_instance_lifetime = Duration.hours(1) } },
      { "got 31622400 seconds", { max_instance_lifetime = Duration.days(366) } },
      { "must be given both, got no max_healthy_percentage", { min_healthy_percentage = 90 } },
      { "must be given both, got no min_healthy_percentage", { max_healthy_percentage = 110 } },
      { "must both be -1", { min_healthy_percentage = -1, max_healthy_percentage = 110 } },
      { "min_healthy_percentage must be between 0 and 100, or -1", { min_healthy_percentage = 101,
        max_healthy_percentage = 110 } },
      { "max_healthy_percentage must be between 100 and 200, or -1", { min_healthy_percentage = 90,
        max_healthy_percentage = 99 } },
      { "may be 100 more than min_healthy_percentage at most, got 150", { min_healthy_percentage = 50,
        max_healthy_percentage = 200 } },
    } do
      refuses(row[1], group, row[2])
    end
  end)

  it("checks what does not go together", function()
    local Termination = autoscaling.TerminationPolicy
    local one = autoscaling.HealthCheck.ec2()
    refuses("health_check and health_checks are mutually exclusive", group,
      { health_check = one, health_checks = autoscaling.HealthChecks.ec2() })
    refuses("additional_types must name at least one check", autoscaling.HealthChecks.with_additional_checks,
      { additional_types = {} })
    refuses("CUSTOM_LAMBDA_FUNCTION must be the first of termination_policies", group,
      { termination_policies = { Termination.DEFAULT, Termination.CUSTOM_LAMBDA_FUNCTION } })
    refuses("needs termination_policy_custom_lambda_function_arn", group,
      { termination_policies = { Termination.CUSTOM_LAMBDA_FUNCTION } })
    refuses("associate_public_ip_address needs public subnets", group, { associate_public_ip_address = true })
    refuses("migrate_to_launch_template needs update_policy", group, { migrate_to_launch_template = true })
    refuses("give the group signals", group, {
      init = ec2.CloudFormationInit.from_elements(ec2.InitCommand.shell_command "x"),
    })
  end)

  it("checks the volumes of launch configurations", function()
    local Volume, Type = autoscaling.BlockDeviceVolume, autoscaling.EbsDeviceVolumeType
    local function with_volume(options)
      return { block_devices = { { device_name = "/dev/a", volume = Volume.ebs(10, options) } } }
    end
    refuses("throughput needs volume_type GP3, got 'gp2'", group,
      with_volume { throughput = 125, volume_type = Type.GP2 })
    refuses("throughput must be between 125 and 2000, got 124", group,
      with_volume { throughput = 124, volume_type = Type.GP3 })
    refuses("throughput can be at most 0.25 MiB/s per IOPS", group,
      with_volume { throughput = 1000, iops = 3000, volume_type = Type.GP3 })
    refuses("volumes of volume_type IO1 need iops", group, with_volume { volume_type = Type.IO1 })
    refuses("volume_index counts from 0, got -1", Volume.ephemeral, -1)
  end)

  it("checks percentages of signals and updates", function()
    local Signals, Update = autoscaling.Signals, autoscaling.UpdatePolicy
    refuses("min_success_percentage must be a percentage between 0 and 100, got 101", Signals.wait_for_all,
      { min_success_percentage = 101 })
    refuses("min_success_percentage must be", Update.rolling_update, { min_success_percentage = -1 })
    local alarm = cloudwatch.Alarm(stack, "Alarm", {
      metric = cloudwatch.Metric { namespace = "N", metric_name = "m" }, threshold = 1, evaluation_periods = 1,
    })
    local alarms = {}
    for i = 1, 11 do alarms[i] = alarm end
    for _, row in ipairs {
      { "min_healthy_percentage must be between 0 and 100, got 101", { min_healthy_percentage = 101 } },
      { "max_healthy_percentage must be between 100 and 200, got 99", { min_healthy_percentage = 9,
        max_healthy_percentage = 99 } },
      { "max_healthy_percentage needs min_healthy_percentage", { max_healthy_percentage = 110 } },
      { "at most, got 110", { min_healthy_percentage = 0, max_healthy_percentage = 110 } },
      { "bake_time must be between 0 and 172800 seconds, got 259200", { bake_time = cdk.Duration.days(3) } },
      { "checkpoint_delay must be between 0 and 172800 seconds", { checkpoint_delay = cdk.Duration.days(3),
        checkpoint_percentages = { 1 } } },
      { "checkpoint_delay needs checkpoint_percentages", { checkpoint_delay = cdk.Duration.days(1) } },
      { "checkpoint_percentages must be between 1 and 100, got 0", { checkpoint_percentages = { 0 } } },
      { "must rise from one to the next, got 20 after 20", { checkpoint_percentages = { 20, 20 } } },
      { "alarms must be 10 at most, got 11", { alarms = alarms } },
    } do
      row[2].strategy = autoscaling.InstanceRefreshStrategy.ROLLING
      refuses(row[1], Update.instance_refresh, row[2])
    end
  end)

  it("checks policies that scale", function()
    local metric = cloudwatch.Metric { namespace = "N", metric_name = "m" }
    local one = group()
    local Policy = autoscaling.TargetTrackingScalingPolicy
    refuses("give exactly one of custom_metric and predefined_metric", Policy, stack, "A",
      { auto_scaling_group = one, target_value = 1 })
    refuses("ALB_REQUEST_COUNT_PER_TARGET needs resource_label", Policy, stack, "B", {
      auto_scaling_group = one, target_value = 1,
      predefined_metric = autoscaling.PredefinedMetric.ALB_REQUEST_COUNT_PER_TARGET,
    })
    refuses("custom_metric must be a Metric itself", one.scale_to_track_metric, one, "C", {
      target_value = 1,
      metric = cloudwatch.MathExpression { expression = "a + a", using_metrics = { a = metric } },
    })
    refuses("scaling_steps must be 2 to 40 steps; there are 1", one.scale_on_metric, one, "D",
      { metric = metric, scaling_steps = { { change = 1, lower = 1 } } })
    refuses("needs lower_bound, upper_bound or both", function()
      autoscaling.StepScalingAction(stack, "E", { auto_scaling_group = one }):add_adjustment { adjustment = 1 }
    end)
    refuses("a scheduled action needs min_capacity, max_capacity or desired_capacity", one.scale_on_schedule, one, "F",
      { schedule = autoscaling.Schedule.expression "* * * * *" })
    refuses("day and week_day are mutually exclusive", autoscaling.Schedule.cron, { day = "1", week_day = "1" })
    refuses("scale_on_request_count needs a target group", one.scale_on_request_count, one, "G",
      { target_requests_per_minute = 1 })
  end)

  it("checks hooks and warm pools", function()
    local one = group()
    local launching = autoscaling.LifecycleTransition.INSTANCE_LAUNCHING
    refuses("role is for notification_target, which is missing", one.add_lifecycle_hook, one, "A", {
      lifecycle_transition = launching,
      role = iam.Role(stack, "Role", { assumed_by = iam.AccountRootPrincipal() }),
    })
    local hook = one:add_lifecycle_hook("B", { lifecycle_transition = launching })
    refuses("the lifecycle hook has no role", function() return hook.role end)
    refuses("max_group_prepared_capacity must be at least -1, got -2", one.add_warm_pool, one,
      { max_group_prepared_capacity = -2 })
    refuses("min_size must be at least 0, got -1", autoscaling.WarmPool, stack, "Pool",
      { auto_scaling_group = one, min_size = -1 })
  end)

  it("warns of what is left out or surprises", function()
    local one = group {
      desired_capacity = 1,
      block_devices = { { device_name = "/dev/a", volume = autoscaling.BlockDeviceVolume.ebs(1, {
        iops = 100, volume_initialization_rate = cdk.Size.mebibytes(100),
      }) } },
    }
    one:scale_on_schedule("Often", {
      schedule = autoscaling.Schedule.cron { hour = "1" }, min_capacity = 1, end_time = "2033-01-01T00:00:00Z",
    })
    local imported = bare {
      launch_template = ec2.LaunchTemplate.from_launch_template_attributes(stack, "T", { launch_template_id = "lt-1" }),
    }
    autoscaling.AutoScalingGroupRequireImdsv2Aspect():visit(imported)
    local all = warnings()
    for _, text in ipairs {
      "desired_capacity sets the size of the group back", "iops is ignored unless volume_type is IO1",
      "volume_initialization_rate is left out", "so it runs every minute", "Auto Scaling deletes the action",
      "IMDSv2 is not required by " .. imported.node.id .. ": it has a launch template",
    } do
      assert.truthy(all:find(text, 1, true), text)
    end
  end)

  it("has the number of its spot price in its launch template, as JavaScript reads it", function()
    stack = cdk.Stack(cdk.App {
      context = { ["@aws-cdk/aws-autoscaling:generateLaunchTemplateInsteadOfLaunchConfig"] = true },
    }, "S", { env = ENV })
    vpc = ec2.Vpc(stack, "Vpc", { max_azs = 2 })
    for text, price in pairs {
      ["0.1"] = "0.1", ["1e-1"] = "0.1", [" .5"] = "0.5", ["+3"] = "3", ["-2"] = "-2", ["0.5x"] = "0.5", ["1e"] = "1",
      abc = "NaN", [""] = "NaN", [cdk.Fn.import_value "price"] = "NaN",
    } do
      local made = group { spot_price = text }.node:find_child "LaunchTemplate"
      local options = stack:resolve(made.node.default_child.launch_template_data).instance_market_options
      assert.equal(price, options.spot_options.max_price, tostring(text))
    end
  end)

  it("takes one target group only, where it scales by its requests", function()
    local balancer = elbv2.ApplicationLoadBalancer(stack, "Balancer", { vpc = vpc })
    local function target_group(name)
      local made = elbv2.ApplicationTargetGroup(stack, name, { vpc = vpc, port = 80 })
      balancer:add_listener("Of" .. name, {
        port = 80 + #balancer.listeners, protocol = elbv2.ApplicationProtocol.HTTP, default_target_groups = { made },
      })
      return made
    end
    local one = group()
    assert.equal("instance", one:attach_to_application_target_group(target_group "First").target_type)
    one:scale_on_request_count("Requests", { target_requests_per_minute = 10 })
    refuses("scale_on_request_count needs target_requests_per_minute", one.scale_on_request_count, one, "None", {})
    one:attach_to_application_target_group(target_group "Second")
    refuses("scale_on_request_count takes one target group", function() stack.node.root:synth() end)
  end)
end)
