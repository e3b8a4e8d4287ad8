-- Runtimes, browsers, code interpreters, memories and evaluations of Amazon Bedrock AgentCore. The cases are twins of
-- tools/golden/aws_bedrockagentcore_runtime.js.
local core = require "aws_cdk.aws_bedrockagentcore"
local cdk = require "aws_cdk"
local cloudwatch = require "aws_cdk.aws_cloudwatch"
local cognito = require "aws_cdk.aws_cognito"
local ec2 = require "aws_cdk.aws_ec2"
local ecr = require "aws_cdk.aws_ecr"
local firehose = require "aws_cdk.aws_kinesisfirehose"
local golden = require "spec.support.golden"
local iam = require "aws_cdk.aws_iam"
local logs = require "aws_cdk.aws_logs"
local s3 = require "aws_cdk.aws_s3"

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

describe("aws_bedrockagentcore", function()
  golden.check("aws_bedrockagentcore_runtime", cases)
end)
