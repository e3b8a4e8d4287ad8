--- How often a canary runs.
local engine = require "luacdk.engine"

local Schedule = engine.class "aws_cdk.aws_synthetics.Schedule"

local LONGEST = 60 -- minutes

function Schedule:init(expression) self.expression_string = expression end

--- As soon as the canary is started, and never again.
function Schedule.once() return Schedule "rate(0 minutes)" end

--- Every so many minutes, at most 60; 0 is once.
function Schedule.rate(interval)
  local minutes = interval:to_minutes()
  if type(minutes) == "number" and minutes > LONGEST then
    engine.fail(nil, "the rate of a canary's schedule must be between 1 and %d minutes, got %s", LONGEST,
      engine.display(minutes))
  end
  if minutes == 0 then return Schedule.once() end
  if engine.is_unresolved(minutes) then minutes = tostring(minutes) end
  return Schedule(("rate(%s minute%s)"):format(minutes, minutes == 1 and "" or "s"))
end

--- By fields of time: minute, hour, day, month, week_day; absent ones mean every.
function Schedule.cron(options)
  if options.week_day ~= nil and options.day ~= nil then
    engine.fail(nil, "day and week_day are mutually exclusive; -> give one of them")
  end
  return Schedule(("cron(%s %s %s %s %s *)"):format(options.minute or "*", options.hour or "*",
    options.day or (options.week_day ~= nil and "?" or "*"), options.month or "*", options.week_day or "?"))
end

return { Schedule = Schedule }
