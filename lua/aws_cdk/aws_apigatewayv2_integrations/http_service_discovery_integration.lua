--- Services of Cloud Map in a VPC.
local engine = require "luacdk.engine"
local HttpPrivateIntegration = require "aws_cdk.aws_apigatewayv2_integrations.private.private_integration"

local HttpServiceDiscoveryIntegration =
  engine.class("aws_cdk.aws_apigatewayv2_integrations.HttpServiceDiscoveryIntegration", HttpPrivateIntegration)

--- Arguments: id, service, props: vpc_link (required).
function HttpServiceDiscoveryIntegration:init(id, service, props)
  HttpPrivateIntegration.init(self, id, props)
  self._service = service
end

function HttpServiceDiscoveryIntegration:bind(options)
  local link = self._props.vpc_link
  if not link then engine.fail(options.scope, "HttpServiceDiscoveryIntegration needs vpc_link") end
  return self:_config(self._service.service_ref.service_arn, link)
end

return { HttpServiceDiscoveryIntegration = HttpServiceDiscoveryIntegration }
