--- Addresses behind load balancers.
local engine = require "luacdk.engine"

local IpTarget = engine.class "aws_cdk.aws_elasticloadbalancingv2_targets.IpTarget"

--- Arguments: the address, port if it is not that of the target group, "all" for an address outside the VPC.
function IpTarget:init(ip_address, port, availability_zone)
  self._ip_address, self._port, self._zone = ip_address, port, availability_zone
end

--- Called when the target is added to a target group of an application load balancer.
function IpTarget:attach_to_application_target_group()
  return {
    target_type = "ip", target_json = { id = self._ip_address, port = self._port, availability_zone = self._zone },
  }
end

--- Called when the target is added to a target group of a network load balancer.
IpTarget.attach_to_network_target_group = IpTarget.attach_to_application_target_group

return { IpTarget = IpTarget }
