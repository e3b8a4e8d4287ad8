--- Admits callers that IAM permits.
local engine = require "luacdk.engine"

--- For routes of HTTP APIs.
local HttpIamAuthorizer = engine.class "aws_cdk.aws_apigatewayv2_authorizers.HttpIamAuthorizer"

function HttpIamAuthorizer:init() self.authorization_type = "AWS_IAM" end

function HttpIamAuthorizer:bind() return { authorization_type = self.authorization_type } end

--- For the route $connect of WebSocket APIs.
local WebSocketIamAuthorizer = engine.class "aws_cdk.aws_apigatewayv2_authorizers.WebSocketIamAuthorizer"

function WebSocketIamAuthorizer.init() end

function WebSocketIamAuthorizer.bind() return { authorization_type = "AWS_IAM" } end

return { HttpIamAuthorizer = HttpIamAuthorizer, WebSocketIamAuthorizer = WebSocketIamAuthorizer }
