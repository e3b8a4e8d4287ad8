--- What target groups of application and network load balancers have in common.
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"
local attributes = require "aws_cdk.aws_elasticloadbalancingv2.private.attributes"
local cdk = require "aws_cdk"
local constructs = require "constructs"
local elbv2 = require "aws_cdk.aws_elasticloadbalancingv2"
local name_problems = require "aws_cdk.aws_elasticloadbalancingv2.private.name_problems"

local fail, display = engine.fail, engine.display
local text = cdk.Tokenization.stringify_number

local TargetGroupBase = engine.class("aws_cdk.aws_elasticloadbalancingv2.TargetGroupBase", constructs.Construct)

TargetGroupBase.get.env = function(self) return engine.stack_of(self).env end
TargetGroupBase.get.load_balancer_attached = function(self) return self._load_balancer_attached_dependencies end

-- ---- attributes -----------------------------------------------------------------------------------------------------

local DNS, ROUTING = "target_group_health.dns_failover.minimum_healthy_targets.",
  "target_group_health.unhealthy_state_routing.minimum_healthy_targets."

-- Health attributes: highest value, and whether they may be off.
local BOUNDS = {
  [DNS .. "count"] = { math.huge, off = true },
  [DNS .. "percentage"] = { 100, off = true },
  [ROUTING .. "count"] = { math.huge },
  [ROUTING .. "percentage"] = { 100, off = true },
}

--- Sets an attribute of the target group; nil takes it back.
function TargetGroupBase:set_attribute(key, value)
  local bounds = value ~= nil and BOUNDS[key]
  if bounds and not engine.is_unresolved(value) and not (bounds.off and value == "off") then
    local number = tonumber(value)
    if not number or number % 1 ~= 0 or number < 1 or number > bounds[1] then
      fail(self, "%s must be an integer %s%s, got %s", key,
        bounds[1] == math.huge and "of 1 or more" or ("between 1 and %d"):format(bounds[1]),
        bounds.off and ", or 'off'" or "", display(value))
    end
  end
  attributes.set(self._attributes, key, value)
end

local function or_off(number) return number == 0 and "off" or text(number) end

local function set_base_attributes(self, props)
  local health = props.target_group_health or {}
  if props.deregistration_delay then
    self:set_attribute("deregistration_delay.timeout_seconds", text(props.deregistration_delay:to_seconds()))
  end
  if props.cross_zone_enabled ~= nil then
    self:set_attribute("load_balancing.cross_zone.enabled", attributes.switch(props.cross_zone_enabled))
  end
  if health.dns_minimum_healthy_target_count ~= nil then
    self:set_attribute(DNS .. "count", or_off(health.dns_minimum_healthy_target_count))
  end
  if health.dns_minimum_healthy_target_percentage ~= nil then
    self:set_attribute(DNS .. "percentage", or_off(health.dns_minimum_healthy_target_percentage))
  end
  if health.routing_minimum_healthy_target_count ~= nil then
    self:set_attribute(ROUTING .. "count", text(health.routing_minimum_healthy_target_count))
  end
  if health.routing_minimum_healthy_target_percentage ~= nil then
    self:set_attribute(ROUTING .. "percentage", or_off(health.routing_minimum_healthy_target_percentage))
  end
end

-- ---- health checks --------------------------------------------------------------------------------------------------

-- The health check in force at synthesis.
local function of_check(self, read)
  return engine.lazy(function() return read(self.health_check or {}) end, { kind = "any" })
end

local function field(self, name) return of_check(self, function(check) return check[name] end) end

local function seconds(self, name)
  return of_check(self, function(check) return check[name] and check[name]:to_seconds() end)
end

local function matcher(check)
  if check.healthy_http_codes == nil and check.healthy_grpc_codes == nil then return nil end
  return { grpc_code = check.healthy_grpc_codes, http_code = check.healthy_http_codes }
end

--- Checks the targets' health this way.
function TargetGroupBase:configure_health_check(health_check) self.health_check = health_check end

