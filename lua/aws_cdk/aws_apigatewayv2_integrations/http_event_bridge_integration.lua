--- An event bus behind the routes of an HTTP API.
local engine = require "luacdk.engine"
local apigatewayv2 = require "aws_cdk.aws_apigatewayv2"
local service_integration = require "aws_cdk.aws_apigatewayv2_integrations.private.service_integration"

local BUS = "EventBusName"
-- The parts of the body that the call uses.
local FIELDS = { "Detail", "DetailType", "Source" }

local Base = apigatewayv2.HttpRouteIntegration
local HttpEventBridgeIntegration =
  engine.class("aws_cdk.aws_apigatewayv2_integrations.HttpEventBridgeIntegration", Base)

--- Arguments: id, props: event_bus_ref (required).
function HttpEventBridgeIntegration:init(id, props)
  Base.init(self, id)
  self._props = props
end

local function default_mapping()
  local mapping = apigatewayv2.ParameterMapping()
  for _, field in ipairs(FIELDS) do mapping:custom(field, "$request.body." .. field) end
  return mapping
end

function HttpEventBridgeIntegration:bind(options)
  local props = self._props
  local bus = props.event_bus_ref
  service_integration.check(options.scope, props.subtype, "EventBridge-")
  local mapping = props.parameter_mapping or default_mapping()
  if mapping.mappings[BUS] == nil then mapping:custom(BUS, bus.event_bus_name) end
  return service_integration.config(options.scope, {
    subtype = props.subtype or apigatewayv2.HttpIntegrationSubtype.EVENTBRIDGE_PUT_EVENTS,
    sid = "AllowEventBridgePutEvents", action = "events:PutEvents", resource = bus.event_bus_arn, mapping = mapping,
  })
end

return { HttpEventBridgeIntegration = HttpEventBridgeIntegration }
