-- Amazon CloudWatch: the module table; every class loads its file on first use.
local engine = require "luacdk.engine"

return engine.module("aws_cdk.aws_cloudwatch", {
  Alarm = "alarm",
  AlarmBase = "alarm_base",
  AnomalyDetectionAlarm = "anomaly_detection_alarm",
  MathExpression = "math_expression",
  Metric = "metric",
  SearchExpression = "search_expression",
  Stats = "stats",
})
