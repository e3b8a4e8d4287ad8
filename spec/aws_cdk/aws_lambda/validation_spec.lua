-- What the lambda library refuses, and what it says then.
local cdk = require "aws_cdk"
local functions = require "spec.support.functions"
local iam = require "aws_cdk.aws_iam"
local lambda = require "aws_cdk.aws_lambda"
local logs = require "aws_cdk.aws_logs"
local sns = require "aws_cdk.aws_sns"
local sources = require "aws_cdk.aws_lambda_event_sources"
local sqs = require "aws_cdk.aws_sqs"

local stack, count

local function new_stack(context)
  local app = cdk.App()
  for key, value in pairs(context or {}) do
    app.node:set_context(key, value)
  end
  stack = cdk.Stack(app, "S")
  count = 0
end

local function fn(more)
  count = count + 1
  return lambda.Function(stack, "F" .. count, functions.inline(more))
end

-- Fails unless `call` raises an error that starts with a place in this file and holds each of the texts.
local function refuses(call, ...)
  local ok, message = pcall(call)
  assert.is_false(ok, "no error")
  assert.matches("validation_spec%.lua:%d+: ", message)
  for _, text in ipairs { ... } do
    assert.is_truthy(message:find(text, 1, true), ("%q is not in: %s"):format(text, message))
  end
end

