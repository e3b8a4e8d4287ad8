-- Runtimes, browsers, code interpreters, memories and evaluations of Amazon Bedrock AgentCore. The cases are twins of
-- tools/golden/aws_bedrockagentcore_runtime.js.
local core = require "aws_cdk.aws_bedrockagentcore"
local assertions = require "aws_cdk.assertions"
local bedrock = require "aws_cdk.aws_bedrock"
local cdk = require "aws_cdk"
local cloudwatch = require "aws_cdk.aws_cloudwatch"
local cognito = require "aws_cdk.aws_cognito"
local ec2 = require "aws_cdk.aws_ec2"
local ecr = require "aws_cdk.aws_ecr"
local firehose = require "aws_cdk.aws_kinesisfirehose"
local golden = require "spec.support.golden"
local iam = require "aws_cdk.aws_iam"
local kinesis = require "aws_cdk.aws_kinesis"
local kms = require "aws_cdk.aws_kms"
local lambda = require "aws_cdk.aws_lambda"
local logs = require "aws_cdk.aws_logs"
local s3 = require "aws_cdk.aws_s3"
local sns = require "aws_cdk.aws_sns"
local refuses = require "spec.support.refuses"

local ENV = { account = "111122223333", region = "eu-west-1" }
local ARN = "arn:aws:bedrock-agentcore:eu-west-1:111122223333:"
local CODE = "spec/fixtures/lambda_code"
local ROLE = "arn:aws:iam::111122223333:role/path/role"
local IMAGE = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/a:b"

local Artifact = core.AgentRuntimeArtifact

local function outputs(stack)
  return function(id, value) cdk.CfnOutput(stack, "Out" .. id, { value = value }) end
end

-- Texts and tokens with commas between.
local function joined(list)
  for i, one in ipairs(list) do list[i] = tostring(one) end
  return table.concat(list, ",")
end

local cases = {}

function cases.runtimes(app)
  local Runtime, minutes = core.Runtime, cdk.Duration.minutes
  local stack = cdk.Stack(app, "S")
  local out = outputs(stack)
  local repository = ecr.Repository(stack, "Repository")
  local user = iam.User(stack, "User")
  local artifact = Artifact.from_ecr_repository(repository)
  local runtime = Runtime(stack, "Runtime", { agent_runtime_artifact = artifact })
  local role = iam.Role(stack, "Role", { assumed_by = iam.ServicePrincipal "bedrock-agentcore.amazonaws.com" })
  local whole = Runtime(stack, "Whole", {
    agent_runtime_artifact = Artifact.from_ecr_repository(repository, "v1"), runtime_name = "whole",
    description = "all", execution_role = role, environment_variables = { A = "b", C = cdk.Aws.REGION },
    tags = { k = "v", empty = "" }, protocol_configuration = core.ProtocolType.MCP,
    platform_version = core.PlatformVersion.V2,
    lifecycle_configuration = { idle_runtime_session_timeout = minutes(2), max_lifetime = cdk.Duration.hours(8) },
    request_header_configuration = { allowlisted_headers = { "X-Own", "Authorization" } },
    authorizer_configuration = core.RuntimeAuthorizerConfiguration.using_iam(),
  })
  local shared = Runtime(stack, "Shared", {
    agent_runtime_artifact = artifact, request_header_configuration = {}, environment_variables = {},
    lifecycle_configuration = { max_lifetime = cdk.Duration.seconds(60) },
  })
  Runtime(stack, "OfUri", {
    agent_runtime_artifact = Artifact.from_image_uri "111122223333.dkr.ecr.eu-west-1.amazonaws.com/a/b:tag",
    execution_role = iam.Role.from_role_arn(stack, "Given", ROLE), protocol_configuration = core.ProtocolType.of "OWN",
    platform_version = core.PlatformVersion.of "V9", description = "",
  })
  local endpoint = runtime:add_endpoint "prod"
  local second = whole:add_endpoint("second", { version = "3", description = "third" })
  local alone = core.RuntimeEndpoint(stack, "Endpoint",
    { agent_runtime_id = runtime.agent_runtime_id, tags = { k = "v" } })
  core.RuntimeEndpoint(stack, "Of", {
    agent_runtime_id = "abc-0123456789", agent_runtime_version = "7", endpoint_name = "own", description = "own",
  })
  whole:grant({ "s3:A", "s3:B" }, { "arn:aws:s3:::c" })
  shared:add_to_role_policy(iam.PolicyStatement { actions = { "s3:C" }, resources = { "*" } }):grant_invoke(user)
  runtime:grant_invoke_runtime(user)
  runtime:grant_invoke_runtime_for_user(whole)
  local imported = Runtime.from_agent_runtime_attributes(stack, "Imported", {
    agent_runtime_arn = ARN .. "runtime/i-0123456789", agent_runtime_id = "i-0123456789", agent_runtime_name = "i",
    role_arn = ROLE, description = "d",
  })
  imported:grant_invoke(user)
  imported:grant({ "s3:D" }, { "*" })
  imported.application_log_group:grant_read(user)
  local imported_endpoint = core.RuntimeEndpoint.from_runtime_endpoint_attributes(stack, "ImportedEndpoint", {
    agent_runtime_arn = runtime.agent_runtime_arn, agent_runtime_endpoint_arn = ARN .. "endpoint", endpoint_name = "e",
    status = "READY", endpoint_id = "id",
  })
  for i, row in ipairs {
    { "Invocations", "invocations" }, { "InvocationsAggregated", "invocations_aggregated" },
    { "Throttles", "throttles" }, { "SystemErrors", "system_errors" }, { "UserErrors", "user_errors" },
    { "Latency", "latency" }, { "TotalErrors", "total_errors" }, { "SessionCount", "session_count" },
    { "SessionsAggregated", "sessions_aggregated" },
  } do
    local of = ({ runtime, whole, imported })[(i - 1) % 3 + 1]
    local metric = of["metric_" .. row[2]](of,
      i % 2 == 0 and { period = minutes(1), dimensions_map = { Name = "own" } } or nil)
    metric:create_alarm(stack, row[1], { threshold = 1, evaluation_periods = 1 })
  end
  whole:metric("Own", { statistic = cloudwatch.Stats.MAXIMUM, region = "us-east-1" })
    :create_alarm(stack, "Own", { threshold = 1, evaluation_periods = 1 })
  out("Name", runtime.agent_runtime_name)
  out("Version", shared.agent_runtime_version)
  out("Status", whole.agent_status)
  out("Created", whole.created_at)
  out("Updated", whole.last_updated_at)
  out("Ref", runtime.runtime_ref.agent_runtime_id)
  out("Logs", runtime.application_log_group.log_group_name)
  out("Endpoint", joined {
    endpoint.agent_runtime_endpoint_arn, endpoint.endpoint_name, second.endpoint_id, second.live_version,
    second.target_version, alone.status, alone.agent_runtime_arn, alone.created_at, alone.last_updated_at,
    alone.agent_runtime_version,
  })
  assert.is_nil(imported_endpoint.live_version)
  out("Imported", joined {
    imported_endpoint.runtime_endpoint_ref.agent_runtime_endpoint_arn, imported_endpoint.status,
    imported_endpoint.endpoint_id, "undefined",
  })
  local values = {}
  for i, one in ipairs {
    core.AgentCoreRuntime.NODE_22, core.AgentCoreRuntime.of "X", core.ProtocolType.A2_A, core.PlatformVersion.V1,
    core.AgentCoreRuntime.PYTHON_3_13,
  } do values[i] = one:to_string() .. one.value end
  out("Values", joined(values))
