-- Permissions one can give on an event bus.
local engine = require "luacdk.engine"

local iam = require "aws_cdk.aws_iam"

local EventBusGrants = engine.class "aws_cdk.aws_events.EventBusGrants"

function EventBusGrants:init(props) self.resource = props.resource end

--- The grants of an event bus, L2 or L1.
function EventBusGrants.from_event_bus(resource) return EventBusGrants { resource = resource } end

--- Lets the grantee perform actions. Options: resource_arns.
function EventBusGrants:actions(grantee, actions, options)
  options = engine.check_struct("aws_cdk.PermissionsOptions", options, "options")
  return iam.Grant.add_to_principal {
    actions = actions, grantee = grantee,
    resource_arns = options.resource_arns or { self.resource.event_bus_ref.event_bus_arn },
  }
end

--- Lets the grantee put events on any bus.
function EventBusGrants:all_put_events(grantee)
  return self:actions(grantee, { "events:PutEvents" }, { resource_arns = { "*" } })
end

return { EventBusGrants = EventBusGrants }
