-- Amazon EventBridge Scheduler: the module table; every class loads its file on first use.
local engine = require "luacdk.engine"

return engine.module("aws_cdk.aws_scheduler", {
  ContextAttribute = "schedule_target_input",
  Schedule = "schedule",
  ScheduleExpression = "schedule_expression",
  ScheduleGroup = "schedule_group",
  ScheduleGroupGrants = "schedule_group_grants",
  ScheduleTargetInput = "schedule_target_input",
  TimeWindow = "time_window",
})