-- ---------------------------------------------------------------------------------------------------------------------

--- Arguments: scope, id, BaseTargetGroupProps, properties of the L1 target group: protocol, port and so on.
function TargetGroupBase:init(scope, id, base_props, additional_props)
  constructs.Construct.init(self, scope, id)
  self._attributes, self._targets = attributes.new(), {}
  self._load_balancer_attached_dependencies = constructs.DependencyGroup()
  set_base_attributes(self, base_props)
  self.health_check, self._vpc = base_props.health_check or {}, base_props.vpc
  self._target_type = base_props.target_type
  local props = l2.with({
    name = base_props.target_group_name,
    target_group_attributes = attributes.rendered(self._attributes),
    target_type = engine.lazy(function() return self._target_type end, { kind = "any" }),
    targets = engine.lazy(function() return self._targets[1] ~= nil and self._targets or nil end, { kind = "any" }),
    vpc_id = engine.lazy(function()
      return self._vpc and self._target_type ~= "lambda" and self._vpc.vpc_id or nil
    end, { kind = "any" }),
    health_check_enabled = field(self, "enabled"),
    health_check_interval_seconds = seconds(self, "interval"),
    health_check_path = field(self, "path"),
    health_check_port = field(self, "port"),
    health_check_protocol = field(self, "protocol"),
    health_check_timeout_seconds = seconds(self, "timeout"),
    healthy_threshold_count = field(self, "healthy_threshold_count"),
    unhealthy_threshold_count = field(self, "unhealthy_threshold_count"),
    matcher = of_check(self, matcher),
    ip_address_type = base_props.ip_address_type,
  }, additional_props)
  local resource = elbv2.CfnTargetGroup(self, "Resource", props)
  self._resource, self._default_port = resource, additional_props.port
  self.target_group_load_balancer_arns = resource.attr_load_balancer_arns
  self.load_balancer_arns = tostring(resource.attr_load_balancer_arns)
  self.target_group_arn = resource.ref
  self.target_group_full_name = resource.attr_target_group_full_name
  self.target_group_name = resource.attr_target_group_name
  self.node:add_validation { validate = function() return self:_validate_health_check() end }
  self.node:add_validation { validate = function() return self:_validate_target_group() end }
end

--- Takes a target as it describes itself: LoadBalancerTargetProps.
function TargetGroupBase:_add_load_balancer_target(props)
  if self._target_type ~= nil and self._target_type ~= props.target_type then
    fail(self, "the targets of a group must be of one type: it has some of type %s, and one of type %s came",
      display(self._target_type), display(props.target_type))
  end
  self._target_type = props.target_type
  if self._target_type == "lambda" and #self._targets > 0 then
    fail(self, "a target group can have only one function: -> make another group")
  end
  self._targets[#self._targets + 1] = props.target_json
end

--- What is wrong with the target group.
function TargetGroupBase:_validate_target_group()
  local problems = {}
  if self._target_type == nil and #self._targets == 0 then
    cdk.Annotations.of(self):add_warning_v2("@aws-cdk/aws-elbv2:targetGroupSpecifyTargetTypeForEmptyTargetGroup",
      "the target group has no targets and no target_type; give target_type, as targets of another would not fit")
  end
  if self._target_type ~= "lambda" and not self._vpc then
    problems[1] = "a target group needs vpc, unless its target is a function"
  end
  name_problems(problems, "target group", self._resource.name)
  return problems
end

--- What is wrong with the health check.
function TargetGroupBase:_validate_health_check()
  local interval, timeout = self.health_check.interval, self.health_check.timeout
  interval, timeout = interval and interval:to_seconds(), timeout and timeout:to_seconds()
  if type(interval) == "number" and type(timeout) == "number" and interval ~= 0 and timeout ~= 0
    and interval < timeout then
    return { ("the interval of a health check must be at least its timeout; they are %s and %s seconds"):format(
      display(interval), display(timeout)) }
  end
  return {}
end

return { TargetGroupBase = TargetGroupBase }
