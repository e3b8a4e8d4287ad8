-- Tasks of AWS Step Functions: the module table; classes whose file has another name.
local engine = require "luacdk.engine"

return engine.module("aws_cdk.aws_stepfunctions_tasks", {
  DynamoDeleteItem = "dynamo_item",
  DynamoGetItem = "dynamo_item",
  DynamoPutItem = "dynamo_item",
  DynamoUpdateItem = "dynamo_item",
  EventBridgeSchedulerTarget = "event_bridge_scheduler_create_schedule_task",
})
