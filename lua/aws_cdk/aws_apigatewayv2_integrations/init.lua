--- Backends of HTTP and WebSocket APIs: functions, load balancers, URLs and AWS services.
local engine = require "luacdk.engine"

return engine.module("aws_cdk.aws_apigatewayv2_integrations", {
  HttpAlbIntegration = "load_balancer_integrations",
  HttpEventBridgeIntegration = "http_event_bridge_integration",
  HttpLambdaIntegration = "http_lambda_integration",
  HttpNlbIntegration = "load_balancer_integrations",
  HttpServiceDiscoveryIntegration = "http_service_discovery_integration",
  HttpSqsIntegration = "http_sqs_integration",
  HttpStepFunctionsIntegration = "http_step_functions_integration",
  HttpUrlIntegration = "http_url_integration",
  WebSocketAwsIntegration = "web_socket_aws_integration",
  WebSocketLambdaIntegration = "web_socket_lambda_integration",
  WebSocketMockIntegration = "web_socket_mock_integration",
})
