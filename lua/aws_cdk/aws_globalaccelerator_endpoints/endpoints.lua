--- Resources as endpoints.
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"

local WEIGHT = "aws_globalaccelerator.CfnEndpointGroup.EndpointConfigurationProperty.weight"

-- A class of endpoints whose id is `field` of the resource.
local function class_for(name, field)
  local class = engine.class("aws_cdk.aws_globalaccelerator_endpoints." .. name)

  --- Arguments: the resource, options: weight, preserve_client_ip.
  function class:init(resource, options)
    self._resource, self._options = resource, options or {}
    l2.within(resource, WEIGHT, self._options.weight)
    self.region = engine.has(resource, "env") and resource.env.region or engine.stack_of(resource).region
  end

  function class:render_endpoint_configuration()
    return {
      endpoint_id = self._resource[field], weight = self._options.weight,
      client_ip_preservation_enabled = self._options.preserve_client_ip,
    }
  end

  return class
end

return {
  ApplicationLoadBalancerEndpoint = class_for("ApplicationLoadBalancerEndpoint", "load_balancer_arn"),
  CfnEipEndpoint = class_for("CfnEipEndpoint", "attr_allocation_id"),
  InstanceEndpoint = class_for("InstanceEndpoint", "instance_id"),
  NetworkLoadBalancerEndpoint = class_for("NetworkLoadBalancerEndpoint", "load_balancer_arn"),
}
