--- Load balancers for TCP, UDP and TLS.
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"
local cdk = require "aws_cdk"
local ec2 = require "aws_cdk.aws_ec2"
local elbv2 = require "aws_cdk.aws_elasticloadbalancingv2"
local full_names = require "aws_cdk.aws_elasticloadbalancingv2.private.full_names"
local look_up = require "aws_cdk.aws_elasticloadbalancingv2.private.look_up"
local metrics = require "aws_cdk.aws_elasticloadbalancingv2.private.metrics"
local cx_api = require "aws_cdk.cx_api"
local switch = require("aws_cdk.aws_elasticloadbalancingv2.private.attributes").switch

local BaseLoadBalancer = elbv2.BaseLoadBalancer
local fail, display = engine.fail, engine.display

local FLAG_SECURITY_GROUP = cx_api.NETWORK_LOAD_BALANCER_WITH_SECURITY_GROUP_BY_DEFAULT
local LEAST_CAPACITY, MOST_CAPACITY = 2750, 45000

local NetworkLoadBalancer = engine.class("aws_cdk.aws_elasticloadbalancingv2.NetworkLoadBalancer", BaseLoadBalancer)

local Metrics = metrics.class("NetworkLoadBalancerMetrics", NetworkLoadBalancer)

-- ---- properties -----------------------------------------------------------------------------------------------------

local function on_or_off(value)
  if value == nil then return nil end
  return value and "on" or "off"
end

local function check_mappings(self, props)
  for _, mapping in ipairs(props.subnet_mappings or {}) do
    if props.internet_facing and mapping.private_ipv4_address ~= nil then
      fail(self, "private_ipv4_address is for internal load balancers")
    end
    if not props.internet_facing and mapping.allocation_id ~= nil then
      fail(self, "allocation_id is for load balancers with internet_facing = true")
    end
    if not props.enable_prefix_for_ipv6_source_nat and mapping.source_nat_ipv6_prefix ~= nil then
      fail(self, "source_nat_ipv6_prefix needs enable_prefix_for_ipv6_source_nat = true")
    end
  end
end

local function check_capacity(self, props)
  local units = props.minimum_capacity_unit
  if type(units) ~= "number" or units == 0 then return end
  local each = units / #props.vpc.availability_zones
  if units % 1 ~= 0 or each < LEAST_CAPACITY or each > MOST_CAPACITY then
    fail(self, "minimum_capacity_unit must be an integer, %d to %d for each zone, got %s for each", LEAST_CAPACITY,
      MOST_CAPACITY, display(each))
  end
end

local function security_groups(self, props)
  if props.security_groups and props.disable_security_groups then
    fail(self, "security_groups and disable_security_groups are mutually exclusive")
  end
  if props.security_groups or props.disable_security_groups then return props.security_groups end
  if not cdk.FeatureFlags.of(self):is_enabled(FLAG_SECURITY_GROUP) then return nil end
  return { ec2.SecurityGroup(self, "SecurityGroup", {
    vpc = props.vpc, allow_all_outbound = false,
    description = "Automatically created Security Group for ELB " .. cdk.Names.unique_id(self),
  }) }
end

--- Arguments: scope, id, NetworkLoadBalancerProps.
function NetworkLoadBalancer:init(scope, id, props)
  local enforce = on_or_off(props.enforce_security_group_inbound_rules_on_private_link_traffic)
  BaseLoadBalancer.init(self, scope, id, props, {
    type = "network",
    security_groups = engine.lazy(function() return self.security_groups end, { kind = "list" }),
    ip_address_type = props.ip_address_type,
    enforce_security_group_inbound_rules_on_private_link_traffic = enforce,
    enable_prefix_for_ipv6_source_nat = on_or_off(props.enable_prefix_for_ipv6_source_nat),
    subnet_mappings = props.subnet_mappings,
  })
  check_mappings(self, props)
  check_capacity(self, props)
  self._prefix_for_ipv6 = props.enable_prefix_for_ipv6_source_nat
  self.enforce_security_group_inbound_rules_on_private_link_traffic = enforce
  self.metrics = Metrics(self, { LoadBalancer = self.load_balancer_full_name })
  self._has_groups = props.security_groups ~= nil
  self.connections = ec2.Connections { security_groups = security_groups(self, props) }
  self.ip_address_type = props.ip_address_type or elbv2.IpAddressType.IPV4
  if props.client_routing_policy then
    self:set_attribute("dns_record.client_routing_policy", props.client_routing_policy)
  end
  if props.zonal_shift ~= nil then self:set_attribute("zonal_shift.config.enabled", switch(props.zonal_shift)) end
