-- Destinations of log groups. The cases are twins of tools/golden/aws_logs_destinations.js.
local cdk = require "aws_cdk"
local destinations = require "aws_cdk.aws_logs_destinations"
local firehose = require "aws_cdk.aws_kinesisfirehose"
local golden = require "spec.support.golden"
local iam = require "aws_cdk.aws_iam"
local kinesis = require "aws_cdk.aws_kinesis"
local lambda = require "aws_cdk.aws_lambda"
local logs = require "aws_cdk.aws_logs"

local ENV = { account = "111122223333", region = "eu-west-1" }

local cases = {}

function cases.lambda(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local fn = lambda.Function(stack, "Lambda", {
    code = lambda.Code.from_inline "x", handler = "index.handler", runtime = lambda.Runtime.PYTHON_3_12,
  })
  local log_group = logs.LogGroup(stack, "LogGroup")
  local pattern = logs.FilterPattern.all_events()
  local destination = destinations.LambdaDestination(fn)
  logs.SubscriptionFilter(stack, "One", { log_group = log_group, destination = destination, filter_pattern = pattern })
  logs.SubscriptionFilter(stack, "Two", {
    log_group = logs.LogGroup(stack, "Other"), destination = destination, filter_pattern = pattern,
  })
  log_group:add_subscription_filter("Without", {
    destination = destinations.LambdaDestination(fn, { add_permissions = false }), filter_pattern = pattern,
    filter_name = "n",
  })
  log_group:add_subscription_filter("Imported", {
    destination = destinations.LambdaDestination(lambda.Function.from_function_arn(stack, "Function",
      "arn:aws:lambda:eu-west-1:444455556666:function:f")),
    filter_pattern = pattern,
  })
end

function cases.streams(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local log_group = logs.LogGroup(stack, "LogGroup")
  local pattern = logs.FilterPattern.literal "x"
  local own = iam.Role(stack, "Role", { assumed_by = iam.ServicePrincipal "logs.amazonaws.com" })
  local imported = iam.Role.from_role_arn(stack, "Imported", "arn:aws:iam::111122223333:role/r")
  local stream = kinesis.Stream(stack, "Stream", { encryption = kinesis.StreamEncryption.KMS })
  local KinesisDestination, FirehoseDestination = destinations.KinesisDestination, destinations.FirehoseDestination
  local function subscribe(id, destination, distribution)
    log_group:add_subscription_filter(id, {
      destination = destination, filter_pattern = pattern, distribution = distribution,
    })
  end
  subscribe("Plain", KinesisDestination(stream), logs.Distribution.RANDOM)
  subscribe("Own", KinesisDestination(stream, { role = own }))
  subscribe("Given", KinesisDestination(stream, { role = imported }))
  local delivery = firehose.DeliveryStream.from_delivery_stream_name(stack, "Delivery", "d")
  subscribe("Firehose", FirehoseDestination(delivery))
  subscribe("Both", FirehoseDestination(delivery, { role = own }))
end

describe("aws_logs_destinations", function()
  golden.check("aws_logs_destinations", cases)

  it("refuses a distribution of what is no stream of Kinesis", function()
    local stack = cdk.Stack(cdk.App(), "S", { env = ENV })
    local fn = lambda.Function.from_function_arn(stack, "F", "arn:aws:lambda:eu-west-1:111122223333:function:f")
    local ok, message = pcall(logs.SubscriptionFilter, stack, "Filter", {
      log_group = logs.LogGroup(stack, "LogGroup"), destination = destinations.LambdaDestination(fn),
      filter_pattern = logs.FilterPattern.all_events(), distribution = logs.Distribution.RANDOM,
    })
    assert.is_false(ok)
    assert.truthy(tostring(message):find("only with a KinesisDestination", 1, true), tostring(message))
  end)
end)