end

function cases.code(app)
  local Authorizer, Claim = core.RuntimeAuthorizerConfiguration, core.RuntimeCustomClaim
  local stack = cdk.Stack(app, "S", { env = ENV })
  local url = "https://example.com/.well-known/openid-configuration"
  local nested = cdk.NestedStack(stack, "Nested")
  local bucket = s3.Bucket(stack, "Bucket")
  local pool = cognito.UserPool(stack, "Pool")
  local clients = { pool:add_client "One", pool:add_client "Two" }
  local function runtime(id, artifact, authorizer)
    core.Runtime(stack, id, { agent_runtime_artifact = artifact, authorizer_configuration = authorizer })
  end
  local asset = Artifact.from_code_asset {
    path = CODE, runtime = core.AgentCoreRuntime.PYTHON_3_12, entrypoint = { "main.py" }, exclude = { "image" },
  }
  runtime("Asset", asset, Authorizer.using_jwt(url))
  runtime("Again", asset, Authorizer.using_jwt(url, { "c" }, { "a" }, { "s" },
    { Claim.with_string_value("n", "v"), Claim.with_string_array_value("m", { "w" }) }))
  runtime("Image", Artifact.from_asset(CODE .. "/image"), Authorizer.using_o_auth(url, "client", nil, { "s" },
    { Claim.with_string_array_value("m", { "w", "x" }, core.CustomClaimOperator.CONTAINS_ANY) }))
  runtime("Built", Artifact.from_asset(CODE .. "/image", { build_args = { A = "b" } }),
    Authorizer.using_cognito(pool, clients))
  runtime("Archive", Artifact.from_s3({ bucket_name = bucket.bucket_name, object_key = "key" },
    core.AgentCoreRuntime.PYTHON_3_10, { "opentelemetry-instrument", "main.py" }),
    Authorizer.using_cognito(pool, { clients[1] }, { "a" }, { "s" }, {}))
  runtime("Version", Artifact.from_s3({ bucket_name = "other", object_key = "key", object_version = "v" },
    core.AgentCoreRuntime.of "OWN", { "main.py" }))
  runtime("Unknown", Artifact.from_image_uri(cdk.Fn.import_value "uri"))
  local shared = Artifact.from_ecr_repository(ecr.Repository.from_repository_name(stack, "Given", "given"))
  runtime("Shared", shared)
  core.Runtime(nested, "Shared", {
    agent_runtime_artifact = shared,
    execution_role = iam.Role(nested, "Role", { assumed_by = iam.AccountRootPrincipal() }),
  })
  core.Runtime(cdk.NestedStack(stack, "Later"), "Shared", { agent_runtime_artifact = shared })
end

function cases.networks(app)
  local Network, Browsers, Interpreters =
    core.RuntimeNetworkConfiguration, core.BrowserNetworkConfiguration, core.CodeInterpreterNetworkConfiguration
  local stack = cdk.Stack(app, "S")
  local vpc = ec2.Vpc(stack, "Vpc", { max_azs = 2, nat_gateways = 1 })
  local group = ec2.SecurityGroup(stack, "Group", { vpc = vpc })
  local function runtime(id, network)
    return core.Runtime(stack, id,
      { agent_runtime_artifact = Artifact.from_image_uri(IMAGE), network_configuration = network })
  end
  runtime("Public", Network.using_public_network())
  local inside = runtime("Inside", Network.using_vpc(stack, { vpc = vpc }))
  local grouped = runtime("Grouped", Network.using_vpc(cdk.NestedStack(stack, "Nested"), {
    vpc = vpc, security_groups = { group }, vpc_subnets = { subnet_type = ec2.SubnetType.PUBLIC },
  }))
  inside.connections:allow_from(grouped, ec2.Port.tcp(443))
  core.BrowserCustom(stack, "Browser", { network_configuration = Browsers.using_public_network() })
  local browser = core.BrowserCustom(stack, "BrowserInside", {
    network_configuration = Browsers.using_vpc(group, { vpc = vpc, allow_all_outbound = false }),
  })
  browser.connections:allow_to_any_ipv4(ec2.Port.tcp(80))
  core.CodeInterpreterCustom(stack, "Sandbox", { network_configuration = Interpreters.using_sandbox_network() })
  core.CodeInterpreterCustom(stack, "Interpreter", { network_configuration = Interpreters.using_public_network() })
  local interpreter = core.CodeInterpreterCustom(stack, "InterpreterInside", {
    network_configuration = Interpreters.using_vpc(vpc, { vpc = vpc, security_groups = {} }),
  })
  interpreter.connections:allow_from(browser, ec2.Port.all_traffic())
  core.Runtime.from_agent_runtime_attributes(stack, "R", {
    security_groups = { group }, role_arn = ROLE, agent_runtime_arn = "arn", agent_runtime_id = "i",
    agent_runtime_name = "i",
  }).connections:allow_from_any_ipv4(ec2.Port.tcp(1))
  core.BrowserCustom.from_browser_custom_attributes(stack, "B", {
    security_groups = { group }, role_arn = ROLE, browser_arn = ARN .. "browser-custom/b",
  }).connections:allow_from_any_ipv4(ec2.Port.tcp(2))
  core.CodeInterpreterCustom.from_code_interpreter_custom_attributes(stack, "C", {
    security_groups = { group }, role_arn = ROLE, code_interpreter_arn = ARN .. "code-interpreter-custom/c",
  }).connections:allow_from_any_ipv4(ec2.Port.tcp(3))
