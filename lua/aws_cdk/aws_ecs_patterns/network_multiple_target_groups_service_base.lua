--- Services behind Network Load Balancers with several listeners and target groups.
local cdk = require "aws_cdk"
local constructs = require "constructs"
local domain = require "aws_cdk.aws_ecs_patterns.private.domain"
local elbv2 = require "aws_cdk.aws_elasticloadbalancingv2"
local target_groups = require "aws_cdk.aws_ecs_patterns.private.target_groups"

local DEFAULT_PORT = 80

local NetworkMultipleTargetGroupsServiceBase = target_groups.class("NetworkMultipleTargetGroupsServiceBase",
  function(target, container_target) return { port = target.container_port, targets = { container_target } } end)

local function add_balancer(self, name, props)
  return elbv2.NetworkLoadBalancer(self, name, {
    vpc = self.cluster.vpc, internet_facing = props.public_load_balancer ~= false,
  })
end

local function tell_address(self, balancer, suffix, props)
  domain.record(self, "DNS" .. suffix, balancer, props)
  cdk.CfnOutput(self, "LoadBalancerDNS" .. suffix, { value = balancer.load_balancer_dns_name })
end

local function add_given(self, props)
  local balancer = add_balancer(self, props.name, props)
  table.insert(self.load_balancers, balancer)
  for _, one in ipairs(props.listeners) do
    local port = one.port
    table.insert(self.listeners, balancer:add_listener(one.name, {
      port = port ~= nil and port ~= 0 and port or DEFAULT_PORT,
    }))
  end
  tell_address(self, balancer, balancer.node.id, props)
end

--- Arguments: scope, id, NetworkMultipleTargetGroupsServiceBaseProps.
function NetworkMultipleTargetGroupsServiceBase:init(scope, id, props)
  props = props or {}
  constructs.Construct.init(self, scope, id)
  target_groups.begin(self, props)
  if props.load_balancers then
    for _, one in ipairs(props.load_balancers) do add_given(self, one) end
    self.load_balancer, self.listener = self.load_balancers[1], self.listeners[1]
    return
  end
  self.load_balancer = add_balancer(self, "LB", {})
  self.listener = self.load_balancer:add_listener("PublicListener", { port = DEFAULT_PORT })
  tell_address(self, self.load_balancer, "", {})
end

return { NetworkMultipleTargetGroupsServiceBase = NetworkMultipleTargetGroupsServiceBase }
