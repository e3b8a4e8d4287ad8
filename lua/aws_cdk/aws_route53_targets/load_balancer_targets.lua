--- Load balancers, by their name for IPv4 and IPv6.
local engine = require "luacdk.engine"

local function class(name, zone_field)
  local Target = engine.class("aws_cdk.aws_route53_targets." .. name)

  function Target:init(load_balancer, props) self._load_balancer, self._props = load_balancer, props or {} end

  function Target:bind()
    return {
      hosted_zone_id = self._load_balancer[zone_field],
      dns_name = "dualstack." .. self._load_balancer.load_balancer_dns_name,
      evaluate_target_health = self._props.evaluate_target_health,
    }
  end

  return Target
end

return {
  ClassicLoadBalancerTarget = class("ClassicLoadBalancerTarget", "load_balancer_canonical_hosted_zone_name_id"),
  LoadBalancerTarget = class("LoadBalancerTarget", "load_balancer_canonical_hosted_zone_id"),
}
