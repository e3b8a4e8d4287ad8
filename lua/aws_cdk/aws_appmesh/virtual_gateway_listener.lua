--- What a gateway listens to: HTTP, HTTP/2 or gRPC, by options such as HttpGatewayListenerOptions.
return {
  VirtualGatewayListener = require "aws_cdk.aws_appmesh.private.listener"("VirtualGatewayListener",
    { "http", "http2", "grpc" }, "virtual_gateway_health_check"),
}
