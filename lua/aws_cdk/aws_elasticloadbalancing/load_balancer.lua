--- Classic load balancers.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local ec2 = require "aws_cdk.aws_ec2"
local elb = require "aws_cdk.aws_elasticloadbalancing"
local l2 = require "aws_cdk.l2"

local text = cdk.Tokenization.stringify_number

-- Ports whose protocol need not be named.
local WELL_KNOWN = { [80] = "http", [443] = "https" }
local HTTP = { http = true, https = true }

local HEALTHY, UNHEALTHY, INTERVAL, TIMEOUT = 2, 5, 30, 5

local LoadBalancer = l2.resource("aws_cdk.aws_elasticloadbalancing.LoadBalancer", cdk.Resource, {
  attributes = {
    load_balancer_canonical_hosted_zone_name = "attr_canonical_hosted_zone_name",
    load_balancer_canonical_hosted_zone_name_id = "attr_canonical_hosted_zone_name_id",
    load_balancer_dns_name = "attr_dns_name",
    load_balancer_name = "ref",
    load_balancer_source_security_group_group_name = "attr_source_security_group_group_name",
    load_balancer_source_security_group_owner_alias = "attr_source_security_group_owner_alias",
  },
})

local function well_known(port) return type(port) == "number" and WELL_KNOWN[port] or nil end

local function seconds(duration, default) return text(duration and duration:to_seconds() or default) end

local function health_check(check)
  if not check then return nil end
  local protocol = check.protocol or well_known(check.port) or "tcp"
  local path = HTTP[protocol] and (check.path or "/") or ""
  return {
    healthy_threshold = text(check.healthy_threshold or HEALTHY),
    interval = seconds(check.interval, INTERVAL),
    target = protocol:upper() .. ":" .. text(check.port) .. path,
    timeout = seconds(check.timeout, TIMEOUT),
    unhealthy_threshold = text(check.unhealthy_threshold or UNHEALTHY),
  }
end

local function select_subnets(props)
  local selection = props.subnet_selection
    or { subnet_type = props.internet_facing and ec2.SubnetType.PUBLIC or ec2.SubnetType.PRIVATE_WITH_EGRESS }
  return props.vpc:select_subnets(selection)
end

--- Arguments: scope, id, LoadBalancerProps.
function LoadBalancer:init(scope, id, props)
  cdk.Resource.init(self, scope, id)
  local group = ec2.SecurityGroup(self, "SecurityGroup", { vpc = props.vpc, allow_all_outbound = false })
  self._group, self._listeners, self._instance_ids = group, engine.list {}, {}
  self._instance_ports, self._targets = {}, {}
  self.connections = ec2.Connections { security_groups = { group } }
  self.listener_ports = {}
  local selected = select_subnets(props)
  local cross_zone = props.cross_zone
  if cross_zone == nil then cross_zone = true end
  self._resource = elb.CfnLoadBalancer(self, "Resource", {
    security_groups = { group.security_group_id },
    subnets = selected.subnet_ids,
    listeners = engine.lazy(function() return self._listeners end, { kind = "any" }),
    instances = engine.lazy(function() return self._instance_ids[1] and self._instance_ids end, { kind = "list" }),
    scheme = props.internet_facing and "internet-facing" or "internal",
    health_check = health_check(props.health_check),
    cross_zone = cross_zone,
    access_logging_policy = props.access_logging_policy,
  })
  if props.internet_facing then self._resource.node:add_dependency(selected.internet_connectivity_established) end
  for _, listener in ipairs(props.listeners or {}) do self:add_listener(listener) end
  for _, target in ipairs(props.targets or {}) do self:add_target(target) end
end

local function allow_target(self, port, target)
  self.connections:allow_to(target, ec2.Port.tcp(port), "Port " .. text(port) .. " LB to fleet")
end

--- Listens on a port, for all or for those that may connect, and gives the port.
function LoadBalancer:add_listener(listener)
  local external = listener.external_port
  local internal = listener.internal_port
  if not internal or internal == 0 then internal = external end
  local protocol = listener.external_protocol or well_known(external)
  if not protocol then
    engine.fail(self, "the protocol of port %s is not known: -> give external_protocol", engine.display(external))
  end
  self._listeners[#self._listeners + 1] = {
    load_balancer_port = text(external),
    protocol = protocol,
    instance_port = text(internal),
    instance_protocol = listener.internal_protocol or well_known(internal) or (HTTP[protocol] and "http" or "tcp"),
    ssl_certificate_id = listener.ssl_certificate_arn,
    policy_names = listener.policy_names,
  }
  local port = elb.ListenerPort(self._group, ec2.Port.tcp(external))
  for _, peer in ipairs(listener.allow_connections_from or { ec2.Peer.any_ipv4() }) do
    port.connections:allow_default_port_from(peer, "Default rule allow on " .. text(external))
  end
  for _, target in ipairs(self._targets) do allow_target(self, internal, target) end
  self._instance_ports[#self._instance_ports + 1] = internal
  self.listener_ports[#self.listener_ports + 1] = port
  return port
end

--- Has the load balancer send to the target, too.
function LoadBalancer:add_target(target)
  target:attach_to_classic_lb(self)
  for _, port in ipairs(self._instance_ports) do allow_target(self, port, target) end
  self._targets[#self._targets + 1] = target
end

function LoadBalancer:_add_instance_id(instance_id) self._instance_ids[#self._instance_ids + 1] = instance_id end

return { LoadBalancer = LoadBalancer }
