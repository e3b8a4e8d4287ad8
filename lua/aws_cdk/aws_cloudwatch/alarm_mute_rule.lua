-- Times during which alarms keep quiet.
local engine = require "luacdk.engine"

local cdk = require "aws_cdk"
local cloudwatch = require "aws_cdk.aws_cloudwatch"
local l2 = require "aws_cdk.l2"

local Resource = cdk.Resource
local fail, display = engine.fail, engine.display

local MAX_ALARMS, MAX_DAYS = 100, 15

local function date_text(date)
  for _, name in ipairs { "year", "month", "day", "hour", "minute" } do
    if engine.is_unresolved(date[name]) then
      fail(nil, "the %s of a date must be known while the script runs, got %s", name, display(date[name]))
    end
  end
  for _, part in ipairs { { "month", 1, 12 }, { "day", 1, 31 }, { "hour", 0, 23 }, { "minute", 0, 59 } } do
    local name, low, high = part[1], part[2], part[3]
    local value = date[name]
    if type(value) == "number" and (value < low or value > high) then
      fail(nil, "the %s of a date must be between %d and %d, got %s", name, low, high, display(value))
    end
  end
  return ("%d-%02d-%02dT%02d:%02d"):format(date.year, date.month, date.day, date.hour, date.minute)
end

--------------------------------------------------------------------------------------------------------------------

local ScheduleExpression = engine.class "aws_cdk.aws_cloudwatch.ScheduleExpression"

function ScheduleExpression:init(expression, time_zone)
  self.expression_string, self.time_zone = expression, time_zone
end

local Literal = engine.class("aws_cdk.aws_cloudwatch.LiteralScheduleExpression", ScheduleExpression)

--- Once, at a date: year, month, day, hour, minute.
function ScheduleExpression.at(date, time_zone) return Literal("at(" .. date_text(date) .. ")", time_zone) end

--- As CloudWatch writes it.
function ScheduleExpression.expression(expression, time_zone) return Literal(expression, time_zone) end

--- By fields of time: minute (required), hour, day, month, week_day, time_zone; absent ones mean every.
function ScheduleExpression.cron(options)
  if options.week_day ~= nil and options.day ~= nil then
    fail(nil, "day and week_day are mutually exclusive; -> give one of them")
  end
  return Literal(("cron(%s %s %s %s %s)"):format(options.minute, options.hour or "*", options.day or "*",
    options.month or "*", options.week_day or "*"), options.time_zone)
end

--------------------------------------------------------------------------------------------------------------------

local ROW = {
  arn = { "alarm_mute_rule_arn", service = "cloudwatch", resource = "alarm-mute-rule",
    format = cdk.ArnFormat.COLON_RESOURCE_NAME },
  name = { "alarm_mute_rule_name" },
  environment = false,
}

local AlarmMuteRule = l2.resource("aws_cdk.aws_cloudwatch.AlarmMuteRule", Resource, ROW)

local function targets(self)
  if #self._alarms > MAX_ALARMS then
    fail(self, "a mute rule can have at most %d alarms, got %d", MAX_ALARMS, #self._alarms)
  end
  if #self._alarms == 0 then return nil end
  return { alarm_names = l2.pluck(self._alarms, "alarm_ref.alarm_name") }
end

local function check(self, props)
  l2.within(self, "aws_cloudwatch.CfnAlarmMuteRuleProps.name", props.alarm_mute_rule_name, "alarm_mute_rule_name")
  local duration = props.duration
  if duration and not duration:is_unresolved() then
    local seconds = duration:to_seconds { integral = false }
    if seconds < 60 or seconds > MAX_DAYS * 86400 then
      fail(self, "duration must be between 1 minute and %d days, got %s seconds", MAX_DAYS, display(seconds))
    end
  end
end

--- Arguments: scope, id, AlarmMuteRuleProps: duration, schedule (required), alarm_mute_rule_name, alarms, description,
--  expire, start, tags.
function AlarmMuteRule:init(scope, id, props)
  Resource.init(self, scope, id, { physical_name = props.alarm_mute_rule_name })
  check(self, props)
  self._alarms = {}
  local zone = props.schedule.time_zone
  self._resource = cloudwatch.CfnAlarmMuteRule(self, "Resource", {
    name = props.alarm_mute_rule_name,
    description = props.description,
    mute_targets = targets(self),
    rule = {
      schedule = {
        duration = props.duration:to_iso_string(),
        expression = props.schedule.expression_string,
        timezone = zone and zone.timezone_name,
      },
    },
    start_date = props.start and date_text(props.start),
    expire_date = props.expire and date_text(props.expire),
    tags = l2.entries(props.tags),
  })
  for _, alarm in ipairs(props.alarms or {}) do self:add_alarm(alarm) end
end

--- Mutes one more alarm.
function AlarmMuteRule:add_alarm(alarm)
  self._alarms[#self._alarms + 1] = alarm
  self._resource.mute_targets = targets(self)
end

l2.imports(AlarmMuteRule, Resource, ROW)

return { AlarmMuteRule = AlarmMuteRule, ScheduleExpression = ScheduleExpression }
