--- Domain names of REST APIs.
local engine = require "luacdk.engine"

--- Arguments: domain_name.
local ApiGatewayDomain = engine.class "aws_cdk.aws_route53_targets.ApiGatewayDomain"

function ApiGatewayDomain:init(domain_name) self._domain_name = domain_name end

function ApiGatewayDomain:bind()
  return {
    dns_name = self._domain_name.domain_name_alias_domain_name,
    hosted_zone_id = self._domain_name.domain_name_alias_hosted_zone_id,
  }
end

--- The default domain name of an API. Arguments: api.
local ApiGateway = engine.class("aws_cdk.aws_route53_targets.ApiGateway", ApiGatewayDomain)

function ApiGateway:init(api)
  if not api.domain_name then
    engine.fail(api, "the API has no domain name; -> give it one by `domain_name` or `add_domain_name`")
  end
  ApiGatewayDomain.init(self, api.domain_name)
end

return { ApiGateway = ApiGateway, ApiGatewayDomain = ApiGatewayDomain }
