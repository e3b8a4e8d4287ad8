--- No backend for the routes of a WebSocket API: API Gateway answers itself.
local engine = require "luacdk.engine"
local apigatewayv2 = require "aws_cdk.aws_apigatewayv2"

local Base = apigatewayv2.WebSocketRouteIntegration
local WebSocketMockIntegration = engine.class("aws_cdk.aws_apigatewayv2_integrations.WebSocketMockIntegration", Base)

--- Arguments: id, props.
function WebSocketMockIntegration:init(id, props)
  Base.init(self, id)
  self._props = props or {}
end

function WebSocketMockIntegration:bind()
  return {
    type = "MOCK", uri = "", request_templates = self._props.request_templates,
    template_selection_expression = self._props.template_selection_expression,
  }
end

return { WebSocketMockIntegration = WebSocketMockIntegration }
