--- What a node listens to: HTTP, HTTP/2, gRPC or TCP, by options such as HttpVirtualNodeListenerOptions.
return {
  VirtualNodeListener = require "aws_cdk.aws_appmesh.private.listener"("VirtualNodeListener",
    { "http", "http2", "grpc", "tcp" }, "virtual_node_health_check"),
}
