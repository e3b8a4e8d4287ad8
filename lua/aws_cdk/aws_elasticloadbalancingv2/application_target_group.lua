--- Targets of application load balancers.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local ec2 = require "aws_cdk.aws_ec2"
local elbv2 = require "aws_cdk.aws_elasticloadbalancingv2"
local full_names = require "aws_cdk.aws_elasticloadbalancingv2.private.full_names"
local ImportedTargetGroup = require "aws_cdk.aws_elasticloadbalancingv2.private.imported_target_group"
local l2 = require "aws_cdk.l2"
local metrics = require "aws_cdk.aws_elasticloadbalancingv2.private.metrics"
local protocols = require "aws_cdk.aws_elasticloadbalancingv2.private.protocols"

local TargetGroupBase = elbv2.TargetGroupBase
local fail, display = engine.fail, engine.display
local text = cdk.Tokenization.stringify_number

local SHORTEST_SLOW_START, LONGEST_SLOW_START = 30, 900
local LONGEST_STICKINESS = 604800
local WEIGHTED_RANDOM = "weighted_random"

local ApplicationTargetGroup =
  engine.class("aws_cdk.aws_elasticloadbalancingv2.ApplicationTargetGroup", TargetGroupBase)

local Metrics = metrics.class("ApplicationTargetGroupMetrics", ApplicationTargetGroup)

-- ---- properties -----------------------------------------------------------------------------------------------------

local function slow_start(self, duration, is_random)
  if not duration then return end
  local seconds = duration:to_seconds()
  if type(seconds) == "number" and seconds ~= 0
    and (seconds < SHORTEST_SLOW_START or seconds > LONGEST_SLOW_START) then
    fail(self, "slow_start must be between %d and %d seconds, or 0, got %s", SHORTEST_SLOW_START, LONGEST_SLOW_START,
      display(seconds))
  end
  self:set_attribute("slow_start.duration_seconds", text(seconds))
  if is_random then
    fail(self, "slow_start and TargetGroupLoadBalancingAlgorithmType.WEIGHTED_RANDOM are mutually exclusive")
  end
end

local function set_attributes(self, props)
  local is_random = props.load_balancing_algorithm_type == WEIGHTED_RANDOM
  slow_start(self, props.slow_start, is_random)
  if props.stickiness_cookie_duration then
    self:enable_cookie_stickiness(props.stickiness_cookie_duration, props.stickiness_cookie_name)
  else
    self:set_attribute("stickiness.enabled", "false")
  end
  if props.load_balancing_algorithm_type then
    self:set_attribute("load_balancing.algorithm.type", props.load_balancing_algorithm_type)
  end
  if props.multi_value_headers_enabled then
    if self._target_type ~= "lambda" then
      fail(self, "multi_value_headers_enabled needs target_type = elbv2.TargetType.LAMBDA")
    end
    self:set_attribute("lambda.multi_value_headers.enabled", "true")
  end
  self:add_target(table.unpack(props.targets or {}))
  local mitigates = props.enable_anomaly_mitigation
  if mitigates == nil then return end
  if mitigates and not is_random then
    fail(self, "enable_anomaly_mitigation needs TargetGroupLoadBalancingAlgorithmType.WEIGHTED_RANDOM")
  end
  self:set_attribute("load_balancing.algorithm.anomaly_mitigation", mitigates and "on" or "off")
end

--- Arguments: scope, id, ApplicationTargetGroupProps.
function ApplicationTargetGroup:init(scope, id, props)
  props = props or {}
  local protocol, port = protocols.of_application(scope, props.protocol, props.port)
  TargetGroupBase.init(self, scope, id, props, {
    protocol = protocol, protocol_version = props.protocol_version, port = port,
  })
  self._protocol, self._port = protocol, port
  self.node:add_validation { validate = function()
    if self._target_type == "lambda" and (port or protocol) then
      return { "a target group of a function has no port and no protocol" }
    end
    return {}
  end }
  self._members, self._listeners = {}, {}
  set_attributes(self, props)
end

--- Adds targets, all of one type.
function ApplicationTargetGroup:add_target(...)
  for _, target in ipairs { ... } do
    self:_add_load_balancer_target(target:attach_to_application_target_group(self))
  end
  if self._target_type == "lambda" then self:set_attribute("stickiness.enabled", nil) end
end