describe("lambda validation", function()
  before_each(function()
    new_stack()
  end)

  it("refuses ARNs that name neither a function nor a version", function()
    refuses(function()
      lambda.Function.from_function_attributes(stack, "Imported", { function_arn = "my-function" })
    end, "function_arn must be an ARN", "'my-function'")
    refuses(function()
      lambda.Version.from_version_arn(stack, "Version", "arn:aws:lambda:eu-west-1:111122223333:function:f")
    end, "the ARN of a version ends in its number")
  end)

  it("refuses function properties out of range", function()
    for _, case in ipairs {
      { { function_name = ("x"):rep(65) }, "got 65", "at most 64" },
      { { function_name = "a b" }, "letters, digits, hyphens and underscores" },
      { { description = ("é"):rep(257) }, "at most 256 characters, got 257" },
      { { ephemeral_storage_size = cdk.Size.mebibytes(511) }, "512 to 10240 MiB", "511" },
      { { ephemeral_storage_size = cdk.Size.mebibytes(10241) }, "512 to 10240 MiB" },
      { { environment = { AWS_REGION = "x" } }, "AWS_REGION", "reserved by Lambda" },
      { { durable_config = { execution_timeout = cdk.Duration.days(400) } }, "between 1 and 31622400 seconds" },
      { { durable_config = { execution_timeout = cdk.Duration.days(1), retention_period = cdk.Duration.days(91) } },
        "between 1 and 90 days" },
    } do
      refuses(function()
        fn(case[1])
      end, "[S/F", table.unpack(case, 2))
    end
  end)

  it("refuses properties that exclude or need each other", function()
    local queue, topic, group = sqs.Queue(stack, "Q"), sns.Topic(stack, "T"), logs.LogGroup(stack, "L")
    for _, case in ipairs {
      { { dead_letter_queue = queue, dead_letter_queue_enabled = false }, "dead_letter_queue_enabled cannot be false" },
      { { dead_letter_queue = queue, dead_letter_topic = topic }, "dead_letter_topic excludes" },
      { { dead_letter_topic = topic, dead_letter_queue_enabled = false }, "dead_letter_topic excludes" },
      { { allow_all_outbound = false }, "allow_all_outbound needs a VPC" },
      { { vpc_subnets = {} }, "vpc_subnets needs a VPC" },
      { { allow_all_ipv6_outbound = true }, "allow_all_ipv6_outbound needs a VPC" },
      { { ipv6_allowed_for_dual_stack = true }, "ipv6_allowed_for_dual_stack needs a VPC" },
      { { system_log_level_v2 = "INFO" }, "LoggingFormat.JSON" },
      { { application_log_level_v2 = "INFO", logging_format = "Text" }, "LoggingFormat.JSON" },
      { { logging_format = "JSON", log_format = "JSON" }, "log_format and logging_format mean the same" },
      { { log_retention = 7, log_group = group }, "log_retention and log_group are mutually exclusive" },
      { { log_removal_policy = cdk.RemovalPolicy.DESTROY, log_group = group }, "log_removal_policy and log_group" },
      { { snap_start = lambda.SnapStartConf.ON_PUBLISHED_VERSIONS }, "nodejs24.x does not support SnapStart" },
      { { profiling = true }, "does not support the runtime nodejs24.x" },
      { { handler = lambda.Handler.FROM_IMAGE }, "handler must be lambda.Handler.FROM_IMAGE if, and only if" },
      { { runtime = lambda.Runtime.FROM_IMAGE }, "runtime must be lambda.Runtime.FROM_IMAGE if, and only if" },
      { { runtime = lambda.Runtime.JAVA_21 }, "inline code is not allowed for the runtime java21" },
    } do
      refuses(function()
        fn(case[1])
      end, table.unpack(case, 2))
    end
  end)

  it("refuses snap start with what it cannot be combined with", function()
    local function snap(more)
      more.runtime = lambda.Runtime.PYTHON_3_13
      more.snap_start = lambda.SnapStartConf.ON_PUBLISHED_VERSIONS
      return fn(more)
    end
    refuses(function() snap { tenancy_config = lambda.TenancyConfig.PER_TENANT } end, "tenant isolation")
    refuses(function() snap { ephemeral_storage_size = cdk.Size.mebibytes(1024) } end, "at most 512 MiB", "1024")
  end)

  it("names an unknown property and the nearest known one", function()
    refuses(function() fn { memory_sise = 3 } end, "memory_sise", "memory_size")
    refuses(function() fn { timeout = 3 } end, "timeout", "Duration")
  end)

  it("refuses layers that do not fit, and the sixth", function()
    local function layer(id, runtimes)
      return lambda.LayerVersion.from_layer_version_attributes(stack, id, {
        layer_version_arn = "arn:" .. id, compatible_runtimes = runtimes,
      })
    end
    refuses(function() fn { layers = { layer("P", { lambda.Runtime.PYTHON_3_13 }) } } end, "nodejs24.x", "python3.13")
    refuses(function() layer("E", {}) end, "compatible_runtimes of the imported layer is empty")
    local f = fn()
    for i = 1, 5 do
      f:add_layers(layer("L" .. i))
    end
    refuses(function() f:add_layers(layer "L6") end, "at most 5 layers")
  end)

  it("refuses layers without code in S3", function()
    refuses(function()
      lambda.LayerVersion(stack, "L", { code = lambda.Code.from_inline "x" })
    end, "a layer cannot have inline code")
    refuses(function()
      lambda.LayerVersion.from_layer_version_arn(stack, "I", "arn:x"):add_permission("P", {
        account_id = "1", organization_id = "o-1",
      })
    end, "account_id = \"*\"")
  end)

  it("refuses versions and aliases out of range", function()
    local f = fn()
    local function version(props)
      props.lambda = f
      count = count + 1
      return lambda.Version(stack, "V" .. count, props)
    end
    refuses(function() version { provisioned_concurrent_executions = -1 } end, "at least 1", "-1")
    refuses(function() version { min_execution_environments = -1 } end, "must be at least 0")
    refuses(function() version { min_execution_environments = 3, max_execution_environments = 2 } end, "3 and 2")
    refuses(function() f.latest_version.edge_arn:x() end, "$LATEST cannot be used for Lambda@Edge")
    local v = version {}
    refuses(function()
      lambda.Alias(stack, "A", {
        alias_name = "a", version = v, additional_versions = { { version = v, weight = 1.5 } },
      })
    end, "between 0 and 1", "1.5")
    refuses(function()
      lambda.Alias(stack, "B", {
        alias_name = "b", version = v,
        additional_versions = { { version = v, weight = 0.75 }, { version = v, weight = 0.5 } },
      })
    end, "must add up to at most 1", "1.25")
    local alias = f:add_alias "live"
    alias:add_auto_scaling { max_capacity = 3 }
    refuses(function() alias:add_auto_scaling { max_capacity = 3 } end, "already set up")
    refuses(function() f:invalidate_version_based_on(stack.region) end, "not a token")
  end)

  it("refuses edge functions that keep environment variables", function()
    local f = fn { environment = { B = "1", A = "2" } }
    cdk.CfnOutput(stack, "E", { value = f.current_version.edge_arn })
    local ok, message = pcall(function() stack.node.root:synth() end)
    assert.is_false(ok)
    assert.is_truthy(message:find("[A, B]", 1, true), message)
  end)

  it("refuses event source mappings out of range", function()
    local f = fn()
    for _, case in ipairs {
      { {}, "event_source_arn or kafka_bootstrap_servers" },
      { { event_source_arn = "a", kafka_bootstrap_servers = { "b" } }, "are mutually exclusive" },
      { { kafka_bootstrap_servers = {} }, "name at least one server" },
      { { event_source_arn = "a", max_batching_window = cdk.Duration.seconds(301) }, "at most 300 seconds", "301" },
      { { event_source_arn = "a", max_concurrency = 1 }, "max_concurrency must be between 2 and 1000" },
      { { event_source_arn = "a", max_record_age = cdk.Duration.days(8) }, "at most 604800 seconds" },
      { { event_source_arn = "a", retry_attempts = 10001 }, "retry_attempts must be between -1 and 10000" },
      { { event_source_arn = "a", parallelization_factor = 11 }, "between 1 and 10" },
      { { event_source_arn = "a", tumbling_window = cdk.Duration.minutes(16) }, "at most 900 seconds" },
      { { event_source_arn = "a", starting_position = "AT_TIMESTAMP" }, "needs starting_position_timestamp" },
      { { event_source_arn = "a", starting_position_timestamp = 1 }, "needs starting_position AT_TIMESTAMP" },
      { { kafka_bootstrap_servers = { "b" }, kafka_consumer_group_id = "a b" }, "kafka_consumer_group_id", "a b" },
      { { event_source_arn = "a", provisioned_poller_config = { minimum_pollers = 0 } },
        "minimum_pollers must be between 1 and 200" },
      { { event_source_arn = "a", provisioned_poller_config = { minimum_pollers = 5, maximum_pollers = 4 } },
        "5 and 4" },
    } do
      count = count + 1
      refuses(function()
        f:add_event_source_mapping("M" .. count, case[1])
      end, table.unpack(case, 2))
    end
    refuses(function() sources.SqsEventSource(sqs.Queue(stack, "Q"), { batch_size = 11 }) end, "1 to 10 without")
    refuses(function() sources.KafkaDlq "a b" end, "letters, digits")
  end)

  it("refuses asynchronous invocation configured twice or out of range", function()
    local f = fn { retry_attempts = 1 }
    refuses(function() f:configure_async_invoke {} end, "already configured")
    refuses(function() fn { retry_attempts = 3 } end, "between 0 and 2")
    refuses(function() fn { max_event_age = cdk.Duration.seconds(59) } end, "between 60 and 21600 seconds", "59")
  end)

  it("refuses principals that a permission cannot name", function()
    local f = fn()
    refuses(function()
      f:add_permission("A", { principal = iam.FederatedPrincipal("x", {}, "sts:AssumeRoleWithWebIdentity") })
    end, "FederatedPrincipal", "cannot be the principal")
    refuses(function()
      f:add_permission("B", { principal = iam.ServicePrincipal("s3"):with_conditions { Bool = { x = "y" } } })
    end, "Bool x")
    refuses(function()
      f:add_permission("C", { principal = iam.OrganizationPrincipal("o-1234567890"):with_conditions {
        ArnLike = { ["aws:SourceArn"] = "arn:x" },
      } })
    end, "aws:PrincipalOrgID")
  end)

  it("refuses grants on imported functions that cannot take them", function()
    local imported = lambda.Function.from_function_arn(stack, "I", "arn:aws:lambda:us-east-1:123456789012:function:f")
    refuses(function() imported:grant_invoke(iam.ServicePrincipal "s3.amazonaws.com") end, "same_environment = true")
    refuses(function() return imported.connections end, "only a function in a VPC")
  end)

  it("refuses URLs of versions, tenants' functions and long CORS ages", function()
    local f = fn()
    local tenants = fn { tenancy_config = lambda.TenancyConfig.PER_TENANT }
    local source = sources.SqsEventSource(sqs.Queue(stack, "Q"))
    refuses(function() lambda.FunctionUrl(stack, "U", { function_ = f.current_version }) end, "a version cannot")
    refuses(function() tenants:add_function_url() end, "tenant isolation")
    refuses(function() f:add_function_url { cors = { max_age = cdk.Duration.days(2) } } end, "at most 86400 seconds")
    refuses(function() tenants:add_event_source(source) end, "SqsEventSource", "ApiEventSource")
  end)

  it("refuses hashing properties nobody classified", function()
    local f = fn()
    f.node.default_child:add_property_override("Unheard", 1)
    local _ = f.current_version
    local ok, message = pcall(function() stack.node.root:synth() end)
    assert.is_false(ok)
    assert.is_truthy(message:find("[Unheard]", 1, true), message)
    assert.is_truthy(message:find("classify_version_property", 1, true), message)
  end)
end)
