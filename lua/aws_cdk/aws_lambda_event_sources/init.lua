--- What starts functions, and where records go that could not be processed.
local engine = require "luacdk.engine"

return engine.module("aws_cdk.aws_lambda_event_sources", {
  ApiEventSource = "api_event_source",
  ConfluentSchemaRegistry = "schema_registry",
  DynamoEventSource = "dynamo_event_source",
  GlueSchemaRegistry = "schema_registry",
  KafkaDlq = "dead_letters",
  KinesisConsumerEventSource = "kinesis_event_source",
  KinesisEventSource = "kinesis_event_source",
  ManagedKafkaEventSource = "kafka_event_source",
  S3EventSource = "s3_event_source",
  S3EventSourceV2 = "s3_event_source",
  S3OnFailureDestination = "dead_letters",
  SelfManagedKafkaEventSource = "kafka_event_source",
  SnsDlq = "dead_letters",
  SnsEventSource = "sns_event_source",
  SqsDlq = "dead_letters",
  SqsEventSource = "sqs_event_source",
  StreamEventSource = "stream_event_source",
})
