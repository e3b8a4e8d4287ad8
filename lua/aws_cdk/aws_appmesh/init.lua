--- AWS App Mesh: meshes, what listens in them, and how requests find their way.
local engine = require "luacdk.engine"

return engine.module("aws_cdk.aws_appmesh", {
  GatewayRouteHostnameMatch = "gateway_route_spec",
  HttpGatewayRoutePathMatch = "http_route_path_match",
  LoggingFormat = "access_log",
  MutualTlsCertificate = "tls_certificate",
  MutualTlsValidationTrust = "tls_validation_trust",
  QueryParameterMatch = "header_match",
  SubjectAlternativeNames = "tls_validation_trust",
  VirtualServiceProvider = "virtual_service",
})
