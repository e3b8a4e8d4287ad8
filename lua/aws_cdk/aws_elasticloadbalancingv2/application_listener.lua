--- Ports on which an application load balancer listens, and what it does with requests.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local certificates = require "aws_cdk.aws_elasticloadbalancingv2.private.certificates"
local ec2 = require "aws_cdk.aws_ec2"
local elbv2 = require "aws_cdk.aws_elasticloadbalancingv2"
local look_up = require "aws_cdk.aws_elasticloadbalancingv2.private.look_up"
local protocols = require "aws_cdk.aws_elasticloadbalancingv2.private.protocols"
local cx_api = require "aws_cdk.cx_api"

local BaseListener = elbv2.BaseListener
local fail = engine.fail

local FLAG_POST_QUANTUM = cx_api.ELB_USE_POST_QUANTUM_TLS_POLICY
local FLAG_IPV6_RULES = cx_api.ALB_DUALSTACK_WITHOUT_PUBLIC_IPV4_SECURITY_GROUP_RULES_DEFAULT

local ApplicationListener = engine.class("aws_cdk.aws_elasticloadbalancingv2.ApplicationListener", BaseListener)

local TO_TARGET = "Load balancer to target"

-- Whether a rule is wanted, rather than the default action; conditions and priority belong together.
local function is_rule(self, props)
  local conditions = props.conditions ~= nil and #props.conditions > 0
  if conditions ~= (props.priority ~= nil) then
    fail(self, "conditions and priority need each other, got only %s", conditions and "conditions" or "priority")
  end
  return conditions
end

local function add_rule(self, id, props, more)
  more.listener, more.priority, more.conditions = self, props.priority, props.conditions
  return elbv2.ApplicationListenerRule(self, id, more)
end

-- ---- mutual authentication ------------------------------------------------------------------------------------------

local function mutual_authentication(scope, given)
  if not given then return nil end
  local mode = given.mutual_authentication_mode
  if mode == "verify" and not given.trust_store then
    fail(scope, "MutualAuthenticationMode.VERIFY needs trust_store")
  end
  if mode == "off" or mode == "passthrough" then
    for _, name in ipairs { "trust_store", "ignore_client_certificate_expiry", "advertise_trust_store_ca_names" } do
      if given[name] ~= nil then fail(scope, "%s is for MutualAuthenticationMode.VERIFY", name) end
    end
  end
  local advertise = given.advertise_trust_store_ca_names
  if advertise ~= nil then advertise = advertise and "on" or "off" end
  return {
    advertise_trust_store_ca_names = advertise,
    ignore_client_certificate_expiry = given.ignore_client_certificate_expiry,
    mode = mode,
    trust_store_arn = given.trust_store and given.trust_store.trust_store_ref.trust_store_arn,
  }
end

-- ---------------------------------------------------------------------------------------------------------------------

local function open_to_all(self, port)
  local text = "Allow from anyone on port " .. cdk.Tokenization.stringify_number(port)
  self.connections:allow_default_port_from(ec2.Peer.any_ipv4(), text)
  local kind = self.load_balancer.ip_address_type
  if kind == "dualstack" or kind == "dualstack-without-public-ipv4"
    and cdk.FeatureFlags.of(self):is_enabled(FLAG_IPV6_RULES) then
    self.connections:allow_default_port_from(ec2.Peer.any_ipv6(), text)
  end
end

--- Arguments: scope, id, ApplicationListenerProps.
function ApplicationListener:init(scope, id, props)
  local protocol, port = protocols.of_application(scope, props.protocol, props.port)
  if not protocol then fail(scope, "a listener needs port or protocol") end
  local mutual = mutual_authentication(scope, props.mutual_authentication)
  local policy = props.ssl_policy
  if not policy and protocol == "HTTPS" and cdk.FeatureFlags.of(scope):is_enabled(FLAG_POST_QUANTUM) then
    policy = elbv2.SslPolicy.TLS13_12_PQ
  end
  local balancer = props.load_balancer
  self._certificate_arns = {}
  BaseListener.init(self, scope, id, {
    load_balancer_arn = balancer.load_balancer_arn,
    certificates = certificates.rendered(self._certificate_arns),
    protocol = protocol, port = port, ssl_policy = policy, mutual_authentication = mutual,
  })
  self.is_application_listener = true
  self.load_balancer, self.protocol, self.port = balancer, protocol, port
  if props.certificates and #props.certificates > 0 then
    if protocol == "HTTP" then
      cdk.Annotations.of(self):add_warning_v2("@aws-cdk/aws-elasticloadbalancingv2:httpListenerWithCertificates",
        "HTTP listeners have no certificates; use ApplicationProtocol.HTTPS")
    end
    self:add_certificates("DefaultCertificates", props.certificates)
  end
  self.connections = ec2.Connections {
    security_groups = balancer.connections.security_groups, default_port = ec2.Port.tcp(port),
  }
  if props.default_action and props.default_target_groups then
    fail(self, "default_action and default_target_groups are mutually exclusive")
  end
  if props.default_action then self:_set_default_action(props.default_action) end
  if props.default_target_groups then
    self:_set_default_action(elbv2.ListenerAction.forward(props.default_target_groups))
  end
  if props.open ~= false then open_to_all(self, port) end
