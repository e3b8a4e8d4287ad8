-- Versions, aliases and imports, against the reference (tools/golden/aws_lambda_versions.js).
local appscaling = require "aws_cdk.aws_applicationautoscaling"
local cdk = require "aws_cdk"
local functions = require "spec.support.functions"
local golden = require "spec.support.golden"
local iam = require "aws_cdk.aws_iam"
local lambda = require "aws_cdk.aws_lambda"
local s3 = require "aws_cdk.aws_s3"
local sqs = require "aws_cdk.aws_sqs"

local inline = functions.inline

local function one(build, context)
  return function(app)
    for key, value in pairs(context or {}) do
      app.node:set_context(key, value)
    end
    build(cdk.Stack(app, "S"))
  end
end

local cases = {}

cases.current_version = one(function(stack)
  local _ = lambda.Function(stack, "F", inline()).current_version
end)

cases.current_version_with_environment = one(function(stack)
  local _ = lambda.Function(stack, "F", inline { environment = { A = "2", Z = "1" } }).current_version
end)

cases.current_version_with_text = one(function(stack)
  local fn = lambda.Function(stack, "F", inline())
  local _ = fn.current_version
  fn:invalidate_version_based_on "a"
  fn:invalidate_version_based_on "bc"
end)

cases.current_version_without_known_properties = one(function(stack)
  local _ = lambda.Function(stack, "F", inline()).current_version
end, { ["@aws-cdk/aws-lambda:recognizeVersionProps"] = false })

cases.current_version_with_recognized_layers = one(function(stack)
  local bucket = s3.Bucket(stack, "B")
  local function layer(id)
    return lambda.LayerVersion(stack, id, { code = lambda.Code.from_bucket(bucket, id, "1"), description = id })
  end
  local b, a = layer "Lb", layer "La"
  local imported = lambda.LayerVersion.from_layer_version_attributes(stack, "Lc", {
    layer_version_arn = "arn:aws:lambda:us-east-1:1:layer:l:1",
    compatible_runtimes = { lambda.Runtime.NODEJS_24_X },
  })
  local _ = lambda.Function(stack, "F", inline { layers = { imported, b, a } }).current_version
  _ = lambda.Function(stack, "G", inline()).current_version
end, { ["@aws-cdk/aws-lambda:recognizeLayerVersion"] = true })

cases.current_version_of_much = one(function(stack)
  local fn = lambda.Function(stack, "F", inline {
    function_name = "n",
    description = 'é"\\',
    timeout = cdk.Duration.seconds(3),
    memory_size = 256,
    tracing = lambda.Tracing.ACTIVE,
    ephemeral_storage_size = cdk.Size.mebibytes(600),
    reserved_concurrent_executions = 5,
    dead_letter_queue_enabled = true,
    architecture = lambda.Architecture.X86_64,
    logging_format = lambda.LoggingFormat.JSON,
    runtime_management_mode = lambda.RuntimeManagementMode.AUTO,
    environment = { T = stack.stack_name, A = "b" },
    current_version_options = {
      description = "v",
      removal_policy = cdk.RemovalPolicy.RETAIN,
      provisioned_concurrent_executions = 2,
      code_sha256 = "sha",
      retry_attempts = 1,
    },
  })
  cdk.Tags.of(fn):add("k", "v")
  cdk.CfnOutput(stack, "V", { value = fn.current_version.function_arn })
  cdk.CfnOutput(stack, "N", { value = fn.current_version.function_name })
  cdk.CfnOutput(stack, "W", { value = fn.current_version.version })
end)

cases.current_version_with_overrides = one(function(stack)
  local fn = lambda.Function(stack, "F", inline { memory_size = 128, description = "d" })
  local resource = fn.node.default_child
  resource:add_property_override("MemorySize", 256)
  resource:add_property_override("Novel.Deep", { "x" })
  resource:add_property_deletion_override "Description"
  lambda.Function.classify_version_property("Novel", true)
  local _ = fn.current_version
end)

cases.version = one(function(stack)
  local fn = lambda.Function(stack, "F", inline())
  local version = lambda.Version(stack, "V", {
    lambda = fn,
    min_execution_environments = 1,
    max_execution_environments = 3,
    max_event_age = cdk.Duration.minutes(5),
  })
  version:add_alias "old"
  cdk.CfnOutput(stack, "E", { value = version.edge_arn })
end)

cases.edge = one(function(stack)
  local fn = lambda.Function(stack, "F", inline())
  fn:add_environment("A", "1", { remove_in_edge = true })
  cdk.CfnOutput(stack, "E", { value = fn.current_version.edge_arn })
end)

