--- How exactly a schedule keeps to its times.
local engine = require "luacdk.engine"

local TimeWindow = engine.class "aws_cdk.aws_scheduler.TimeWindow"

function TimeWindow:init(mode, max_window)
  self.mode = mode
  self.max_window = max_window
end

--- At the very time.
function TimeWindow.off() return TimeWindow "OFF" end

--- At some time within the window that starts at the scheduled time.
function TimeWindow.flexible(max_window)
  local minutes = max_window:to_minutes()
  local low, high = engine.bounds("aws_cdk.aws_scheduler.CfnSchedule.FlexibleTimeWindowProperty",
    "maximum_window_in_minutes")
  if type(minutes) == "number" and (minutes < low or minutes > high) then
    engine.fail(nil, "max_window must be between %d and %d minutes, got %s", low, high, engine.display(minutes))
  end
  return TimeWindow("FLEXIBLE", max_window)
end

return { TimeWindow = TimeWindow }
