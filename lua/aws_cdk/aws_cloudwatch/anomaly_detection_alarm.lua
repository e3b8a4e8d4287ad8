-- Alarms that go off when a metric leaves the band of its expected values.
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"
local util = require "aws_cdk.aws_cloudwatch.metric_util"

local cloudwatch = require "aws_cdk.aws_cloudwatch"
local alarm = require "aws_cdk.aws_cloudwatch.alarm"

local AnomalyDetectionAlarm = engine.class("aws_cdk.aws_cloudwatch.AnomalyDetectionAlarm", alarm.Alarm)

--- Arguments: scope, id, AnomalyDetectionAlarmProps: metric, evaluation_periods (required), std_devs, and those of
--  Alarm.
function AnomalyDetectionAlarm:init(scope, id, props)
  local operator = props.comparison_operator or "LessThanLowerOrGreaterThanUpperThreshold"
  if not alarm.ANOMALY_OPERATORS[operator] then
    engine.fail(scope,
      "comparison_operator of an anomaly detection alarm must be one of those with a lower or upper threshold, got %s",
      engine.display(operator))
  end
  local all = l2.with({}, props)
  all.std_devs = nil
  all.comparison_operator = operator
  all.metric = cloudwatch.Metric.anomaly_detection_for {
    metric = props.metric, std_devs = props.std_devs, period = util.period(props.metric),
  }
  all.threshold = alarm.Alarm.ANOMALY_DETECTION_NO_THRESHOLD
  alarm.Alarm.init(self, scope, id, all)
end

return { AnomalyDetectionAlarm = AnomalyDetectionAlarm }
