-- Alarms on a PromQL query.
local engine = require "luacdk.engine"

local cloudwatch = require "aws_cdk.aws_cloudwatch"
local l2 = require "aws_cdk.l2"

local base = require "aws_cdk.aws_cloudwatch.alarm_base"
local fail, display = engine.fail, engine.display

local PromQLAlarm = base.own "aws_cdk.aws_cloudwatch.PromQLAlarm"

local MAX_QUERY, ONE_DAY = 10000, 86400

local function seconds(self, props, name)
  local value = props[name] and props[name]:to_seconds()
  if type(value) == "number" and value > ONE_DAY then
    fail(self, "%s must be between 0 and %d seconds, got %s", name, ONE_DAY, display(value))
  end
  return value
end

--- Arguments: scope, id, PromQLAlarmProps: evaluation_interval, query (required), pending_period, recovery_period, and
--  those of all alarms.
function PromQLAlarm:init(scope, id, props)
  base.AlarmBase.init(self, scope, id, { physical_name = props.alarm_name })
  local interval = l2.within(self, "aws_cloudwatch.CfnAlarmProps.evaluation_interval", props.evaluation_interval, nil,
    "seconds")
  local pending = seconds(self, props, "pending_period")
  local recovery = seconds(self, props, "recovery_period")
  local query = props.query
  if not engine.is_unresolved(query) and (#query < 1 or #query > MAX_QUERY) then
    fail(self, "query must be between 1 and %d characters, got %d", MAX_QUERY, #query)
  end
  self._resource = cloudwatch.CfnAlarm(self, "Resource", {
    alarm_description = props.alarm_description,
    alarm_name = self.physical_name,
    actions_enabled = props.actions_enabled,
    evaluation_criteria = {
      prom_ql_criteria = { query = query, pending_period = pending, recovery_period = recovery },
    },
    evaluation_interval = interval,
  })
end

PromQLAlarm.from_prom_ql_alarm_arn = cloudwatch.Alarm.from_alarm_arn
PromQLAlarm.from_prom_ql_alarm_name = cloudwatch.Alarm.from_alarm_name

return { PromQLAlarm = PromQLAlarm }
