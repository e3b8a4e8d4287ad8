--- Service discovery: how others find a virtual node.
local bound = require "aws_cdk.aws_appmesh.private.bound"
local l2 = require "aws_cdk.l2"

local ServiceDiscovery, make = bound "ServiceDiscovery"

--- By DNS.
function ServiceDiscovery.dns(hostname, response_type, ip_preference)
  return make { dns = { hostname = hostname, response_type = response_type, ip_preference = ip_preference } }
end

--- As a service of Cloud Map, by attributes of its instances.
function ServiceDiscovery.cloud_map(service, instance_attributes, ip_preference)
  return make(function()
    return {
      cloudmap = {
        namespace_name = service.namespace.namespace_name, service_name = service.service_name,
        attributes = l2.entries(instance_attributes), ip_preference = ip_preference,
      },
    }
  end)
end

return { ServiceDiscovery = ServiceDiscovery }