--- Sends a client to the same target for this long: by a cookie of the load balancer's, or by the application's own.
function ApplicationTargetGroup:enable_cookie_stickiness(duration, cookie_name)
  local seconds = duration:to_seconds()
  if type(seconds) == "number" and (seconds < 1 or seconds > LONGEST_STICKINESS) then
    fail(self, "stickiness_cookie_duration must be between 1 and %d seconds, got %s", LONGEST_STICKINESS,
      display(seconds))
  end
  if cookie_name ~= nil then
    if not engine.is_unresolved(cookie_name) and cookie_name:find "^AWSALB" then
      fail(self, "names of cookies that begin with AWSALB are the load balancer's own, got %s", display(cookie_name))
    end
    if cookie_name == "" then fail(self, "stickiness_cookie_name must not be empty") end
  end
  self:set_attribute("stickiness.enabled", "true")
  if cookie_name then
    self:set_attribute("stickiness.type", "app_cookie")
    self:set_attribute("stickiness.app_cookie.cookie_name", cookie_name)
    self:set_attribute("stickiness.app_cookie.duration_seconds", text(seconds))
  else
    self:set_attribute("stickiness.type", "lb_cookie")
    self:set_attribute("stickiness.lb_cookie.duration_seconds", text(seconds))
  end
end

--- Called by targets that have connections: the load balancer may connect to them.
function ApplicationTargetGroup:register_connectable(connectable, port_range)
  port_range = port_range or ec2.Port.tcp(self._default_port)
  self._members[#self._members + 1] = { connectable, port_range }
  for _, listener in ipairs(self._listeners) do listener:register_connectable(connectable, port_range) end
end

--- Called by listeners that forward to the group.
function ApplicationTargetGroup:register_listener(listener, associating_construct)
  for _, member in ipairs(self._members) do listener:register_connectable(member[1], member[2]) end
  self._listeners[#self._listeners + 1] = listener
  self._load_balancer_attached_dependencies:add(associating_construct or listener)
end

ApplicationTargetGroup.get.first_load_balancer_full_name = function(self)
  if #self._listeners == 0 then
    fail(self, "the target group belongs to no load balancer yet: have a listener forward to it first")
  end
  return full_names.of_listener(self._listeners[1].listener_arn)
end

l2.kept(ApplicationTargetGroup, "metrics", function(self)
  return Metrics(self, {
    TargetGroup = self.target_group_full_name, LoadBalancer = self.first_load_balancer_full_name,
  })
end)

--- Any metric of the target group.
function ApplicationTargetGroup:metric(metric_name, props) return self.metrics:custom(metric_name, props) end

--- What is wrong with the target group.
function ApplicationTargetGroup:_validate_target_group()
  local problems = TargetGroupBase._validate_target_group(self)
  local function add(...) problems[#problems + 1] = string.format(...) end
  local kind, check = self._target_type, self.health_check or {}
  if kind ~= nil and kind ~= "lambda" and (self._protocol == nil or self._port == nil) then
    add "a target group needs port or protocol, unless its target is a function"
  end
  local interval = check.interval and check.interval:to_milliseconds()
  local timeout = check.timeout and check.timeout:to_milliseconds()
  if type(interval) == "number" and type(timeout) == "number" and interval <= timeout then
    add("the interval of a health check must be longer than its timeout; they are %s and %s",
      check.interval:to_human_string(), check.timeout:to_human_string())
  end
  if check.protocol and check.protocol ~= "HTTP" and check.protocol ~= "HTTPS" then
    add("health checks of application load balancers have the protocol HTTP or HTTPS, not %s", check.protocol)
  end
  return problems
end

-- ---- target groups made elsewhere -----------------------------------------------------------------------------------

local Imported = engine.class("aws_cdk.aws_elasticloadbalancingv2.ImportedApplicationTargetGroup", ImportedTargetGroup,
  "aws_cdk.aws_elasticloadbalancingv2.IApplicationTargetGroup")
Imported._metrics_class = Metrics

local function warn(self, id, what)
  cdk.Annotations.of(self):add_warning_v2("@aws-cdk/aws-elbv2:" .. id,
    what .. " of an imported target group changes no security group; let the load balancer in yourself")
end

function Imported:register_listener() warn(self, "albTargetGroupCannotRegisterListener", "a listener") end

function Imported:register_connectable() warn(self, "albTargetGroupCannotRegisterConnectable", "a target") end

function Imported:add_target(...) self:_add("attach_to_application_target_group", { ... }) end

--- A target group made elsewhere.
function ApplicationTargetGroup.from_target_group_attributes(scope, id, attrs) return Imported(scope, id, attrs) end

return { ApplicationTargetGroup = ApplicationTargetGroup }
