-- Targets of rules. The cases are twins of tools/golden/aws_events_targets.js.
local api = require "aws_cdk.aws_apigateway"
local apigatewayv2 = require "aws_cdk.aws_apigatewayv2"
local appscaling = require "aws_cdk.aws_applicationautoscaling"
local appsync = require "aws_cdk.aws_appsync"
local batch = require "aws_cdk.aws_batch"
local cdk = require "aws_cdk"
local codebuild = require "aws_cdk.aws_codebuild"
local codepipeline = require "aws_cdk.aws_codepipeline"
local ec2 = require "aws_cdk.aws_ec2"
local ecs = require "aws_cdk.aws_ecs"
local events = require "aws_cdk.aws_events"
local firehose = require "aws_cdk.aws_kinesisfirehose"
local golden = require "spec.support.golden"
local iam = require "aws_cdk.aws_iam"
local kms = require "aws_cdk.aws_kms"
local lambda = require "aws_cdk.aws_lambda"
local logs = require "aws_cdk.aws_logs"
local patterns = require "aws_cdk.aws_ecs_patterns"
local s3 = require "aws_cdk.aws_s3"
local secretsmanager = require "aws_cdk.aws_secretsmanager"
local sfn = require "aws_cdk.aws_stepfunctions"
local sns = require "aws_cdk.aws_sns"
local sqs = require "aws_cdk.aws_sqs"
local synthetics = require "aws_cdk.aws_synthetics"
local targets = require "aws_cdk.aws_events_targets"

local function new_rule(scope, id)
  return events.Rule(scope, id, { schedule = events.Schedule.rate(cdk.Duration.hours(1)) })
end

local function events_role(scope)
  return iam.Role(scope, "Role", { assumed_by = iam.ServicePrincipal "events.amazonaws.com" })
end

local cases = {}

function cases.functions_queues_topics(app)
  local stack = cdk.Stack(app, "S")
  local fn = lambda.Function(stack, "Fn", {
    runtime = lambda.Runtime.PYTHON_3_12, handler = "index.handler", code = lambda.Code.from_inline "pass",
  })
  local dead, topic = sqs.Queue(stack, "Dead"), sns.Topic(stack, "Topic")
  local one = new_rule(stack, "One")
  one:add_target(targets.LambdaFunction(fn, {
    dead_letter_queue = dead, max_event_age = cdk.Duration.hours(2), retry_attempts = 0,
    event = events.RuleTargetInput.from_object { id = events.EventField.event_id, text = "x" },
  }))
  one:add_target(targets.LambdaFunction(fn))
  one:add_target(targets.SqsQueue(sqs.Queue(stack, "Queue"), {
    dead_letter_queue = dead, max_event_age = cdk.Duration.hours(2), retry_attempts = 0,
    message = events.RuleTargetInput.from_text "hello",
  }))
  one:add_target(targets.SqsQueue(sqs.Queue(stack, "Fifo", { fifo = true }), {
    message_group_id = "group", retry_attempts = 3,
  }))
  local two = new_rule(stack, "Two")
  two:add_target(targets.SqsQueue(sqs.Queue(stack, "Secret", { encryption_master_key = kms.Key(stack, "Key") })))
  two:add_target(targets.SnsTopic(topic, {
    dead_letter_queue = dead, max_event_age = cdk.Duration.hours(2), retry_attempts = 0,
    message = events.RuleTargetInput.from_multiline_text("a\nb " .. events.EventField.source),
  }))
  two:add_target(targets.SnsTopic(topic, { authorize_using_role = true }))
  two:add_target(targets.SnsTopic(topic, { role = events_role(stack) }))
end

local IAM = { "AWS_IAM" }

