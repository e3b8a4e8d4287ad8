--- What a rule does with its events.
local engine = require "luacdk.engine"

return engine.module("aws_cdk.aws_events_targets", {
  ApiDestination = "api_destination",
  AwsApi = "aws_api",
  BatchJob = "batch_job",
  CloudWatchLogGroup = "log_group",
  CodeBuildProject = "code_build_project",
  CodePipeline = "code_pipeline",
  EventBus = "event_bus",
  FirehoseDeliveryStream = "firehose",
  KinesisFirehoseStream = "firehose",
  KinesisFirehoseStreamV2 = "firehose",
  KinesisStream = "kinesis_stream",
  LambdaFunction = "lambda_function",
  LogGroupTargetInput = "log_group_target_input",
  RedshiftQuery = "redshift_query",
  SfnStateMachine = "sfn_state_machine",
  SnsTopic = "sns_topic",
  SqsQueue = "sqs_queue",
})
