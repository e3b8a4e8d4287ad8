--- What starts functions, and where records go that could not be processed.
local engine = require "luacdk.engine"

return engine.module("aws_cdk.aws_lambda_event_sources", {
  ConfluentSchemaRegistry = "schema_registry",
  GlueSchemaRegistry = "schema_registry",
  KafkaDlq = "dead_letters",
  KinesisConsumerEventSource = "kinesis_event_source",
  ManagedKafkaEventSource = "kafka_event_source",
  S3EventSourceV2 = "s3_event_source",
  S3OnFailureDestination = "dead_letters",
  SelfManagedKafkaEventSource = "kafka_event_source",
  SnsDlq = "dead_letters",
  SqsDlq = "dead_letters",
})
