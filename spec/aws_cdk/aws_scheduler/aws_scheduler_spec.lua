-- Schedules, groups of them, and what they invoke. The cases are twins of tools/golden/aws_scheduler.js.
local cdk = require "aws_cdk"
local cloudwatch = require "aws_cdk.aws_cloudwatch"
local codebuild = require "aws_cdk.aws_codebuild"
local codepipeline = require "aws_cdk.aws_codepipeline"
local ec2 = require "aws_cdk.aws_ec2"
local ecs = require "aws_cdk.aws_ecs"
local events = require "aws_cdk.aws_events"
local firehose = require "aws_cdk.aws_kinesisfirehose"
local golden = require "spec.support.golden"
local iam = require "aws_cdk.aws_iam"
local inspector = require "aws_cdk.aws_inspector"
local kinesis = require "aws_cdk.aws_kinesis"
local kms = require "aws_cdk.aws_kms"
local lambda = require "aws_cdk.aws_lambda"
local scheduler = require "aws_cdk.aws_scheduler"
local sfn = require "aws_cdk.aws_stepfunctions"
local sns = require "aws_cdk.aws_sns"
local sqs = require "aws_cdk.aws_sqs"
local targets = require "aws_cdk.aws_scheduler_targets"
local refuses = require "spec.support.refuses"

local ENV = { account = "111122223333", region = "eu-west-1" }

local Expression, Schedule, ScheduleGroup = scheduler.ScheduleExpression, scheduler.Schedule, scheduler.ScheduleGroup
local Input, Attribute = scheduler.ScheduleTargetInput, scheduler.ContextAttribute

local cases = {}

function cases.schedules(app)
  local stack = cdk.Stack(app, "S")
  local queue = sqs.Queue(stack, "Queue")
  local function out(id, value) cdk.CfnOutput(stack, id, { value = value }) end
  local function make(id, schedule, more)
    local props = { schedule = schedule, target = targets.SqsSendMessage(queue) }
    for name, value in pairs(more or {}) do props[name] = value end
    return Schedule(stack, id, props)
  end
  local group, key = ScheduleGroup(stack, "Group"), kms.Key(stack, "Key")
  local plain = make("Plain", Expression.rate(cdk.Duration.hours(12)))
  local full = make("Full",
    Expression.cron { minute = "0", hour = "6", week_day = "MON-FRI", time_zone = cdk.TimeZone.EUROPE_BERLIN }, {
      schedule_name = "full", description = "every working day", enabled = false, key = key, schedule_group = group,
      start = "2030-01-01T00:00:00+02:00", ["end"] = "2030-12-31T23:59:59.5Z",
      time_window = scheduler.TimeWindow.flexible(cdk.Duration.hours(2)),
    })
  make("Once", Expression.at("2030-06-01T12:30:00.250+01:00", cdk.TimeZone.ASIA_TOKYO))
  make("Literal", Expression.expression "rate(5 minutes)", { time_window = scheduler.TimeWindow.off(), enabled = true })
  make("Zone", Expression.expression("cron(0 9 * * ? *)", cdk.TimeZone.of "Mars/Olympus"))
  make("Default", Expression.cron {},
    { schedule_group = ScheduleGroup.from_default_schedule_group(stack, "DefaultGroup") })
  out("PlainArn", plain.schedule_arn)
  out("FullArn", full.schedule_arn)
  out("PlainName", plain.schedule_name)
  out("Ref", full.schedule_ref.schedule_name)
  local imported =
    Schedule.from_schedule_arn(stack, "Imported", "arn:aws:scheduler:eu-west-1:111122223333:schedule/g/s")
  out("ImportedName", imported.schedule_name)
  out("ImportedRef", imported.schedule_ref.schedule_arn)
end

