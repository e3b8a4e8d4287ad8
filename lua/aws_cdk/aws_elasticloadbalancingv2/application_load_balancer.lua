--- Load balancers for HTTP and HTTPS.
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"
local cdk = require "aws_cdk"
local ec2 = require "aws_cdk.aws_ec2"
local elbv2 = require "aws_cdk.aws_elasticloadbalancingv2"
local full_names = require "aws_cdk.aws_elasticloadbalancingv2.private.full_names"
local look_up = require "aws_cdk.aws_elasticloadbalancingv2.private.look_up"
local metrics = require "aws_cdk.aws_elasticloadbalancingv2.private.metrics"
local switch = require("aws_cdk.aws_elasticloadbalancingv2.private.attributes").switch

local BaseLoadBalancer = elbv2.BaseLoadBalancer
local fail, display = engine.fail, engine.display
local text = cdk.Tokenization.stringify_number

local LEAST_CAPACITY = 100
local SHORTEST_KEEP_ALIVE, LONGEST_KEEP_ALIVE = 60, 604800

local ApplicationLoadBalancer =
  engine.class("aws_cdk.aws_elasticloadbalancingv2.ApplicationLoadBalancer", BaseLoadBalancer)

local Metrics = metrics.class("ApplicationLoadBalancerMetrics", ApplicationLoadBalancer)

-- ---- properties -----------------------------------------------------------------------------------------------------

local function check(self, props)
  local capacity = props.minimum_capacity_unit
  if type(capacity) == "number" and capacity ~= 0 and (capacity % 1 ~= 0 or capacity < LEAST_CAPACITY) then
    fail(self, "minimum_capacity_unit must be an integer of %d or more, got %s", LEAST_CAPACITY, display(capacity))
  end
  if props.ip_address_type == "dualstack-without-public-ipv4" and not props.internet_facing then
    fail(self, "IpAddressType.DUAL_STACK_WITHOUT_PUBLIC_IPV4 needs internet_facing = true")
  end
  if props.cross_zone_enabled == false then
    fail(self, "application load balancers always balance across zones: -> leave cross_zone_enabled out")
  end
end

-- Seconds for which connections of clients are kept.
local function keep_alive(self, duration)
  local milliseconds = duration:to_milliseconds()
  if type(milliseconds) == "number"
    and (milliseconds < SHORTEST_KEEP_ALIVE * 1000 or milliseconds > LONGEST_KEEP_ALIVE * 1000) then
    fail(self, "client_keep_alive must be between %d and %d seconds, got %s", SHORTEST_KEEP_ALIVE, LONGEST_KEEP_ALIVE,
      display(milliseconds / 1000))
  end
  return duration:to_seconds()
end

-- Switches that are written whenever they are given, and those that are written only if they are on.
local function set_attributes(self, props)
  if props.http2_enabled ~= nil then self:set_attribute("routing.http2.enabled", switch(props.http2_enabled)) end
  if props.idle_timeout then
    self:set_attribute("idle_timeout.timeout_seconds", text(props.idle_timeout:to_seconds()))
  end
  if props.drop_invalid_header_fields ~= nil then
    self:set_attribute("routing.http.drop_invalid_header_fields.enabled", switch(props.drop_invalid_header_fields))
  end
  if props.desync_mitigation_mode then
    self:set_attribute("routing.http.desync_mitigation_mode", props.desync_mitigation_mode)
  end
  if props.preserve_host_header then self:set_attribute("routing.http.preserve_host_header.enabled", "true") end
  if props.x_amzn_tls_version_and_cipher_suite_headers then
    self:set_attribute("routing.http.x_amzn_tls_version_and_cipher_suite.enabled", "true")
  end
  if props.preserve_xff_client_port then self:set_attribute("routing.http.xff_client_port.enabled", "true") end
  if props.xff_header_processing_mode then
    self:set_attribute("routing.http.xff_header_processing.mode", props.xff_header_processing_mode)
  end
  if props.waf_fail_open then self:set_attribute("waf.fail_open.enabled", "true") end
  if props.client_keep_alive then
    self:set_attribute("client_keep_alive.seconds", text(keep_alive(self, props.client_keep_alive)))
  end
end

--- Arguments: scope, id, ApplicationLoadBalancerProps.
function ApplicationLoadBalancer:init(scope, id, props)
  BaseLoadBalancer.init(self, scope, id, props, {
    type = "application",
    security_groups = engine.lazy(function()
      return l2.pluck(self.connections.security_groups, "security_group_id")
    end, { kind = "list" }),
    ip_address_type = props.ip_address_type,
  })
  check(self, props)
  self.is_application_load_balancer = true
  self.ip_address_type = props.ip_address_type or elbv2.IpAddressType.IPV4
  local group = props.security_group or ec2.SecurityGroup(self, "SecurityGroup", {
    vpc = props.vpc, allow_all_outbound = false,
    description = "Automatically created Security Group for ELB " .. cdk.Names.unique_id(self),
  })
  self.connections = ec2.Connections { security_groups = { group } }
  self.listeners = {}
  self.metrics = Metrics(self, { LoadBalancer = self.load_balancer_full_name })
  set_attributes(self, props)
