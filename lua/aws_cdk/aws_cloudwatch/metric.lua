-- A metric: what CloudWatch measures, how it is aggregated and how it is shown.
local engine = require "luacdk.engine"
local util = require "aws_cdk.aws_cloudwatch.metric_util"

local cdk = require "aws_cdk"
local cloudwatch = require "aws_cdk.aws_cloudwatch"
local l2 = require "aws_cdk.l2"

local fail, display = engine.fail, engine.display

local Metric = engine.class "aws_cdk.aws_cloudwatch.Metric"

local SHORT_PERIODS = { [1] = true, [5] = true, [10] = true, [30] = true }
local DIMENSION = "aws_cloudwatch.CfnAlarm.DimensionProperty."
local LONGEST_VALUE = 255 -- CloudFormation takes 1024

local function check_dimensions(dimensions)
  if not dimensions then return nil end
  local count = 0
  for name, value in pairs(dimensions) do
    count = count + 1
    if value == engine.NULL then fail(nil, "the dimension %s has no value", display(name)) end
    l2.within(nil, DIMENSION .. "name", name, "a dimension's name")
    if type(value) == "string" and (#value < 1 or #value > LONGEST_VALUE) then
      fail(nil, "the value of the dimension %s must have 1 to %d characters, got %d", display(name), LONGEST_VALUE,
        #value)
    end
  end
  local most = l2.limit "aws_cloudwatch.CfnAlarmProps.dimensions"
  if count > most then fail(nil, "a metric can have at most %d dimensions, got %d", most, count) end
  return dimensions
end

local function check_period(period)
  local seconds = period:to_seconds()
  if type(seconds) == "number" and not SHORT_PERIODS[seconds] and seconds % 60 ~= 0 then
    fail(nil, "period must be 1, 5, 10, 30 or a multiple of 60 seconds, got %s", display(seconds))
  end
end

--- Argument: MetricProps: namespace, metric_name (required), account, color, dimensions_map, id, label, period, region,
--  stack_account, stack_region, statistic, unit, visible.
function Metric:init(props)
  self.period = props.period or cdk.Duration.minutes(5)
  check_period(self.period)
  self.dimensions = check_dimensions(props.dimensions_map or props.dimensions)
  self.namespace = props.namespace
  self.metric_name = props.metric_name
  local kind, statistic = util.statistic(props.statistic or "Average")
  if kind == "unknown" then
    local label = props.label and (', label "%s"'):format(tostring(props.label)) or ""
    local text = ("Unrecognized statistic \"%s\" for metric with namespace \"%s\"%s and metric name \"%s\". "
      .. "Preferably use the `aws_cloudwatch.Stats` helper class to specify a statistic. You can ignore this warning "
      .. "if your statistic is valid but not yet supported by the `aws_cloudwatch.Stats` helper class.")
      :format(tostring(props.statistic), tostring(props.namespace), label, tostring(props.metric_name))
    self.warnings = { text }
    self.warnings_v2 = { ["CloudWatch:Alarm:UnrecognizedStatistic"] = text }
  end
  self.statistic = statistic
  self.label = props.label
  self.color = props.color
  self.id = props.id
  self.visible = props.visible
  self.unit = props.unit
  self._account = props.account
  self._region = props.region
  self._stack_account = props.stack_account
  self._stack_region = props.stack_region
end

Metric.get.account = function(self) return self._account or self._stack_account end
Metric.get.region = function(self) return self._region or self._stack_region end

--- The band of a metric's expected values. Options: metric (required), std_devs (default 2), and those of
--  MathExpression.
function Metric.anomaly_detection_for(props)
  if props.std_devs ~= nil and props.std_devs <= 0 then
    fail(nil, "std_devs must be greater than 0, got %s", display(props.std_devs))
  end
  return cloudwatch.MathExpression {
    expression = ("ANOMALY_DETECTION_BAND(m0, %s)"):format(engine.json(props.std_devs or 2)),
    using_metrics = { m0 = props.metric },
    period = props.period,
    label = props.label or "Anomaly Detection Band",
    color = props.color,
    search_account = props.search_account,
    search_region = props.search_region,
  }
end

--- Lets the grantee write metrics.
function Metric.grant_put_metric_data(grantee)
  return require("aws_cdk.aws_iam").Grant.add_to_principal {
    grantee = grantee, actions = { "cloudwatch:PutMetricData" }, resource_arns = { "*" },
  }
end

local function same_period(a, b)
  return a == nil or a:to_seconds() == b:to_seconds()
end

--- A metric with some properties changed; the same one when nothing changes.
function Metric:with(props)
  local changed = props.dimensions_map ~= nil or props.dimensions ~= nil or not same_period(props.period, self.period)
  local function pick(name, own)
    local value = props[name]
    if value == nil then return own end
    if value ~= own then changed = true end
    return value
  end
  local all = {
    dimensions_map = props.dimensions_map or props.dimensions or self.dimensions,
    namespace = self.namespace,
    metric_name = self.metric_name,
    period = props.period or self.period,
    statistic = pick("statistic", self.statistic),
    unit = pick("unit", self.unit),
    label = pick("label", self.label),
    color = pick("color", self.color),
    id = pick("id", self.id),
    visible = pick("visible", self.visible),
    account = pick("account", self._account),
    region = pick("region", self._region),
    stack_account = pick("stack_account", self._stack_account),
    stack_region = pick("stack_region", self._stack_region),
  }
  return changed and Metric(all) or self
end

--- The metric of the environment a construct is in: its account and region, as far as they are known.
function Metric:attach_to(scope)
  local stack = engine.stack_of(scope)
  local account, region = stack.account, stack.region
  return self:with {
    stack_account = not engine.is_unresolved(account) and account or nil,
    stack_region = not engine.is_unresolved(region) and region or nil,
  }
end

local function dimension_list(self)
  local list = {}
  local names = {}
  for name in pairs(self.dimensions or {}) do names[#names + 1] = name end
  table.sort(names)
  for i, name in ipairs(names) do list[i] = { name = name, value = self.dimensions[name] } end
  return #list > 0 and list or nil
end

--- The metric as data, for alarms and graphs.
function Metric:to_metric_config()
  return {
    metric_stat = {
      dimensions = dimension_list(self),
      namespace = self.namespace,
      metric_name = self.metric_name,
      period = self.period,
      statistic = self.statistic,
      unit_filter = self.unit,
      account = self.account,
      region = self.region,
      account_override = self._account,
      region_override = self._region,
    },
    rendering_properties = { color = self.color, label = self.label, id = self.id, visible = self.visible },
  }
end

--- An alarm on this metric. Options: CreateAlarmOptions.
function Metric:create_alarm(scope, id, props)
  return require("aws_cdk.aws_cloudwatch.alarm").create(scope, id, self:with {
    statistic = props.statistic, period = props.period,
  }, props)
end

function Metric:to_string() return tostring(self.label or self.metric_name) end

return { Metric = Metric }
