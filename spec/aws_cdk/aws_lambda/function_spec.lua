-- lua/aws_cdk/aws_lambda/function.lua and what hangs on it, against the reference (tools/golden/aws_lambda.js).
local cdk = require "aws_cdk"
local destinations = require "aws_cdk.aws_lambda_destinations"
local ecr = require "aws_cdk.aws_ecr"
local engine = require "luacdk.engine"
local functions = require "spec.support.functions"
local golden = require "spec.support.golden"
local iam = require "aws_cdk.aws_iam"
local kms = require "aws_cdk.aws_kms"
local lambda = require "aws_cdk.aws_lambda"
local logs = require "aws_cdk.aws_logs"
local s3 = require "aws_cdk.aws_s3"
local sns = require "aws_cdk.aws_sns"
local sqs = require "aws_cdk.aws_sqs"

local inline = functions.inline

-- A case with one stack S.
local function one(build, env)
  return function(app)
    build(cdk.Stack(app, "S", env and { env = env }))
  end
end

local function with_flag(flag, build)
  return function(app)
    app.node:set_context(flag, true)
    build(cdk.Stack(app, "S"))
  end
end

local function statement(action)
  return iam.PolicyStatement { actions = { action }, resources = { "*" } }
end

local cases = {}

cases.minimal = one(function(stack)
  lambda.Function(stack, "F", inline())
end)

cases.plain_properties = one(function(stack)
  lambda.Function(stack, "F", inline {
    function_name = "my-fn",
    description = "d",
    timeout = cdk.Duration.minutes(2),
    memory_size = 512,
    ephemeral_storage_size = cdk.Size.gibibytes(1),
    reserved_concurrent_executions = 0,
    architecture = lambda.Architecture.ARM_64,
    runtime_management_mode = lambda.RuntimeManagementMode.manual "arn:x",
    recursive_loop = lambda.RecursiveLoop.ALLOW,
    tenancy_config = lambda.TenancyConfig.PER_TENANT,
    environment_encryption = kms.Key.from_key_arn(stack, "K", "arn:aws:kms:us-east-1:111122223333:key/k"),
  })
end)

cases.environment = one(function(stack)
  lambda.Function(stack, "F", inline { environment = { A = "1", Z = "2" } })
    :add_environment("M", stack.region)
    :add_environment("A", "3")
end)

cases.given_role = one(function(stack)
  local role = iam.Role(stack, "R", { assumed_by = iam.ServicePrincipal "lambda.amazonaws.com" })
  local fn = lambda.Function(stack, "F", inline { role = role, initial_policy = { statement "s3:GetObject" } })
  fn:add_to_role_policy(statement "s3:PutObject")
end)

cases.dead_letter_queue = one(function(stack)
  lambda.Function(stack, "F", inline { dead_letter_queue_enabled = true })
end)

cases.dead_letter_queue_given = one(function(stack)
  lambda.Function(stack, "F", inline { dead_letter_queue = sqs.Queue(stack, "Q") })
end)

cases.dead_letter_topic = one(function(stack)
  lambda.Function(stack, "F", inline { dead_letter_topic = sns.Topic(stack, "T") })
end)

cases.tracing = one(function(stack)
  lambda.Function(stack, "A", inline { tracing = lambda.Tracing.ACTIVE })
  lambda.Function(stack, "P", inline { tracing = lambda.Tracing.PASS_THROUGH })
  lambda.Function(stack, "D", inline { tracing = lambda.Tracing.DISABLED })
end)

cases.logging_config = one(function(stack)
  lambda.Function(stack, "F", inline {
    logging_format = lambda.LoggingFormat.JSON,
    system_log_level_v2 = lambda.SystemLogLevel.DEBUG,
    application_log_level_v2 = lambda.ApplicationLogLevel.TRACE,
    log_group = logs.LogGroup(stack, "L"),
  })
end)

cases.log_retention = one(function(stack)
  lambda.Function(stack, "F", inline { log_retention = logs.RetentionDays.ONE_WEEK })
  lambda.Function(stack, "G", inline {
    log_retention = logs.RetentionDays.INFINITE,
    log_removal_policy = cdk.RemovalPolicy.DESTROY,
  })
  local _ = lambda.Function(stack, "H", inline()).log_group.log_group_name
end)

cases.managed_log_group = with_flag("@aws-cdk/aws-lambda:useCdkManagedLogGroup", function(stack)
  lambda.Function(stack, "F", inline())
end)

cases.snap_start = one(function(stack)
  lambda.Function(stack, "F", inline {
    runtime = lambda.Runtime.PYTHON_3_12,
    snap_start = lambda.SnapStartConf.ON_PUBLISHED_VERSIONS,
  })
end)

