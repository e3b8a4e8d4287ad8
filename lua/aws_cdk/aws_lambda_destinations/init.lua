--- Where results of asynchronous invocations go.
local engine = require "luacdk.engine"

return engine.module("aws_cdk.aws_lambda_destinations", {
  EventBridgeDestination = "event_bridge_destination",
  LambdaDestination = "lambda_destination",
  S3Destination = "s3_destination",
  SnsDestination = "sns_destination",
  SqsDestination = "sqs_destination",
})