function cases.mutations(app)
  local stack = cdk.Stack(app, "S", { env = { account = "111122223333", region = "eu-west-1" } })
  local graphql_api = appsync.GraphqlApi(stack, "Api", {
    name = "api", definition = appsync.Definition.from_file "spec/fixtures/appsync/schema.graphql",
    authorization_config = { default_authorization = { authorization_type = appsync.AuthorizationType.IAM } },
  })
  local imported = appsync.GraphqlApi.from_graphql_api_attributes(stack, "Imported",
    { graphql_api_id = "id", graph_ql_endpoint_arn = "arn:endpoint", modes = IAM })
  local operation = "mutation Write($text: String!) { write(text: $text) { id } }"
  local rule = new_rule(stack, "Rule")
  rule:add_target(targets.AppSync(graphql_api, { graph_ql_operation = operation }))
  rule:add_target(targets.AppSync(imported, {
    graph_ql_operation = operation,
    variables = events.RuleTargetInput.from_object { text = events.EventField.source },
    dead_letter_queue = sqs.Queue(stack, "Dead"), retry_attempts = 3, max_event_age = cdk.Duration.minutes(10),
    event_role = events_role(stack),
  }))
end

function cases.same_account(app)
  app.node:set_context("@aws-cdk/aws-events:eventsTargetQueueSameAccount", true)
  local stack = cdk.Stack(app, "S")
  new_rule(stack, "Rule"):add_target(
    targets.SqsQueue(sqs.Queue(stack, "Secret", { encryption_master_key = kms.Key(stack, "Key") })))
end

function cases.buses_and_destinations(app)
  local stack = cdk.Stack(app, "S")
  local dead, rule, role = sqs.Queue(stack, "Dead"), new_rule(stack, "Rule"), events_role(stack)
  rule:add_target(targets.EventBus(events.EventBus(stack, "Bus"), { dead_letter_queue = dead }))
  rule:add_target(targets.EventBus(
    events.EventBus.from_event_bus_arn(stack, "Other", "arn:aws:events:eu-west-1:111122223333:event-bus/other"),
    { role = role }))
  local connection = events.Connection(stack, "Connection", {
    authorization = events.Authorization.api_key("x-api-key", cdk.SecretValue.secrets_manager "secret"),
  })
  local destination = events.ApiDestination(stack, "Destination", { connection = connection, endpoint = "https://x/*" })
  rule:add_target(targets.ApiDestination(destination))
  rule:add_target(targets.ApiDestination(destination, {
    dead_letter_queue = dead, retry_attempts = 1, event_role = role, header_parameters = { ["x-h"] = "v" },
    path_parameter_values = { "p" }, query_string_parameters = { q = "1" },
    event = events.RuleTargetInput.from_event_path "$.detail",
  }))
end

function cases.log_groups(app)
  local stack = cdk.Stack(app, "S")
  local group = logs.LogGroup(stack, "Group", { log_group_name = "/aws/events/x" })
  new_rule(stack, "Plain"):add_target(targets.CloudWatchLogGroup(group))
  new_rule(stack, "Input"):add_target(targets.CloudWatchLogGroup(group, {
    install_latest_aws_sdk = false, max_event_age = cdk.Duration.minutes(5),
    log_event = targets.LogGroupTargetInput.from_object_v2 { message = events.EventField.from_path "$.detail.m" },
  }))
  new_rule(stack, "Own"):add_target(targets.CloudWatchLogGroup(group, {
    log_event = targets.LogGroupTargetInput.from_object_v2 { timestamp = "1", message = "text" },
  }))
end

function cases.aws_api(app)
  local stack = cdk.Stack(app, "S")
  local rule = new_rule(stack, "Rule")
  rule:add_target(targets.AwsApi {
    service = "ECS", action = "updateService", parameters = { a = 1, b = true }, catch_error_pattern = "Error",
    api_version = "latest",
  })
  rule:add_target(targets.AwsApi { service = "cloudwatch-logs", action = "createLogStream" })
  rule:add_target(targets.AwsApi {
    service = "rds", action = "stopDBInstance",
    policy_statement = iam.PolicyStatement { actions = { "rds:StopDBInstance" }, resources = { "arn" } },
  })
  local other = cdk.Stack(app, "T", { env = { account = "111122223333", region = "eu-west-1" } })
  new_rule(other, "Rule"):add_target(targets.AwsApi { service = "s3", action = "listBuckets" })
end

