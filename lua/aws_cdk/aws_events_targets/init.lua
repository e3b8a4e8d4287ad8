--- What a rule does with its events.
local engine = require "luacdk.engine"

return engine.module("aws_cdk.aws_events_targets", {
  ApiDestination = "api_destination",
  AwsApi = "aws_api",
  CloudWatchLogGroup = "log_group",
  EventBus = "event_bus",
  KinesisStream = "kinesis_stream",
  LambdaFunction = "lambda_function",
  LogGroupTargetInput = "log_group_target_input",
  SnsTopic = "sns_topic",
  SqsQueue = "sqs_queue",
})