end

NetworkLoadBalancer.get.security_groups = function(self)
  local groups = self.connections.security_groups
  if not self._has_groups and #groups == 0 then return nil end
  return l2.pluck(groups, "security_group_id")
end

local function add_listener(self, id, props)
  local all = l2.with({ load_balancer = self }, props)
  return elbv2.NetworkListener(self, id, all)
end

local DUAL_STACK = { dualstack = true, ["dualstack-without-public-ipv4"] = true }

--- Listens on a port.
function NetworkLoadBalancer:add_listener(id, props)
  if (props.protocol == "UDP" or props.protocol == "TCP_UDP") and DUAL_STACK[self.ip_address_type]
    and not self._prefix_for_ipv6 then
    fail(self, "listeners of UDP need enable_prefix_for_ipv6_source_nat = true where the load balancer is of "
      .. "IpAddressType.DUAL_STACK")
  end
  return add_listener(self, id, props)
end

--- Adds a security group.
function NetworkLoadBalancer:add_security_group(security_group) self.connections:add_security_group(security_group) end

--- Any metric of the load balancer.
function NetworkLoadBalancer:metric(metric_name, props) return self.metrics:custom(metric_name, props) end

-- ---- load balancers made elsewhere ----------------------------------------------------------------------------------

local External = engine.class("aws_cdk.aws_elasticloadbalancingv2.ExternalNetworkLoadBalancer", cdk.Resource,
  "aws_cdk.aws_elasticloadbalancingv2.INetworkLoadBalancer")

function External:init(scope, id, arn)
  cdk.Resource.init(self, scope, id, { environment_from_arn = arn })
  self.load_balancer_arn = arn
  self.metrics = Metrics(self, { LoadBalancer = full_names.of_load_balancer(self, arn) })
end

External.add_listener = add_listener

-- What may not be known.
for _, field in ipairs {
  "vpc", "ip_address_type", "security_groups", "enforce_security_group_inbound_rules_on_private_link_traffic",
} do
  External.get[field] = function(self) return self["_" .. field] end
end

for _, field in ipairs { "load_balancer_canonical_hosted_zone_id", "load_balancer_dns_name" } do
  External.get[field] = function(self)
    return self["_" .. field] or fail(self, "the load balancer was imported without %s", field)
  end
end

-- Its groups, from their ids by `import`.
local function set_groups(self, ids, import)
  self._security_groups = ids
  local groups = {}
  for i, id in ipairs(ids or {}) do groups[i] = import(self, ("SecurityGroup-%d"):format(i - 1), id) end
  self.connections = ec2.Connections { security_groups = groups }
end

--- A load balancer made elsewhere.
function NetworkLoadBalancer.from_network_load_balancer_attributes(scope, id, attrs)
  local imported = External(scope, id, attrs.load_balancer_arn)
  imported._vpc = attrs.vpc
  imported._load_balancer_canonical_hosted_zone_id = attrs.load_balancer_canonical_hosted_zone_id
  imported._load_balancer_dns_name = attrs.load_balancer_dns_name
  set_groups(imported, attrs.load_balancer_security_groups, ec2.SecurityGroup.from_security_group_id)
  return imported
end

--- A load balancer that is found when the app is deployed with the CLI; before that a dummy.
function NetworkLoadBalancer.from_lookup(scope, id, options)
  local found = look_up.load_balancer(scope, "network", options)
  local balancer = External(scope, id, found.loadBalancerArn)
  balancer._load_balancer_canonical_hosted_zone_id = found.loadBalancerCanonicalHostedZoneId
  balancer._load_balancer_dns_name = found.loadBalancerDnsName
  set_groups(balancer, found.securityGroupIds, ec2.SecurityGroup.from_lookup_by_id)
  balancer._ip_address_type = found.ipAddressType
  balancer._vpc = ec2.Vpc.from_lookup(balancer, "Vpc", { vpc_id = found.vpcId })
  return balancer
end

return { NetworkLoadBalancer = NetworkLoadBalancer }
