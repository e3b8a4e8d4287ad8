-- Deployments by CodeDeploy. The cases are twins of tools/golden/aws_codedeploy.js.
local cdk = require "aws_cdk"
local autoscaling = require "aws_cdk.aws_autoscaling"
local cloudwatch = require "aws_cdk.aws_cloudwatch"
local codedeploy = require "aws_cdk.aws_codedeploy"
local ec2 = require "aws_cdk.aws_ec2"
local ecs = require "aws_cdk.aws_ecs"
local elb = require "aws_cdk.aws_elasticloadbalancing"
local elbv2 = require "aws_cdk.aws_elasticloadbalancingv2"
local iam = require "aws_cdk.aws_iam"
local lambda = require "aws_cdk.aws_lambda"
local golden = require "spec.support.golden"
local refuses = require "spec.support.refuses"

local ENV = { account = "111122223333", region = "eu-west-1" }

local FLAG = "@aws-cdk/aws-codedeploy:removeAlarmsFromDeploymentGroup"

local function outputs(stack)
  return function(id, value) return cdk.CfnOutput(stack, id, { value = value }) end
end

local function vpc_of(stack)
  return ec2.Vpc.from_vpc_attributes(stack, "Vpc", {
    vpc_id = "vpc-12345678", availability_zones = { "eu-west-1a", "eu-west-1b" },
    private_subnet_ids = { "subnet-11111111", "subnet-22222222" },
    public_subnet_ids = { "subnet-33333333", "subnet-44444444" },
  })
end

local function alarm_of(stack, id)
  return cloudwatch.Alarm(stack, id, {
    metric = cloudwatch.Metric { namespace = "n", metric_name = "m" }, threshold = 1, evaluation_periods = 1,
  })
end

local function function_of(stack, id)
  return lambda.Function(stack, id, {
    code = lambda.Code.from_inline "x", handler = "index.handler", runtime = lambda.Runtime.NODEJS_20_X,
  })
end

local function alias_of(stack, id)
  return lambda.Alias(stack, id, { alias_name = "live", version = function_of(stack, id .. "Fn").current_version })
end

local cases = {}

function cases.applications(app)
  local stack = cdk.Stack(app, "S")
  local other = cdk.Stack(app, "Other", { env = ENV })
  local out = outputs(stack)
  local ecs_application = codedeploy.EcsApplication(stack, "Ecs")
  local lambda_application = codedeploy.LambdaApplication(stack, "Lambda", { application_name = "my.app" })
  local server = codedeploy.ServerApplication(other, "Server", {
    application_name = cdk.PhysicalName.GENERATE_IF_NEEDED,
  })
  codedeploy.ServerApplication(stack, "Named", { application_name = cdk.Fn.import_value "name" })
  out("EcsName", ecs_application.application_name)
  out("EcsArn", ecs_application.application_arn)
  out("EcsRef", ecs_application.application_ref.application_name)
  out("LambdaArn", lambda_application.application_arn)
  cdk.CfnOutput(cdk.Stack(app, "Third", { env = { account = "444455556666", region = "eu-west-1" } }), "Arn", {
    value = server.application_arn,
  })
  local by_name = codedeploy.EcsApplication.from_ecs_application_name(other, "ByName", "n")
  local by_arn = codedeploy.LambdaApplication.from_lambda_application_arn(stack, "ByArn",
    "arn:aws:codedeploy:us-west-2:999999999999:application:A")
  local odd = codedeploy.ServerApplication.from_server_application_arn(stack, "Odd",
    "arn:aws:codedeploy:us-west-2:999999999999:application")
  local token = codedeploy.ServerApplication.from_server_application_arn(stack, "Token", cdk.Fn.import_value "arn")
  out("ByNameArn", by_name.application_arn)
  out("ByArnName", by_arn.application_name)
  out("ByArnRegion", by_arn.env.region)
  out("OddName", odd.application_name)
  out("TokenName", token.application_name)
end

