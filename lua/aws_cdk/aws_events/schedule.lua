-- When a rule goes off by the clock.
local engine = require "luacdk.engine"

local cdk = require "aws_cdk"

local fail = engine.fail

local Schedule = engine.class "aws_cdk.aws_events.Schedule"

function Schedule:init(expression) self.expression_string = expression end

-- Rules announce themselves, so that a schedule can warn about itself.
function Schedule:_bind(_) end

local LiteralSchedule = engine.class("aws_cdk.aws_events.LiteralSchedule", Schedule)

--- A schedule as EventBridge writes it: "rate(…)" or "cron(…)".
function Schedule.expression(expression) return LiteralSchedule(expression) end

local function rate_text(count, unit)
  local text = engine.json(count)
  return LiteralSchedule(("rate(%s %s%s)"):format(text, unit, text == "1" and "" or "s"))
end

local function whole(value) return type(value) == "number" and value > 0 and value == math.floor(value) end

local UNITS = { minute = true, minutes = true, hour = true, hours = true, day = true, days = true }

--- At a fixed rate; the duration must be a whole number of minutes.
function Schedule.rate(duration)
  if duration:is_unresolved() then
    if not UNITS[duration:unit_label()] then
      fail(nil, "the rate of a schedule must be given in minutes, hours or days, got %s", duration:unit_label())
    end
    return LiteralSchedule("rate(" .. duration:format_token_to_number() .. ")")
  end
  if duration:to_seconds() == 0 then fail(nil, "the rate of a schedule cannot be 0") end
  local days = duration:to_days { integral = false }
  if whole(days) then return rate_text(days, "day") end
  local hours = duration:to_hours { integral = false }
  if whole(hours) then return rate_text(hours, "hour") end
  return rate_text(duration:to_minutes { integral = true }, "minute")
end

local CronSchedule = engine.class("aws_cdk.aws_events.CronSchedule", Schedule)

function CronSchedule:init(expression, every_minute)
  Schedule.init(self, expression)
  self._every_minute = every_minute
end

function CronSchedule:_bind(scope)
  if self._every_minute then
    cdk.Annotations.of(scope):add_warning_v2("@aws-cdk/aws-events:scheduleWillRunEveryMinute",
      "cron: If you don't pass 'minute', by default the event runs every minute. Pass 'minute: '*'' if that's what "
      .. "you intend, or 'minute: 0' to run once per hour instead.")
  end
end

--- By fields of time: minute, hour, day, month, week_day, year; absent ones mean every.
function Schedule.cron(options)
  if options.week_day ~= nil and options.day ~= nil then
    fail(nil, "day and week_day are mutually exclusive; -> give one of them")
  end
  local day = options.day or (options.week_day ~= nil and "?" or "*")
  return CronSchedule(("cron(%s %s %s %s %s %s)"):format(options.minute or "*", options.hour or "*", day,
    options.month or "*", options.week_day or "?", options.year or "*"), not options.minute or options.minute == "")
end

return { Schedule = Schedule }
