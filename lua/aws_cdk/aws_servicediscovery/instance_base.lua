--- Base of what is registered with a service.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local l2 = require "aws_cdk.l2"
local servicediscovery = require "aws_cdk.aws_servicediscovery"

local InstanceBase = engine.class("aws_cdk.aws_servicediscovery.InstanceBase", cdk.Resource)

InstanceBase.get.instance_ref = function(self)
  return { service_id = self.service.service_id, instance_id = self.instance_id }
end

--- An id that no other instance of the app has: the end of the unique id.
function InstanceBase:_unique_instance_id()
  return engine.node_unique_id(self):sub(-l2.limit "aws_servicediscovery.CfnInstanceProps.instance_id")
end

--- Makes the L1 resource, with the user's attributes after our own.
function InstanceBase:_register(props, attributes, default_id)
  local given = props.instance_id
  local resource = servicediscovery.CfnInstance(self, "Resource", {
    instance_id = given ~= nil and given ~= "" and given or default_id or self:_unique_instance_id(),
    service_id = props.service.service_id,
    instance_attributes = l2.with(attributes, props.custom_attributes),
  })
  self.service, self.instance_id = props.service, resource.ref
end

--- Fails unless the service's namespace has DNS records.
function InstanceBase:_require_dns(service)
  if service.namespace.type == "HTTP" then
    engine.fail(self, "the service must be in a DNS namespace; an HTTP namespace has no records")
  end
end

return { InstanceBase = InstanceBase }
