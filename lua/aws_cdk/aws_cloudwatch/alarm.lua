-- Alarms on a metric or an expression.
local engine = require "luacdk.engine"
local util = require "aws_cdk.aws_cloudwatch.metric_util"

local cdk = require "aws_cdk"
local cloudwatch = require "aws_cdk.aws_cloudwatch"

local l2 = require "aws_cdk.l2"
local base = require "aws_cdk.aws_cloudwatch.alarm_base"

local AlarmBase = base.AlarmBase
local fail, display = engine.fail, engine.display

local Alarm = base.own "aws_cdk.aws_cloudwatch.Alarm"

local SYMBOLS = {
  GreaterThanOrEqualToThreshold = ">=", GreaterThanThreshold = ">", LessThanThreshold = "<",
  LessThanOrEqualToThreshold = "<=",
}
local ANOMALY_OPERATORS = {
  LessThanLowerOrGreaterThanUpperThreshold = true, GreaterThanUpperThreshold = true, LessThanLowerThreshold = true,
}
local MAX_SUBMETRICS = 10

local function no() return false end

local function is_anomaly_band(metric)
  return util.dispatch(metric, {
    stat = no, search = no,
    math = function(math) return tostring(math.expression):find("ANOMALY_DETECTION_BAND", 1, true) ~= nil end,
  })
end

--------------------------------------------------------------------------------------------------------------------
-- The metric as properties of the alarm

local function check_region(self, stat, metric)
  local region = engine.stack_of(self).region
  if stat.region and not engine.is_unresolved(region) and stat.region ~= region then
    fail(self, "an alarm in region %s cannot watch the metric '%s' of region %s", display(region), metric:to_string(),
      display(stat.region))
  end
end

-- The account must be named when it is another than the alarm's.
local function account_id(self, stat)
  if not rawequal(engine.stack_of(self).account, stat.account) then return stat.account end
  return nil
end

local function metric_stat(stat)
  return engine.ordered(
    "metric", engine.ordered(
      "metric_name", stat.metric_name, "namespace", stat.namespace, "dimensions", stat.dimensions),
    "period", stat.period:to_seconds(),
    "stat", stat.statistic,
    "unit", stat.unit_filter)
end

local function no_search(self)
  return function()
    return fail(self, "a search expression cannot be watched by an alarm; -> use it in graphs of a dashboard only")
  end
end

local function render_stat(self, stat, config, metric)
  check_region(self, stat, metric)
  local label, account = config.rendering_properties and config.rendering_properties.label, account_id(self, stat)
  if label == nil and account == nil then
    local simple, extended = util.statistic_fields(stat.statistic)
    return {
      dimensions = stat.dimensions,
      namespace = stat.namespace,
      metric_name = stat.metric_name,
      period = stat.period and stat.period:to_seconds(),
      statistic = simple,
      extended_statistic = extended,
      unit = stat.unit_filter,
    }
  end
  return {
    metrics = {
      engine.ordered("metric_stat", metric_stat(stat), "id", "m1", "account_id", account, "label", label,
        "return_data", true),
    },
  }, "m1"
end

local function count(map)
  local n = 0
  for _ in pairs(map) do n = n + 1 end
  return n
end

local function render_expression(self, metric, return_levels)
  local set, metrics = util.metric_set(), {}
  set:add_top_level(true, { metric })
  local generated, primary = 0, nil
  for i, entry in ipairs(set.entries) do
    local id = entry.id
    if not id then
      generated = generated + 1
      id = "expr_" .. generated
    end
    if entry.tag then primary = id end
    local return_data = entry.level <= return_levels
    metrics[i] = util.dispatch(entry.metric, {
      stat = function(stat, config)
        check_region(self, stat, entry.metric)
        return engine.ordered("metric_stat", metric_stat(stat), "id", id, "account_id", account_id(self, stat),
          "label", config.rendering_properties and config.rendering_properties.label, "return_data", return_data)
      end,
      math = function(math, config)
        local submetrics = count(math.using_metrics)
        if submetrics > MAX_SUBMETRICS then
          fail(self, "an alarm on an expression can have at most %d metrics, got %d", MAX_SUBMETRICS, submetrics)
        end
        if math.search_account ~= nil or math.search_region ~= nil then
          fail(self, "an alarm cannot watch an expression with search_account or search_region")
        end
        return engine.ordered("expression", math.expression, "id", id,
          "label", config.rendering_properties and config.rendering_properties.label,
          "period", submetrics == 0 and math.period or nil, "return_data", return_data)
      end,
      search = no_search(self),
    })
  end
  return { metrics = metrics }, primary
end

local function render_metric(self, metric, is_anomaly)
  return util.dispatch(metric, {
    stat = function(stat, config) return render_stat(self, stat, config, metric) end,
    math = function() return render_expression(self, metric, is_anomaly and 2 or 1) end,
    search = no_search(self),
  })
end

local function describe_period(seconds)
  if seconds == 60 then return "1 minute" end
  if seconds == 1 then return "1 second" end
  if seconds > 60 then return engine.json(seconds / 60) .. " minutes" end
  return engine.json(seconds) .. " seconds"
