--- Results as events on a bus.
local engine = require "luacdk.engine"
local events = require "aws_cdk.aws_events"

local EventBridgeDestination = engine.class("aws_cdk.aws_lambda_destinations.EventBridgeDestination")

--- @param event_bus the bus; the account's default one if left out
function EventBridgeDestination:init(event_bus)
  self._event_bus = event_bus
end

function EventBridgeDestination:bind(scope, fn)
  local bus = self._event_bus or scope.node:try_find_child "DefaultEventBus"
  if not bus then
    bus = events.EventBus.from_event_bus_arn(scope, "DefaultEventBus", engine.stack_of(fn):format_arn {
      service = "events",
      resource = "event-bus",
      resource_name = "default",
    })
  end
  bus:grant_put_events_to(fn)
  return { destination = bus.event_bus_arn }
end

return { EventBridgeDestination = EventBridgeDestination }
