--- Ports on which a network load balancer listens.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local certificates = require "aws_cdk.aws_elasticloadbalancingv2.private.certificates"
local elbv2 = require "aws_cdk.aws_elasticloadbalancingv2"
local look_up = require "aws_cdk.aws_elasticloadbalancingv2.private.look_up"
local protocols = require "aws_cdk.aws_elasticloadbalancingv2.private.protocols"
local cx_api = require "aws_cdk.cx_api"

local BaseListener = elbv2.BaseListener
local fail, display = engine.fail, engine.display

local FLAG_POST_QUANTUM = cx_api.ELB_USE_POST_QUANTUM_TLS_POLICY
local SHORTEST_IDLE, LONGEST_IDLE = 60, 6000

local NetworkListener = engine.class("aws_cdk.aws_elasticloadbalancingv2.NetworkListener", BaseListener)

local function check_tls(scope, props, protocol, count)
  if protocol == "TLS" then
    if count == 0 then fail(scope, "Protocol.TLS needs certificates") end
    return
  end
  for _, name in ipairs { "certificates", "alpn_policy" } do
    local given = props[name]
    if given and (name ~= "certificates" or count > 0) then
      fail(scope, "%s needs Protocol.TLS, got %s", name, display(protocol))
    end
  end
end

local function set_idle_timeout(self, timeout, protocol)
  if not timeout or timeout:is_unresolved() then return end
  if protocol == "UDP" then fail(self, "tcp_idle_timeout is not for Protocol.UDP") end
  local milliseconds = timeout:to_milliseconds()
  if milliseconds < SHORTEST_IDLE * 1000 or milliseconds > LONGEST_IDLE * 1000 then
    fail(self, "tcp_idle_timeout must be between %d and %d seconds, got %s", SHORTEST_IDLE, LONGEST_IDLE,
      display(milliseconds / 1000))
  end
  self:set_attribute("tcp.idle_timeout.seconds", cdk.Tokenization.stringify_number(timeout:to_seconds()))
end

--- Arguments: scope, id, NetworkListenerProps.
function NetworkListener:init(scope, id, props)
  local given = props.certificates or {}
  local protocol = props.protocol or (#given > 0 and "TLS" or "TCP")
  protocols.check_network(scope, protocol)
  check_tls(scope, props, protocol, #given)
  local policy = props.ssl_policy
  if not policy and protocol == "TLS" and cdk.FeatureFlags.of(scope):is_enabled(FLAG_POST_QUANTUM) then
    policy = elbv2.SslPolicy.TLS13_12_PQ
  end
  self._certificate_arns = {}
  BaseListener.init(self, scope, id, {
    load_balancer_arn = props.load_balancer.load_balancer_arn,
    protocol = protocol, port = props.port, ssl_policy = policy,
    certificates = certificates.rendered(self._certificate_arns),
    alpn_policy = props.alpn_policy and { props.alpn_policy },
  })
  self.is_network_listener = true
  self.load_balancer, self._protocol = props.load_balancer, protocol
  if #given > 0 then self:add_certificates("DefaultCertificates", given) end
  if props.default_action and props.default_target_groups then
    fail(self, "default_action and default_target_groups are mutually exclusive")
  end
  if props.default_action then self:_set_default_action(props.default_action) end
  if props.default_target_groups then
    self:_set_default_action(elbv2.NetworkListenerAction.forward(props.default_target_groups))
  end
  set_idle_timeout(self, props.tcp_idle_timeout, protocol)
end

--- Adds certificates: the client is shown the one that fits its host name.
function NetworkListener:add_certificates(id, all) certificates.add(self, self._certificate_arns, id, all) end

--- Forwards to target groups.
function NetworkListener:add_target_groups(_, ...)
  self:_set_default_action(elbv2.NetworkListenerAction.forward { ... })
end

--- Does this with connections.
function NetworkListener:add_action(_, props) self:_set_default_action(props.action) end

local GROUP = {
  "deregistration_delay", "health_check", "port", "proxy_protocol_v2", "preserve_client_ip", "target_group_name",
  "targets",
}

--- Forwards to a new target group of these targets, and gives it.
function NetworkListener:add_targets(id, props)
  if not self.load_balancer.vpc then
    fail(self, "add_targets needs the VPC of the load balancer, which is imported without: -> make a "
      .. "NetworkTargetGroup and call add_target_groups")
  end
  local own = { vpc = self.load_balancer.vpc, protocol = props.protocol or self._protocol }
  for _, name in ipairs(GROUP) do own[name] = props[name] end
  local group = elbv2.NetworkTargetGroup(self, id .. "Group", own)
  self:add_target_groups(id, group)
  return group
end

-- ---- listeners made elsewhere ---------------------------------------------------------------------------------------

local External = engine.class("aws_cdk.aws_elasticloadbalancingv2.ExternalNetworkListener", cdk.Resource,
  "aws_cdk.aws_elasticloadbalancingv2.INetworkListener")

function External:init(scope, id, listener_arn)
  cdk.Resource.init(self, scope, id)
  self.is_network_listener, self.listener_arn = true, listener_arn
end

--- A listener made elsewhere.
function NetworkListener.from_network_listener_arn(scope, id, network_listener_arn)
  return External(scope, id, network_listener_arn)
end

--- A listener that is found when the app is deployed with the CLI; before that a dummy.
function NetworkListener.from_lookup(scope, id, options)
  if options.listener_protocol then protocols.check_network(scope, options.listener_protocol) end
  return External(scope, id, look_up.listener(scope, "network", options).listenerArn)
end

return { NetworkListener = NetworkListener }