cases.durable = one(function(stack)
  lambda.Function(stack, "F", inline {
    durable_config = { execution_timeout = cdk.Duration.hours(1), retention_period = cdk.Duration.days(3) },
  })
end)

cases.latest_node = one(function(stack)
  lambda.Function(stack, "F", inline { runtime = lambda.Runtime.NODEJS_LATEST })
end)

cases.code_from_bucket = one(function(stack)
  lambda.Function(stack, "F", {
    code = lambda.Code.from_bucket(s3.Bucket(stack, "B"), "k.zip", "v1"),
    handler = "h",
    runtime = lambda.Runtime.JAVA_21,
  })
end)

cases.image = one(function(stack)
  local repository = ecr.Repository(stack, "R")
  lambda.Function(stack, "F", {
    code = lambda.Code.from_ecr_image(repository, { cmd = {}, entrypoint = { "e" }, working_directory = "" }),
    handler = lambda.Handler.FROM_IMAGE,
    runtime = lambda.Runtime.FROM_IMAGE,
  })
  lambda.DockerImageFunction(stack, "D", {
    code = lambda.DockerImageCode.from_ecr(repository, { tag_or_digest = "v1" }),
  })
end)

cases.layers = one(function(stack)
  local own = lambda.LayerVersion(stack, "Own", {
    code = lambda.Code.from_bucket(s3.Bucket(stack, "B"), "l.zip", "1"),
    layer_version_name = "own",
    license = "MIT",
    description = "d",
    compatible_runtimes = { lambda.Runtime.NODEJS_24_X, lambda.Runtime.PYTHON_3_13 },
    compatible_architectures = { lambda.Architecture.ARM_64 },
  })
  own:add_permission("All", { account_id = "*", organization_id = "o-1234567890" })
  own:add_permission("One", { account_id = "111122223333" })
  local imported = lambda.LayerVersion.from_layer_version_arn(stack, "Imp", "arn:aws:lambda:us-east-1:1:layer:l:1")
  local fn = lambda.Function(stack, "F", inline { layers = { own } })
  fn:add_layers(imported)
end)

cases.layer_extensions = one(function(stack)
  lambda.Function(stack, "F", inline {
    insights_version = lambda.LambdaInsightsVersion.VERSION_1_0_229_0,
    adot_instrumentation = {
      layer_version = lambda.AdotLayerVersion.from_java_script_sdk_layer_version(
        lambda.AdotLambdaLayerJavaScriptSdkVersion.LATEST),
      exec_wrapper = lambda.AdotLambdaExecWrapper.REGULAR_HANDLER,
    },
    params_and_secrets = lambda.ParamsAndSecretsLayerVersion.from_version(lambda.ParamsAndSecretsVersions.V1_0_103, {
      cache_size = 500,
      log_level = lambda.ParamsAndSecretsLogLevel.DEBUG,
      secrets_manager_ttl = cdk.Duration.minutes(2),
    }),
  })
end)

cases.layer_extensions_in_a_region = one(function(stack)
  lambda.Function(stack, "F", inline {
    architecture = lambda.Architecture.ARM_64,
    insights_version = lambda.LambdaInsightsVersion.VERSION_1_0_229_0,
    adot_instrumentation = {
      layer_version = lambda.AdotLayerVersion.from_generic_layer_version(
        lambda.AdotLambdaLayerGenericVersion.V0_115_0),
      exec_wrapper = lambda.AdotLambdaExecWrapper.PROXY_HANDLER,
    },
    params_and_secrets = lambda.ParamsAndSecretsLayerVersion.from_version(lambda.ParamsAndSecretsVersions.V1_0_103),
  })
end, { region = "us-east-1", account = "111122223333" })

cases.new_policies = with_flag("@aws-cdk/aws-lambda:createNewPoliciesWithAddToRolePolicy", function(stack)
  local fn = lambda.Function(stack, "F", inline())
  fn:add_to_role_policy(statement "s3:GetObject")
  fn:add_to_role_policy(statement "s3:PutObject")
end)

cases.singleton = one(function(stack)
  local function props(environment)
    return inline {
      uuid = "84c0de93-353f-4217-9b0b-45b6c993251a",
      lambda_purpose = "Purpose",
      environment = environment,
    }
  end
  local a = lambda.SingletonFunction(stack, "A", props { A = "1" })
  local b = lambda.SingletonFunction(stack, "B", props { B = "2" })
  b:add_environment("C", "3")
  a:add_permission("P", { principal = iam.ServicePrincipal "sns.amazonaws.com" })
  b:grant_invoke(iam.ServicePrincipal "events.amazonaws.com")
  a:add_dependency(sqs.Queue(stack, "Q"))
end)

