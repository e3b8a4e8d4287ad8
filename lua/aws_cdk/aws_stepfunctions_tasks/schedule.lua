--- When a schedule that a task creates is due.
local engine = require "luacdk.engine"
local time = require "aws_cdk.private.time"

local Schedule = engine.class "aws_cdk.aws_stepfunctions_tasks.Schedule"

local function make(expression)
  local schedule = Schedule()
  schedule.expression_string = expression
  return schedule
end

--- Once.
-- @param moment seconds since the epoch or an ISO 8601 text, in UTC
function Schedule.one_time(moment) return make((time.iso(moment, true):gsub("%.%d+", ""):gsub("Z$", ""))) end

-- Units of rates; the first in which the duration is a whole number is taken.
local UNITS = { { "to_days", "days" }, { "to_hours", "hours" } }

--- At an interval, in whole minutes.
function Schedule.rate(duration)
  for _, unit in ipairs(UNITS) do
    local value = duration[unit[1]](duration, { integral = false })
    if value > 0 and value == math.floor(value) then return make(("rate(%d %s)"):format(value, unit[2])) end
  end
  local minutes = duration:to_minutes { integral = true }
  if minutes <= 0 then engine.fail(nil, "the duration of a rate must be at least one minute, got %s",
    engine.display(duration)) end
  return make(("rate(%d minutes)"):format(minutes))
end

--- By fields of time; those left out are any.
function Schedule.cron(options)
  return make(("cron(%s %s %s %s %s %s)"):format(options.minute or "*", options.hour or "*",
    options.day or options.week_day and "?" or "*", options.month or "*", options.week_day or "?",
    options.year or "*"))
end

return { Schedule = Schedule }