end

--------------------------------------------------------------------------------------------------------------------

local function check_threshold(self, props, operator, is_anomaly)
  if is_anomaly then
    if not is_anomaly_band(props.metric) then
      fail(self,
        "the operator %s needs an ANOMALY_DETECTION_BAND() expression as its metric; -> use AnomalyDetectionAlarm",
        operator)
    end
    if props.threshold ~= nil and props.threshold ~= Alarm.ANOMALY_DETECTION_NO_THRESHOLD then
      cdk.Annotations.of(self):add_warning_v2("aws-cdk-lib/aws-cloudwatch:thresholdIgnoredForAnomalyDetection",
        "threshold is unused for anomaly detection alarms. Use 'Alarm.ANOMALY_DETECTION_NO_THRESHOLD' or use the "
        .. "AnomalyDetectionAlarm construct.")
    end
  elseif is_anomaly_band(props.metric) then
    fail(self,
      "the operator %s compares with a fixed threshold and cannot be used with an ANOMALY_DETECTION_BAND() expression",
      operator)
  elseif props.threshold == nil then
    fail(self, "threshold must be given")
  end
end

--- Arguments: scope, id, AlarmProps: metric, evaluation_periods (required), threshold (required unless the metric is an
--  anomaly detection band), actions_enabled, alarm_description, alarm_name, comparison_operator, datapoints_to_alarm,
--  evaluate_low_sample_count_percentile, period, statistic, treat_missing_data.
function Alarm:init(scope, id, props)
  AlarmBase.init(self, scope, id, { physical_name = props.alarm_name })
  local operator = props.comparison_operator or "GreaterThanOrEqualToThreshold"
  local is_anomaly = ANOMALY_OPERATORS[operator] or false
  check_threshold(self, props, operator, is_anomaly)

  local values, primary = render_metric(self, props.metric, is_anomaly)
  if props.period then values.period = props.period:to_seconds() end
  if props.statistic then
    values.statistic, values.extended_statistic = nil, nil
    values.statistic, values.extended_statistic = util.statistic_fields(props.statistic)
  end
  values.alarm_description = props.alarm_description
  values.alarm_name = self.physical_name
  values.comparison_operator = operator
  if is_anomaly then values.threshold_metric_id = primary else values.threshold = props.threshold end
  values.datapoints_to_alarm = props.datapoints_to_alarm
  values.evaluate_low_sample_count_percentile = props.evaluate_low_sample_count_percentile
  values.evaluation_periods = props.evaluation_periods
  values.treat_missing_data = props.treat_missing_data
  values.actions_enabled = props.actions_enabled
  self._resource = cloudwatch.CfnAlarm(self, "Resource", values)
  self.metric = props.metric
  self._props = props
  self._is_anomaly = is_anomaly
  for warning, text in util.each(props.metric.warnings_v2 or {}) do
    cdk.Annotations.of(self):add_warning_v2(warning, text)
  end
end

-- Metrics and expressions make their alarms by this; `props` are CreateAlarmOptions.
local function create(scope, id, metric, props)
  return Alarm(scope, id, {
    metric = metric,
    alarm_name = props.alarm_name,
    alarm_description = props.alarm_description,
    comparison_operator = props.comparison_operator,
    datapoints_to_alarm = props.datapoints_to_alarm,
    threshold = props.threshold,
    evaluation_periods = props.evaluation_periods,
    evaluate_low_sample_count_percentile = props.evaluate_low_sample_count_percentile,
    treat_missing_data = props.treat_missing_data,
    actions_enabled = props.actions_enabled,
  })
end

--- The alarm's threshold as a horizontal line in a graph.
function Alarm:to_annotation()
  local props = self._props
  if self._is_anomaly then
    return { value = Alarm.ANOMALY_DETECTION_NO_THRESHOLD, label = "Anomaly Detection Band", visible = false }
  end
  local operator = props.comparison_operator or "GreaterThanOrEqualToThreshold"
  local datapoints = props.datapoints_to_alarm or props.evaluation_periods
  return engine.ordered(
    "label", ("%s %s %s for %s datapoints within %s"):format(props.metric:to_string(), SYMBOLS[operator],
      engine.json(props.threshold), engine.json(datapoints),
      describe_period(props.evaluation_periods * util.period(props.metric):to_seconds())),
    "value", props.threshold)
end

-- Actions on an EC2 instance need a metric of exactly one instance.
function Alarm:_check_action(arn)
  if tostring(arn):find "arn:aws[a-z0-9-]*:automate:[a-z|%d-]+:ec2:[a-z]+" then
    local stat = self.metric:to_metric_config().metric_stat
    local dimensions = stat and stat.dimensions or {}
    if #dimensions ~= 1 or dimensions[1].name ~= "InstanceId" then
      fail(self, "EC2 alarm actions need a metric of one instance: with the single dimension InstanceId")
    end
  end
  return arn
end

l2.imports(Alarm, AlarmBase, base.ROW)

return { Alarm = Alarm, create = create, ANOMALY_OPERATORS = ANOMALY_OPERATORS }
