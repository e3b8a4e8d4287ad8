--- How exactly a schedule keeps to its times.
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"

local TimeWindow = engine.class "aws_cdk.aws_scheduler.TimeWindow"

function TimeWindow:init(mode, max_window)
  self.mode = mode
  self.max_window = max_window
end

--- At the very time.
function TimeWindow.off() return TimeWindow "OFF" end

--- At some time within the window that starts at the scheduled time.
function TimeWindow.flexible(max_window)
  l2.within(nil, "aws_scheduler.CfnSchedule.FlexibleTimeWindowProperty.maximum_window_in_minutes", max_window,
    "max_window", "minutes")
  return TimeWindow("FLEXIBLE", max_window)
end

return { TimeWindow = TimeWindow }
