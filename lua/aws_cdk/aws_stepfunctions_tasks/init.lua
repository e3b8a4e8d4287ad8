-- Tasks of AWS Step Functions: the module table; classes whose file has another name.
local engine = require "luacdk.engine"

return engine.module("aws_cdk.aws_stepfunctions_tasks", {
  CapacityProviderOptions = "ecs_launch_targets",
  DynamoDeleteItem = "dynamo_item",
  DynamoGetItem = "dynamo_item",
  DynamoPutItem = "dynamo_item",
  DynamoUpdateItem = "dynamo_item",
  EcsEc2LaunchTarget = "ecs_launch_targets",
  EcsFargateLaunchTarget = "ecs_launch_targets",
  EventBridgeSchedulerTarget = "event_bridge_scheduler_create_schedule_task",
})
