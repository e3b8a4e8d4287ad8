--- Services behind an Application Load Balancer.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local constructs = require "constructs"
local cx_api = require "aws_cdk.cx_api"
local domain = require "aws_cdk.aws_ecs_patterns.private.domain"
local elbv2 = require "aws_cdk.aws_elasticloadbalancingv2"
local idle_timeout = require "aws_cdk.aws_ecs_patterns.private.idle_timeout"
local load_balanced = require "aws_cdk.aws_ecs_patterns.private.load_balanced"

local fail = engine.fail
local HTTP, HTTPS = "HTTP", "HTTPS"

local ApplicationLoadBalancedServiceBase =
  load_balanced.class("ApplicationLoadBalancedServiceBase", "ApplicationLoadBalancer")

local function has_flag(self, name) return cdk.FeatureFlags.of(self):is_enabled(name) end

local function balancer_of(self, props)
  idle_timeout(self, props.idle_timeout)
  return props.load_balancer or elbv2.ApplicationLoadBalancer(self, "LB", {
    vpc = self.cluster.vpc, load_balancer_name = props.load_balancer_name,
    internet_facing = props.public_load_balancer ~= false, idle_timeout = props.idle_timeout,
    ip_address_type = props.ip_address_type,
  })
end

local function protocol_of(self, props)
  local protocol = props.protocol or (props.certificate and HTTPS or HTTP)
  if protocol ~= HTTPS then
    if props.certificate then fail(self, "certificate needs ApplicationProtocol.HTTPS, got %s", protocol) end
    if props.redirect_http then fail(self, "redirect_http needs ApplicationProtocol.HTTPS, got %s", protocol) end
  end
  return protocol
end

local function is_open(self, props)
  if props.open_listener ~= nil then return props.open_listener end
  return not (props.load_balancer and has_flag(self, cx_api.ECS_PATTERNS_SEC_GROUPS_DISABLES_IMPLICIT_OPEN_LISTENER))
end

local function target_group_id(self, props)
  if not has_flag(self, cx_api.ECS_PATTERNS_UNIQUE_TARGET_GROUP_ID) then return "ECS" end
  return "ECS" .. (props.load_balancer_name or "") .. (props.public_load_balancer == false and "Private" or "")
end

local function set_certificate(self, props, protocol)
  if protocol ~= HTTPS then return end
  self.certificate = props.certificate
  if not self.certificate then
    domain.need(self, props)
    self.certificate = domain.certificate(self, "Certificate", props)
  end
  self.listener:add_certificates("Arns", { elbv2.ListenerCertificate.from_certificate_manager(self.certificate) })
end

local function redirect(self, balancer, props)
  local port = props.listener_port
  self.redirect_listener = balancer:add_listener("PublicRedirectListener", {
    protocol = HTTP, port = 80, open = is_open(self, props),
    default_action = elbv2.ListenerAction.redirect {
      port = port and cdk.Tokenization.stringify_number(port) or "443", protocol = HTTPS, permanent = true,
    },
  })
  self.redirect_listener.node:add_dependency(self.listener)
end

--- Arguments: scope, id, ApplicationLoadBalancedServiceBaseProps.
function ApplicationLoadBalancedServiceBase:init(scope, id, props)
  props = props or {}
  constructs.Construct.init(self, scope, id)
  load_balanced.begin(self, props, true)
  local balancer = balancer_of(self, props)
  local protocol = protocol_of(self, props)
  self._load_balancer = balancer
  self.listener = balancer:add_listener("PublicListener", {
    protocol = protocol, port = props.listener_port, open = is_open(self, props), ssl_policy = props.ssl_policy,
  })
  self.target_group = self.listener:add_targets(target_group_id(self, props), {
    protocol = props.target_protocol or HTTP, protocol_version = props.protocol_version,
  })
  set_certificate(self, props, protocol)
  if props.redirect_http then redirect(self, balancer, props) end
  local name = domain.record(self, "DNS", balancer, props) or balancer.load_balancer_dns_name
  cdk.CfnOutput(self, "LoadBalancerDNS", { value = balancer.load_balancer_dns_name })
  cdk.CfnOutput(self, "ServiceURL", { value = protocol:lower() .. "://" .. name })
end

return { ApplicationLoadBalancedServiceBase = ApplicationLoadBalancedServiceBase }
