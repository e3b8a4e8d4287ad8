--- Load balancers and the like, registered by an alias record.
local engine = require "luacdk.engine"
local servicediscovery = require "aws_cdk.aws_servicediscovery"

local InstanceBase = servicediscovery.InstanceBase
local AliasTargetInstance = engine.class("aws_cdk.aws_servicediscovery.AliasTargetInstance", InstanceBase)

local HAS_ADDRESS = { A = true, AAAA = true, ["A, AAAA"] = true }

--- Arguments: scope, id, AliasTargetInstanceProps: dns_name, service (required).
function AliasTargetInstance:init(scope, id, props)
  InstanceBase.init(self, scope, id)
  local service = props.service
  self:_require_dns(service)
  if not HAS_ADDRESS[service.dns_record_type] then
    engine.fail(self, "an alias needs a service with records of type A or AAAA, got %s",
      engine.display(service.dns_record_type))
  end
  if service.routing_policy ~= "WEIGHTED" then
    engine.fail(self, "an alias needs a service with RoutingPolicy.WEIGHTED: -> set load_balancer = true")
  end
  self:_register(props, { AWS_ALIAS_DNS_NAME = props.dns_name }, engine.node_unique_id(self))
  self.dns_name = props.dns_name
end

return { AliasTargetInstance = AliasTargetInstance }