end

function cases.deliveries(app)
  local Destination, LogType = core.LoggingDestination, core.LogType
  local stack = cdk.Stack(app, "S")
  local bucket = s3.Bucket(stack, "Bucket")
  local first, second = logs.LogGroup(stack, "A"), logs.LogGroup(stack, "B")
  local stream = firehose.DeliveryStream(stack, "Stream", { destination = firehose.S3Bucket(bucket) })
  local function runtime(id, props)
    props.agent_runtime_artifact, props.tracing_enabled = Artifact.from_image_uri(IMAGE), true
    core.Runtime(stack, id, props)
  end
  runtime("All", { logging_configs = {
    { log_type = LogType.APPLICATION_LOGS, destination = Destination.cloud_watch_logs(first) },
    { log_type = LogType.USAGE_LOGS, destination = Destination.s3(bucket) },
    { log_type = LogType.APPLICATION_LOGS, destination = Destination.firehose(stream) },
    { log_type = LogType.of "OWN_kind", destination = Destination.cloud_watch_logs(second) },
  } })
  runtime("Traced", { logging_configs = {} })
  runtime("Own", { manage_delivery_resource_policy = false, logging_configs = {
    { log_type = LogType.APPLICATION_LOGS, destination = Destination.cloud_watch_logs(first) },
  } })
end

local function alarms(stack)
  return function(id, metric) metric:create_alarm(stack, id, { threshold = 1, evaluation_periods = 1 }) end
end

function cases.tools(app)
  local stack = cdk.Stack(app, "S")
  local out, alarm = outputs(stack), alarms(stack)
  local user = iam.User(stack, "User")
  local bucket = s3.Bucket(stack, "Bucket")
  local role = iam.Role(stack, "Role", { assumed_by = iam.ServicePrincipal "bedrock-agentcore.amazonaws.com" })
  local browser = core.BrowserCustom(stack, "Browser", { recording_config = {
    enabled = true, s3_location = { bucket_name = bucket.bucket_name, object_key = "a" },
  } })
  local named = core.BrowserCustom(stack, "Named", {
    browser_custom_name = "named", description = "d", tags = { k = "v" },
    browser_signing = core.BrowserSigning.ENABLED, execution_role = role,
    recording_config = { s3_location = { bucket_name = "own", object_key = "b/" } },
  })
  local interpreter = core.CodeInterpreterCustom(stack, "Interpreter")
  local own = core.CodeInterpreterCustom(stack, "Own", {
    code_interpreter_custom_name = "own", description = "d", tags = { k = "v" }, execution_role = role,
  })
  local imported_browser = core.BrowserCustom.from_browser_custom_attributes(stack, "ImportedBrowser",
    { browser_arn = ARN .. "browser-custom/b", role_arn = ROLE, status = "READY" })
  local imported_interpreter = core.CodeInterpreterCustom.from_code_interpreter_custom_attributes(stack,
    "ImportedInterpreter", { code_interpreter_arn = cdk.Fn.import_value "arn", role_arn = ROLE })
  for _, one in ipairs { browser, imported_browser } do
    one:grant_read(user)
    one:grant_use(user)
    one:grant(user, "bedrock-agentcore:A", "bedrock-agentcore:B")
  end
  for _, one in ipairs { interpreter, imported_interpreter } do
    one:grant_read(user)
    one:grant_use(user)
    one:grant_invoke(user)
    one:grant(user, "bedrock-agentcore:C")
  end
  bucket:grant_read(imported_browser)
  bucket:grant_read(interpreter)
  for _, row in ipairs { { "Browser", named }, { "Interpreter", own } } do
    local name, one = row[1], row[2]
    alarm(name .. "Latency", one:metric_latency_for_api_operation "Start")
    alarm(name .. "Invocations", one:metric_invocations_for_api_operation "Start")
    alarm(name .. "Errors", one:metric_errors_for_api_operation "Start")
    alarm(name .. "Throttles", one:metric_throttles_for_api_operation "Start")
    alarm(name .. "SystemErrors", one:metric_system_errors_for_api_operation "Start")
    alarm(name .. "UserErrors", one:metric_user_errors_for_api_operation "Start")
    alarm(name .. "Session", one:metric_session_duration { label = "l" })
    alarm(name .. "Own", one:metric_for_api_operation("Own", "Op", { dimensions_map = { A = "b" } }))
    alarm(name .. "Any", one:metric("Any", { account = "999999999999" }))
  end
  alarm("TakeOverCount", browser:metric_take_over_count())
  alarm("TakeOverReleaseCount", browser:metric_take_over_release_count())
  alarm("TakeOverDuration", browser:metric_take_over_duration())
  out("Browser", joined {
    browser.browser_custom_name, browser.browser_id, browser.status, browser.created_at, browser.last_updated_at,
    browser.failure_reason, browser.browser_custom_ref.browser_arn, imported_browser.browser_id,
  })
  out("Interpreter", joined {
    own.code_interpreter_custom_name, own.code_interpreter_id, own.status, own.created_at, own.last_updated_at,
    own.failure_reason, own.code_interpreter_custom_ref.code_interpreter_arn,
    imported_interpreter.code_interpreter_id,
  })
