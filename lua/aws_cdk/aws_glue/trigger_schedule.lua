--- When scheduled triggers of workflows fire.
local engine = require "luacdk.engine"

local TriggerSchedule = engine.class "aws_cdk.aws_glue.TriggerSchedule"

function TriggerSchedule:init(expression_string) self.expression_string = expression_string end

--- At the times that CronOptions describe.
function TriggerSchedule.cron(options)
  return TriggerSchedule(require("aws_cdk.aws_events").Schedule.cron(options).expression_string)
end

--- Every day at midnight, UTC.
function TriggerSchedule.daily() return TriggerSchedule.cron { minute = "0", hour = "0" } end

--- Every Sunday at midnight, UTC.
function TriggerSchedule.weekly() return TriggerSchedule.cron { minute = "0", hour = "0", week_day = "SUN" } end

return { TriggerSchedule = TriggerSchedule }
