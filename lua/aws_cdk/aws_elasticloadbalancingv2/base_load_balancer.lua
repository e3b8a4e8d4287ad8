--- What application and network load balancers have in common.
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"
local attributes = require "aws_cdk.aws_elasticloadbalancingv2.private.attributes"
local cdk = require "aws_cdk"
local ec2 = require "aws_cdk.aws_ec2"
local elbv2 = require "aws_cdk.aws_elasticloadbalancingv2"
local iam = require "aws_cdk.aws_iam"
local name_problems = require "aws_cdk.aws_elasticloadbalancingv2.private.name_problems"

local fail = engine.fail

local BaseLoadBalancer = engine.class("aws_cdk.aws_elasticloadbalancingv2.BaseLoadBalancer", cdk.Resource)

local function mappings_of(mappings)
  local all = engine.list {}
  for i, one in ipairs(mappings) do
    local prefix = one.source_nat_ipv6_prefix
    all[i] = {
      subnet_id = one.subnet.subnet_id, allocation_id = one.allocation_id,
      private_i_pv4_address = one.private_ipv4_address, i_pv6_address = one.ipv6_address,
      source_nat_ipv6_prefix = prefix and prefix.prefix,
    }
  end
  return all
end

-- Ids of subnets or mappings, and the dependable for the subnets' route to the internet.
local function place(base_props, mappings)
  if mappings then
    local connected
    if base_props.internet_facing then
      local ids = {}
      for i, one in ipairs(mappings) do ids[i] = one.subnet.subnet_id end
      connected = base_props.vpc:select_subnets { subnet_filters = { ec2.SubnetFilter.by_ids(ids) } }
        .internet_connectivity_established
    end
    return nil, mappings_of(mappings), connected
  end
  local selection = base_props.vpc_subnets
    or (base_props.internet_facing and { subnet_type = ec2.SubnetType.PUBLIC } or {})
  local selected = base_props.vpc:select_subnets(selection)
  return selected.subnet_ids, nil, selected.internet_connectivity_established
end

local function set_base_attributes(self, props, ip_address_type)
  self:set_attribute("deletion_protection.enabled", attributes.switch(props.deletion_protection))
  if props.cross_zone_enabled ~= nil then
    self:set_attribute("load_balancing.cross_zone.enabled", attributes.switch(props.cross_zone_enabled))
  end
  if props.deny_all_igw_traffic ~= nil then
    if ip_address_type ~= "dualstack" then
      fail(self, "deny_all_igw_traffic needs IpAddressType.DUAL_STACK")
    end
    self:set_attribute("ipv6.deny_all_igw_traffic", attributes.switch(props.deny_all_igw_traffic))
  end
end

--- Arguments: scope, id, BaseLoadBalancerProps, properties of the L1 load balancer: type and so on.
function BaseLoadBalancer:init(scope, id, base_props, additional_props)
  cdk.Resource.init(self, scope, id, { physical_name = base_props.load_balancer_name })
  local more = l2.with({}, additional_props)
  if base_props.vpc_subnets and more.subnet_mappings then
    fail(self, "vpc_subnets and subnet_mappings are mutually exclusive")
  end
  if more.ip_address_type == "dualstack-without-public-ipv4" and more.type ~= "application" then
    fail(self, "IpAddressType.DUAL_STACK_WITHOUT_PUBLIC_IPV4 is for application load balancers")
  end
  self.vpc = base_props.vpc
  self._attributes = attributes.new()
  local capacity = base_props.minimum_capacity_unit
  local connected
  more.subnets, more.subnet_mappings, connected = place(base_props, more.subnet_mappings)
  more.name = self.physical_name
  more.scheme = base_props.internet_facing and "internet-facing" or "internal"
  more.load_balancer_attributes = attributes.rendered(self._attributes)
  more.minimum_load_balancer_capacity = capacity and capacity ~= 0 and { capacity_units = capacity } or nil
  local resource = elbv2.CfnLoadBalancer(self, "Resource", more)
  if base_props.internet_facing and connected then resource.node:add_dependency(connected) end
  set_base_attributes(self, base_props, more.ip_address_type)
  self.load_balancer_canonical_hosted_zone_id = resource.attr_canonical_hosted_zone_id
  self.load_balancer_dns_name = resource.attr_dns_name
  self.load_balancer_full_name = resource.attr_load_balancer_full_name
  self.load_balancer_name = resource.attr_load_balancer_name
  self.load_balancer_arn = resource.ref
  self.load_balancer_security_groups = resource.attr_security_groups
  self.node:add_validation { validate = function() return self:_validate_load_balancer() end }
end

--- Sets an attribute of the load balancer.
function BaseLoadBalancer:set_attribute(key, value) attributes.set(self._attributes, key, value) end

--- Takes an attribute back.
function BaseLoadBalancer:remove_attribute(key) attributes.set(self._attributes, key, nil) end

-- ---- logs -----------------------------------------------------------------------------------------------------------

--- Who writes logs for load balancers of the stack's region.
function BaseLoadBalancer:_resource_policy_principal()
  local region = engine.stack_of(self).region
  if engine.is_unresolved(region) then
    fail(self, "logs of load balancers need a stack whose region is known: -> give env")
  end
  local account = require("aws_cdk.region_info").RegionInfo.get(region).elbv2_account
  if account then return iam.AccountPrincipal(account) end
  return iam.ServicePrincipal "logdelivery.elasticloadbalancing.amazonaws.com"
end

--- Has logs of a kind ("access_logs" or "connection_logs") written to the bucket.
function BaseLoadBalancer:_log_to(kind, bucket, prefix)
  prefix = prefix or ""
  self:set_attribute(kind .. ".s3.enabled", "true")
  self:set_attribute(kind .. ".s3.bucket", bucket.bucket_name)
  self:set_attribute(kind .. ".s3.prefix", prefix)
  local below = (prefix ~= "" and prefix .. "/" or "") .. "AWSLogs/"
  local delivery = iam.ServicePrincipal "delivery.logs.amazonaws.com"
  bucket:add_to_resource_policy(iam.PolicyStatement {
    actions = { "s3:PutObject" }, principals = { self:_resource_policy_principal() },
    resources = { bucket:arn_for_objects(below .. engine.stack_of(self).account .. "/*") },
  })
  bucket:add_to_resource_policy(iam.PolicyStatement {
    actions = { "s3:PutObject" }, principals = { delivery },
    resources = { bucket:arn_for_objects(below .. self.env.account .. "/*") },
    conditions = { StringEquals = { ["s3:x-amz-acl"] = "bucket-owner-full-control" } },
  })
  bucket:add_to_resource_policy(iam.PolicyStatement {
    actions = { "s3:GetBucketAcl" }, principals = { delivery }, resources = { bucket.bucket_arn },
  })
  local resource, policy = self.node.default_child, bucket.policy and bucket.policy.node.default_child
  if engine.is_a(resource, cdk.CfnResource) and engine.is_a(policy, cdk.CfnResource) then
    resource:add_resource_dependency(policy)
  end
end

--- Has requests logged to the bucket.
function BaseLoadBalancer:log_access_logs(bucket, prefix) self:_log_to("access_logs", bucket, prefix) end

--- What is wrong with the load balancer.
function BaseLoadBalancer:_validate_load_balancer()
  local problems = {}
  name_problems(problems, "load balancer", self.physical_name)
  return problems
end

return { BaseLoadBalancer = BaseLoadBalancer }
