-- Expressions over metrics.
local engine = require "luacdk.engine"
local util = require "aws_cdk.aws_cloudwatch.metric_util"

local fail, display = engine.fail, engine.display

local MathExpression = engine.class "aws_cdk.aws_cloudwatch.MathExpression"

-- All metrics of an expression have its period. Returns the metrics and whether a period was really changed.
local function with_period(metrics, period)
  local result, overridden = engine.ordered(), false
  for id, metric in util.each(metrics) do
    if not engine.has(metric, "with") then
      fail(nil, "the metric %s must have a method 'with', because its period must be changed", display(id))
    end
    local own = engine.has(metric, "period") and metric.period or nil
    if own then
      local seconds = own:to_seconds()
      if seconds ~= 300 and seconds ~= period:to_seconds() then overridden = true end
    end
    result[id] = metric:with { period = period }
  end
  return result, overridden
end

local function check_ids(expression)
  local seen = {}
  local function visit(metric)
    util.dispatch(metric, {
      stat = function() end,
      search = function() end,
      math = function(math)
        for id, sub in util.each(math.using_metrics) do
          local known = seen[id]
          if known and util.key(known) ~= util.key(sub) then
            fail(nil, "the id %s is used for two metrics in the expression: '%s' and '%s'; -> rename one", display(id),
              sub:to_string(), known:to_string())
          end
          seen[id] = sub
          visit(sub)
        end
      end,
    })
  end
  visit(expression)
end

local FREE_FORM = { "INSIGHT_RULE_METRIC", "SELECT", "SEARCH", "METRICS" }

-- Names in an expression that are not metrics; queries have their own names.
local function unknown_names(expression, metrics)
  local text = tostring(expression)
  local upper = " " .. text:upper() .. " "
  for _, word in ipairs(FREE_FORM) do
    if upper:find("%f[%w_]" .. word .. "%f[^%w_]") then return {} end
  end
  text = text:gsub("%${Token%[[^%]]+%]}", ""):gsub('"[^"]*"', ""):gsub("'[^']*'", "")
  local missing = {}
  local position = 1
  while true do
    local first, last = text:find("%l[%w_]*", position)
    if not first then return missing end
    local name = text:sub(first, last)
    if not metrics[name] then missing[#missing + 1] = name end
    position = last + 1
  end
end

local function collect_warnings(self, overridden)
  local warnings, order = {}, {}
  local function add(id, text)
    if not warnings[id] then order[#order + 1] = id end
    warnings[id] = text
  end
  if overridden then
    add("CloudWatch:Math:MetricsPeriodsOverridden",
      ("Periods of metrics in 'usingMetrics' for Math expression '%s' have been overridden to %s seconds.")
        :format(tostring(self.expression), engine.json(self.period:to_seconds())))
  end
  local missing = unknown_names(self.expression, self.using_metrics)
  if #missing > 0 then
    add("CloudWatch:Math:UnknownIdentifier",
      ("Math expression '%s' references unknown identifiers: %s. Please add them to the 'usingMetrics' map.")
        :format(tostring(self.expression), table.concat(missing, ", ")))
  end
  for _, metric in util.each(self.using_metrics) do
    for id, text in util.each(metric.warnings_v2 or {}) do add(id, text) end
  end
  if #order == 0 then return end
  self.warnings = {}
  for i, id in ipairs(order) do self.warnings[i] = warnings[id] end
  self.warnings_v2 = warnings
end

--- Argument: MathExpressionProps: expression (required), using_metrics, color, label, period, search_account,
--  search_region, visible.
function MathExpression:init(props)
  util.set_expression_options(self, props)
  local overridden
  self.using_metrics, overridden = with_period(props.using_metrics or {}, self.period)
  for id in util.each(self.using_metrics) do
    if not engine.is_unresolved(id) and not id:find "^%l[%w_]*$" then
      fail(nil, "the variable name %s is not valid: it must start with a lowercase letter and contain only "
        .. "letters, digits and underscores",
        display(id))
    end
  end
  check_ids(self)
  collect_warnings(self, overridden)
end

--- An expression with some properties changed; the same one when nothing changes.
function MathExpression:with(props)
  local all, changed = util.changed_expression(self, props)
  all.using_metrics = self.using_metrics
  return changed and MathExpression(all) or self
end

--- The expression as data, for alarms and graphs.
function MathExpression:to_metric_config()
  return util.expression_config(self, "math_expression", self.using_metrics)
end

--- An alarm on this expression. Options: CreateAlarmOptions.
function MathExpression:create_alarm(scope, id, props)
  return require("aws_cdk.aws_cloudwatch.alarm").create(scope, id, self:with { period = props.period }, props)
end

function MathExpression:to_string() return tostring(self.label or self.expression) end

return { MathExpression = MathExpression }