cases.async_invocation = one(function(stack)
  local other = lambda.Function(stack, "Other", inline())
  lambda.Function(stack, "F", inline {
    max_event_age = cdk.Duration.hours(1),
    retry_attempts = 0,
    on_failure = destinations.SqsDestination(sqs.Queue(stack, "Q")),
    on_success = destinations.LambdaDestination(other),
  })
  other:configure_async_invoke {
    on_failure = destinations.SnsDestination(sns.Topic(stack, "T")),
    on_success = destinations.S3Destination(s3.Bucket(stack, "B")),
  }
end)

cases.async_to_event_bridge = one(function(stack)
  lambda.Function(stack, "F", inline { on_success = destinations.EventBridgeDestination(), retry_attempts = 2 })
end)

cases.function_url = one(function(stack)
  local fn = lambda.Function(stack, "F", inline())
  local url = fn:add_function_url {
    cors = { allowed_origins = { "*" }, max_age = cdk.Duration.minutes(1), allow_credentials = true },
    invoke_mode = lambda.InvokeMode.RESPONSE_STREAM,
  }
  cdk.CfnOutput(stack, "Url", { value = url.url })
  url:grant_invoke_url(iam.Role(stack, "R", { assumed_by = iam.AnyPrincipal() }))
  url:grant_invoke_url(iam.AccountPrincipal "444455556666")
  lambda.Function(stack, "G", inline()):add_function_url { auth_type = lambda.FunctionUrlAuthType.NONE }
  fn:add_alias("live"):add_function_url()
end)

cases.code_signing = one(function(stack)
  local profile = {
    signing_profile_arn = "arn:aws:signer:us-east-1:111122223333:/signing-profiles/p",
    signing_profile_name = "p",
    signing_profile_version = "v",
    signing_profile_version_arn = "arn:aws:signer:us-east-1:111122223333:/signing-profiles/p/v",
  }
  lambda.Function(stack, "F", inline {
    code_signing_config = lambda.CodeSigningConfig(stack, "C", {
      signing_profiles = { profile },
      untrusted_artifact_on_deployment = lambda.UntrustedArtifactOnDeployment.ENFORCE,
    }),
  })
  lambda.Function(stack, "G", inline {
    code_signing_config = lambda.CodeSigningConfig.from_code_signing_config_arn(stack, "I",
      "arn:aws:lambda:us-east-1:111122223333:code-signing-config:csc-1"),
  })
end)

cases.other_stack = function(app)
  local fn = lambda.Function(cdk.Stack(app, "A"), "F", inline())
  local b = cdk.Stack(app, "B")
  cdk.CfnOutput(b, "Arn", { value = fn.function_arn })
  cdk.CfnOutput(b, "Name", { value = fn.function_name })
end

cases.other_account = function(app)
  local a = cdk.Stack(app, "A", { env = { account = "111122223333", region = "us-east-1" } })
  local b = cdk.Stack(app, "B", { env = { account = "444455556666", region = "us-east-1" } })
  local f = lambda.Function(a, "F", inline { function_name = cdk.PhysicalName.GENERATE_IF_NEEDED })
  local g = lambda.Function(a, "G", inline { function_name = "named" })
  cdk.CfnOutput(b, "F", { value = f.function_arn })
  cdk.CfnOutput(b, "G", { value = g.function_arn })
  cdk.CfnOutput(b, "GName", { value = g.function_name })
end

describe("lambda.Function", function()
  golden.check("aws_lambda", cases)

  it("adds a layer's variables behind ordered ones, always in the same order", function()
    local stack = cdk.Stack(cdk.App(), "S")
    local fn = lambda.Function(stack, "F", inline {
      environment = engine.ordered("Z", "z", "A", "a"),
      params_and_secrets = lambda.ParamsAndSecretsLayerVersion.from_version_arn(
        "arn:aws:lambda:us-east-1:111122223333:layer:l:1"),
    })
    local names = {}
    for name in pairs(stack:resolve(fn.node.default_child.environment).variables) do names[#names + 1] = name end
    assert.are.same({
      "Z", "A", "PARAMETERS_SECRETS_EXTENSION_CACHE_ENABLED", "PARAMETERS_SECRETS_EXTENSION_CACHE_SIZE",
      "PARAMETERS_SECRETS_EXTENSION_HTTP_PORT", "PARAMETERS_SECRETS_EXTENSION_LOG_LEVEL",
      "PARAMETERS_SECRETS_EXTENSION_MAX_CONNECTIONS", "SECRETS_MANAGER_TIMEOUT_MILLIS", "SECRETS_MANAGER_TTL",
      "SSM_PARAMETER_STORE_TIMEOUT_MILLIS", "SSM_PARAMETER_STORE_TTL",
    }, names)
  end)
end)