function cases.other_services(app)
  local stack = cdk.Stack(app, "S")
  local n = 0
  local function invoke(target)
    n = n + 1
    events.Rule(stack, "Rule" .. n, { schedule = events.Schedule.rate(cdk.Duration.days(1)), targets = { target } })
  end
  local dead = sqs.Queue(stack, "Dead")
  local function more(props)
    props.dead_letter_queue, props.retry_attempts, props.max_event_age = dead, 2, cdk.Duration.hours(2)
    return props
  end
  local event, role = events.RuleTargetInput.from_text "x", events_role(stack)
  local stream = firehose.DeliveryStream(stack, "Stream",
    { destination = firehose.S3Bucket(s3.Bucket.from_bucket_name(stack, "Bucket", "bbb")) })
  invoke(targets.FirehoseDeliveryStream(stream))
  invoke(targets.FirehoseDeliveryStream(stream, { message = event }))
  invoke(targets.KinesisFirehoseStreamV2(stream, { message = event }))
  invoke(targets.KinesisFirehoseStream(firehose.CfnDeliveryStream(stack, "L1")))
  local project = codebuild.CfnProject(stack, "Project", {
    artifacts = { type = "NO_ARTIFACTS" }, environment = { compute_type = "c", image = "i", type = "t" },
    service_role = "r", source = { type = "NO_SOURCE" },
  })
  invoke(targets.CodeBuildProject(project))
  invoke(targets.CodeBuildProject(project, more { event = event, event_role = role }))
  local pipeline = codepipeline.CfnPipeline(stack, "Pipeline", { role_arn = "r", stages = {} })
  invoke(targets.CodePipeline(pipeline))
  invoke(targets.CodePipeline(pipeline, { retry_attempts = 2, event_role = role }))
  invoke(targets.BatchJob("arn:queue", stack, "arn:definition", stack))
  invoke(targets.BatchJob("arn:queue", stack, "arn:definition", stack,
    more { event = event, job_name = "job", size = 3, attempts = 2 }))
  invoke(targets.RedshiftQuery("arn:cluster", { database = "d", sql = { "select 1" } }))
  invoke(targets.RedshiftQuery("arn:cluster", {
    database = "d", sql = { "select 1", "select 2" }, db_user = "u", statement_name = "s",
    send_event_bridge_event = true, role = role, input = event,
    secret = secretsmanager.Secret(stack, "Secret"),
  }))
  local body = sfn.DefinitionBody.from_string "{}"
  local machine = sfn.StateMachine(stack, "Machine", { definition_body = body })
  invoke(targets.SfnStateMachine(machine))
  invoke(targets.SfnStateMachine(machine, more {}))
  invoke(targets.SfnStateMachine(sfn.StateMachine.from_state_machine_name(stack, "Known", "known"), { input = event }))
  invoke(targets.SfnStateMachine(machine, more { input = event, role = role }))
end

function cases.rest_apis(app)
  local stack = cdk.Stack(app, "S")
  local n = 0
  local function invoke(target)
    n = n + 1
    events.Rule(stack, "Rule" .. n, { schedule = events.Schedule.rate(cdk.Duration.days(1)), targets = { target } })
  end
  local rest = api.RestApi(stack, "Api", { cloud_watch_role = false })
  rest.root:add_method "ANY"
  invoke(targets.ApiGateway(rest))
  invoke(targets.ApiGateway(rest, { path = "/a", method = "GET" }))
  invoke(targets.ApiGateway(rest, {
    path = "/*/b/*", method = "PUT", stage = "beta", path_parameter_values = { "x", "y" },
    header_parameters = { H = "h", I = "i" }, query_string_parameters = { q = "r" },
    post_body = events.RuleTargetInput.from_object { detail = events.EventField.from_path "$.detail" },
    dead_letter_queue = sqs.Queue(stack, "Dead"), retry_attempts = 2, max_event_age = cdk.Duration.hours(2),
    event_role = events_role(stack),
  }))
  invoke(targets.ApiGateway(api.RestApi.from_rest_api_id(stack, "Known", "k"), { stage = "prod" }))
end

