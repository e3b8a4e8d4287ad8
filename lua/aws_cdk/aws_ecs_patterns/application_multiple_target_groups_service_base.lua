--- Services behind Application Load Balancers with several listeners and target groups.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local constructs = require "constructs"
local domain = require "aws_cdk.aws_ecs_patterns.private.domain"
local elbv2 = require "aws_cdk.aws_elasticloadbalancingv2"
local idle_timeout = require "aws_cdk.aws_ecs_patterns.private.idle_timeout"
local target_groups = require "aws_cdk.aws_ecs_patterns.private.target_groups"

local fail = engine.fail
local HTTP, HTTPS = "HTTP", "HTTPS"

local function given(value) return value ~= nil and value ~= "" end

local ApplicationMultipleTargetGroupsServiceBase = target_groups.class("ApplicationMultipleTargetGroupsServiceBase",
  function(target, container_target)
    local conditions, condition = {}, elbv2.ListenerCondition
    if given(target.host_header) then table.insert(conditions, condition.host_headers { target.host_header }) end
    if given(target.path_pattern) then table.insert(conditions, condition.path_patterns { target.path_pattern }) end
    return { port = 80, targets = { container_target }, conditions = conditions, priority = target.priority }
  end)

local function add_balancer(self, name, props)
  return elbv2.ApplicationLoadBalancer(self, name, {
    vpc = self.cluster.vpc, internet_facing = props.public_load_balancer ~= false, idle_timeout = props.idle_timeout,
    load_balancer_name = name,
  })
end

-- Its protocol is the second result.
local function add_listener(self, balancer, name, props, domain_props)
  local certificate = props.certificate
  local protocol = props.protocol or (certificate and HTTPS or HTTP)
  if certificate and protocol ~= HTTPS then
    fail(self, "the certificate of the listener %s needs ApplicationProtocol.HTTPS, got %s", name, protocol)
  end
  local listener = balancer:add_listener(name, {
    protocol = protocol, open = true, port = props.port, ssl_policy = props.ssl_policy,
  })
  if protocol == HTTPS then
    domain.need(self, domain_props)
    certificate = certificate or domain.certificate(self, "Certificate" .. name, domain_props)
    listener:add_certificates("Arns" .. name, { elbv2.ListenerCertificate.from_arn(certificate.certificate_arn) })
  end
  return listener, protocol
end

local function tell_addresses(self, balancer, suffix, protocols, props)
  local name = domain.record(self, "DNS" .. suffix, balancer, props) or balancer.load_balancer_dns_name
  cdk.CfnOutput(self, "LoadBalancerDNS" .. suffix, { value = balancer.load_balancer_dns_name })
  for _, protocol in ipairs(protocols) do
    local lower = protocol:lower()
    cdk.CfnOutput(self, "ServiceURL" .. suffix .. (suffix ~= "" and lower or ""), { value = lower .. "://" .. name })
  end
end

local function add_given(self, props)
  local balancer = add_balancer(self, props.name, props)
  table.insert(self.load_balancers, balancer)
  local protocols, seen = {}, {}
  for _, one in ipairs(props.listeners) do
    local listener, protocol = add_listener(self, balancer, one.name, one, props)
    table.insert(self.listeners, listener)
    if not seen[protocol] then table.insert(protocols, protocol) end
    seen[protocol] = true
  end
  tell_addresses(self, balancer, balancer.node.id, protocols, props)
end

--- Arguments: scope, id, ApplicationMultipleTargetGroupsServiceBaseProps.
function ApplicationMultipleTargetGroupsServiceBase:init(scope, id, props)
  props = props or {}
  constructs.Construct.init(self, scope, id)
  target_groups.begin(self, props)
  if props.load_balancers then
    for _, one in ipairs(props.load_balancers) do idle_timeout(self, one.idle_timeout) end
    for _, one in ipairs(props.load_balancers) do add_given(self, one) end
    self.load_balancer, self.listener = self.load_balancers[1], self.listeners[1]
    return
  end
  self.load_balancer = add_balancer(self, "LB", {})
  self.listener = add_listener(self, self.load_balancer, "PublicListener", {})
  tell_addresses(self, self.load_balancer, "", { HTTP }, {})
end

return { ApplicationMultipleTargetGroupsServiceBase = ApplicationMultipleTargetGroupsServiceBase }
