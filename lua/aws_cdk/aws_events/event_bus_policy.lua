-- One statement of the policy of an event bus.
local engine = require "luacdk.engine"

local cdk = require "aws_cdk"
local events = require "aws_cdk.aws_events"

local Resource = cdk.Resource

local EventBusPolicy = engine.class("aws_cdk.aws_events.EventBusPolicy", Resource)

--- Arguments: scope, id, EventBusPolicyProps: event_bus, statement, statement_id (all required).
function EventBusPolicy:init(scope, id, props)
  Resource.init(self, scope, id)
  events.CfnEventBusPolicy(self, "Resource", {
    statement_id = props.statement_id, statement = props.statement, event_bus_name = props.event_bus.event_bus_name,
  })
end

return { EventBusPolicy = EventBusPolicy }
