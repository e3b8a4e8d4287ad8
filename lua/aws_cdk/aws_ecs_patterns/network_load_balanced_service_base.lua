--- Services behind a Network Load Balancer.
local cdk = require "aws_cdk"
local constructs = require "constructs"
local domain = require "aws_cdk.aws_ecs_patterns.private.domain"
local elbv2 = require "aws_cdk.aws_elasticloadbalancingv2"
local load_balanced = require "aws_cdk.aws_ecs_patterns.private.load_balanced"

local NetworkLoadBalancedServiceBase = load_balanced.class("NetworkLoadBalancedServiceBase", "NetworkLoadBalancer")

--- Arguments: scope, id, NetworkLoadBalancedServiceBaseProps.
function NetworkLoadBalancedServiceBase:init(scope, id, props)
  props = props or {}
  constructs.Construct.init(self, scope, id)
  load_balanced.begin(self, props)
  local balancer = props.load_balancer or elbv2.NetworkLoadBalancer(self, "LB", {
    vpc = self.cluster.vpc, internet_facing = props.public_load_balancer ~= false,
    ip_address_type = props.ip_address_type,
  })
  self._load_balancer = balancer
  local certificate, options = props.listener_certificate, props.task_image_options
  local port = certificate and 443 or 80
  self.listener = balancer:add_listener("PublicListener", {
    port = props.listener_port or port, certificates = certificate and { certificate } or nil,
  })
  self.target_group = self.listener:add_targets("ECS", { port = options and options.container_port or port })
  domain.record(self, "DNS", balancer, props)
  if not props.load_balancer then
    cdk.CfnOutput(self, "LoadBalancerDNS", { value = balancer.load_balancer_dns_name })
  end
end

return { NetworkLoadBalancedServiceBase = NetworkLoadBalancedServiceBase }
