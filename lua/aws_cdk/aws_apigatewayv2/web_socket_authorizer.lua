--- Who may connect to a WebSocket API.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local apigatewayv2 = require "aws_cdk.aws_apigatewayv2"

local WebSocketAuthorizer = engine.class("aws_cdk.aws_apigatewayv2.WebSocketAuthorizer", cdk.Resource)

--- Arguments: scope, id, WebSocketAuthorizerProps: web_socket_api, type, identity_source (required).
function WebSocketAuthorizer:init(scope, id, props)
  cdk.Resource.init(self, scope, id)
  local uri = props.authorizer_uri
  if props.type == apigatewayv2.WebSocketAuthorizerType.LAMBDA and (uri == nil or uri == "") then
    engine.fail(self, "an authorizer of type LAMBDA needs authorizer_uri")
  end
  self._api_id = props.web_socket_api.api_id
  local resource = apigatewayv2.CfnAuthorizer(self, "Resource", {
    name = props.authorizer_name or id,
    api_id = self._api_id,
    authorizer_type = props.type,
    identity_source = props.identity_source,
    authorizer_uri = uri,
  })
  self.authorizer_id = resource.ref
end

WebSocketAuthorizer.get.authorizer_ref = function(self)
  return { authorizer_id = self.authorizer_id, api_id = self._api_id }
end

local ImportedWebSocketAuthorizer =
  engine.class("aws_cdk.aws_apigatewayv2.ImportedWebSocketAuthorizer", cdk.Resource)

function ImportedWebSocketAuthorizer:init(scope, id, attrs)
  cdk.Resource.init(self, scope, id)
  self.authorizer_id, self.authorizer_type = attrs.authorizer_id, attrs.authorizer_type
end

function ImportedWebSocketAuthorizer:bind()
  return { authorizer_id = self.authorizer_id, authorization_type = self.authorizer_type }
end

--- An authorizer by authorizer_id and authorizer_type.
function WebSocketAuthorizer.from_web_socket_authorizer_attributes(scope, id, attrs)
  return ImportedWebSocketAuthorizer(scope, id, attrs)
end

--- Everybody may connect.
local WebSocketNoneAuthorizer = engine.class "aws_cdk.aws_apigatewayv2.WebSocketNoneAuthorizer"

function WebSocketNoneAuthorizer.init() end

function WebSocketNoneAuthorizer.bind() return { authorization_type = "NONE" } end

return { WebSocketAuthorizer = WebSocketAuthorizer, WebSocketNoneAuthorizer = WebSocketNoneAuthorizer }