function cases.http_apis(app)
  local stack = cdk.Stack(app, "S")
  local n = 0
  local function invoke(target)
    n = n + 1
    events.Rule(stack, "Rule" .. n, { schedule = events.Schedule.rate(cdk.Duration.days(1)), targets = { target } })
  end
  local HttpApi = apigatewayv2.HttpApi
  local http = HttpApi(stack, "Api")
  invoke(targets.ApiGatewayV2(http))
  invoke(targets.ApiGatewayV2(http, { path = "/a", method = "GET" }))
  invoke(targets.ApiGatewayV2(http, {
    path = "/*/b/*", method = "any", stage = "beta", path_parameter_values = { "x", "y" },
    header_parameters = { H = "h", I = "i" }, query_string_parameters = { q = "r" },
    post_body = events.RuleTargetInput.from_text "t", dead_letter_queue = sqs.Queue(stack, "Dead"), retry_attempts = 2,
    max_event_age = cdk.Duration.hours(2), event_role = events_role(stack),
  }))
  invoke(targets.ApiGatewayV2(HttpApi.from_http_api_attributes(stack, "Known", { http_api_id = "k" })))
  invoke(targets.ApiGatewayV2(HttpApi(stack, "Bare", { create_default_stage = false }), { path = "", stage = "" }))
end

function cases.ecs_tasks(app)
  local stack = cdk.Stack(app, "S")
  local vpc = ec2.Vpc(stack, "Vpc", { max_azs = 2, nat_gateways = 1 })
  local cluster = ecs.Cluster(stack, "Cluster", { vpc = vpc })
  local image = ecs.ContainerImage.from_registry("nginx")
  local fargate = ecs.FargateTaskDefinition(stack, "Fargate")
  fargate:add_container("C", { image = image, logging = ecs.LogDrivers.aws_logs({ stream_prefix = "p" }) })
  local bridge = ecs.Ec2TaskDefinition(stack, "Bridge")
  bridge:add_container("C", { image = image, memory_limit_mib = 64 })
  local in_vpc = ecs.Ec2TaskDefinition(stack, "InVpc", { network_mode = ecs.NetworkMode.AWS_VPC })
  in_vpc:add_container("C", { image = image, memory_limit_mib = 64 })
  local role = iam.Role(stack, "Role", { assumed_by = iam.ServicePrincipal("events.amazonaws.com") })
  local group = ec2.SecurityGroup(stack, "Group", { vpc = vpc })
  local n = 0
  local function start(target)
    n = n + 1
    events.Rule(stack, "Rule" .. n, { schedule = events.Schedule.rate(cdk.Duration.days(1)), targets = { target } })
  end
  start(targets.EcsTask({ cluster = cluster, task_definition = fargate }))
  start(targets.EcsTask({
    cluster = cluster, task_definition = fargate, assign_public_ip = true,
    subnet_selection = { subnet_type = ec2.SubnetType.PUBLIC },
  }))
  start(targets.EcsTask({
    cluster = cluster, task_definition = fargate, assign_public_ip = false,
    subnet_selection = { subnet_type = ec2.SubnetType.PUBLIC },
  }))
  start(targets.EcsTask({ cluster = cluster, task_definition = bridge, security_groups = { group }, task_count = 3 }))
  start(targets.EcsTask({
    cluster = cluster, task_definition = in_vpc, security_groups = { group }, role = role,
      platform_version = ecs.FargatePlatformVersion.LATEST,
    launch_type = ecs.LaunchType.EC2, propagate_tags = ecs.PropagatedTagSource.TASK_DEFINITION,
      enable_execute_command = true,
    tags = { { key = "k", value = "v" } }, dead_letter_queue = sqs.Queue(stack, "Dead"), retry_attempts = 1,
      max_event_age = cdk.Duration.hours(1),
    container_overrides = { {
      container_name = "C", command = { "echo", events.EventField.from_path("$.detail.x") }, cpu = 1, environment = {
        { name = "A", value = "a" },
      },
      memory_limit = 512, memory_reservation = 256,
    } },
    cpu = "256", memory = "512", ephemeral_storage = { size_in_gib = 30 }, execution_role = role, task_role = role,
    inference_accelerator_overrides = { { device_name = "d", device_type = "t" } },
  }))
  local imported = ecs.FargateTaskDefinition.from_fargate_task_definition_attributes(stack, "Imported", {
    task_definition_arn = "arn:aws:ecs:eu-west-1:111122223333:task-definition/family",
      network_mode = ecs.NetworkMode.BRIDGE, task_role = role,
  })
  start(targets.EcsTask({ cluster = cluster, task_definition = imported }))
