--- A function behind the routes of an HTTP API.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local apigatewayv2 = require "aws_cdk.aws_apigatewayv2"

local Base = apigatewayv2.HttpRouteIntegration
local HttpLambdaIntegration = engine.class("aws_cdk.aws_apigatewayv2_integrations.HttpLambdaIntegration", Base)

--- Arguments: id, handler, props. Each route may call the function, unless `scope_permission_to_route` is false: then
--- the whole API may, with one permission.
function HttpLambdaIntegration:init(id, handler, props)
  Base.init(self, id)
  self._handler, self._props = handler, props or {}
end

local function permit(self, id, scope, route, resource_name)
  self._handler:add_permission(id, {
    scope = scope,
    principal = require("aws_cdk.aws_iam").ServicePrincipal "apigateway.amazonaws.com",
    source_arn = engine.stack_of(route):format_arn {
      service = "execute-api", resource = route.http_api.api_id, resource_name = resource_name,
    },
  })
end

-- Stack → ids of its permissions for whole APIs.
local permitted = setmetatable({}, { __mode = "k" })

local function permit_api(self, scope, route)
  local id = "ApiPermission.ApiScoped." .. cdk.Names.node_unique_id(self._handler.node) .. "."
    .. cdk.Names.node_unique_id(route.http_api.node)
  local stack = engine.stack_of(scope)
  local there = permitted[stack] or {}
  permitted[stack] = there
  if there[id] then return end
  permit(self, id, scope, route, "*/*/*")
  there[id] = scope.node:try_find_child(id) ~= nil
end

function HttpLambdaIntegration:_complete_bind(options)
  local route = options.route
  if self._props.scope_permission_to_route == false then return permit_api(self, options.scope, route) end
  permit(self, self._id .. "-Permission", options.scope, route, "*/*" .. (route.path or ""))
end

function HttpLambdaIntegration:bind()
  local props = self._props
  return {
    type = "AWS_PROXY", uri = self._handler.function_arn,
    payload_format_version = props.payload_format_version or apigatewayv2.PayloadFormatVersion.VERSION_2_0,
    parameter_mapping = props.parameter_mapping, timeout = props.timeout,
  }
end

return { HttpLambdaIntegration = HttpLambdaIntegration }
