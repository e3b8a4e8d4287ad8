--- WebSocket APIs.
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"
local cdk = require "aws_cdk"
local ApiBase = require "aws_cdk.aws_apigatewayv2.api_base"
local apigatewayv2 = require "aws_cdk.aws_apigatewayv2"
local execute_api_arn = require "aws_cdk.aws_apigatewayv2.private.execute_api_arn"
local iam = require "aws_cdk.aws_iam"

local WebSocketApiBase = engine.class("aws_cdk.aws_apigatewayv2.WebSocketApiBase", ApiBase)
WebSocketApiBase.get.is_websocket_api = function() return true end

local WebSocketApi = engine.class("aws_cdk.aws_apigatewayv2.WebSocketApi", WebSocketApiBase)

--- Arguments: scope, id, WebSocketApiProps.
function WebSocketApi:init(scope, id, props)
  cdk.Resource.init(self, scope, id)
  self.web_socket_api_name = props.api_name or id
  local key_selection = props.api_key_selection_expression
  local resource = apigatewayv2.CfnApi(self, "Resource", {
    name = self.web_socket_api_name,
    api_key_selection_expression = key_selection and key_selection.custom_api_key_selector,
    protocol_type = "WEBSOCKET",
    description = props.description,
    route_selection_expression = props.route_selection_expression or "$request.body.action",
    ip_address_type = props.ip_address_type,
    disable_schema_validation = props.disable_schema_validation,
  })
  self.api_id, self.api_endpoint = resource.ref, resource.attr_api_endpoint
  for _, kind in ipairs { "connect", "disconnect", "default" } do
    local options = props[kind .. "_route_options"]
    if options then self:add_route("$" .. kind, options) end
  end
end

--- Adds a route for messages that the route selection expression gives this key. Options: integration (required).
function WebSocketApi:add_route(route_key, options)
  local props = l2.with({ web_socket_api = self, route_key = route_key }, options)
  return apigatewayv2.WebSocketRoute(self, route_key .. "-Route", props)
end

--- Lets the identity send messages to connected clients and disconnect them, in all stages.
function WebSocketApi:grant_manage_connections(identity)
  local arn = engine.stack_of(self):format_arn { service = "execute-api", resource = self.api_id }
  return iam.Grant.add_to_principal {
    grantee = identity, actions = { "execute-api:ManageConnections" }, resource_arns = { arn .. "/*/*/@connections/*" },
  }
end

--- The ARN by which policies speak of calls of the API: all, or those of a method, a path and a stage.
function WebSocketApi:arn_for_execute_api(method, path, stage)
  return execute_api_arn(self, { api_id = self.api_id }, execute_api_arn.request(self, method, path, stage))
end

--- The ARN by which policies speak of calls of the API: all, or those of a route and a stage.
function WebSocketApi:arn_for_execute_api_v2(route, stage)
  return execute_api_arn(self, { api_id = self.api_id }, (stage or "*") .. "/" .. (route or "*"))
end

local ImportedWebSocketApi = engine.class("aws_cdk.aws_apigatewayv2.ImportedWebSocketApi", WebSocketApiBase,
  "aws_cdk.aws_apigatewayv2.IWebSocketApi")

function ImportedWebSocketApi:init(scope, id, attrs)
  cdk.Resource.init(self, scope, id)
  self.api_id, self._api_endpoint = attrs.web_socket_id, attrs.api_endpoint
end

ImportedWebSocketApi.get.api_endpoint = function(self)
  if not self._api_endpoint then
    engine.fail(self, "the imported API has no api_endpoint; -> give it where it is imported")
  end
  return self._api_endpoint
end

--- An API by web_socket_id, and api_endpoint if it is needed.
function WebSocketApi.from_web_socket_api_attributes(scope, id, attrs) return ImportedWebSocketApi(scope, id, attrs) end

return { WebSocketApi = WebSocketApi }