function cases.groups(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local user = iam.User(stack, "User")
  local function out(id, value) cdk.CfnOutput(stack, id, { value = value }) end
  local group = ScheduleGroup(stack, "Group")
  local named = ScheduleGroup(stack, "Named",
    { schedule_group_name = "jobs", removal_policy = cdk.RemovalPolicy.RETAIN })
  local imported = ScheduleGroup.from_schedule_group_name(stack, "Imported", "other")
  local by_arn = ScheduleGroup.from_schedule_group_arn(stack, "ByArn",
    "arn:aws:scheduler:us-east-1:444455556666:schedule-group/far")
  group:grant(user, "scheduler:TagResource", "scheduler:UntagResource")
  group:grant_read_schedules(user)
  named:grant_write_schedules(user)
  imported:grant_delete_schedules(user)
  by_arn.grants:read_schedules(user)
  local l1 = scheduler.CfnScheduleGroup(stack, "L1", { name = "l1" })
  scheduler.ScheduleGroupGrants.from_schedule_group(l1):write_schedules(user)
  for i, one in ipairs { group, named, imported, by_arn } do
    out("Arn" .. i - 1, one.schedule_group_arn)
    out("Name" .. i - 1, one.schedule_group_name)
  end
  local function alarm(id, metric)
    cloudwatch.Alarm(stack, id, { metric = metric, threshold = 1, evaluation_periods = 1 })
  end
  local of = { period = cdk.Duration.minutes(1) }
  alarm("Any", group:metric "InvocationAttemptCount")
  alarm("Maximum", named:metric("InvocationAttemptCount", { statistic = "max" }))
  alarm("Throttled", group:metric_throttled())
  alarm("Attempts", group:metric_attempts(of))
  alarm("Errors", group:metric_target_errors())
  alarm("TargetThrottled", group:metric_target_throttled())
  alarm("Dropped", imported:metric_dropped())
  alarm("Dlq", group:metric_sent_to_dlq())
  alarm("NotDlq", group:metric_failed_to_be_sent_to_dlq())
  alarm("NotDlqBecause", group:metric_failed_to_be_sent_to_dlq("AccessDenied", of))
  alarm("Truncated", group:metric_sent_to_dlq_truncated())
  alarm("AllAny", Schedule.metric_all("X", of))
  alarm("AllThrottled", Schedule.metric_all_throttled())
  alarm("AllAttempts", Schedule.metric_all_attempts())
  alarm("AllErrors", Schedule.metric_all_errors(of))
  alarm("AllTargetThrottled", Schedule.metric_all_target_throttled())
  alarm("AllDropped", Schedule.metric_all_dropped())
  alarm("AllDlq", Schedule.metric_all_sent_to_dlq())
  alarm("AllNotDlq", Schedule.metric_all_failed_to_be_sent_to_dlq())
  alarm("AllNotDlqBecause", Schedule.metric_all_failed_to_be_sent_to_dlq "AccessDenied")
  alarm("AllTruncated", Schedule.metric_all_sent_to_dlq_truncated())
end

local function lets(role, action, resource)
  return role:add_to_principal_policy(iam.PolicyStatement { actions = { action }, resources = { resource or "*" } })
end

-- Classes that are not there yet are stood in for by tables with what the targets ask of them.
local MODEL_PIPELINE = {
  pipeline_arn = "arn:aws:sagemaker:eu-west-1:111122223333:pipeline/p",
  grant_start_pipeline_execution = function(_, role) return lets(role, "sagemaker:StartPipelineExecution") end,
}

-- A target of one's own says what its role may do.
local Own = targets.ScheduleTargetBase:extend "Own"

function Own:_add_target_action_to_role(role) lets(role, "own:Do", self._target_arn) end

function cases.targets(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local schedule = Expression.rate(cdk.Duration.days(1))
  local n = 0
  local function invoke(target, group)
    n = n + 1
    Schedule(stack, "Schedule" .. n, { schedule = schedule, target = target, schedule_group = group })
  end
  local dead = sqs.Queue(stack, "Dead")
  local group = ScheduleGroup(stack, "Group", { schedule_group_name = "g" })
  local fn = lambda.Function(stack, "Fn", {
    runtime = lambda.Runtime.PYTHON_3_12, handler = "index.handler", code = lambda.Code.from_inline "pass",
  })
  invoke(targets.LambdaInvoke(fn, {
    input = Input.from_object {
      at = Attribute.scheduled_time, table = dead.queue_name,
      list = { 1, true, { n = cdk.Duration.days(1):to_seconds() } },
    },
    dead_letter_queue = dead, max_event_age = cdk.Duration.hours(1), retry_attempts = 0,
  }))
  invoke(targets.LambdaInvoke(fn), group)
  invoke(targets.LambdaInvoke(fn.current_version, {
    input = Input.from_text("run " .. Attribute.execution_id .. " of " .. dead.queue_name), retry_attempts = 185,
  }))
  invoke(targets.SqsSendMessage(sqs.Queue(stack, "Secret", { encryption_master_key = kms.Key(stack, "QueueKey") })))
  invoke(targets.SqsSendMessage(sqs.Queue(stack, "Fifo", { fifo = true, content_based_deduplication = true }),
    { message_group_id = "g" }))
  local topic = sns.Topic(stack, "Topic", { master_key = kms.Key(stack, "TopicKey") })
  invoke(targets.SnsPublish(topic, {
    input = Input.from_text(table.concat({ Attribute.schedule_arn, Attribute.attempt_number, Attribute.from_name "x" },
      " ")),
  }))
  local role = iam.Role(stack, "Role", { assumed_by = iam.ServicePrincipal "scheduler.amazonaws.com" })
  invoke(targets.SnsPublish(topic, { role = role }), group)
  invoke(targets.EventBridgePutEvents({
    event_bus = events.EventBus(stack, "Bus"), detail = Input.from_object { a = "b" }, detail_type = "job",
    source = "me",
  }, { dead_letter_queue = dead }))
  invoke(targets.KinesisStreamPutRecord(
    kinesis.Stream(stack, "Stream", { encryption = kinesis.StreamEncryption.KMS }), { partition_key = "p" }))
  invoke(targets.KinesisStreamPutRecord(
    kinesis.Stream.from_stream_arn(stack, "Other", "arn:aws:kinesis:eu-west-1:111122223333:stream/o"),
    { partition_key = "p" }))
  invoke(targets.Universal {
    service = "sqs", action = "createQueue", input = Input.from_object { QueueName = "q" },
  })
  invoke(targets.Universal {
    service = "cloudwatchlogs", action = "deleteLogGroup",
    policy_statements = { iam.PolicyStatement { actions = { "logs:DeleteLogGroup" }, resources = { "*" } } },
  })
  invoke(targets.CodeBuildStartBuild(codebuild.CfnProject(stack, "Project", {
    artifacts = { type = "NO_ARTIFACTS" }, environment = { compute_type = "c", image = "i", type = "t" },
    service_role = "r", source = { type = "NO_SOURCE" },
  })))
  invoke(targets.CodePipelineStartPipelineExecution(
    codepipeline.CfnPipeline(stack, "Pipeline", { role_arn = "r", stages = {} })))
  invoke(targets.InspectorStartAssessmentRun(inspector.CfnAssessmentTemplate(stack, "Template", {
    assessment_target_arn = "arn", duration_in_seconds = 60, rules_package_arns = {},
  })))
  local body = sfn.DefinitionBody.from_string "{}"
  invoke(targets.StepFunctionsStartExecution(sfn.StateMachine(stack, "Machine", { definition_body = body }), {
    input = Input.from_object { a = "b" },
  }))
  invoke(targets.StepFunctionsStartExecution(
    sfn.StateMachine.from_state_machine_name(stack, "Known", "known"), {}))
  invoke(targets.SageMakerStartPipelineExecution(MODEL_PIPELINE,
    { pipeline_parameter_list = { { name = "n", value = "v" } } }))
  invoke(targets.FirehosePutRecord(firehose.DeliveryStream.from_delivery_stream_name(stack, "Delivery", "d")))
  invoke(Own({ retry_attempts = 3 }, "arn:aws:own:eu-west-1:111122223333:thing"))
  invoke {
    bind = function()
      return {
        arn = "arn:x", role = iam.Role.from_role_arn(stack, "Imported", "arn:aws:iam::111122223333:role/r"),
        retry_policy = {}, ecs_parameters = { task_definition_arn = "t" },
      }
    end,
  }
end

function cases.across_stacks(app)
  local one, two = cdk.Stack(app, "One", { env = ENV }), cdk.Stack(app, "Two", { env = ENV })
  local far = cdk.Stack(app, "Far", { env = { account = ENV.account, region = "us-east-1" } })
  local schedule = Expression.rate(cdk.Duration.days(1))
  local group, queue = ScheduleGroup(one, "Group"), sqs.Queue(one, "Queue")
  Schedule(two, "Schedule", { schedule = schedule, target = targets.SqsSendMessage(queue), schedule_group = group })
  local named =
    Schedule(one, "Named", { schedule = schedule, target = targets.SqsSendMessage(queue), schedule_name = "named" })
  cdk.CfnOutput(two, "Near", { value = named.schedule_arn })
  cdk.CfnOutput(far, "FarArn", { value = named.schedule_arn })
  cdk.CfnOutput(far, "FarName", { value = named.schedule_name })
end

function cases.ecs_tasks(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local vpc = ec2.Vpc(stack, "Vpc", { max_azs = 2, nat_gateways = 1 })
  local cluster = ecs.Cluster(stack, "Cluster", { vpc = vpc })
  local image = ecs.ContainerImage.from_registry("nginx")
  local fargate = ecs.FargateTaskDefinition(stack, "Fargate")
  fargate:add_container("C", { image = image, logging = ecs.LogDrivers.aws_logs({ stream_prefix = "p" }) })
  local bridge = ecs.Ec2TaskDefinition(stack, "Bridge")
  bridge:add_container("C", { image = image, memory_limit_mib = 64 })
  local in_vpc = ecs.Ec2TaskDefinition(stack, "InVpc", { network_mode = ecs.NetworkMode.AWS_VPC })
  in_vpc:add_container("C", { image = image, memory_limit_mib = 64 })
  local role = iam.Role(stack, "Role", { assumed_by = iam.ServicePrincipal("scheduler.amazonaws.com") })
  local group = ec2.SecurityGroup(stack, "Group", { vpc = vpc })
  local strategies = { { capacity_provider = "FARGATE", base = 1, weight = 2 } }
  local n = 0
  local function start(target)
    n = n + 1
    scheduler.Schedule(stack, "Schedule" .. n, {
      schedule = scheduler.ScheduleExpression.rate(cdk.Duration.days(1)), target = target,
    })
  end
  start(targets.EcsRunFargateTask(cluster, { task_definition = fargate }))
  start(targets.EcsRunFargateTask(cluster, {
    task_definition = fargate, assign_public_ip = true, vpc_subnets = { subnet_type = ec2.SubnetType.PUBLIC },
      platform_version = ecs.FargatePlatformVersion.LATEST,
    capacity_provider_strategies = strategies, security_groups = { group }, task_count = 2, tags = { { key = "k",
      value = "v" } }, propagate_tags = true,
    enable_ecs_managed_tags = true, enable_execute_command = false, group = "g", reference_id = "r", role = role,
    input = scheduler.ScheduleTargetInput.from_text("t"),
  }))
  start(targets.EcsRunFargateTask(cluster, {
    task_definition = fargate, vpc_subnets = { subnet_type = ec2.SubnetType.PUBLIC }, security_groups = {},
  }))
  start(targets.EcsRunFargateTask(cluster, {
    task_definition = fargate, assign_public_ip = false, vpc_subnets = { subnet_type = ec2.SubnetType.PUBLIC },
  }))
  start(targets.EcsRunEc2Task(cluster, {
    task_definition = bridge, propagate_tags = false, tags = { { key = "k", value = "v" } },
  }))
  start(targets.EcsRunEc2Task(cluster, {
    task_definition = in_vpc, security_groups = { group }, placement_constraints = {
      ecs.PlacementConstraint.distinct_instances(),
    },
    placement_strategies = { ecs.PlacementStrategy.spread_across("a", "b") },
  }))
  start(targets.EcsRunEc2Task(cluster, {
    task_definition = in_vpc, capacity_provider_strategies = strategies, placement_constraints = {},
  }))
end

describe("aws_scheduler", function()
  golden.check("aws_scheduler", cases)

  it("refuses schedules that Scheduler does not have", function()
    local stack = cdk.Stack(cdk.App(), "S")
    local queue = sqs.Queue(stack, "Queue")
    local n = 0
    local function target(policy)
      return {
        bind = function()
          return { arn = "a", role = iam.Role.from_role_name(stack, "R" .. n, "r"), retry_policy = policy }
        end,
      }
    end
    for text, props in pairs {
      ["start must be before end, got 2030-01-01T00:00:00.000Z and 2030-01-01T00:00:00.000Z"] =
        { start = "2030-01-01T02:00:00+02:00", ["end"] = "2030-01-01T00:00:00Z" },
      ["schedule_name must have at most 64 characters, got 65"] = { schedule_name = ("x"):rep(65) },
      ["maximum_event_age_in_seconds must be between 60 and 86400, got 59"] =
        { target = target { maximum_event_age_in_seconds = 59 } },
      ["maximum_retry_attempts must be between 0 and 185, got 186"] =
        { target = target { maximum_retry_attempts = 186 } },
    } do
      n = n + 1
      props.schedule = Expression.rate(cdk.Duration.days(1))
      props.target = props.target or targets.SqsSendMessage(queue)
      refuses(text, Schedule, stack, "S" .. n, props)
    end
    refuses("max_window must be between 1 and 1440 minutes, got 1441", scheduler.TimeWindow.flexible,
      cdk.Duration.minutes(1441))
    refuses("'soon' is not a date", Expression.at, "soon")
    refuses("day and week_day are mutually exclusive", Expression.cron, { day = "1", week_day = "MON" })
    refuses("a schedule's ARN is literal text of the form", Schedule.from_schedule_arn, stack, "A",
      "arn:aws:scheduler:eu-west-1:111122223333:schedule/only")
  end)

  it("refuses targets that it cannot invoke", function()
    local stack = cdk.Stack(cdk.App(), "S")
    local queue, fifo = sqs.Queue(stack, "Queue"), sqs.Queue(stack, "Fifo", { fifo = true })
    local stream = kinesis.Stream(stack, "Stream")
    local Send, Put = targets.SqsSendMessage, targets.KinesisStreamPutRecord
    refuses("message_group_id is missing: the target is a FIFO queue", Send, fifo)
    refuses("message_group_id is for FIFO queues, which the target is not", Send, queue, { message_group_id = "g" })
    refuses("message_group_id must have 1 to 128 characters, got 129", Send, queue,
      { message_group_id = ("g"):rep(129) })
    refuses("only with content_based_deduplication = true", Send, fifo, { message_group_id = "g" })
    refuses("partition_key must have 1 to 256 characters, got 0", Put, stream, { partition_key = "" })
    refuses("the input of EventBridgePutEvents is the detail of its entry", targets.EventBridgePutEvents, {
      event_bus = events.EventBus(stack, "Bus"), detail = Input.from_text "x", detail_type = "t", source = "s",
    }, { input = Input.from_text "y" })
    local list = {}
    for i = 1, 201 do list[i] = { name = "n" .. i, value = "v" } end
    refuses("pipeline_parameter_list can have at most 200 parameters, got 201",
      targets.SageMakerStartPipelineExecution, MODEL_PIPELINE, { pipeline_parameter_list = list })
  end)

  it("refuses calls of the API that it does not make", function()
    refuses("service must be written in lower case, got 'SQS'", targets.Universal, { service = "SQS", action = "a" })
    refuses("action must be written in camelCase, got 'Send'", targets.Universal, { service = "s", action = "Send" })
    refuses("a schedule cannot call s3:getObject, which only reads", targets.Universal,
      { service = "s3", action = "getObject" })
  end)

  it("refuses retries out of bounds", function()
    local stack = cdk.Stack(cdk.App(), "S")
    local queue, n = sqs.Queue(stack, "Queue"), 0
    for text, props in pairs {
      ["max_event_age must be between 60 and 86400 seconds, got 59"] =
        { max_event_age = cdk.Duration.seconds(59) },
      ["max_event_age must be between 60 and 86400 seconds, got 86401"] =
        { max_event_age = cdk.Duration.seconds(86401) },
      ["retry_attempts must be between 0 and 185, got -1"] = { retry_attempts = -1 },
      ["retry_attempts must be between 0 and 185, got 186"] = { retry_attempts = 186 },
    } do
      n = n + 1
      refuses(text, Schedule, stack, "S" .. n, {
        schedule = Expression.rate(cdk.Duration.days(1)), target = targets.SqsSendMessage(queue, props),
      })
    end
  end)

  it("warns of calls on every resource", function()
    local app = cdk.App()
    local stack = cdk.Stack(app, "S")
    Schedule(stack, "Schedule", {
      schedule = Expression.rate(cdk.Duration.days(1)),
      target = targets.Universal { service = "sqs", action = "createQueue" },
    })
    local found = false
    for _, construct in ipairs(stack.node:find_all()) do
      for _, entry in ipairs(construct.node.metadata) do
        found = found or entry.type == "aws:cdk:warning" and entry.data:find("on every resource", 1, true) ~= nil
      end
    end
    assert.is_true(found)
  end)

  it("refuses tasks of ECS that Scheduler cannot start", function()
    local stack = cdk.Stack(cdk.App(), "S", { env = ENV })
    local cluster = ecs.Cluster(stack, "Cluster", { vpc = ec2.Vpc(stack, "Vpc", { max_azs = 1, nat_gateways = 0 }) })
    local fargate, bridge = ecs.FargateTaskDefinition(stack, "Fargate"), ecs.Ec2TaskDefinition(stack, "Bridge")
    for i, row in ipairs {
      { "the task definition is not for Fargate", targets.EcsRunFargateTask, { task_definition = bridge } },
      { "assign_public_ip needs vpc_subnets = { subnet_type = ec2.SubnetType.PUBLIC }", targets.EcsRunFargateTask,
        { task_definition = fargate, assign_public_ip = true } },
      { "the task definition is not for instances", targets.EcsRunEc2Task, { task_definition = fargate } },
      { "vpc_subnets needs a task definition with NetworkMode.AWS_VPC", targets.EcsRunEc2Task,
        { task_definition = bridge, vpc_subnets = {} } },
    } do
      refuses(row[1], scheduler.Schedule, stack, "X" .. i, {
        schedule = scheduler.ScheduleExpression.rate(cdk.Duration.days(1)), target = row[2](cluster, row[3]),
      })
    end
  end)
end)
