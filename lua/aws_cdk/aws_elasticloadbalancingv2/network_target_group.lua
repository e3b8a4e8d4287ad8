--- Targets of network load balancers.
local engine = require "luacdk.engine"
local elbv2 = require "aws_cdk.aws_elasticloadbalancingv2"
local full_names = require "aws_cdk.aws_elasticloadbalancingv2.private.full_names"
local ImportedTargetGroup = require "aws_cdk.aws_elasticloadbalancingv2.private.imported_target_group"
local l2 = require "aws_cdk.l2"
local metrics = require "aws_cdk.aws_elasticloadbalancingv2.private.metrics"
local protocols = require "aws_cdk.aws_elasticloadbalancingv2.private.protocols"
local switch = require("aws_cdk.aws_elasticloadbalancingv2.private.attributes").switch

local TargetGroupBase = elbv2.TargetGroupBase
local fail = engine.fail

local CHECKS = { HTTP = true, HTTPS = true, TCP = true }
local CHECKS_WITH_PATH = { HTTP = true, HTTPS = true }

local NetworkTargetGroup = engine.class("aws_cdk.aws_elasticloadbalancingv2.NetworkTargetGroup", TargetGroupBase)

local Metrics = metrics.class("NetworkTargetGroupMetrics", NetworkTargetGroup)

local SWITCHES = {
  { "proxy_protocol_v2", "proxy_protocol_v2.enabled" },
  { "preserve_client_ip", "preserve_client_ip.enabled" },
  { "connection_termination", "deregistration_delay.connection_termination.enabled" },
}

--- Arguments: scope, id, NetworkTargetGroupProps.
function NetworkTargetGroup:init(scope, id, props)
  local protocol = protocols.check_network(scope, props.protocol or elbv2.Protocol.TCP)
  TargetGroupBase.init(self, scope, id, props, { protocol = protocol, port = props.port })
  self.is_network_target_group = true
  self._listeners = {}
  for _, row in ipairs(SWITCHES) do
    if props[row[1]] ~= nil then self:set_attribute(row[2], switch(props[row[1]])) end
  end
  self:add_target(table.unpack(props.targets or {}))
end

--- Adds targets, all of one type.
function NetworkTargetGroup:add_target(...)
  for _, target in ipairs { ... } do
    self:_add_load_balancer_target(target:attach_to_network_target_group(self))
  end
end

--- Called by listeners that forward to the group.
function NetworkTargetGroup:register_listener(listener)
  self._load_balancer_attached_dependencies:add(listener)
  self._listeners[#self._listeners + 1] = listener
end

NetworkTargetGroup.get.first_load_balancer_full_name = function(self)
  if #self._listeners == 0 then
    fail(self, "the target group belongs to no load balancer yet: have a listener forward to it first")
  end
  return full_names.of_listener(self._listeners[1].listener_ref.listener_arn)
end

l2.kept(NetworkTargetGroup, "metrics", function(self)
  return Metrics(self, {
    LoadBalancer = self.first_load_balancer_full_name, TargetGroup = self.target_group_full_name,
  })
end)

local PROPS = "aws_elasticloadbalancingv2.CfnTargetGroupProps."

--- What is wrong with the target group.
function NetworkTargetGroup:_validate_target_group()
  local problems = TargetGroupBase._validate_target_group(self)
  local function add(...) problems[#problems + 1] = string.format(...) end
  local check = self.health_check or {}
  l2.note_unless_within(problems, PROPS .. "health_check_interval_seconds", check.interval,
    "the interval of a health check", "seconds")
  for _, name in ipairs { "healthy_threshold_count", "unhealthy_threshold_count" } do
    local count = check[name] ~= 0 and check[name] or nil
    l2.note_unless_within(problems, PROPS .. name, count, name .. " of a health check")
  end
  local protocol = check.protocol
  if not protocol then return problems end
  if not CHECKS[protocol] then
    add("health checks of network load balancers have the protocol HTTP, HTTPS or TCP, not %s", protocol)
  end
  if check.path and check.path ~= "" and not CHECKS_WITH_PATH[protocol] then
    add("path of a health check needs the protocol HTTP or HTTPS, not %s", protocol)
  end
  l2.note_unless_within(problems, PROPS .. "health_check_timeout_seconds", check.timeout,
    "the timeout of a health check", "seconds")
  return problems
end

-- ---- target groups made elsewhere -----------------------------------------------------------------------------------

local Imported = engine.class("aws_cdk.aws_elasticloadbalancingv2.ImportedNetworkTargetGroup", ImportedTargetGroup,
  "aws_cdk.aws_elasticloadbalancingv2.INetworkTargetGroup")
Imported._metrics_class = Metrics
Imported.get.is_network_target_group = function() return true end

function Imported.register_listener() end

function Imported:add_target(...) self:_add("attach_to_network_target_group", { ... }) end

--- A target group made elsewhere.
function NetworkTargetGroup.from_target_group_attributes(scope, id, attrs) return Imported(scope, id, attrs) end

return { NetworkTargetGroup = NetworkTargetGroup }