end

function cases.memories(app)
  local Memory, Strategy, Type, Stream =
    core.Memory, core.MemoryStrategy, core.MemoryStrategyType, core.StreamDeliveryResource
  local stack = cdk.Stack(app, "S")
  local out, alarm = outputs(stack), alarms(stack)
  local key = kms.Key(stack, "Key")
  local user = iam.User(stack, "User")
  local topic = sns.Topic(stack, "Topic")
  local bucket = s3.Bucket(stack, "Bucket")
  local function custom(id)
    local identifier = bedrock.FoundationModelIdentifier(id)
    return {
      model = bedrock.FoundationModel.from_foundation_model_id(stack, id, identifier), append_to_prompt = id,
    }
  end
  local stream = kinesis.Stream(stack, "Stream", { encryption_key = key })
  local contents = { content_configurations = { {
    type = core.StreamDeliveryContentType.MEMORY_RECORDS, level = core.StreamDeliveryContentLevel.FULL_CONTENT,
  } } }
  local memory = Memory(stack, "Memory", { memory_strategies = {
    Strategy.using_built_in_summarization(), Strategy.using_built_in_semantic(),
    Strategy.using_built_in_user_preference(), Strategy.using_built_in_episodic(),
  } })
  local reflection = { namespaces = { "/b/{sessionId}" } }
  local function own(props)
    props.strategy_name, props.namespaces = "own", props.namespaces or { "/a/{actorId}" }
    return props
  end
  local named = Memory(stack, "Named", {
    memory_name = "named", description = "d", expiration_duration = cdk.Duration.days(7), kms_key = key,
    tags = { k = "v" },
    memory_strategies = {
      Strategy.using_semantic(own {
        description = "d", custom_consolidation = custom "one", custom_extraction = custom "two",
      }),
      Strategy.using_user_preference(own { custom_extraction = custom "three" }),
      Strategy.using_summarization(own { custom_consolidation = custom "four", custom_extraction = custom "five" }),
      Strategy.using_episodic(own { custom_consolidation = custom "six", reflection_configuration = reflection }),
    },
    stream_delivery_resources = { Stream.kinesis(stream, contents) },
  })
  named:add_memory_strategy(Strategy.using_episodic(own { namespaces = {}, reflection_configuration = reflection }))
  named:add_memory_strategy(Strategy.using_semantic(own { reflection_configuration = reflection }))
  named:add_memory_strategy(Strategy.using_self_managed {
    strategy_name = "self", description = "d", invocation_configuration = {
      topic = topic, s3_location = { bucket_name = bucket.bucket_name, object_key = "k" },
    },
  })
  memory:add_memory_strategy(core.SelfManagedMemoryStrategy(Type.CUSTOM, {
    strategy_name = "all",
    invocation_configuration = { topic = topic, s3_location = { bucket_name = "own", object_key = "k" } },
    historical_context_window_size = 0,
    trigger_conditions = {
      message_based_trigger = 2, time_based_trigger = cdk.Duration.seconds(3000), token_based_trigger = 500000,
    },
  }))
  memory:add_memory_strategy(core.ManagedMemoryStrategy(Type.CUSTOM, own { custom_consolidation = custom "seven" }))
  memory:add_memory_strategy(core.ManagedMemoryStrategy(Type.CUSTOM, own {}))
  memory:add_stream_delivery_resource(Stream.kinesis(kinesis.Stream.from_stream_arn(stack, "Given",
    "arn:aws:kinesis:eu-west-1:111122223333:stream/s"), contents))
  Memory(stack, "Given role", {
    execution_role = iam.Role.from_role_arn(stack, "Role", ROLE),
    memory_strategies = { Strategy.using_semantic(own { custom_extraction = custom "eight" }) },
  })
  local imported = Memory.from_memory_attributes(stack, "Imported", {
    memory_arn = ARN .. "memory/m", role_arn = ROLE, kms_key_arn = "arn:aws:kms:eu-west-1:111122223333:key/k",
    created_at = "c",
  })
  for _, one in ipairs { memory, imported } do
    local function by(verb) return iam.User(stack, verb .. one.node.id) end
    one:grant_write(by "Write")
    one:grant_read(by "Read")
    one:grant_read_short_term_memory(by "ReadShortTermMemory")
    one:grant_read_long_term_memory(by "ReadLongTermMemory")
    one:grant_delete(by "Delete")
    one:grant_delete_short_term_memory(by "DeleteShortTermMemory")
    one:grant_delete_long_term_memory(by "DeleteLongTermMemory")
    one:grant_admin(by "Admin")
    one:grant_full_access(by "FullAccess")
  end
  memory:grant(user, "bedrock-agentcore:A")
  bucket:grant_read(imported)
  imported.kms_key:grant_decrypt(user)
  alarm("Latency", memory:metric_latency_for_api_operation "Get")
  alarm("Invocations", memory:metric_invocations_for_api_operation "Get")
  alarm("Errors", memory:metric_errors_for_api_operation "Get")
  alarm("Events", named:metric_event_creation_count())
  alarm("Records", imported:metric_memory_record_creation_count { statistic = "Average" })
  alarm("Any", memory:metric "Any")
  alarm("Op", memory:metric_for_api_operation("Own", "Op"))
  out("Memory", joined {
    memory.memory_name, memory.memory_id, memory.status, memory.created_at, memory.updated_at, memory.failure_reason,
    memory.memory_ref.memory_arn, imported.memory_id,
  })
end