cases.alias = one(function(stack)
  local fn = lambda.Function(stack, "F", inline())
  local second = lambda.Version(stack, "V2", { lambda = fn })
  local alias = lambda.Alias(stack, "A", {
    alias_name = "live",
    version = fn.current_version,
    description = "d",
    provisioned_concurrent_executions = 3,
    additional_versions = { { version = second, weight = 0.25 } },
    retry_attempts = 0,
  })
  cdk.CfnOutput(stack, "Arn", { value = alias.function_arn })
  cdk.CfnOutput(stack, "Name", { value = alias.function_name })
  alias:grant_invoke(iam.ServicePrincipal "s3.amazonaws.com")
  alias:add_permission("P", { principal = iam.ServicePrincipal "sns.amazonaws.com" })
end)

cases.alias_scaling = one(function(stack)
  local alias = lambda.Function(stack, "F", inline()):add_alias "live"
  local scaling = alias:add_auto_scaling { max_capacity = 10, min_capacity = 2 }
  scaling:scale_on_utilization { utilization_target = 0.5, scale_in_cooldown = cdk.Duration.minutes(1) }
  local Schedule = appscaling.Schedule
  scaling:scale_on_schedule("Up", { schedule = Schedule.cron { hour = "8", minute = "0" }, min_capacity = 5 })
  scaling:scale_on_schedule("Down", { schedule = Schedule.rate(cdk.Duration.hours(12)), max_capacity = 3 })
  scaling:scale_on_schedule("Day", {
    schedule = Schedule.rate(cdk.Duration.hours(1)), max_capacity = 4, start_time = "2030-01-31T12:00:00.5+01:00",
    end_time = "2030-02-01",
  })
  scaling:scale_on_schedule("Second", {
    schedule = Schedule.rate(cdk.Duration.hours(1)), max_capacity = 4, start_time = 1700000000,
  })
end)

cases.imports = one(function(stack)
  local function out(id, value)
    cdk.CfnOutput(stack, id, { value = value })
  end
  local version = lambda.Version.from_version_arn(stack, "V", "arn:aws:lambda:us-east-1:111122223333:function:fn:7")
  out("VName", version.function_name)
  out("VLambda", version.lambda.function_arn)
  out("VEdge", version.edge_arn)
  local token = lambda.Version.from_version_arn(stack, "T", cdk.Fn.import_value "v")
  out("TName", token.function_name)
  out("TLambda", token.lambda.function_arn)
  local fn = lambda.Function.from_function_name(stack, "N", "by-name")
  out("FArn", fn.function_arn)
  out("FName", fn.function_name)
  fn:add_permission("P", { principal = iam.ServicePrincipal "sns.amazonaws.com" })
  local third = lambda.Version.from_version_attributes(stack, "W", { lambda = fn, version = "3" })
  local alias = lambda.Alias.from_alias_attributes(stack, "A", { alias_name = "live", alias_version = third })
  out("AArn", alias.function_arn)
  out("AName", alias.function_name)
  local role = iam.Role.from_role_arn(stack, "R", "arn:aws:iam::111122223333:role/r")
  local imported = lambda.Function.from_function_attributes(stack, "G", {
    function_arn = "arn:aws:lambda:us-east-1:111122223333:function:g",
    role = role,
    same_environment = true,
  })
  imported:add_to_role_policy(iam.PolicyStatement { actions = { "a:b" }, resources = { "*" } })
  imported:grant_invoke(iam.ServicePrincipal "sns.amazonaws.com")
end)

function cases.current_version_across_stacks(app)
  local first, second = cdk.Stack(app, "First"), cdk.Stack(app, "Second")
  local nested = cdk.NestedStack(first, "Nested")
  for _, case in ipairs { { first, second, "A" }, { first, nested, "B" }, { second, cdk.Stack(app, "Third"), "C" } } do
    local from, to, id = table.unpack(case)
    local queue = sqs.Queue(from, "Q" .. id)
    local fn = lambda.Function(to, "F" .. id, inline { environment = { URL = queue.queue_url } })
    for _, action in ipairs { "sqs:SendMessage", "sqs:ReceiveMessage" } do
      fn:add_to_role_policy(iam.PolicyStatement { actions = { action }, resources = { queue.queue_arn } })
    end
    cdk.CfnOutput(to, "V" .. id, { value = fn.current_version.function_arn })
  end
end

cases.version_upgrade = one(function(stack)
  lambda.Function(stack, "F", inline { description = "text" })
  lambda.Function(stack, "G", inline())
  cdk.Aspects.of(stack):add(lambda.FunctionVersionUpgrade "@aws-cdk/aws-lambda:recognizeVersionProps")
end)

describe("lambda.Version and lambda.Alias", function()
  golden.check("aws_lambda_versions", cases)
end)
