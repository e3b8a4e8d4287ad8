-- Amazon API Gateway, REST APIs.
local engine = require "luacdk.engine"

return engine.module("aws_cdk.aws_apigateway", {
  AssetApiDefinition = "api_definition",
  FirehoseLogDestination = "access_log_destination",
  InlineApiDefinition = "api_definition",
  LogGroupLogDestination = "access_log_destination",
  ProxyResource = "resource",
  RateLimitedApiKey = "api_key",
  RequestAuthorizer = "lambda_authorizer",
  S3ApiDefinition = "api_definition",
  StageBase = "stage",
  TokenAuthorizer = "lambda_authorizer",
})
