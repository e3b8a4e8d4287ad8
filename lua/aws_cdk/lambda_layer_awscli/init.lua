local engine = require "luacdk.engine"

return engine.module("aws_cdk.lambda_layer_awscli", { AwsCliLayer = "aws_cli_layer" })
