-- Patterns of Amazon ECS. The cases are twins of tools/golden/aws_ecs_patterns.js.
local acm = require "aws_cdk.aws_certificatemanager"
local appscaling = require "aws_cdk.aws_applicationautoscaling"
local cdk = require "aws_cdk"
local ec2 = require "aws_cdk.aws_ec2"
local ecs = require "aws_cdk.aws_ecs"
local elbv2 = require "aws_cdk.aws_elasticloadbalancingv2"
local golden = require "spec.support.golden"
local iam = require "aws_cdk.aws_iam"
local patterns = require "aws_cdk.aws_ecs_patterns"
local route53 = require "aws_cdk.aws_route53"
local sqs = require "aws_cdk.aws_sqs"
local ssm = require "aws_cdk.aws_ssm"

local ENV = { account = "111122223333", region = "eu-west-1" }
local CLOSED = "@aws-cdk/aws-ecs-patterns:secGroupsDisablesImplicitOpenListener"
local UNIQUE = "@aws-cdk/aws-ecs-patterns:uniqueTargetGroupId"
local CERTIFICATE = "arn:aws:acm:eu-west-1:111122223333:certificate/1"

local function image() return ecs.ContainerImage.from_registry "web" end

local function zone_of(stack)
  return route53.HostedZone.from_hosted_zone_attributes(stack, "Zone", {
    hosted_zone_id = "Z1", zone_name = "example.com",
  })
end

-- A cluster with instances.
local function machines(stack)
  local vpc = ec2.Vpc(stack, "Vpc", { max_azs = 2 })
  return ecs.Cluster.from_cluster_attributes(stack, "Cluster", {
    cluster_name = "machines", vpc = vpc, security_groups = { ec2.SecurityGroup(stack, "Group", { vpc = vpc }) },
  })
end

local function options(stack, more)
  local function role(id)
    return iam.Role(stack, id, { assumed_by = iam.ServicePrincipal "ecs-tasks.amazonaws.com" })
  end
  local parameter = ssm.StringParameter.from_string_parameter_name(stack, "Parameter", "p")
  local all = {
    image = image(), environment = { A = "a", B = "b" }, secrets = { S = ecs.Secret.from_ssm_parameter(parameter) },
    docker_labels = { l = "1" }, family = "family", execution_role = role "Execution", task_role = role "Task",
    container_name = "main",
  }
  for name, value in pairs(more) do all[name] = value end
  return all
end

local function services(stack, kind)
  local Fargate, Instances = patterns[kind .. "LoadBalancedFargateService"], patterns[kind .. "LoadBalancedEc2Service"]
  local cluster = machines(stack)
  Fargate(stack, "Plain", { task_image_options = { image = image() } })
  local fargate = Fargate(stack, "Other", {
    task_image_options = options(stack, { container_port = 8080, enable_logging = false }),
    public_load_balancer = false, cpu = 512, memory_limit_mib = 1024, ephemeral_storage_gib = 30, desired_count = 3,
    min_healthy_percent = 50, max_healthy_percent = 150, circuit_breaker = { rollback = true },
    platform_version = ecs.FargatePlatformVersion.VERSION1_4, enable_ecs_managed_tags = true,
    propagate_tags = ecs.PropagatedTagSource.SERVICE, service_name = "service",
    capacity_provider_strategies = { { capacity_provider = "FARGATE_SPOT", weight = 2 } },
    runtime_platform = {
      cpu_architecture = ecs.CpuArchitecture.ARM64, operating_system_family = ecs.OperatingSystemFamily.LINUX,
    },
  })
  fargate.service.connections:allow_from_any_ipv4(ec2.Port.tcp(9000))
  local instances = Instances(stack, "Instances", {
    cluster = cluster, task_image_options = { image = image(), container_port = 90 }, memory_limit_mib = 512,
    memory_reservation_mib = 256, cpu = 100, placement_constraints = { ecs.PlacementConstraint.distinct_instances() },
    placement_strategies = { ecs.PlacementStrategy.packed_by_cpu() },
    health_check_grace_period = cdk.Duration.minutes(2), enable_execute_command = true,
  })
  cdk.CfnOutput(stack, "Address", { value = instances.load_balancer.load_balancer_arn })
  local definition = ecs.FargateTaskDefinition(stack, "Definition")
  definition:add_container("C", { image = image(), port_mappings = { { container_port = 70 } } })
  Fargate(stack, "Given", { task_definition = definition, cluster = cluster, assign_public_ip = true })
end

local cases = {}

