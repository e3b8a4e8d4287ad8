local engine = require "luacdk.engine"

return engine.module("aws_cdk.custom_resources", {
  AwsCustomResourcePolicy = "aws_custom_resource",
  CustomResourceLambdaRuntime = "custom_resource_config",
  CustomResourceLogRetention = "custom_resource_config",
  CustomResourceRemovalPolicy = "custom_resource_config",
  Logging = "aws_custom_resource",
  PhysicalResourceId = "aws_custom_resource",
  PhysicalResourceIdReference = "aws_custom_resource",
})
