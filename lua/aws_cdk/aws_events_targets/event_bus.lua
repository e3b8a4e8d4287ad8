--- Events go on to another bus.
local engine = require "luacdk.engine"
local iam = require "aws_cdk.aws_iam"
local target = require "aws_cdk.aws_events_targets.target"

local EventBus = engine.class "aws_cdk.aws_events_targets.EventBus"

--- Arguments: event_bus, EventBusProps: dead_letter_queue, role.
function EventBus:init(event_bus, props)
  self._event_bus = event_bus
  self._props = props
end

function EventBus:bind(rule)
  local arn, props = self._event_bus.event_bus_arn, self._props
  local role = props.role or target.singleton_role(rule)
  role:add_to_principal_policy(iam.PolicyStatement { actions = { "events:PutEvents" }, resources = { arn } })
  local queue = props.dead_letter_queue
  target.allow_dead_letters(rule, queue)
  return { arn = arn, dead_letter_config = queue and { arn = queue.queue_arn } or nil, role = role }
end

return { EventBus = EventBus }
