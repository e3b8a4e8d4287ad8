-- What integrations in VPCs have in common.
local engine = require "luacdk.engine"
local apigatewayv2 = require "aws_cdk.aws_apigatewayv2"

local Base = apigatewayv2.HttpRouteIntegration
local HttpPrivateIntegration =
  engine.class("aws_cdk.aws_apigatewayv2_integrations.HttpPrivateIntegration", Base)

-- Classes that extend this one may change these.
HttpPrivateIntegration._http_method = "ANY"
HttpPrivateIntegration._integration_type = "HTTP_PROXY"
HttpPrivateIntegration._connection_type = "VPC_LINK"
HttpPrivateIntegration._payload_format_version = apigatewayv2.PayloadFormatVersion.VERSION_1_0

--- Arguments: id, props.
function HttpPrivateIntegration:init(id, props)
  Base.init(self, id)
  self._props = props or {}
end

--- The configuration of an integration with this target by that link.
function HttpPrivateIntegration:_config(uri, vpc_link)
  local props = self._props
  return {
    method = props.method or self._http_method,
    payload_format_version = self._payload_format_version,
    type = self._integration_type,
    connection_type = self._connection_type,
    connection_id = vpc_link.vpc_link_id,
    uri = uri,
    secure_server_name = props.secure_server_name,
    parameter_mapping = props.parameter_mapping,
  }
end

return HttpPrivateIntegration
