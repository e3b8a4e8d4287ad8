--- Stages of WebSocket APIs: what clients connect to.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local apigatewayv2 = require "aws_cdk.aws_apigatewayv2"
local iam = require "aws_cdk.aws_iam"
local StageBase = require "aws_cdk.aws_apigatewayv2.stage_base"

local WebSocketStageBase = engine.class("aws_cdk.aws_apigatewayv2.WebSocketStageBase", StageBase)

--- The format of access logs unless one is given: the Common Log Format, with the event, route and connection in place
--- of the request.
function WebSocketStageBase.default_access_log_format()
  local apigateway = require "aws_cdk.aws_apigateway"
  local Field = apigateway.AccessLogField
  return apigateway.AccessLogFormat(("%s %s %s [%s] \"%s %s %s\" %s %s"):format(
    Field.context_identity_source_ip(), Field.context_identity_caller(), Field.context_identity_user(),
    Field.context_request_time(), Field.context_event_type(), Field.context_route_key(),
    Field.context_connection_id(), Field.context_status(), Field.context_request_id()))
end

local WebSocketStage = engine.class("aws_cdk.aws_apigatewayv2.WebSocketStage", WebSocketStageBase)

--- Arguments: scope, id, WebSocketStageProps: web_socket_api, stage_name (required).
function WebSocketStage:init(scope, id, props)
  cdk.Resource.init(self, scope, id, { physical_name = props.stage_name })
  local api = props.web_socket_api
  self.api, self._base_api, self.stage_name = api, api, self.physical_name
  local properties = self:_properties(props)
  properties.api_id = api.api_id
  apigatewayv2.CfnStage(self, "Resource", properties)
  if props.domain_mapping then self:_add_domain_mapping(props.domain_mapping) end
end

--- The URL that clients connect to.
WebSocketStage.get.url = function(self) return self:_url("wss", self.stage_name) end

--- The URL by which the service sends messages to clients.
WebSocketStage.get.callback_url = function(self) return self:_url("https", self.stage_name) end

--- Lets the identity send messages to connected clients and disconnect them.
function WebSocketStage:grant_management_api_access(identity)
  local arn = engine.stack_of(self.api):format_arn { service = "execute-api", resource = self.api.api_id }
  return iam.Grant.add_to_principal {
    grantee = identity, actions = { "execute-api:ManageConnections" },
    resource_arns = { arn .. "/" .. self.stage_name .. "/*/@connections/*" },
  }
end

local ImportedWebSocketStage = engine.class("aws_cdk.aws_apigatewayv2.ImportedWebSocketStage", WebSocketStageBase,
  "aws_cdk.aws_apigatewayv2.IWebSocketStage")

function ImportedWebSocketStage:init(scope, id, attrs)
  cdk.Resource.init(self, scope, id)
  self.api, self._base_api, self.stage_name = attrs.api, attrs.api, attrs.stage_name
end

for _, name in ipairs { "url", "callback_url" } do
  ImportedWebSocketStage.get[name] = function(self) engine.fail(self, "an imported stage has no %s", name) end
end

--- A stage by api and stage_name.
function WebSocketStage.from_web_socket_stage_attributes(scope, id, attrs)
  return ImportedWebSocketStage(scope, id, attrs)
end

return { WebSocketStage = WebSocketStage }
