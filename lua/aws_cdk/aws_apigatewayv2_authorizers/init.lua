--- Authorizers of HTTP and WebSocket APIs: by IAM, tokens, user pools and functions.
local engine = require "luacdk.engine"

return engine.module("aws_cdk.aws_apigatewayv2_authorizers", {
  HttpIamAuthorizer = "iam_authorizers",
  WebSocketIamAuthorizer = "iam_authorizers",
})
