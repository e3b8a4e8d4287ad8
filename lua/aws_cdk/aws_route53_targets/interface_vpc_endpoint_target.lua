--- Interface endpoints of VPCs.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"

--- Arguments: vpc_endpoint.
local InterfaceVpcEndpointTarget = engine.class "aws_cdk.aws_route53_targets.InterfaceVpcEndpointTarget"

function InterfaceVpcEndpointTarget:init(vpc_endpoint)
  self._resource = vpc_endpoint.node:find_child "Resource"
end

function InterfaceVpcEndpointTarget:bind()
  -- The first entry: zone id, colon, name.
  local entry = cdk.Fn.split(":", cdk.Fn.select(0, self._resource.attr_dns_entries))
  return { dns_name = cdk.Fn.select(1, entry), hosted_zone_id = cdk.Fn.select(0, entry) }
end

return { InterfaceVpcEndpointTarget = InterfaceVpcEndpointTarget }