end

function cases.classes_of_other_modules(app)
  local stack = cdk.Stack(app, "S")
  events.Rule(stack, "Rule", { schedule = appscaling.Schedule.rate(cdk.Duration.minutes(5)) })
  local vpc = ec2.Vpc(stack, "Vpc", { max_azs = 1, nat_gateways = 0 })
  local image = ecs.ContainerImage.from_registry "web"
  local task = patterns.ScheduledFargateTask(stack, "Task", {
    schedule = events.Schedule.cron { minute = "0", hour = "3" }, vpc = vpc,
    subnet_selection = { subnet_type = ec2.SubnetType.PUBLIC },
    scheduled_fargate_task_image_options = { image = image },
  })
  appscaling.ScalableTarget(stack, "Target", {
    service_namespace = appscaling.ServiceNamespace.ECS, max_capacity = 2, min_capacity = 1, resource_id = "r",
    scalable_dimension = "d",
  }):scale_on_schedule("Night", { schedule = events.Schedule.rate(cdk.Duration.hours(1)), min_capacity = 1 })
  synthetics.Canary(stack, "Canary", {
    schedule = events.Schedule.rate(cdk.Duration.minutes(5)),
    runtime = synthetics.Runtime.SYNTHETICS_NODEJS_PUPPETEER_9_0,
    test = synthetics.Test.custom { code = synthetics.Code.from_inline "x", handler = "index.handler" },
  })
  local secret = secretsmanager.Secret(stack, "Secret")
  task.task_definition.default_container:add_secret("B", batch.Secret.from_secrets_manager(secret))
  batch.EcsJobDefinition(stack, "Job", {
    container = batch.EcsFargateContainerDefinition(stack, "Container", {
      image = image, cpu = 1, memory = cdk.Size.gibibytes(2), secrets = { E = ecs.Secret.from_secrets_manager(secret) },
    }),
  })
  new_rule(stack, "Logged"):add_target(targets.CloudWatchLogGroup(logs.LogGroup(stack, "Group"), {
    log_event = targets.LogGroupTargetInput.from_object { message = "m" },
  }))
end