function cases.count_known_later(app)
  patterns.ApplicationLoadBalancedFargateService(cdk.Stack(app, "S", { env = ENV }), "P", {
    task_image_options = { image = image() }, desired_count = cdk.Token.as_number(cdk.Fn.import_value "count"),
  })
end

function cases.application(app) services(cdk.Stack(app, "S", { env = ENV }), "Application") end

function cases.network(app) services(cdk.Stack(app, "S"), "Network") end

function cases.domains(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local zone, plain = zone_of(stack), { image = image() }
  local certificate = acm.Certificate.from_certificate_arn(stack, "Certificate", CERTIFICATE)
  local HTTPS = elbv2.ApplicationProtocol.HTTPS
  patterns.ApplicationLoadBalancedFargateService(stack, "Made", {
    task_image_options = plain, domain_name = "a.example.com", domain_zone = zone, protocol = HTTPS,
    redirect_http = true, listener_port = 8443, ssl_policy = elbv2.SslPolicy.TLS12, target_protocol = HTTPS,
    idle_timeout = cdk.Duration.minutes(10), health_check = { command = { "CMD", "true" } }, container_cpu = 128,
    container_memory_limit_mib = 256,
  })
  patterns.ApplicationLoadBalancedFargateService(stack, "Cname", {
    task_image_options = plain, certificate = certificate, domain_name = "b.example.com", domain_zone = zone,
    redirect_http = true, record_type = patterns.ApplicationLoadBalancedServiceRecordType.CNAME, open_listener = false,
  })
  patterns.ApplicationLoadBalancedFargateService(stack, "None", {
    task_image_options = plain, domain_name = "c.example.com", domain_zone = zone,
    record_type = patterns.ApplicationLoadBalancedServiceRecordType.NONE,
  })
  patterns.NetworkLoadBalancedFargateService(stack, "Tls", {
    task_image_options = plain, listener_certificate = certificate, domain_name = "d.example.com", domain_zone = zone,
  })
  patterns.NetworkLoadBalancedFargateService(stack, "NetworkCname", {
    task_image_options = { image = image(), container_port = 90 }, listener_port = 81, domain_name = "e.example.com",
    domain_zone = zone, record_type = patterns.NetworkLoadBalancedServiceRecordType.CNAME,
  })
end

function cases.balancers(app)
  for _, name in ipairs { "Older", "Newer" } do
    local stack = cdk.Stack(app, name, { env = ENV })
    if name == "Newer" then
      stack.node:set_context(CLOSED, true)
      stack.node:set_context(UNIQUE, true)
    end
    local plain, vpc = { image = image() }, ec2.Vpc(stack, "Vpc", { max_azs = 2 })
    local cluster = ecs.Cluster(stack, "Cluster", { vpc = vpc })
    patterns.ApplicationLoadBalancedFargateService(stack, "Named", {
      task_image_options = plain, vpc = vpc, load_balancer_name = "balancer", public_load_balancer = false,
    })
    patterns.ApplicationLoadBalancedFargateService(stack, "Given", {
      task_image_options = plain, cluster = cluster,
      load_balancer = elbv2.ApplicationLoadBalancer(stack, "Application", { vpc = vpc }),
    })
    patterns.ApplicationLoadBalancedFargateService(stack, "Imported", {
      task_image_options = plain, cluster = cluster,
      load_balancer = elbv2.ApplicationLoadBalancer.from_application_load_balancer_attributes(stack,
        "ImportedApplication", {
          vpc = vpc, load_balancer_arn = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/a/1",
          security_group_id = "sg-1", load_balancer_dns_name = "a.example.com",
          security_group_allows_all_outbound = false,
        }),
    })
    patterns.NetworkLoadBalancedFargateService(stack, "NetworkImported", {
      task_image_options = plain, cluster = cluster,
      load_balancer = elbv2.NetworkLoadBalancer.from_network_load_balancer_attributes(stack, "ImportedNetwork", {
        vpc = vpc, load_balancer_arn = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/net/n/1",
      }),
    })
  end
end

local function many_listeners(kind, certificate)
  if kind == "Network" then return { { name = "NetworkListener1" }, { name = "NetworkListener2", port = 8080 } } end
  return {
    { name = "ApplicationListener1", certificate = certificate },
    { name = "ApplicationListener2", port = 8080, protocol = elbv2.ApplicationProtocol.HTTP },
  }
end

local function many_targets(kind)
  local targets = { { container_port = 80 }, { container_port = 90, listener = kind .. "Listener2" } }
  if kind == "Network" then
    targets[3] = { container_port = 92, listener = "NetworkListener3" }
    return targets
  end
  targets[3] = {
    container_port = 91, path_pattern = "/a*", host_header = "h.example.com", priority = 10,
    listener = "ApplicationListener3",
  }
  targets[4] = { container_port = 93, listener = "ApplicationListener3", protocol = ecs.Protocol.TCP }
  return targets
end

function cases.target_groups(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local cluster, zone = machines(stack), zone_of(stack)
  local certificate = acm.Certificate.from_certificate_arn(stack, "Certificate", CERTIFICATE)
  for _, kind in ipairs { "Application", "Network" } do
    local Fargate = patterns[kind .. "MultipleTargetGroupsFargateService"]
    Fargate(stack, kind .. "Plain", {
      task_image_options = { image = image() }, circuit_breaker = { rollback = true },
    })
    patterns[kind .. "MultipleTargetGroupsEc2Service"](stack, kind .. "Instances", {
      cluster = cluster, memory_limit_mib = 64, task_image_options = {
        image = image(), container_ports = { 80, 81 }, family = "unused", enable_logging = false,
      },
    })
    local many = Fargate(stack, kind .. "Many", {
      cluster = cluster, task_image_options = { image = image(), container_ports = { 80 } }, desired_count = 2,
      load_balancers = {
        {
          name = kind .. "One", domain_name = "a.example.com", domain_zone = zone,
          listeners = many_listeners(kind, certificate),
        },
        {
          name = kind .. "Two", public_load_balancer = false,
          listeners = { { name = kind .. "Listener3", port = 82 } },
        },
      },
      target_groups = many_targets(kind),
    })
    local names = {}
    for i, one in ipairs { many.load_balancer, many.target_group, many.listener, many.load_balancers[2],
      many.listeners[3] } do
      names[i] = one.node.id
    end
    cdk.CfnOutput(stack, kind .. "Names", { value = table.concat(names, ",") })
  end
  patterns.ApplicationMultipleTargetGroupsFargateService(stack, "Confirmed", {
    task_image_options = { image = image() },
    load_balancers = {
      {
        name = "C", domain_name = "c.example.com", domain_zone = zone,
        listeners = { { name = "L", protocol = elbv2.ApplicationProtocol.HTTPS } },
      },
    },
  })
end

function cases.queues(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local worker, cluster = ecs.ContainerImage.from_registry "worker", machines(stack)
  patterns.QueueProcessingFargateService(stack, "Plain", { image = worker })
  patterns.QueueProcessingFargateService(stack, "Own", {
    image = worker, queue = sqs.Queue(stack, "Queue", { encryption = sqs.QueueEncryption.KMS }), cluster = cluster,
    environment = { A = "a", Z = "z" }, scaling_steps = { { upper = 0, change = -2 }, { lower = 10, change = 2 } },
    cooldown = cdk.Duration.seconds(90), cpu_target_utilization_percent = 70, min_scaling_capacity = 0,
    max_scaling_capacity = 9, assign_public_ip = true, command = { "run" }, family = "f", container_name = "c",
    health_check = { command = { "true" } },
  })
  patterns.QueueProcessingEc2Service(stack, "Instances", {
    image = worker, cluster = cluster, memory_limit_mib = 64, disable_cpu_based_scaling = true,
    max_receive_count = 42, visibility_timeout = cdk.Duration.minutes(5), retention_period = cdk.Duration.days(7),
    gpu_count = 1, enable_logging = false, placement_strategies = { ecs.PlacementStrategy.randomly() },
  })
end

function cases.schedules(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local job, cluster = ecs.ContainerImage.from_registry "job", machines(stack)
  local hourly = appscaling.Schedule.expression "rate(1 hour)"
  patterns.ScheduledFargateTask(stack, "Plain", {
    schedule = appscaling.Schedule.cron { hour = "4" }, scheduled_fargate_task_image_options = { image = job },
    cpu = 256, memory_limit_mib = 512, ephemeral_storage_gib = 30, runtime_platform = {},
  })
  patterns.ScheduledFargateTask(stack, "Other", {
    schedule = hourly, cluster = cluster, enabled = false, rule_name = "rule", desired_task_count = 2,
    tags = { { key = "k", value = "v" } }, propagate_tags = ecs.PropagatedTagSource.TASK_DEFINITION,
    platform_version = ecs.FargatePlatformVersion.VERSION1_3,
    subnet_selection = { subnet_type = ec2.SubnetType.PUBLIC },
    scheduled_fargate_task_image_options = {
      image = job, command = { "a" }, environment = { A = "a" }, cpu = 1024, memory_limit_mib = 2048,
      log_driver = ecs.LogDrivers.aws_logs { stream_prefix = "s" }, ephemeral_storage_gib = 50, container_name = "c",
    },
  })
  local definition = ecs.FargateTaskDefinition(stack, "Definition")
  definition:add_container("C", { image = job })
  patterns.ScheduledFargateTask(stack, "Given", {
    schedule = hourly, vpc = ec2.Vpc(stack, "Own"),
    scheduled_fargate_task_definition_options = { task_definition = definition },
  })
  local task = patterns.ScheduledEc2Task(stack, "Instances", {
    schedule = hourly, cluster = cluster,
    scheduled_ec2_task_image_options = { image = job, memory_reservation_mib = 64, cpu = 10 },
  })
  task.task_definition:add_volume { name = "v" }
  task.event_rule:add_event_pattern { source = { "aws.s3" } }
end

describe("aws_ecs_patterns", function()
  golden.check("aws_ecs_patterns", cases)

  local function fails(text, make)
    local stack = cdk.Stack(cdk.App(), "S", { env = ENV })
    local ok, message = pcall(make, stack)
    assert.is_false(ok, text)
    assert.truthy(tostring(message):find(text, 1, true), tostring(message))
  end

  local function refuses(text, class, props)
    fails(text, function(stack)
      patterns[class](stack, "P", type(props) == "function" and props(stack) or props)
    end)
  end

  local function with_image(props)
    props.task_image_options = { image = image() }
    return props
  end

  it("refuses both a cluster and a VPC", function()
    for _, class in ipairs { "ApplicationLoadBalancedFargateService", "NetworkLoadBalancedEc2Service",
      "ApplicationMultipleTargetGroupsEc2Service", "NetworkMultipleTargetGroupsFargateService",
      "QueueProcessingFargateService" } do
      refuses("cluster and vpc are mutually exclusive", class, function(stack)
        local vpc = ec2.Vpc(stack, "V")
        return { vpc = vpc, cluster = ecs.Cluster(stack, "C", { vpc = vpc }) }
      end)
    end
  end)

  it("refuses fewer tasks than one", function()
    refuses("desired_count must be at least 1, got 0", "ApplicationLoadBalancedFargateService",
      with_image { desired_count = 0 })
    refuses("desired_count must be at least 1, got 0", "NetworkMultipleTargetGroupsFargateService",
      with_image { desired_count = 0 })
    refuses("desired_task_count must be at least 1, got 0", "ScheduledEc2Task", {
      desired_task_count = 0, schedule = appscaling.Schedule.expression "rate(1 hour)",
    })
  end)

  it("refuses both a task definition and an image, and neither", function()
    for _, class in ipairs { "ApplicationLoadBalancedFargateService", "NetworkLoadBalancedEc2Service",
      "ApplicationMultipleTargetGroupsEc2Service", "NetworkMultipleTargetGroupsFargateService" } do
      refuses("give either task_definition or task_image_options, got neither", class, {})
      local name = class:find "Ec2" and "Ec2TaskDefinition" or "FargateTaskDefinition"
      refuses("give either task_definition or task_image_options, got both", class, function(stack)
        return with_image { task_definition = ecs[name](stack, "T") }
      end)
    end
    refuses("give either task_definition or image, got neither", "QueueProcessingFargateService", {})
    refuses("on instances needs image", "QueueProcessingEc2Service", {})
    local schedule = appscaling.Schedule.expression "rate(1 hour)"
    refuses("got neither", "ScheduledEc2Task", { schedule = schedule })
    refuses("got neither", "ScheduledFargateTask", { schedule = schedule })
  end)

  it("refuses protocols that do not fit", function()
    local function certificate(stack) return acm.Certificate.from_certificate_arn(stack, "A", CERTIFICATE) end
    refuses("certificate needs ApplicationProtocol.HTTPS, got HTTP", "ApplicationLoadBalancedFargateService",
      function(stack) return with_image { certificate = certificate(stack), protocol = "HTTP" } end)
    refuses("redirect_http needs ApplicationProtocol.HTTPS, got HTTP", "ApplicationLoadBalancedFargateService",
      with_image { redirect_http = true })
    refuses("HTTPS needs domain_name and domain_zone", "ApplicationLoadBalancedFargateService",
      with_image { protocol = "HTTPS" })
    refuses("HTTPS needs domain_name and domain_zone", "ApplicationMultipleTargetGroupsFargateService",
      function(stack)
        return with_image {
          load_balancers = { { name = "L", listeners = { { name = "A", certificate = certificate(stack) } } } },
        }
      end)
    refuses("the certificate of the listener A needs ApplicationProtocol.HTTPS, got HTTP",
      "ApplicationMultipleTargetGroupsFargateService", function(stack)
        local listener = { name = "A", certificate = certificate(stack), protocol = "HTTP" }
        return with_image { load_balancers = { { name = "L", listeners = { listener } } } }
      end)
  end)

  it("refuses a domain name without its zone", function()
    for _, kind in ipairs { "Application", "Network" } do
      refuses("domain_name needs domain_zone", kind .. "LoadBalancedFargateService",
        with_image { domain_name = "a.example.com" })
      refuses("domain_name needs domain_zone", kind .. "MultipleTargetGroupsFargateService", with_image {
        load_balancers = { { name = "L", domain_name = "a.example.com", listeners = { { name = "A" } } } },
      })
    end
  end)

  it("refuses idle timeouts that load balancers cannot have", function()
    refuses("idle_timeout must be between 1 and 4000 seconds, got 4001", "ApplicationLoadBalancedFargateService",
      with_image { idle_timeout = cdk.Duration.seconds(4001) })
    refuses("idle_timeout must be between 1 and 4000 seconds, got 0", "ApplicationMultipleTargetGroupsFargateService",
      with_image {
        load_balancers = { { name = "L", idle_timeout = cdk.Duration.seconds(0), listeners = { { name = "A" } } } },
      })
  end)

  it("refuses empty lists and listeners that are not there", function()
    for _, kind in ipairs { "Application", "Network" } do
      local class = kind .. "MultipleTargetGroupsFargateService"
      refuses("load_balancers must not be empty", class, with_image { load_balancers = {} })
      refuses("listeners of the load balancer 'L' must not be empty", class,
        with_image { load_balancers = { { name = "L", listeners = {} } } })
      refuses("target_groups must not be empty", class, with_image { target_groups = {} })
      refuses("no load balancer has a listener named 'A'", class,
        with_image { target_groups = { { container_port = 80, listener = "A" } } })
      refuses("the task definition needs an essential container", class, function(stack)
        return { task_definition = ecs.FargateTaskDefinition(stack, "T") }
      end)
    end
  end)

  it("checks percentages, and what the container takes of the task", function()
    for text, props in pairs {
      ["min_healthy_percent must be an integer of 0 or more, got -1"] = { min_healthy_percent = -1 },
      ["max_healthy_percent must be an integer of 0 or more, got 1.5"] = { max_healthy_percent = 1.5 },
      ["min_healthy_percent must be less than max_healthy_percent; they are 100 and 100"] = {
        min_healthy_percent = 100, max_healthy_percent = 100,
      },
      ["container_cpu must be at most that of the task, 256, got 257"] = { container_cpu = 257 },
      ["container_cpu must be an integer of 0 or more, got 0.5"] = { container_cpu = 0.5 },
      ["container_memory_limit_mib must be at most that of the task, 512, got 513"] = {
        container_memory_limit_mib = 513,
      },
      ["container_memory_limit_mib must be an integer of 1 or more, got 0"] = { container_memory_limit_mib = 0 },
    } do
      refuses(text, "ApplicationLoadBalancedFargateService", with_image(props))
    end
  end)

  it("refuses what a given queue has itself, and long cooldowns", function()
    refuses("visibility_timeout, max_receive_count cannot be combined with queue", "QueueProcessingFargateService",
      function(stack)
        return {
          image = image(), queue = sqs.Queue(stack, "Q"), visibility_timeout = cdk.Duration.seconds(1),
          max_receive_count = 2,
        }
      end)
    refuses("cooldown must be at most 999999999 seconds, got 1000000000", "QueueProcessingFargateService",
      { image = image(), cooldown = cdk.Duration.seconds(1000000000) })
  end)

  it("refuses a flag that is always on", function()
    fails("removeDefaultDesiredCount", function(stack)
      stack.node:set_context("@aws-cdk/aws-ecs-patterns:removeDefaultDesiredCount", true)
      patterns.ApplicationLoadBalancedFargateService(stack, "P", with_image { desired_count = 1 })
    end)
  end)

  it("does not hand out a load balancer that is imported", function()
    fails("load_balancer is an imported one", function(stack)
      local vpc = ec2.Vpc(stack, "V")
      local service = patterns.NetworkLoadBalancedFargateService(stack, "P", with_image {
        vpc = vpc,
        load_balancer = elbv2.NetworkLoadBalancer.from_network_load_balancer_attributes(stack, "L", {
          vpc = vpc, load_balancer_arn = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/net/n/1",
        }),
      })
      return service.load_balancer
    end)
  end)
end)
