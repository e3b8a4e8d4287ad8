--- Domain names of HTTP and WebSocket APIs.
local engine = require "luacdk.engine"

--- Arguments: regional_domain_name, regional_hosted_zone_id: fields of apigatewayv2.DomainName.
local ApiGatewayv2DomainProperties = engine.class "aws_cdk.aws_route53_targets.ApiGatewayv2DomainProperties"

function ApiGatewayv2DomainProperties:init(regional_domain_name, regional_hosted_zone_id)
  self._dns_name, self._hosted_zone_id = regional_domain_name, regional_hosted_zone_id
end

function ApiGatewayv2DomainProperties:bind()
  return { dns_name = self._dns_name, hosted_zone_id = self._hosted_zone_id }
end

return { ApiGatewayv2DomainProperties = ApiGatewayv2DomainProperties }