end

local function add_listener(self, id, props)
  local all = l2.with({ load_balancer = self }, props)
  return elbv2.ApplicationListener(self, id, all)
end

--- Listens on a port.
function ApplicationLoadBalancer:add_listener(id, props)
  local listener = add_listener(self, id, props)
  self.listeners[#self.listeners + 1] = listener
  return listener
end

--- Redirects clients of one port to another: by default from HTTP to HTTPS.
function ApplicationLoadBalancer:add_redirect(props)
  props = props or {}
  local from, to = text(props.source_port or 80), text(props.target_port or 443)
  return self:add_listener("Redirect" .. from .. "To" .. to, {
    protocol = props.source_protocol or elbv2.ApplicationProtocol.HTTP,
    port = props.source_port or 80,
    open = props.open ~= false,
    default_action = elbv2.ListenerAction.redirect {
      port = to, protocol = props.target_protocol or elbv2.ApplicationProtocol.HTTPS, permanent = true,
    },
  })
end

local function check_bucket(self, bucket)
  if bucket.encryption_key then
    fail(self, "load balancers cannot write logs to a bucket with a KMS key: -> use S3-managed encryption")
  end
end

--- Has requests logged to the bucket.
function ApplicationLoadBalancer:log_access_logs(bucket, prefix)
  check_bucket(self, bucket)
  self:_log_to("access_logs", bucket, prefix)
end

--- Has connections logged to the bucket.
function ApplicationLoadBalancer:log_connection_logs(bucket, prefix)
  check_bucket(self, bucket)
  self:_log_to("connection_logs", bucket, prefix)
end

--- Adds a security group.
function ApplicationLoadBalancer:add_security_group(security_group)
  self.connections:add_security_group(security_group)
end

--- Any metric of the load balancer.
function ApplicationLoadBalancer:metric(metric_name, props) return self.metrics:custom(metric_name, props) end

-- ---- load balancers made elsewhere ----------------------------------------------------------------------------------

local External = engine.class("aws_cdk.aws_elasticloadbalancingv2.ExternalApplicationLoadBalancer", cdk.Resource,
  "aws_cdk.aws_elasticloadbalancingv2.IApplicationLoadBalancer")

function External:init(scope, id, arn)
  cdk.Resource.init(self, scope, id, { environment_from_arn = arn })
  self.is_application_load_balancer, self.load_balancer_arn = true, arn
  self.metrics = Metrics(self, { LoadBalancer = full_names.of_load_balancer(self, arn) })
end

External.get.listeners = function(self)
  return fail(self, "the listeners of an imported load balancer are not known")
end

External.add_listener = add_listener

-- What may not be known.
for _, field in ipairs { "vpc", "ip_address_type" } do
  External.get[field] = function(self) return self["_" .. field] end
end

for _, field in ipairs { "load_balancer_canonical_hosted_zone_id", "load_balancer_dns_name" } do
  External.get[field] = function(self)
    return self["_" .. field] or fail(self, "the load balancer was imported without %s", field)
  end
end

--- A load balancer made elsewhere.
function ApplicationLoadBalancer.from_application_load_balancer_attributes(scope, id, attrs)
  local imported = External(scope, id, attrs.load_balancer_arn)
  imported._vpc = attrs.vpc
  imported._load_balancer_canonical_hosted_zone_id = attrs.load_balancer_canonical_hosted_zone_id
  imported._load_balancer_dns_name = attrs.load_balancer_dns_name
  imported.connections = ec2.Connections { security_groups = {
    ec2.SecurityGroup.from_security_group_id(imported, "SecurityGroup", attrs.security_group_id, {
      allow_all_outbound = attrs.security_group_allows_all_outbound,
    }),
  } }
  return imported
end

--- A load balancer that is found when the app is deployed with the CLI; before that a dummy.
function ApplicationLoadBalancer.from_lookup(scope, id, options)
  local found = look_up.load_balancer(scope, "application", options)
  local balancer = External(scope, id, found.loadBalancerArn)
  balancer._load_balancer_canonical_hosted_zone_id = found.loadBalancerCanonicalHostedZoneId
  balancer._load_balancer_dns_name = found.loadBalancerDnsName
  balancer._ip_address_type = found.ipAddressType
  balancer._vpc = ec2.Vpc.from_lookup(balancer, "Vpc", { vpc_id = found.vpcId })
  balancer.connections = ec2.Connections()
  look_up.add_security_groups(balancer, balancer.connections, found.securityGroupIds)
  return balancer
end

return { ApplicationLoadBalancer = ApplicationLoadBalancer }
