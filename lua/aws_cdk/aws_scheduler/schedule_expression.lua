--- When a schedule invokes its target.
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"
local cdk = require "aws_cdk"
local events = require "aws_cdk.aws_events"
local time = require "aws_cdk.private.time"

local ScheduleExpression = engine.class "aws_cdk.aws_scheduler.ScheduleExpression"

function ScheduleExpression:init() end

local Literal = engine.class("aws_cdk.aws_scheduler.LiteralScheduleExpression", ScheduleExpression)

function Literal:init(text, time_zone)
  self.expression_string = text
  self.time_zone = time_zone or cdk.TimeZone.ETC_UTC
end

--- Once, at a date, whose offset from UTC counts; `time_zone` is where that date is meant.
function ScheduleExpression.at(date, time_zone) return Literal("at(" .. time.iso(date, true) .. ")", time_zone) end

--- As Scheduler writes it: "at(…)", "rate(…)" or "cron(…)".
function ScheduleExpression.expression(expression, time_zone) return Literal(expression, time_zone) end

--- At a fixed rate; the duration must be a whole number of minutes.
function ScheduleExpression.rate(duration) return Literal(events.Schedule.rate(duration).expression_string) end

--- By fields of time: minute, hour, day, month, week_day, year, in a time_zone; absent ones mean every.
function ScheduleExpression.cron(options)
  local fields = l2.with({}, options)
  fields.time_zone = nil
  return Literal(events.Schedule.cron(fields).expression_string, options.time_zone)
end

return { ScheduleExpression = ScheduleExpression }
