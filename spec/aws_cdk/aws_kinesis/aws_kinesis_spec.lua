-- Streams of Kinesis. The cases are twins of tools/golden/aws_kinesis.js.
local cdk = require "aws_cdk"
local events = require "aws_cdk.aws_events"
local golden = require "spec.support.golden"
local iam = require "aws_cdk.aws_iam"
local kinesis = require "aws_cdk.aws_kinesis"
local kms = require "aws_cdk.aws_kms"
local lambda = require "aws_cdk.aws_lambda"
local sources = require "aws_cdk.aws_lambda_event_sources"
local targets = require "aws_cdk.aws_events_targets"
local refuses = require "spec.support.refuses"

local Stream, StreamConsumer = kinesis.Stream, kinesis.StreamConsumer
local StreamEncryption, StreamMode = kinesis.StreamEncryption, kinesis.StreamMode

local ENV = { account = "111122223333", region = "eu-west-1" }
local STREAM = "arn:aws:kinesis:eu-west-1:111122223333:stream/imported"

local METRICS = {
  GetRecordsBytes = "get_records_bytes", GetRecordsIteratorAgeMilliseconds = "get_records_iterator_age_milliseconds",
  GetRecordsSuccess = "get_records_success", GetRecords = "get_records", GetRecordsLatency = "get_records_latency",
  PutRecordBytes = "put_record_bytes", PutRecordLatency = "put_record_latency",
  PutRecordSuccess = "put_record_success", PutRecordsBytes = "put_records_bytes",
  PutRecordsLatency = "put_records_latency", PutRecordsSuccess = "put_records_success",
  PutRecordsTotalRecords = "put_records_total_records",
  PutRecordsSuccessfulRecords = "put_records_successful_records",
  PutRecordsFailedRecords = "put_records_failed_records",
  PutRecordsThrottledRecords = "put_records_throttled_records", IncomingBytes = "incoming_bytes",
  IncomingRecords = "incoming_records", ReadProvisionedThroughputExceeded = "read_provisioned_throughput_exceeded",
  WriteProvisionedThroughputExceeded = "write_provisioned_throughput_exceeded",
}

local cases = {}

function cases.streams(app)
  local stack = cdk.Stack(app, "S")
  local function out(id, value) cdk.CfnOutput(stack, id, { value = value }) end
  local plain = Stream(stack, "Plain")
  Stream(stack, "Again")
  Stream(stack, "Full", {
    stream_name = "full", shard_count = 3, retention_period = cdk.Duration.days(365),
    stream_mode = StreamMode.PROVISIONED, removal_policy = cdk.RemovalPolicy.DESTROY,
    shard_level_metrics = { kinesis.ShardLevelMetrics.INCOMING_BYTES, kinesis.ShardLevelMetrics.OUTGOING_BYTES },
  })
  Stream(stack, "OnDemand", {
    stream_mode = StreamMode.ON_DEMAND, shard_level_metrics = { kinesis.ShardLevelMetrics.ALL },
  })
  Stream(stack, "Unencrypted", { encryption = StreamEncryption.UNENCRYPTED })
  Stream(stack, "Managed", { encryption = StreamEncryption.MANAGED })
  local own = Stream(stack, "Own", { encryption = StreamEncryption.KMS })
  Stream(stack, "Given", { encryption_key = kms.Key(stack, "Key") })
  out("Arn", plain.stream_arn)
  out("Name", plain.stream_name)
  out("OwnKey", own.encryption_key.key_arn)
  out("Ref", plain.stream_ref.stream_arn)
end

