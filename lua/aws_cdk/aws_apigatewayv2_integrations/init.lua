--- Backends of HTTP and WebSocket APIs: functions, load balancers, URLs and AWS services.
local engine = require "luacdk.engine"

return engine.module("aws_cdk.aws_apigatewayv2_integrations", {
  HttpAlbIntegration = "load_balancer_integrations",
  HttpNlbIntegration = "load_balancer_integrations",
})
