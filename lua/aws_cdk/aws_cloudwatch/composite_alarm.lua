-- Alarms on the states of other alarms.
local engine = require "luacdk.engine"

local cdk = require "aws_cdk"
local cloudwatch = require "aws_cdk.aws_cloudwatch"

local base = require "aws_cdk.aws_cloudwatch.alarm_base"
local fail = engine.fail

local CompositeAlarm = base.own "aws_cdk.aws_cloudwatch.CompositeAlarm"

local MAX_RULE = 10240

local function generated_name(self)
  return engine.lazy(function()
    local name = cdk.Names.unique_id(self)
    return #name > 240 and name:sub(1, 120) .. name:sub(-120) or name
  end, { kind = "string" })
end

--- Arguments: scope, id, CompositeAlarmProps: alarm_rule (required), actions_enabled, actions_suppressor (with
--  extension and wait period), alarm_description, composite_alarm_name.
function CompositeAlarm:init(scope, id, props)
  base.AlarmBase.init(self, scope, id, { physical_name = props.composite_alarm_name or generated_name(self) })
  local rule = props.alarm_rule:render_alarm_rule()
  if #tostring(rule) > MAX_RULE then
    fail(self, "the alarm rule must be no longer than %d characters, got %d", MAX_RULE, #tostring(rule))
  end
  local suppressor = props.actions_suppressor
  local extension, wait = props.actions_suppressor_extension_period, props.actions_suppressor_wait_period
  if suppressor then
    extension, wait = extension or cdk.Duration.minutes(1), wait or cdk.Duration.minutes(1)
  elseif extension or wait then
    fail(self, "the extension and wait periods of an actions_suppressor can only be given together with one")
  end
  self._resource = cloudwatch.CfnCompositeAlarm(self, "Resource", {
    alarm_name = self.physical_name,
    alarm_rule = rule,
    alarm_description = props.alarm_description,
    actions_enabled = props.actions_enabled,
    actions_suppressor = suppressor and suppressor.alarm_ref.alarm_arn,
    actions_suppressor_extension_period = extension and extension:to_seconds(),
    actions_suppressor_wait_period = wait and wait:to_seconds(),
  })
end

CompositeAlarm.from_composite_alarm_arn = cloudwatch.Alarm.from_alarm_arn
CompositeAlarm.from_composite_alarm_name = cloudwatch.Alarm.from_alarm_name

return { CompositeAlarm = CompositeAlarm }
