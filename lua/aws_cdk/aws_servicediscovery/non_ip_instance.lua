--- What has no address: found by attributes of its own.
local engine = require "luacdk.engine"
local discovery_type_of = require "aws_cdk.aws_servicediscovery.private.discovery_type"
local servicediscovery = require "aws_cdk.aws_servicediscovery"

local InstanceBase = servicediscovery.InstanceBase
local NonIpInstance = engine.class("aws_cdk.aws_servicediscovery.NonIpInstance", InstanceBase)

--- Arguments: scope, id, NonIpInstanceProps: service, custom_attributes (required).
function NonIpInstance:init(scope, id, props)
  InstanceBase.init(self, scope, id)
  local service = props.service
  if (service.discovery_type or discovery_type_of(service.namespace)) ~= "API" then
    engine.fail(self, "a NonIpInstance needs a service that is found by API calls only: DiscoveryType.API")
  end
  if not props.custom_attributes or next(props.custom_attributes) == nil then
    engine.fail(self, "a NonIpInstance needs at least one of custom_attributes")
  end
  self:_register(props, {})
end

return { NonIpInstance = NonIpInstance }