function cases.evaluations(app)
  local Source, Evaluator, Config, Scale, Selector = core.DataSourceConfig, core.Evaluator, core.EvaluatorConfig,
    core.EvaluatorRatingScale, core.EvaluatorSelector
  local Operator, Value, Online, Level, Builtin =
    core.FilterOperator, core.FilterValue, core.OnlineEvaluationConfig, core.EvaluationLevel, core.BuiltinEvaluator
  local stack = cdk.Stack(app, "S")
  local out = outputs(stack)
  local user = iam.User(stack, "User")
  local fn = lambda.Function(stack, "Fn", {
    runtime = lambda.Runtime.NODEJS_22_X, handler = "i.h", code = lambda.Code.from_inline "x",
  })
  local categories = Scale.categorical { { label = "a", definition = "b" } }
  local numbers = Scale.numerical {
    { label = "a", definition = "b", value = 0.5 }, { label = "c", definition = "d", value = 1 },
  }
  local judge = Evaluator(stack, "Judge", {
    evaluator_name = "judge", level = Level.TRACE, tags = {},
    evaluator_config = Config.llm_as_a_judge { instructions = "judge", model_id = "m", rating_scale = categories },
  })
  local full = Evaluator(stack, "Full", {
    evaluator_name = "full", level = Level.SESSION, description = "d", tags = { b = "ä b", ["a b"] = "" },
    evaluator_config = Config.llm_as_a_judge {
      instructions = "judge", model_id = "m", rating_scale = numbers,
      inference_config = { max_tokens = 1, temperature = 0, top_p = 0.5 },
      additional_model_request_fields = { top_k = 5 },
    },
  })
  local coded = Evaluator(stack, "Code", {
    evaluator_name = "code", level = Level.TOOL_CALL,
    evaluator_config = Config.code_based { lambda_function = fn, timeout = cdk.Duration.minutes(1) },
  })
  Evaluator(stack, "Given", {
    evaluator_name = "given", level = Level.TOOL_CALL,
    evaluator_config = Config.code_based { lambda_function = lambda.Function.from_function_arn(stack, "GivenFn",
      "arn:aws:lambda:eu-west-1:111122223333:function:f") },
  })
  local by_id = Evaluator.from_evaluator_id(stack, "ById", "id")
  local by_arn = Evaluator.from_evaluator_arn(stack, "ByArn", ARN .. "evaluator/e")
  local by_attributes = Evaluator.from_evaluator_attributes(stack, "ByAttributes",
    { evaluator_arn = ARN .. "evaluator/f", evaluator_id = "f", evaluator_name = "n" })
  local runtime = core.Runtime(stack, "Runtime", { agent_runtime_artifact = Artifact.from_image_uri(IMAGE) })
  local evaluation = Online(stack, "Evaluation", {
    online_evaluation_config_name = "evaluation", data_source = Source.from_agent_runtime_endpoint(runtime),
    evaluators = { Selector.builtin(Builtin.COHERENCE), Selector.custom(judge) },
  })
  local role = iam.Role(stack, "Role", { assumed_by = iam.ServicePrincipal "bedrock-agentcore.amazonaws.com" })
  local whole = Online(stack, "Whole", {
    online_evaluation_config_name = "whole",
    data_source = Source.from_agent_runtime_endpoint(runtime, runtime:add_endpoint "prod"),
    evaluators = { Selector.custom(by_id), Selector.custom(by_attributes) }, description = "d",
    execution_role = role, execution_status = core.ExecutionStatus.DISABLED, sampling_percentage = 0.01,
    session_timeout = cdk.Duration.hours(1), tags = { k = "v w" },
    filters = {
      { key = "a", operator = Operator.EQUAL, value = Value.string "x" },
      { key = "b", operator = Operator.LESS_THAN_OR_EQUAL, value = Value.number(1.5) },
      { key = "c", operator = Operator.NOT_EQUAL, value = Value.boolean(false) },
    },
  })
  Online(stack, "Logs", {
    online_evaluation_config_name = "logs",
    data_source = Source.from_cloud_watch_logs { log_group_names = { "one", "two" }, service_names = { "s" } },
    evaluators = { Selector.builtin(Builtin.REFUSAL) }, filters = {},
    execution_role = iam.Role.from_role_arn(stack, "GivenRole", ROLE),
  })
  Online(stack, "Named", {
    online_evaluation_config_name = "named", data_source = Source.from_agent_runtime_endpoint_name(runtime, "own"),
    evaluators = { Selector.builtin(Builtin.HARMFULNESS) }, tags = {},
  })
  local online = {
    Online.from_online_evaluation_config_id(stack, "OnlineById", "id"),
    Online.from_online_evaluation_config_arn(stack, "OnlineByArn", ARN .. "online-evaluation-config/o"),
    Online.from_online_evaluation_config_attributes(stack, "OnlineByAttributes", {
      online_evaluation_config_arn = "arn:own", online_evaluation_config_id = "i",
      online_evaluation_config_name = "n", execution_role_arn = ROLE,
    }),
  }
  for _, one in ipairs { judge, by_id, by_arn, evaluation, table.unpack(online) } do
    one:grant(user, "bedrock-agentcore:A", "bedrock-agentcore:B")
  end
  fn:grant_invoke(evaluation)
  fn:grant_invoke(online[3])
  out("Evaluator", joined {
    full.evaluator_id, coded.evaluator_name, full.status, full.created_at, full.updated_at,
    judge.evaluator_ref.evaluator_arn, by_id.evaluator_arn, by_arn.evaluator_name, by_attributes.evaluator_name,
  })
  out("Online", joined {
    whole.online_evaluation_config_id, whole.online_evaluation_config_name, whole.status, whole.execution_status,
    whole.created_at, whole.updated_at, evaluation.online_evaluation_config_ref.online_evaluation_config_arn,
    online[1].online_evaluation_config_name, online[2].online_evaluation_config_name,
    online[3].online_evaluation_config_name,
  })
  out("Bound", joined {
    Selector.custom(by_id):bind().evaluator_id,
    Source.from_cloud_watch_logs { log_group_names = { "a" }, service_names = { "b" } }
      .cloud_watch_logs_config.service_names[1],
  })
