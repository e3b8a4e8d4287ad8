--- The schedule puts an event on a bus.
local engine = require "luacdk.engine"
local targets = require "aws_cdk.aws_scheduler_targets"

local Base = targets.ScheduleTargetBase

local EventBridgePutEvents = engine.class("aws_cdk.aws_scheduler_targets.EventBridgePutEvents", Base)

--- Arguments: entry (EventBridgePutEventsEntry: event_bus, detail, detail_type, source), ScheduleTargetBaseProps
--- without input.
function EventBridgePutEvents:init(entry, props)
  if props and props.input then
    engine.fail(nil, "the input of EventBridgePutEvents is the detail of its entry; -> leave out input")
  end
  Base.init(self, props, entry.event_bus.event_bus_arn)
  self._entry = entry
end

function EventBridgePutEvents:_add_target_action_to_role(role)
  self._entry.event_bus:grant_put_events_to(role)
end

function EventBridgePutEvents:_bind_base_target_config(schedule)
  local config = Base._bind_base_target_config(self, schedule)
  local entry = self._entry
  config.input = entry.detail
  config.event_bridge_parameters = { detail_type = entry.detail_type, source = entry.source }
  return config
end

return { EventBridgePutEvents = EventBridgePutEvents }