function cases.configurations(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local out = outputs(stack)
  local five = cdk.Duration.minutes(5)
  local plain = codedeploy.EcsDeploymentConfig(stack, "Plain")
  codedeploy.EcsDeploymentConfig(stack, "Canary", {
    deployment_config_name = "canary",
    traffic_routing = codedeploy.TrafficRouting.time_based_canary { interval = five, percentage = 10 },
  })
  codedeploy.LambdaDeploymentConfig(stack, "Lambda")
  codedeploy.LambdaDeploymentConfig(stack, "Linear", {
    traffic_routing = codedeploy.TimeBasedLinearTrafficRouting { interval = five, percentage = 12.5 },
  })
  codedeploy.LambdaDeploymentConfig(stack, "AtOnce", { traffic_routing = codedeploy.TrafficRouting.all_at_once() })
  local server = codedeploy.ServerDeploymentConfig(stack, "Server", {
    deployment_config_name = "half", minimum_healthy_hosts = codedeploy.MinimumHealthyHosts.percentage(50),
    zonal_config = {
      monitor_duration = cdk.Duration.minutes(30), first_zone_monitor_duration = cdk.Duration.seconds(0),
      minimum_healthy_hosts_per_zone =
        codedeploy.MinimumHealthyHostsPerZone.count(cdk.Token.as_number(cdk.Fn.import_value "least")),
    },
  })
  codedeploy.ServerDeploymentConfig(stack, "Zones", {
    minimum_healthy_hosts = codedeploy.MinimumHealthyHosts.count(0),
    zonal_config = { minimum_healthy_hosts_per_zone = codedeploy.MinimumHealthyHostsPerZone.percentage(25) },
  })
  out("Name", plain.deployment_config_name)
  out("Arn", plain.deployment_config_arn)
  out("ServerArn", server.deployment_config_arn)
  out("Ref", server.deployment_config_ref.deployment_config_name)
  out("Predefined", codedeploy.LambdaDeploymentConfig.LINEAR_10_PERCENT_EVERY_1_MINUTE.deployment_config_arn)
  out("PredefinedServer", codedeploy.ServerDeploymentConfig.HALF_AT_A_TIME.deployment_config_name)
  out("PredefinedEcs",
    codedeploy.EcsDeploymentConfig.CANARY_10_PERCENT_15_MINUTES.deployment_config_ref.deployment_config_name)
  local imported = codedeploy.EcsDeploymentConfig.from_ecs_deployment_config_name(stack, "Imported", "c")
  out("ImportedArn", imported.deployment_config_arn)
  local imported_server = codedeploy.ServerDeploymentConfig.from_server_deployment_config_name(stack, "ImportedServer",
    "c")
  out("ImportedServer", imported_server.deployment_config_arn)
  local old = codedeploy.LambdaDeploymentConfig.import(stack, "Old", { deployment_config_name = "o" })
  out("ImportedOld", old.deployment_config_arn)
end

function cases.custom_configurations(app)
  local stack = cdk.Stack(app, "S")
  local canary = codedeploy.CustomLambdaDeploymentConfig(stack, "Canary", {
    type = codedeploy.CustomLambdaDeploymentConfigType.CANARY, interval = cdk.Duration.hours(2), percentage = 10.5,
  })
  codedeploy.CustomLambdaDeploymentConfig(stack, "Linear", {
    type = codedeploy.CustomLambdaDeploymentConfigType.LINEAR, interval = cdk.Duration.minutes(1), percentage = 99,
    deployment_config_name = "linear",
  })
  codedeploy.LambdaDeploymentGroup(stack, "Group", { alias = alias_of(stack, "Alias"), deployment_config = canary })
  outputs(stack)("Arn", canary.deployment_config_arn)
end

function cases.lambda_groups(app)
  local stack = cdk.Stack(app, "S")
  local out = outputs(stack)
  local plain = codedeploy.LambdaDeploymentGroup(stack, "Plain", { alias = alias_of(stack, "A") })
  local full = codedeploy.LambdaDeploymentGroup(stack, "Full", {
    alias = alias_of(stack, "B"),
    application = codedeploy.LambdaApplication(stack, "App", { application_name = "app" }),
    deployment_group_name = "group", deployment_config = codedeploy.LambdaDeploymentConfig.ALL_AT_ONCE,
    alarms = { alarm_of(stack, "Alarm") }, ignore_poll_alarms_failure = true,
    auto_rollback = { failed_deployment = false, stopped_deployment = true, deployment_in_alarm = true },
    role = iam.Role(stack, "Role", { assumed_by = iam.ServicePrincipal "codedeploy.amazonaws.com" }),
    pre_hook = function_of(stack, "Pre"), post_hook = function_of(stack, "Post"),
  })
  plain:add_alarm(alarm_of(stack, "Later"))
  plain:add_pre_hook(function_of(stack, "LaterPre"))
  plain:add_post_hook(function_of(stack, "LaterPost"))
  plain:grant_put_lifecycle_event_hook_execution_status(function_of(stack, "Granted"))
  codedeploy.LambdaDeploymentGroup(stack, "Never", {
    alias = alias_of(stack, "C"), ignore_alarm_configuration = true, alarms = {},
    deployment_config = codedeploy.LambdaDeploymentConfig.from_lambda_deployment_config_name(stack, "Config", "c"),
    auto_rollback = { failed_deployment = false, deployment_in_alarm = false },
  })
  codedeploy.LambdaDeploymentGroup(stack, "Own", {
    alias = alias_of(stack, "D"), deployment_config = codedeploy.LambdaDeploymentConfig(stack, "OwnConfig"),
  })
  out("Name", plain.deployment_group_name)
  out("Arn", full.deployment_group_arn)
  out("Ref", full.deployment_group_ref.deployment_group_name)
  out("ApplicationName", plain.application.application_name)
  out("Config", full.deployment_config.deployment_config_arn)
end

function cases.alarms_that_can_be_removed(app)
  local stack = cdk.Stack(app, "S")
  stack.node:set_context(FLAG, true)
  codedeploy.LambdaDeploymentGroup(stack, "None", { alias = alias_of(stack, "A"), ignore_poll_alarms_failure = false })
  codedeploy.LambdaDeploymentGroup(stack, "Some", {
    alias = alias_of(stack, "B"), alarms = { alarm_of(stack, "Alarm") },
  })
  codedeploy.ServerDeploymentGroup(stack, "Ignored", {
    ignore_alarm_configuration = true,
    alarms = {
      cloudwatch.Alarm.from_alarm_arn(stack, "Imported", "arn:aws:cloudwatch:eu-west-1:111122223333:alarm:x"),
    },
    auto_rollback = { deployment_in_alarm = false },
  })
end

function cases.server_groups(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local out = outputs(stack)
  local vpc = vpc_of(stack)
  local function group_of(id, machine_image)
    return autoscaling.AutoScalingGroup(stack, id, {
      vpc = vpc, instance_type = ec2.InstanceType "t3.micro", machine_image = machine_image,
    })
  end
  local plain = codedeploy.ServerDeploymentGroup(stack, "Plain")
  plain:add_auto_scaling_group(group_of("Linux", ec2.AmazonLinuxImage()))
  codedeploy.ServerDeploymentGroup(stack, "Generated", { deployment_group_name = cdk.PhysicalName.GENERATE_IF_NEEDED })
  local full = codedeploy.ServerDeploymentGroup(stack, "Full", {
    application = codedeploy.ServerApplication(stack, "App"),
    deployment_config = codedeploy.ServerDeploymentConfig.ALL_AT_ONCE, deployment_group_name = "group",
    termination_hook = true,
    auto_scaling_groups = {
      group_of("Windows", ec2.WindowsImage(ec2.WindowsVersion.WINDOWS_SERVER_2022_ENGLISH_FULL_BASE)),
    },
    ec2_instance_tags = codedeploy.InstanceTagSet({ Env = { "prod", "test" }, key = {} }, { [""] = { "any" } }),
    on_premise_instance_tags = codedeploy.InstanceTagSet { rack = { "1" } },
    load_balancers = {
      codedeploy.LoadBalancer.classic(elb.LoadBalancer(stack, "Classic", { vpc = vpc })),
      codedeploy.LoadBalancer.application(elbv2.ApplicationTargetGroup(stack, "Application", { vpc = vpc, port = 80 })),
      codedeploy.LoadBalancer.network(elbv2.NetworkTargetGroup(stack, "Network", { vpc = vpc, port = 80 })),
    },
  })
  codedeploy.ServerDeploymentGroup(stack, "Bare", {
    install_agent = false, auto_scaling_groups = { group_of("Untouched", ec2.MachineImage.latest_amazon_linux2023()) },
    ec2_instance_tags = codedeploy.InstanceTagSet(),
    role = iam.Role.from_role_arn(stack, "Role", "arn:aws:iam::111122223333:role/r"),
    load_balancer = codedeploy.LoadBalancer.network(elbv2.NetworkTargetGroup(stack, "Single", {
      vpc = vpc, port = 80,
    })),
    deployment_config = codedeploy.ServerDeploymentConfig(stack, "Config", {
      minimum_healthy_hosts = codedeploy.MinimumHealthyHosts.count(1),
    }),
  })
  codedeploy.ServerDeploymentGroup(stack, "ByReference", {
    deployment_config = codedeploy.CfnDeploymentConfig(stack, "Cfn", {}),
  })
  out("Name", full.deployment_group_name)
  out("Arn", full.deployment_group_arn)
  out("PlainConfig", plain.deployment_config.deployment_config_arn)
  out("ApplicationName", plain.application.application_arn)
end

function cases.ecs_groups(app)
  local stack = cdk.Stack(app, "S")
  local out = outputs(stack)
  local vpc = vpc_of(stack)
  local cluster = ecs.Cluster(stack, "Cluster", { vpc = vpc })
  local task = ecs.FargateTaskDefinition(stack, "Task")
  task:add_container("web", {
    image = ecs.ContainerImage.from_registry "nginx", port_mappings = { { container_port = 80 } },
  })
  local service = ecs.FargateService(stack, "Service", {
    cluster = cluster, task_definition = task,
    deployment_controller = { type = ecs.DeploymentControllerType.CODE_DEPLOY },
  })
  local blue_target_group = elbv2.ApplicationTargetGroup(stack, "Blue", {
    vpc = vpc, port = 80, target_type = elbv2.TargetType.IP,
  })
  local green_target_group = elbv2.ApplicationTargetGroup(stack, "Green", {
    vpc = vpc, port = 80, target_type = elbv2.TargetType.IP,
  })
  local balancer = elbv2.ApplicationLoadBalancer(stack, "Balancer", { vpc = vpc })
  local listener = balancer:add_listener("Listener", { port = 80, default_target_groups = { blue_target_group } })
  local test_listener = balancer:add_listener("Test", {
    port = 8080, protocol = elbv2.ApplicationProtocol.HTTP, default_target_groups = { green_target_group },
  })
  local plain = codedeploy.EcsDeploymentGroup(stack, "Plain", {
    service = service,
    blue_green_deployment_config = {
      blue_target_group = blue_target_group, green_target_group = green_target_group, listener = listener,
    },
  })
  local full = codedeploy.EcsDeploymentGroup(stack, "Full", {
    service = ecs.FargateService.from_fargate_service_attributes(stack, "Imported", {
      cluster = cluster, service_name = "s",
    }),
    blue_green_deployment_config = {
      blue_target_group = blue_target_group, green_target_group = green_target_group, listener = listener,
      test_listener = test_listener, deployment_approval_wait_time = cdk.Duration.hours(8),
      termination_wait_time = cdk.Duration.minutes(30),
    },
    deployment_config = codedeploy.EcsDeploymentConfig(stack, "Config"), deployment_group_name = "group",
    application = codedeploy.EcsApplication.from_ecs_application_name(stack, "App", "app"),
    alarms = { alarm_of(stack, "Alarm") }, auto_rollback = { stopped_deployment = true },
  })
  full:add_alarm(alarm_of(stack, "Another"))
  out("Name", plain.deployment_group_name)
  out("Arn", full.deployment_group_arn)
  out("ApplicationName", plain.application.application_arn)
  out("ConfigArn", plain.deployment_config.deployment_config_arn)
  out("Role", full.role.role_arn)
end

function cases.imported_groups(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local out = outputs(stack)
  local application = codedeploy.EcsApplication.from_ecs_application_arn(stack, "Ecs",
    "arn:aws:codedeploy:us-west-2:999999999999:application:A")
  local group = codedeploy.EcsDeploymentGroup.from_ecs_deployment_group_attributes(stack, "EcsGroup", {
    application = application, deployment_group_name = "g",
  })
  out("Arn", group.deployment_group_arn)
  out("Region", group.env.region)
  out("Config", group.deployment_config.deployment_config_arn)
  out("Ref", group.deployment_group_ref.application_name)
  local server = codedeploy.ServerDeploymentGroup.from_server_deployment_group_attributes(stack, "ServerGroup", {
    application = codedeploy.ServerApplication(stack, "Server"), deployment_group_name = cdk.Fn.import_value "g",
    deployment_config = codedeploy.ServerDeploymentConfig.HALF_AT_A_TIME,
  })
  out("ServerArn", server.deployment_group_arn)
  out("ServerConfig", server.deployment_config.deployment_config_name)
  local functions = codedeploy.LambdaDeploymentGroup.from_lambda_deployment_group_attributes(stack, "LambdaGroup", {
    application = codedeploy.LambdaApplication.from_lambda_application_name(stack, "Lambda", "l"),
    deployment_group_name = "g",
  })
  out("LambdaName", functions.deployment_group_name)
  out("LambdaApplication", functions.application.application_name)
  out("LambdaConfig", functions.deployment_config.deployment_config_arn)
end

describe("aws_codedeploy", function()
  golden.check("aws_codedeploy", cases)

  local function stack_of() return cdk.Stack(cdk.App(), "S") end

  -- What is wrong with the template of the stack.
  local function refuses_at_synthesis(text, stack)
    refuses(text, function() stack.node.root:synth() end)
  end

  it("refuses names with other characters, and long ones", function()
    local stack = stack_of()
    codedeploy.EcsApplication(stack, "App", { application_name = "a b" })
    refuses_at_synthesis('the name of the application must consist of letters, digits and . _ + = , @ -, got "a b"',
      stack)
    stack = stack_of()
    codedeploy.LambdaDeploymentConfig(stack, "Config", { deployment_config_name = ("x"):rep(101) })
    refuses_at_synthesis("the name of the deployment configuration must have at most 100 characters, got 101", stack)
    stack = stack_of()
    codedeploy.ServerDeploymentGroup(stack, "Group", { deployment_group_name = "" })
    refuses_at_synthesis('the name of the deployment group must consist of letters, digits and . _ + = , @ -, got ""',
      stack)
  end)

  it("refuses configurations that do not fit what is deployed to", function()
    local stack = stack_of()
    local Config = codedeploy.BaseDeploymentConfig:extend "Config"
    refuses("traffic_routing is not for servers", Config, stack, "Server",
      { traffic_routing = codedeploy.TrafficRouting.all_at_once() })
    refuses("minimum_healthy_hosts is for servers only, and compute_platform is 'ECS'", Config, stack, "Ecs",
      { compute_platform = codedeploy.ComputePlatform.ECS,
        minimum_healthy_hosts = codedeploy.MinimumHealthyHosts.count(1) })
    refuses("monitor_duration must be 0 or at least 1 second, got 500 milliseconds",
      codedeploy.ServerDeploymentConfig, stack, "Short", {
        minimum_healthy_hosts = codedeploy.MinimumHealthyHosts.count(1),
        zonal_config = { monitor_duration = cdk.Duration.millis(500) },
      })
    refuses("the minimum of healthy hosts in a zone must be a whole number, got 1.5",
      codedeploy.MinimumHealthyHostsPerZone.count, 1.5)
  end)

  it("refuses steps of custom configurations that are too large or too slow", function()
    local function make(percentage, interval)
      codedeploy.CustomLambdaDeploymentConfig(stack_of(), "Config", {
        type = codedeploy.CustomLambdaDeploymentConfigType.CANARY, percentage = percentage, interval = interval,
      })
    end
    refuses("percentage must be between 1 and 99, got 100", make, 100, cdk.Duration.minutes(1))
    refuses("interval must be at most 2880 minutes, got 4320", make, 1, cdk.Duration.days(3))
  end)

  it("refuses a second hook", function()
    local stack = stack_of()
    local hook = function_of(stack, "Hook")
    local group = codedeploy.LambdaDeploymentGroup(stack, "Group", {
      alias = alias_of(stack, "Alias"), pre_hook = hook, post_hook = hook,
    })
    refuses("this deployment group already has a pre_hook: S/Hook", group.add_pre_hook, group, hook)
    refuses("this deployment group already has a post_hook: S/Hook", group.add_post_hook, group, hook)
  end)

  it("refuses to roll back by alarms that are not there", function()
    local stack = stack_of()
    codedeploy.ServerDeploymentGroup(stack, "Group", { auto_rollback = { deployment_in_alarm = true } })
    refuses_at_synthesis("auto_rollback.deployment_in_alarm needs an alarm", stack)
  end)

  it("refuses empty lists of load balancers, and tags that say nothing", function()
    local stack = stack_of()
    refuses("load_balancers must not be empty", codedeploy.ServerDeploymentGroup, stack, "None",
      { load_balancers = {} })
    refuses("a tag with an empty key needs values, got none", codedeploy.ServerDeploymentGroup, stack, "Tags",
      { ec2_instance_tags = codedeploy.InstanceTagSet { [""] = {} } })
    refuses("an InstanceTagSet takes at most 3 groups of tags, got 4", codedeploy.InstanceTagSet, {}, {}, {}, {})
  end)

  it("refuses services that CodeDeploy cannot deploy", function()
    local stack = stack_of()
    local cluster = ecs.Cluster(stack, "Cluster", { vpc = vpc_of(stack) })
    local task = ecs.FargateTaskDefinition(stack, "Task")
    task:add_container("web", { image = ecs.ContainerImage.from_registry "nginx" })
    local target_group = elbv2.ApplicationTargetGroup(stack, "Target", { port = 80 })
    local balancer = elbv2.ApplicationLoadBalancer(stack, "Balancer", { vpc = cluster.vpc })
    local options = {
      blue_target_group = target_group, green_target_group = target_group,
      listener = balancer:add_listener("Listener", { port = 80, default_target_groups = { target_group } }),
    }
    local rolling = ecs.FargateService(stack, "Rolling", { cluster = cluster, task_definition = task })
    refuses("CodeDeploy cannot deploy service S/Rolling", codedeploy.EcsDeploymentGroup, stack, "Group",
      { service = rolling, blue_green_deployment_config = options })
    local pinned = ecs.FargateService(stack, "Pinned", {
      cluster = cluster, task_definition = task,
      deployment_controller = { type = ecs.DeploymentControllerType.CODE_DEPLOY },
    })
    refuses("deployment_config must have deployment_config_arn and deployment_config_name here",
      codedeploy.EcsDeploymentGroup, stack, "Reference", {
        service = pinned, blue_green_deployment_config = options,
        deployment_config = codedeploy.CfnDeploymentConfig(stack, "Config"),
      })
    refuses("application must have application_arn and application_name here",
      codedeploy.ServerDeploymentGroup, stack, "CfnReference",
      { application = codedeploy.CfnApplication(stack, "Application") })
    pinned.node.default_child.task_definition = "other"
    refuses("service S/Pinned must name its task definition by family alone", codedeploy.EcsDeploymentGroup, stack,
      "Other", { service = pinned, blue_green_deployment_config = options })
  end)

  it("takes configurations of the user's own, and says so where one of AWS cannot be used", function()
    local stack = stack_of()
    local bound
    local config = {
      deployment_config_ref = { deployment_config_name = "own" }, deployment_config_name = "own",
      deployment_config_arn = "arn", node = stack.node, env = stack.env,
    }
    function config:bind_environment(group)
      bound = group.node.path
      return self
    end
    local group = codedeploy.LambdaDeploymentGroup(stack, "Group", {
      alias = alias_of(stack, "Alias"), deployment_config = config,
    })
    assert.equal("S/Group", bound)
    assert.equal("own", group.deployment_config.deployment_config_name)
    refuses("CodeDeployDefault.OneAtATime belongs to AWS", function()
      return codedeploy.ServerDeploymentConfig.ONE_AT_A_TIME.node
    end)
  end)
end)
