-- AWS AppConfig: the module table; classes whose file has another name.
local engine = require "luacdk.engine"

return engine.module("aws_cdk.aws_appconfig", {
  Action = "extension",
  DeploymentStrategyId = "deployment_strategy",
  EventBridgeDestination = "destinations",
  HostedConfiguration = "configurations",
  JsonSchemaValidator = "validators",
  LambdaDestination = "destinations",
  LambdaValidator = "validators",
  Monitor = "environment",
  RolloutStrategy = "deployment_strategy",
  SnsDestination = "destinations",
  SourcedConfiguration = "configurations",
  SqsDestination = "destinations",
})