end


describe("aws_bedrockagentcore", function()
  golden.check("aws_bedrockagentcore_runtime", cases)

  local stack, count
  before_each(function()
    stack, count = cdk.Stack(cdk.App(), "S", { env = ENV }), 0
  end)

  -- `Class` refuses the properties.
  local function refused(Class, text, props)
    count = count + 1
    refuses(text, Class, stack, "Refused" .. count, props)
  end

  local days, seconds = cdk.Duration.days, cdk.Duration.seconds
  local artifact = Artifact.from_image_uri(IMAGE)

  it("refuses names that the service does not take", function()
    local source = core.DataSourceConfig.from_cloud_watch_logs { log_group_names = { "l" }, service_names = { "s" } }
    local config = core.EvaluatorConfig.code_based { lambda_function = lambda.Function.from_function_name(stack, "F",
      "f") }
    for _, row in ipairs {
      { core.Runtime, "runtime_name", { agent_runtime_artifact = artifact } },
      { core.RuntimeEndpoint, "endpoint_name", { agent_runtime_id = "a-0123456789" } },
      { core.BrowserCustom, "browser_custom_name", {} },
      { core.CodeInterpreterCustom, "code_interpreter_custom_name", {} },
      { core.Memory, "memory_name", {} },
      { core.Evaluator, "evaluator_name", { evaluator_config = config, level = core.EvaluationLevel.TRACE } },
      { core.OnlineEvaluationConfig, "online_evaluation_config_name", {
        data_source = source, evaluators = { core.EvaluatorSelector.builtin(core.BuiltinEvaluator.REFUSAL) },
      } },
    } do
      for _, name in ipairs { "", "1a", "a-b", "_a", ("y"):rep(49), "ä" } do
        row[3][row[2]] = name
        refused(row[1], row[2] .. " must have 1 to 48 letters, digits and underscores and begin with a letter", row[3])
      end
    end
  end)

  it("refuses tags that the service does not take", function()
    local function tagged(text, tags, key)
      refused(core.BrowserCustom, text, { tags = tags })
      refused(core.CodeInterpreterCustom, text, { tags = tags })
      refused(core.Memory, text, { tags = tags })
      if key == nil then
        refused(core.Runtime, text, { tags = tags, agent_runtime_artifact = artifact })
        refused(core.RuntimeEndpoint, text, { tags = tags, agent_runtime_id = "a-0123456789" })
      end
    end
    tagged("the key of a tag cannot begin with aws:, which is reserved, got 'AWS:x'", { ["AWS:x"] = "v" })
    tagged("the key of a tag must have 1 to 256 characters, got 257", { [("k"):rep(257)] = "v" })
    tagged("the key of a tag must have 1 to 256 characters, got 0", { [""] = "v" })
    tagged("the key of a tag must have only letters, digits, blanks and the characters ._:/=+@-, got 'a#'",
      { ["a#"] = "v" })
    tagged("tag 'k' must have only letters, digits, blanks and the characters ._:/=+@-, got 'ä'", { k = "ä" })
    tagged("tag 'k' must have 1 to 256 characters, got 0", { k = "" }, "of tools")
    tagged(" 256 characters, got 257", { k = ("v"):rep(257) })
  end)

  it("refuses runtimes that the service does not take", function()
    local function refused_runtime(text, props)
      props.agent_runtime_artifact = props.agent_runtime_artifact or artifact
      refused(core.Runtime, text, props)
    end
    local function of_role(text, arn)
      count = count + 1
      refused_runtime(text, { execution_role = iam.Role.from_role_arn(stack, "Role" .. count, arn) })
    end
    local many = {}
    for i = 1, 51 do many["K" .. i] = "v" end
    refused_runtime("description must have 1 to 1200 characters, got 1201", { description = ("d"):rep(1201) })
    refused_runtime("environment_variables must be at most 50, got 51", { environment_variables = many })
    for _, name in ipairs { "1a", "a-b", "", ("a"):rep(101) } do
      refused_runtime("the name of an environment variable must have 1 to 100 letters, digits and underscores",
        { environment_variables = { [name] = "v" } })
    end
    refused_runtime("environment variable A must have at most 2048 characters, got 2049",
      { environment_variables = { A = ("v"):rep(2049) } })
    refused_runtime("allowlisted_headers must have 1 to 20 items, got 0",
      { request_header_configuration = { allowlisted_headers = {} } })
    refused_runtime("a request header must have 1 to 256 letters, digits, underscores and hyphens and begin with a "
      .. "letter, got '1'", { request_header_configuration = { allowlisted_headers = { "A", "1" } } })
    refused_runtime("idle_runtime_session_timeout must be between 60 and 28800 seconds, got 59",
      { lifecycle_configuration = { idle_runtime_session_timeout = seconds(59) } })
    refused_runtime("max_lifetime must be between 60 and 28800 seconds, got 86400",
      { lifecycle_configuration = { max_lifetime = days(1) } })
    of_role("the ARN of the execution role has the form arn:<partition>:iam::<account>:role/<name>, got "
      .. "'arn:aws:iam::1:role/r'", "arn:aws:iam::1:role/r")
    of_role("the name of the execution role must have at most 64 characters, got 65",
      "arn:aws:iam::111122223333:role/" .. ("r"):rep(65))
    refuses("container_uri has the form <account>.dkr.ecr.<region>.amazonaws.com/<repository>:<tag>, got 'x:latest'",
      Artifact.from_image_uri, "x:latest")
    local runtime = core.Runtime(stack, "Runtime", { agent_runtime_artifact = artifact })
    refuses("[S/Runtime] a runtime outside a VPC has no security groups", function() return runtime.connections end)
    local function endpoint(text, props) refused(core.RuntimeEndpoint, text, props) end
    endpoint("agent_runtime_id must be the name of a runtime, a hyphen and 10 letters or digits, got 'a'",
      { agent_runtime_id = "a" })
    endpoint("agent_runtime_version must be a number between 1 and 99999, got '0'",
      { agent_runtime_id = "a-0123456789", agent_runtime_version = "0" })
    endpoint("description must have 1 to 256 characters, got 257",
      { agent_runtime_id = "a-0123456789", description = ("d"):rep(257) })
  end)

  it("passes the image of a runtime to a role in a nested stack, which the library forgets", function()
    local nested = cdk.NestedStack(stack, "Nested")
    core.Runtime(stack, "Runtime", {
      agent_runtime_artifact = Artifact.from_ecr_repository(ecr.Repository(stack, "Repository")),
      execution_role = iam.Role(nested, "Role", { assumed_by = iam.AccountRootPrincipal() }),
    })
    local parameters = assertions.Template.from_stack(nested):to_json().Parameters
    assert.same({ Type = "String" }, parameters.referencetoSRepository5D2707BCArn)
  end)

  it("warns of a role of another account, and says which image it cannot check", function()
    local app = stack.node.root
    core.Runtime(stack, "Runtime", {
      agent_runtime_artifact = Artifact.from_image_uri(cdk.Fn.import_value "uri"),
      execution_role = iam.Role.from_role_arn(stack, "Role", "arn:aws:iam::999999999999:role/r"),
    })
    local told = {}
    for _, message in ipairs(app:synth():get_stack_by_name("S").messages) do
      told[#told + 1] = tostring(message.level) .. " " .. tostring(message.entry.data)
    end
    told = table.concat(told, "\n")
    assert.truthy(told:find("of account 999999999999 and the stack of 111122223333", 1, true), told)
    assert.truthy(told:find("the URI of the container is known only at deployment", 1, true), told)
  end)

  it("refuses authorizers whose URL or claims make no sense", function()
    local Authorizer, Claim, Operator = core.RuntimeAuthorizerConfiguration, core.RuntimeCustomClaim,
      core.CustomClaimOperator
    local text = "discovery_url must end with /.well-known/openid-configuration, got 'https://a'"
    refuses(text, Authorizer.using_jwt, "https://a")
    refuses(text, Authorizer.using_o_auth, "https://a", "client")
    refuses("the operator of claim 'c' must be CONTAINS or CONTAINS_ANY, as its values are a list, got 'EQUALS'",
      Claim.with_string_array_value, "c", { "v" }, Operator.EQUALS)
    refuses("claim 'c' must have exactly one value with CONTAINS, got 2", Claim.with_string_array_value, "c",
      { "v", "w" })
    refuses("claim 'c' must have exactly one value with CONTAINS, got a list known only at deployment",
      Claim.with_string_array_value, "c", cdk.Fn.split(",", cdk.Fn.import_value "values"))
  end)

  it("refuses users' own kinds of artifacts, destinations and authorizers", function()
    local function own(Class, members)
      local Own = Class:extend "Own"
      for name, member in pairs(members or {}) do Own[name] = member end
      return Own()
    end
    local function synthesised(text, props)
      local app = cdk.App()
      props.agent_runtime_artifact = props.agent_runtime_artifact or artifact
      refuses(text, function()
        core.Runtime(cdk.Stack(app, "S"), "Runtime", props)
        app:synth()
      end)
    end
    synthesised("only an artifact of AgentRuntimeArtifact.from_… can be rendered, got Own",
      { agent_runtime_artifact = own(Artifact, { bind = function() end }) })
    synthesised("only a destination of LoggingDestination.… can be delivered to, got Own",
      { logging_configs = { { log_type = core.LogType.USAGE_LOGS, destination = own(core.LoggingDestination) } } })
    synthesised("only an authorizer of RuntimeAuthorizerConfiguration.using_… can be rendered, got Own",
      { authorizer_configuration = own(core.RuntimeAuthorizerConfiguration) })
  end)

  it("refuses networks and recordings that contradict themselves", function()
    local vpc = ec2.Vpc(stack, "Vpc")
    local group = ec2.SecurityGroup(stack, "Group", { vpc = vpc })
    refuses("allow_all_outbound cannot be combined with security_groups", core.BrowserNetworkConfiguration.using_vpc,
      stack, { vpc = vpc, security_groups = { group }, allow_all_outbound = true })
    local function recorded(text, bucket, key)
      refused(core.BrowserCustom, text,
        { recording_config = { s3_location = { bucket_name = bucket, object_key = key } } })
    end
    recorded("bucket_name of the recording's s3_location must not be empty", "", "k")
    recorded("object_key of the recording's s3_location must not be empty", "bucket", "")
    recorded("bucket_name of the recording's s3_location must be the name of a bucket, got 'A_b'", "A_b", "k")
    refuses("nothing outside a VPC has security groups",
      function() return core.CodeInterpreterCustom(stack, "Interpreter").connections end)
  end)

  it("refuses memories and strategies that the service does not take", function()
    local Strategy, Stream = core.MemoryStrategy, core.StreamDeliveryResource
    refused(core.Memory, "expiration_duration must be between 7 and 365 days, got 6", { expiration_duration = days(6) })
    refused(core.Memory, "expiration_duration must be between 7 and 365 days, got 366",
      { expiration_duration = days(366) })
    local stream = kinesis.Stream(stack, "Stream")
    local contents = {
      type = core.StreamDeliveryContentType.MEMORY_RECORDS, level = core.StreamDeliveryContentLevel.METADATA_ONLY,
    }
    for _, list in ipairs { {}, { contents, contents } } do
      refused(core.Memory, "a stream delivery resource must have one content configuration, got " .. #list,
        { stream_delivery_resources = { Stream.kinesis(stream, { content_configurations = list }) } })
    end
    local one = Stream.kinesis(stream, { content_configurations = { contents } })
    refused(core.Memory, "a memory can have one stream delivery resource",
      { stream_delivery_resources = { one, one } })
    local function managed(text, props)
      props.strategy_name, props.namespaces = props.strategy_name or "s", props.namespaces or {}
      refuses(text, Strategy.using_semantic, props)
    end
    local model = bedrock.FoundationModel.from_foundation_model_id(stack, "M", bedrock.FoundationModelIdentifier "m")
    managed("strategy_name must have 1 to 48 letters", { strategy_name = "a-b" })
    managed("a namespace can have the variables {actorId}, {sessionId}, {memoryStrategyId}, got '/{a}'",
      { namespaces = { "/{actorId}", "/{a}" } })
    managed("reflection_configuration needs at least one namespace",
      { reflection_configuration = { namespaces = {} } })
    managed("a namespace can have the variables", { reflection_configuration = { namespaces = { "{}" } } })
    for _, option in ipairs { "custom_consolidation", "custom_extraction" } do
      managed("append_to_prompt must have at most 30000 characters, got 30001",
        { [option] = { model = model, append_to_prompt = ("p"):rep(30001) } })
    end
    local function self_managed(text, props)
      props.strategy_name, props.invocation_configuration = props.strategy_name or "s", {
        topic = sns.Topic.from_topic_arn(stack, "T" .. #stack.node.children, "arn:aws:sns:eu-west-1:111122223333:t"),
        s3_location = { bucket_name = "b", object_key = "k" },
      }
      refuses(text, Strategy.using_self_managed, props)
    end
    self_managed("strategy_name must have 1 to 48 letters", { strategy_name = "" })
    self_managed("historical_context_window_size must be between 0 and 50, got 51",
      { historical_context_window_size = 51 })
    self_managed("message_based_trigger must be between 1 and 50, got 0",
      { trigger_conditions = { message_based_trigger = 0 } })
    self_managed("time_based_trigger must be between 10 and 3000 seconds, got 9",
      { trigger_conditions = { time_based_trigger = seconds(9) } })
    self_managed("token_based_trigger must be between 100 and 500000, got 99",
      { trigger_conditions = { token_based_trigger = 99 } })
  end)

  it("refuses evaluators that the service does not take", function()
    local Config, Scale = core.EvaluatorConfig, core.EvaluatorRatingScale
    refuses("a categorical rating scale needs at least one option", Scale.categorical, {})
    refuses("a numerical rating scale needs at least one option", Scale.numerical, {})
    refuses("label of option 2 must not be blank", Scale.categorical,
      { { label = "a", definition = "b" }, { label = " ", definition = "b" } })
    refuses("definition of option 1 must not be blank", Scale.numerical,
      { { label = "a", definition = "", value = 1 } })
    local scale = Scale.categorical { { label = "a", definition = "b" } }
    refuses("instructions must not be blank", Config.llm_as_a_judge,
      { instructions = "\n", model_id = "m", rating_scale = scale })
    local function evaluator(text, props)
      refused(core.Evaluator, text, {
        evaluator_name = "e", level = core.EvaluationLevel.TRACE, description = props.description, tags = props.tags,
        evaluator_config = Config.llm_as_a_judge { instructions = "i", model_id = "m", rating_scale = scale },
      })
    end
    local many = {}
    for i = 1, 51 do many["k" .. i] = "v" end
    evaluator("description must have at most 200 characters, got 201", { description = ("d"):rep(201) })
    evaluator("tags must be at most 50, got 51", { tags = many })
    evaluator("the key of a tag must have letters, digits, blanks and the characters ._:/=+@-, got ' '",
      { tags = { [" "] = "v" } })
    evaluator("the key of a tag must have 1 to 128 characters, got 129", { tags = { [("k"):rep(129)] = "v" } })
    evaluator("the key of a tag cannot begin with aws:", { tags = { ["aws:k"] = "v" } })
    evaluator("tag 'k' must have only letters, digits, blanks and the characters ._/=+-, got '@'",
      { tags = { k = "@" } })
  end)

  it("refuses online evaluations that the service does not take", function()
    local Source, Selector = core.DataSourceConfig, core.EvaluatorSelector
    local function source(text, groups, services)
      refuses(text, Source.from_cloud_watch_logs, { log_group_names = groups, service_names = services })
    end
    source("log_group_names must be 1 to 5, got 0", {}, { "s" })
    source("log_group_names must be 1 to 5, got 6", { "1", "2", "3", "4", "5", "6" }, { "s" })
    source("service_names must be 1, got 0", { "l" }, {})
    source("service_names must be 1, got 2", { "l" }, { "s", "t" })
    local known = Source.from_cloud_watch_logs { log_group_names = { "l" }, service_names = { "s" } }
    local unknown = Source.from_cloud_watch_logs {
      log_group_names = cdk.Fn.split(",", cdk.Fn.import_value "names"), service_names = { "s" },
    }
    local refusal = Selector.builtin(core.BuiltinEvaluator.REFUSAL)
    local function online(text, props)
      props.online_evaluation_config_name, props.data_source = "o", props.data_source or known
      props.evaluators = props.evaluators or { refusal }
      refused(core.OnlineEvaluationConfig, text, props)
    end
    local eleven, filters = {}, {}
    for i = 1, 11 do eleven[i] = refusal end
    for i = 1, 6 do
      filters[i] = { key = "k", operator = core.FilterOperator.EQUAL, value = core.FilterValue.string "v" }
    end
    online("evaluators must be 1 to 10, got 0", { evaluators = {} })
    online("evaluators must be 1 to 10, got 11", { evaluators = eleven })
    online("filters must have at most 5 items, got 6", { filters = filters })
    online("description must have at most 200 characters, got 201", { description = ("d"):rep(201) })
    online("sampling_percentage must be between 0.01 and 100, got 0", { sampling_percentage = 0 })
    online("session_timeout must be between 1 and 1440 minutes, got 1441",
      { session_timeout = cdk.Duration.minutes(1441) })
    online("the key of a tag must have only letters and the characters ._:/=+-, got 'k1'", { tags = { k1 = "v" } })
    online("log_group_names must be known for a role to be made that may read them", { data_source = unknown })
  end)
end)
