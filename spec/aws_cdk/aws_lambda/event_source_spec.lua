-- Event source mappings and sources, against the reference (tools/golden/aws_lambda_event_sources.js).
local cdk = require "aws_cdk"
local functions = require "spec.support.functions"
local golden = require "spec.support.golden"
local lambda = require "aws_cdk.aws_lambda"
local s3 = require "aws_cdk.aws_s3"
local sns = require "aws_cdk.aws_sns"
local sources = require "aws_cdk.aws_lambda_event_sources"
local sqs = require "aws_cdk.aws_sqs"

local one = functions.one

local rule = lambda.FilterRule

local cases = {}

cases.mapping = one(function(stack, fn)
  local mapping = fn:add_event_source_mapping("M", {
    event_source_arn = "arn:aws:kinesis:us-east-1:1:stream/s",
    batch_size = 10,
    bisect_batch_on_error = true,
    enabled = false,
    max_batching_window = cdk.Duration.seconds(7),
    max_concurrency = 5,
    max_record_age = cdk.Duration.minutes(2),
    retry_attempts = -1,
    parallelization_factor = 3,
    report_batch_item_failures = true,
    starting_position = lambda.StartingPosition.AT_TIMESTAMP,
    starting_position_timestamp = 1640995200,
    tumbling_window = cdk.Duration.minutes(1),
    log_level = lambda.EventSourceMappingLogLevel.DEBUG,
    metrics_config = { metrics = { lambda.MetricType.EVENT_COUNT } },
    on_failure = sources.SqsDlq(sqs.Queue(stack, "Q")),
    filters = {
      lambda.FilterCriteria.filter { body = { n = rule.between(1, 5), s = rule.is_equal "x" } },
      lambda.FilterCriteria.filter {
        a = rule.null(), b = rule.empty(), c = rule.is_equal(5), d = rule.or_("p", "q"), e = rule.not_equals "r",
        f = rule.exists(), g = rule.not_exists(), h = rule.begins_with "t",
      },
    },
  })
  cdk.CfnOutput(stack, "Id", { value = mapping.event_source_mapping_id })
  cdk.CfnOutput(stack, "Arn", { value = mapping.event_source_mapping_arn })
end)

cases.kafka_mapping = one(function(_, fn)
  fn:add_event_source_mapping("M", {
    kafka_bootstrap_servers = { "a:9092", "b:9092" },
    kafka_topic = "t",
    kafka_consumer_group_id = "g",
    provisioned_poller_config = { minimum_pollers = 1, maximum_pollers = 4 },
    source_access_configurations = {
      { type = lambda.SourceAccessConfigurationType.BASIC_AUTH, uri = "arn:s" },
      { type = lambda.SourceAccessConfigurationType.of "OTHER", uri = "arn:o" },
    },
  })
end)

cases.queue = one(function(stack, fn)
  fn:add_event_source(sources.SqsEventSource(sqs.Queue(stack, "Q")))
  fn:add_event_source(sources.SqsEventSource(sqs.Queue(stack, "R"), {
    batch_size = 100,
    max_batching_window = cdk.Duration.minutes(1),
    report_batch_item_failures = true,
    max_concurrency = 7,
  }))
end)

cases.topic = one(function(stack, fn)
  fn:add_event_source(sources.SnsEventSource(sns.Topic(stack, "T"), { dead_letter_queue = sqs.Queue(stack, "Q") }))
end)

cases.managed_kafka = one(function(stack, fn)
  fn:add_event_source(sources.ManagedKafkaEventSource {
    cluster_arn = "arn:aws:kafka:us-east-1:1:cluster/c",
    topic = "t",
    starting_position = lambda.StartingPosition.LATEST,
    batch_size = 50,
    consumer_group_id = "g",
    on_failure = sources.S3OnFailureDestination(s3.Bucket(stack, "B")),
    metrics_config = { metrics = { lambda.MetricType.KAFKA_METRICS } },
    schema_registry_config = sources.GlueSchemaRegistry {
      schema_registry_arn = "arn:aws:glue:us-east-1:123456789012:registry/reg",
      event_record_format = lambda.EventRecordFormat.JSON,
      schema_validation_configs = { { attribute = lambda.KafkaSchemaValidationAttribute.KEY } },
    },
  })
end)

cases.dead_letters = one(function(stack, fn)
  fn:add_event_source_mapping("Sns", {
    event_source_arn = "arn:a",
    on_failure = sources.SnsDlq(sns.Topic(stack, "T")),
  })
  fn:add_event_source_mapping("Kafka", { event_source_arn = "arn:b", on_failure = sources.KafkaDlq "topic" })
end)

describe("event sources of lambda.Function", function()
  golden.check("aws_lambda_event_sources", cases)
end)
