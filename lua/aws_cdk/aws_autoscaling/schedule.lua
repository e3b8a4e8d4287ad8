--- Times at which the capacity of a group changes.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local l2 = require "aws_cdk.l2"

local Schedule = engine.class "aws_cdk.aws_autoscaling.Schedule"

function Schedule.init() end

local function make(expression, every_minute)
  local schedule = Schedule()
  schedule.expression_string = expression
  schedule._every_minute = every_minute
  return schedule
end

--- Called when an action is made by the schedule.
function Schedule:_bind(scope)
  if self._every_minute then
    cdk.Annotations.of(scope):add_warning_v2("@aws-cdk/aws-autoscaling:scheduleDefaultRunsEveryMinute",
      "this cron schedule has no `minute`, so it runs every minute; give minute = \"*\" if that is intended, "
        .. "or \"0\" to run once an hour")
  end
end

--- A schedule as cron writes it.
function Schedule.expression(expression) return make(expression) end

--- By fields of time; those left out are any.
function Schedule.cron(options)
  if options.week_day and options.day then
    engine.fail(nil, "day and week_day are mutually exclusive; -> give one of them")
  end
  local fields = {}
  for i, field in ipairs { "minute", "hour", "day", "month", "week_day" } do fields[i] = options[field] or "*" end
  return make(l2.joined(fields, " "), not options.minute or options.minute == "")
end

return { Schedule = Schedule }