end

--- Adds certificates: the client is shown the one that fits its host name.
function ApplicationListener:add_certificates(id, all) certificates.add(self, self._certificate_arns, id, all) end

--- Performs this action for requests that match the conditions; without conditions, for those that match no rule.
function ApplicationListener:add_action(id, props)
  if is_rule(self, props) then
    add_rule(self, id .. "Rule", props, { action = props.action })
  else
    self:_set_default_action(props.action)
  end
end

--- Forwards to target groups, under the same conditions.
function ApplicationListener:add_target_groups(id, props)
  if is_rule(self, props) then
    add_rule(self, id .. "Rule", props, { target_groups = props.target_groups })
  else
    self:_set_default_action(elbv2.ListenerAction.forward(props.target_groups))
  end
end

local GROUP = {
  "deregistration_delay", "enable_anomaly_mitigation", "health_check", "load_balancing_algorithm_type", "port",
  "protocol", "protocol_version", "slow_start", "stickiness_cookie_duration", "stickiness_cookie_name",
  "target_group_name", "targets",
}

--- Forwards to a new target group of these targets, under the same conditions, and gives it.
function ApplicationListener:add_targets(id, props)
  if not self.load_balancer.vpc then
    fail(self, "add_targets needs the VPC of the load balancer, which is imported without: -> make an "
      .. "ApplicationTargetGroup and call add_target_groups")
  end
  local own = { vpc = self.load_balancer.vpc }
  for _, name in ipairs(GROUP) do own[name] = props[name] end
  local group = elbv2.ApplicationTargetGroup(self, id .. "Group", own)
  self:add_target_groups(id, {
    target_groups = { group }, conditions = props.conditions, priority = props.priority,
  })
  return group
end

--- Lets the load balancer connect to a target.
function ApplicationListener:register_connectable(connectable, port_range)
  connectable.connections:allow_from(self.load_balancer, port_range, TO_TARGET)
end

--- What is wrong with the listener.
function ApplicationListener:_validate_listener()
  local problems = BaseListener._validate_listener(self)
  if self.protocol == "HTTPS" and #self._certificate_arns == 0 then
    problems[#problems + 1] = "an HTTPS listener needs a certificate: call add_certificates"
  end
  return problems
end

-- ---- listeners made elsewhere ---------------------------------------------------------------------------------------

local External = engine.class("aws_cdk.aws_elasticloadbalancingv2.ExternalApplicationListener", cdk.Resource,
  "aws_cdk.aws_elasticloadbalancingv2.IApplicationListener")

function External:init(scope, id, listener_arn)
  cdk.Resource.init(self, scope, id)
  self.is_application_listener, self.listener_arn = true, listener_arn
end

function External:register_connectable(connectable, port_range)
  self.connections:allow_to(connectable, port_range, TO_TARGET)
end

function External:add_certificates(id, all)
  elbv2.ApplicationListenerCertificate(self, id, { listener = self, certificates = all })
end

function External:add_target_groups(id, props)
  if not is_rule(self, props) then
    fail(self, "an imported listener has its default action already: -> give conditions and priority")
  end
  add_rule(self, id, props, { target_groups = props.target_groups })
end

function External:add_targets()
  fail(self, "add_targets is for listeners made here: -> make an ApplicationTargetGroup and call add_target_groups")
end

function External:add_action(id, props)
  if not is_rule(self, props) then
    fail(self, "an imported listener has its default action already: -> give conditions and priority")
  end
  add_rule(self, props.remove_suffix and id or id .. "Rule", props, { action = props.action })
end

--- A listener made elsewhere.
function ApplicationListener.from_application_listener_attributes(scope, id, attrs)
  local imported = External(scope, id, attrs.listener_arn)
  imported.connections = ec2.Connections {
    security_groups = { attrs.security_group },
    default_port = attrs.default_port ~= nil and ec2.Port.tcp(attrs.default_port) or nil,
  }
  return imported
end

--- A listener that is found when the app is deployed with the CLI; before that a dummy.
function ApplicationListener.from_lookup(scope, id, options)
  local found = look_up.listener(scope, "application", options)
  local listener = External(scope, id, found.listenerArn)
  listener.connections = ec2.Connections { default_port = ec2.Port.tcp(found.listenerPort) }
  look_up.add_security_groups(listener, listener.connections, found.securityGroupIds)
  return listener
end

return { ApplicationListener = ApplicationListener }