function cases.consumers(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local function out(id, value) cdk.CfnOutput(stack, id, { value = value }) end
  local user = iam.User(stack, "User")
  local stream = Stream(stack, "Stream")
  local own = StreamConsumer(stack, "Own", { stream = stream, stream_consumer_name = "own" })
  local imported = StreamConsumer.from_stream_consumer_arn(stack, "Imported", STREAM .. "/consumer/c:1570000000")
  local attributes = StreamConsumer.from_stream_consumer_attributes(stack, "Attributes", {
    stream_consumer_arn = "arn:aws-cn:kinesis:cn-north-1:444455556666:stream/s/consumer/d:1",
  })
  for _, row in ipairs { { "Own", own }, { "Imported", imported }, { "Attributes", attributes } } do
    local id, consumer = row[1], row[2]
    out(id .. "Arn", consumer.stream_consumer_arn)
    out(id .. "Name", consumer.stream_consumer_name)
    out(id .. "Stream", consumer.stream.stream_arn)
    out(id .. "StreamName", consumer.stream.stream_name)
    out(id .. "Ref", consumer.stream_consumer_ref.consumer_arn)
    consumer:grant_read(user)
    consumer:grant(iam.ServicePrincipal "events.amazonaws.com", "kinesis:SubscribeToShard")
  end
  own:grant_read(iam.AccountPrincipal "444455556666")
end

function cases.grants(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local user = iam.User(stack, "User")
  local plain = Stream(stack, "Plain")
  plain:grant_read(user)
  plain:grant_read(iam.AccountPrincipal "444455556666")
  plain:grant(iam.AccountPrincipal "444455556666", "kinesis:ListStreams")
  plain:grant(user, "kinesis:DescribeLimits", "kinesis:ListStreams")
  local keyed = Stream(stack, "Keyed", { encryption = StreamEncryption.KMS, stream_name = "keyed" })
  keyed:grant_write(user)
  keyed:grant_read_write(iam.ServicePrincipal "events.amazonaws.com")
  keyed:grant_read(iam.Role(stack, "Role", { assumed_by = iam.ServicePrincipal "lambda.amazonaws.com" }))
  local imported = Stream.from_stream_attributes(stack, "Imported", {
    stream_arn = STREAM,
    encryption_key = kms.Key.from_key_arn(stack, "Key", "arn:aws:kms:eu-west-1:111122223333:key/k"),
  })
  imported:grant_read_write(user)
  imported:grant_read(iam.ServicePrincipal "events.amazonaws.com")
  Stream.from_stream_arn(stack, "ByArn", cdk.Fn.import_value "stream"):grant_write(user)
  kinesis.ResourcePolicy(stack, "Policy", {
    stream = imported,
    policy_document = iam.PolicyDocument {
      statements = {
        iam.PolicyStatement {
          actions = { "kinesis:PutRecord" }, resources = { STREAM },
          principals = { iam.AccountPrincipal "444455556666" },
        },
      },
    },
  })
  local other = cdk.Stack(app, "Other", { env = { account = ENV.account, region = "us-east-1" } })
  keyed:grant_read(iam.User(other, "User", { user_name = "u" }))
end

local ALARM = { threshold = 1, evaluation_periods = 1 }

function cases.metrics(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local stream = Stream(stack, "Stream")
  for id, name in pairs(METRICS) do stream["metric_" .. name](stream):create_alarm(stack, id, ALARM) end
  stream:metric("Own", { statistic = "p99" }):create_alarm(stack, "Any", ALARM)
  Stream.from_stream_arn(stack, "Imported", STREAM):metric_incoming_bytes({ period = cdk.Duration.minutes(1) })
    :create_alarm(stack, "OfImported", ALARM)
end

function cases.lambda_sources(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local fn = lambda.Function(stack, "Lambda", {
    code = lambda.Code.from_inline "x", handler = "index.handler", runtime = lambda.Runtime.PYTHON_3_12,
  })
  local stream = Stream(stack, "Stream", { encryption = StreamEncryption.KMS })
  local position = lambda.StartingPosition.TRIM_HORIZON
  fn:add_event_source(sources.KinesisEventSource(stream, { starting_position = position }))
  fn:add_event_source(sources.KinesisConsumerEventSource(
    StreamConsumer(stack, "Consumer", { stream = stream, stream_consumer_name = "c" }),
    { starting_position = position }))
  fn:add_event_source(sources.KinesisEventSource(Stream.from_stream_arn(stack, "Imported", STREAM), {
    starting_position = position, batch_size = 10,
  }))
end

function cases.rule_targets(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local stream = Stream(stack, "Stream", { encryption = StreamEncryption.KMS })
  local schedule = events.Schedule.rate(cdk.Duration.hours(1))
  events.Rule(stack, "Rule", { schedule = schedule, targets = { targets.KinesisStream(stream) } })
  events.Rule(stack, "Full", {
    schedule = schedule,
    targets = {
      targets.KinesisStream(stream, {
        message = events.RuleTargetInput.from_text "x", partition_key_path = events.EventField.event_id,
        retry_attempts = 2,
      }),
      targets.KinesisStream(Stream.from_stream_arn(stack, "Imported", STREAM), { partition_key_path = "" }),
    },
  })
end

describe("aws_kinesis", function()
  golden.check("aws_kinesis", cases)

  it("refuses streams that Kinesis does not have", function()
    local stack = cdk.Stack(cdk.App(), "S")
    local Metrics = kinesis.ShardLevelMetrics
    local n = 0
    for text, props in pairs {
      ["shard_count needs stream_mode PROVISIONED"] = { stream_mode = StreamMode.ON_DEMAND, shard_count = 1 },
      ["retention_period must be at least 24 hours, got 23"] = { retention_period = cdk.Duration.hours(23) },
      ["retention_period must be at most 8760 hours, got 8784"] = { retention_period = cdk.Duration.days(366) },
      ["encryption_key can only be given with StreamEncryption.KMS, not with 'MANAGED'"] =
        { encryption = StreamEncryption.MANAGED, encryption_key = kms.Key(stack, "Key") },
      ["shard_level_metrics has ShardLevelMetrics.ALL and others"] =
        { shard_level_metrics = { Metrics.ALL, Metrics.INCOMING_BYTES } },
      ["shard_level_metrics has 'IncomingBytes' twice"] =
        { shard_level_metrics = { Metrics.INCOMING_BYTES, Metrics.INCOMING_BYTES } },
    } do
      n = n + 1
      refuses(text, Stream, stack, "S" .. n, props)
    end
  end)

  it("refuses policies of nothing or of two, and consumers by other ARNs", function()
    local stack = cdk.Stack(cdk.App(), "S")
    local stream = Stream(stack, "Stream")
    local consumer = StreamConsumer(stack, "Consumer", { stream = stream, stream_consumer_name = "c" })
    refuses("give one of stream and stream_consumer", kinesis.ResourcePolicy, stack, "None", {})
    refuses("give one of stream and stream_consumer", kinesis.ResourcePolicy, stack, "Both",
      { stream = stream, stream_consumer = consumer })
    refuses("a consumer's ARN is literal text of the form", StreamConsumer.from_stream_consumer_arn, stack, "A", STREAM)
  end)
end)