describe("aws_events_targets", function()
  golden.check("aws_events_targets", cases)

  local function refused(pattern, run)
    local env = { account = "111122223333", region = "eu-west-1" }
    local ok, message = pcall(run, cdk.Stack(cdk.App(), "S", { env = env }))
    assert.is_false(ok)
    assert.truthy(tostring(message):find(pattern, 1, true), message)
  end

  it("refuses GraphQL APIs that EventBridge cannot reach", function()
    local function target(attributes)
      return function(stack)
        attributes.graphql_api_id = "id"
        local graphql_api = appsync.GraphqlApi.from_graphql_api_attributes(stack, "Api", attributes)
        new_rule(stack, "Rule"):add_target(targets.AppSync(graphql_api, { graph_ql_operation = "o" }))
      end
    end
    refused("an AppSync target needs an API with the authorization mode AuthorizationType.IAM",
      target { graph_ql_endpoint_arn = "arn" })
    refused("an AppSync target needs an API of Visibility.GLOBAL",
      target { modes = IAM, visibility = appsync.Visibility.PRIVATE, graph_ql_endpoint_arn = "arn" })
    refused("an AppSync target needs the graph_ql_endpoint_arn of an imported API", target { modes = IAM })
  end)

  it("refuses a dead letter queue of another region", function()
    refused("it must be in that of the rule", function(stack)
      local queue = sqs.Queue.from_queue_arn(stack, "Q", "arn:aws:sqs:us-east-1:111122223333:q")
      new_rule(stack, "Rule"):add_target(targets.SqsQueue(sqs.Queue(stack, "T"), { dead_letter_queue = queue }))
    end)
  end)

  it("refuses a role for a topic that is not authorised by one", function()
    refused("leave one of the two out", function(stack)
      new_rule(stack, "Rule"):add_target(
        targets.SnsTopic(sns.Topic(stack, "T"), { authorize_using_role = false, role = events_role(stack) }))
    end)
  end)

  it("refuses constant texts for log groups", function()
    refused("a log group takes an input", function(stack)
      new_rule(stack, "Rule"):add_target(targets.CloudWatchLogGroup(logs.LogGroup(stack, "G"), {
        event = events.RuleTargetInput.from_text "x",
      }))
    end)
  end)

  it("refuses templates for log groups that are not a time and a message", function()
    refused("must have the form {timestamp: <timestamp>, message: <message>}", function(stack)
      new_rule(stack, "Rule"):add_target(targets.CloudWatchLogGroup(logs.LogGroup(stack, "G"), {
        event = events.RuleTargetInput.from_object { other = events.EventField.source },
      }))
      stack.node.root:synth()
    end)
  end)

  it("refuses requests to REST APIs that they do not take", function()
    refused("path_parameter_values must have a value for each of the 2 wildcards of path, got 1", function(stack)
      new_rule(stack, "Rule"):add_target(
        targets.ApiGateway(api.RestApi(stack, "Api"), { path = "/*/*", path_parameter_values = { "x" } }))
    end)
    refused("path_parameter_values must have a value for each of the 0 wildcards of path, got 1", function(stack)
      new_rule(stack, "Rule"):add_target(
        targets.ApiGatewayV2(apigatewayv2.HttpApi(stack, "Api"), { path_parameter_values = { "x" } }))
    end)
    refused("the API has no deployment stage; give stage", function(stack)
      new_rule(stack, "Rule"):add_target(targets.ApiGateway(api.RestApi(stack, "Api", { deploy = false })))
    end)
    refused("the API of the target is no RestApi; read i_rest_api", function(stack)
      return targets.ApiGateway(api.RestApi.from_rest_api_id(stack, "Api", "i")).rest_api
    end)
    local rest = api.RestApi(cdk.Stack(cdk.App(), "S"), "Api")
    assert.equal(rest, targets.ApiGateway(rest).rest_api)
  end)

  it("refuses names of jobs that Batch does not have, and queries of nothing", function()
    local stack = cdk.Stack(cdk.App(), "S")
    for text, target in pairs {
      ["job_name must have 1 to 128 characters, got 129"] =
        targets.BatchJob("arn:q", stack, "arn:d", stack, { job_name = ("x"):rep(129) }),
      ["sql must have at least one statement"] = targets.RedshiftQuery("arn:c", { database = "d", sql = {} }),
    } do
      local ok, message = pcall(events.Rule, stack, text, {
        schedule = events.Schedule.rate(cdk.Duration.days(1)), targets = { target },
      })
      assert.is_false(ok, text)
      assert.truthy(tostring(message):find(text, 1, true), tostring(message))
    end
  end)

  it("refuses tasks of ECS that EventBridge cannot start", function()
    local function task(props)
      return function(stack)
        local vpc = ec2.Vpc(stack, "Vpc", { max_azs = 1, nat_gateways = 0 })
        props.cluster = ecs.Cluster(stack, "Cluster", { vpc = vpc })
        local class = props.on_fargate and ecs.FargateTaskDefinition or ecs.Ec2TaskDefinition
        props.on_fargate, props.task_definition = nil, class(stack, "Task")
        new_rule(stack, "Rule"):add_target(targets.EcsTask(props))
      end
    end
    refused("propagate_tags must be PropagatedTagSource.TASK_DEFINITION or NONE, got 'SERVICE'",
      task { propagate_tags = ecs.PropagatedTagSource.SERVICE })
    refused("assign_public_ip needs subnet_selection = { subnet_type = ec2.SubnetType.PUBLIC }",
      task { on_fargate = true, assign_public_ip = true })
    refused("assign_public_ip is for tasks on Fargate",
      task { assign_public_ip = true, subnet_selection = { subnet_type = ec2.SubnetType.PUBLIC } })
    refused("ephemeral_storage.size_in_gib must be between 20 and 200, got 201",
      task { on_fargate = true, ephemeral_storage = { size_in_gib = 201 } })
  end)
end)
