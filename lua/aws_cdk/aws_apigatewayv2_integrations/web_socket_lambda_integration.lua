--- A function behind the routes of a WebSocket API.
local engine = require "luacdk.engine"
local apigatewayv2 = require "aws_cdk.aws_apigatewayv2"

local Base = apigatewayv2.WebSocketRouteIntegration
local WebSocketLambdaIntegration =
  engine.class("aws_cdk.aws_apigatewayv2_integrations.WebSocketLambdaIntegration", Base)

--- Arguments: id, handler, props.
function WebSocketLambdaIntegration:init(id, handler, props)
  Base.init(self, id)
  self._handler, self._props = handler, props or {}
end

function WebSocketLambdaIntegration:bind(options)
  local route, handler = options.route, self._handler
  local stack = engine.stack_of(route)
  handler:add_permission(self._id .. "-Permission", {
    scope = options.scope,
    principal = require("aws_cdk.aws_iam").ServicePrincipal "apigateway.amazonaws.com",
    source_arn = stack:format_arn {
      service = "execute-api", resource = route.web_socket_api.api_id, resource_name = "*" .. route.route_key,
    },
  })
  return {
    type = "AWS_PROXY",
    uri = stack:format_arn {
      service = "apigateway", account = "lambda", resource = "path/2015-03-31/functions",
      resource_name = handler.function_arn .. "/invocations",
    },
    timeout = self._props.timeout, content_handling = self._props.content_handling,
  }
end

return { WebSocketLambdaIntegration = WebSocketLambdaIntegration }
