--- Authorizers of HTTP and WebSocket APIs: by IAM, tokens, user pools and functions.
local engine = require "luacdk.engine"

return engine.module("aws_cdk.aws_apigatewayv2_authorizers", {
  HttpIamAuthorizer = "iam_authorizers",
  HttpJwtAuthorizer = "http_jwt_authorizer",
  HttpLambdaAuthorizer = "http_lambda_authorizer",
  HttpUserPoolAuthorizer = "http_user_pool_authorizer",
  WebSocketIamAuthorizer = "iam_authorizers",
  WebSocketLambdaAuthorizer = "web_socket_lambda_authorizer",
})
