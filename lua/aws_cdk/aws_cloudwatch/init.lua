-- Amazon CloudWatch: the module table; every class loads its file on first use.
local engine = require "luacdk.engine"

return engine.module("aws_cdk.aws_cloudwatch", {
  AtLeastThreshold = "alarm_rule",
  Column = "layout",
  DefaultValue = "dashboard_variable",
  Row = "layout",
  ScheduleExpression = "alarm_mute_rule",
  Spacer = "layout",
  TableThreshold = "table_widget",
  Values = "dashboard_variable",
})
