local engine = require "luacdk.engine"

return engine.module("aws_cdk.custom_resources", {
  AwsCustomResource = "aws_custom_resource",
  AwsCustomResourcePolicy = "aws_custom_resource",
  CustomResourceConfig = "custom_resource_config",
  CustomResourceLambdaRuntime = "custom_resource_config",
  CustomResourceLogRetention = "custom_resource_config",
  CustomResourceRemovalPolicy = "custom_resource_config",
  Logging = "aws_custom_resource",
  PhysicalResourceId = "aws_custom_resource",
  PhysicalResourceIdReference = "aws_custom_resource",
  Provider = "provider",
  WaiterStateMachine = "waiter_state_machine",
})
