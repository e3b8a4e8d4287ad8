--- Amazon API Gateway V2: HTTP and WebSocket APIs, their routes, stages, authorizers, domain names and VPC links.
local engine = require "luacdk.engine"

return engine.module("aws_cdk.aws_apigatewayv2", {
  HttpNoneAuthorizer = "http_authorizer",
  HttpRouteIntegration = "http_integration",
  MappingValue = "parameter_mapping",
  RateLimitedApiKey = "api_key",
  WebSocketNoneAuthorizer = "web_socket_authorizer",
  WebSocketRouteIntegration = "web_socket_integration",
})
