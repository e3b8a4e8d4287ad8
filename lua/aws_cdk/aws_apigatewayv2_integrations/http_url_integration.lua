--- Any server that is reached by HTTP.
local engine = require "luacdk.engine"
local apigatewayv2 = require "aws_cdk.aws_apigatewayv2"

local Base = apigatewayv2.HttpRouteIntegration
local HttpUrlIntegration = engine.class("aws_cdk.aws_apigatewayv2_integrations.HttpUrlIntegration", Base)

--- Arguments: id, url, props.
function HttpUrlIntegration:init(id, url, props)
  Base.init(self, id)
  self._url, self._props = url, props or {}
end

function HttpUrlIntegration:bind()
  local props = self._props
  return {
    method = props.method or "ANY", payload_format_version = apigatewayv2.PayloadFormatVersion.VERSION_1_0,
    type = "HTTP_PROXY", uri = self._url, parameter_mapping = props.parameter_mapping, timeout = props.timeout,
  }
end

return { HttpUrlIntegration = HttpUrlIntegration }
