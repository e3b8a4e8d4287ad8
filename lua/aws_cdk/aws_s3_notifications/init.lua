--- Where a bucket's notifications can go.
local engine = require "luacdk.engine"

return engine.module("aws_cdk.aws_s3_notifications", {
  LambdaDestination = "lambda_destination",
  SnsDestination = "sns_destination",
  SqsDestination = "sqs_destination",
})
