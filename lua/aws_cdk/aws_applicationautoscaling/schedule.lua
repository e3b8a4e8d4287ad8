--- Times at which capacities change.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local time = require "aws_cdk.private.time"

local Schedule = engine.class("aws_cdk.aws_applicationautoscaling.Schedule")

local function make(expression)
  local schedule = Schedule()
  schedule.expression_string = expression
  return schedule
end

function Schedule:_bind(scope)
  if self._every_minute then
    cdk.Annotations.of(scope):add_warning_v2("@aws-cdk/aws-applicationautoscaling:defaultRunEveryMinute",
      "this cron schedule has no `minute`, so it runs every minute; give minute = \"*\" if that is intended, "
        .. "or \"0\" to run once an hour")
  end
end

--- A schedule as the service writes it.
function Schedule.expression(expression)
  return make(expression)
end

local UNITS = { minute = true, minutes = true, hour = true, hours = true, day = true, days = true }

local function whole(interval)
  return interval ~= 0 and interval % 1 == 0
end

local function rate_text(interval, unit)
  return ("rate(%d %s%s)"):format(interval, unit, interval == 1 and "" or "s")
end

--- Every so often.
function Schedule.rate(duration)
  if duration:is_unresolved() then
    if not UNITS[duration:unit_label()] then
      engine.fail(nil, "a rate is given in minutes, hours or days; it is in %s", duration:unit_label())
    end
    return make("rate(" .. duration:format_token_to_number() .. ")")
  end
  if duration:to_seconds() == 0 then
    engine.fail(nil, "a rate must be longer than 0 seconds")
  end
  local fractional = { integral = false }
  local days, hours = duration:to_days(fractional), duration:to_hours(fractional)
  if whole(days) then
    return make(rate_text(days, "day"))
  elseif whole(hours) then
    return make(rate_text(hours, "hour"))
  end
  return make(rate_text(duration:to_minutes(), "minute"))
end

--- Once.
-- @param moment seconds since the epoch or an ISO 8601 text, in UTC
function Schedule.at(moment)
  return make("at(" .. time.iso(moment, true) .. ")")
end

--- By fields of time; those left out are any.
function Schedule.cron(options)
  if options.week_day and options.day then
    engine.fail(nil, "day and week_day are mutually exclusive; -> give one of them")
  end
  local schedule = make(("cron(%s %s %s %s %s %s)"):format(
    options.minute or "*",
    options.hour or "*",
    options.day or options.week_day and "?" or "*",
    options.month or "*",
    options.week_day or "?",
    options.year or "*"))
  schedule._every_minute = not options.minute or options.minute == ""
  return schedule
end

return { Schedule = Schedule }
