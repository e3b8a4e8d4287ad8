--- An AWS service behind the routes of a WebSocket API.
local engine = require "luacdk.engine"
local apigatewayv2 = require "aws_cdk.aws_apigatewayv2"

local Base = apigatewayv2.WebSocketRouteIntegration
local WebSocketAwsIntegration = engine.class("aws_cdk.aws_apigatewayv2_integrations.WebSocketAwsIntegration", Base)

--- Arguments: id, props: integration_uri, integration_method (required).
function WebSocketAwsIntegration:init(id, props)
  Base.init(self, id)
  self._props = props
end

function WebSocketAwsIntegration:bind()
  local props = self._props
  return {
    type = "AWS",
    uri = props.integration_uri,
    method = props.integration_method,
    content_handling = props.content_handling,
    credentials_role = props.credentials_role,
    request_parameters = props.request_parameters,
    request_templates = props.request_templates,
    passthrough_behavior = props.passthrough_behavior,
    template_selection_expression = props.template_selection_expression,
    timeout = props.timeout,
  }
end

return { WebSocketAwsIntegration = WebSocketAwsIntegration }
