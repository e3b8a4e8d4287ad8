-- Helpers of metrics, alarms and graphs: kinds of metrics, statistics, sets of metrics with their ids.
local engine = require "luacdk.engine"

local cdk = require "aws_cdk"

local util = {}

--- Iterates over a map: in its own order if it has one, by sorted keys otherwise.
function util.each(map)
  local meta = getmetatable(map)
  if type(meta) == "table" and meta.__pairs then return pairs(map) end
  local keys = {}
  for key in pairs(map) do keys[#keys + 1] = key end
  table.sort(keys, function(a, b) return tostring(a) < tostring(b) end)
  local i = 0
  return function()
    i = i + 1
    return keys[i], map[keys[i]]
  end
end

--- Calls handler.stat, .math or .search with that part of the metric's configuration and with the whole configuration.
function util.dispatch(metric, handler)
  local config = metric:to_metric_config()
  local kinds = 0
  for _, kind in ipairs { "metric_stat", "math_expression", "search_expression" } do
    if config[kind] then kinds = kinds + 1 end
  end
  if kinds ~= 1 then
    engine.fail(nil,
      "the configuration of a metric must have exactly one of metric_stat, math_expression and search_expression")
  end
  if config.metric_stat then return handler.stat(config.metric_stat, config) end
  if config.math_expression then return handler.math(config.math_expression, config) end
  return handler.search(config.search_expression, config)
end

--- The period of a metric, a Duration.
function util.period(metric)
  local function own() return metric.period or cdk.Duration.minutes(5) end
  return util.dispatch(metric, { stat = function(stat) return stat.period end, math = own, search = own })
end

local keys = setmetatable({}, { __mode = "k" })

--- A string that is equal for metrics with the same meaning.
function util.key(metric)
  local key = keys[metric]
  if key then return key end
  local parts = {}
  local function add(value)
    if value ~= nil and value ~= false then parts[#parts + 1] = tostring(value) end
  end
  util.dispatch(metric, {
    stat = function(stat)
      add(stat.namespace)
      add(stat.metric_name)
      for _, dimension in ipairs(stat.dimensions or {}) do
        add(dimension.name)
        add(dimension.value)
      end
      add(stat.statistic)
      if stat.period then add(stat.period:to_seconds()) end
      add(stat.region)
      add(stat.account)
    end,
    math = function(math)
      add(math.expression)
      local ids = {}
      for id in pairs(math.using_metrics) do ids[#ids + 1] = id end
      table.sort(ids)
      for _, id in ipairs(ids) do
        add(id)
        add(util.key(math.using_metrics[id]))
      end
      add(math.search_region)
      add(math.search_account)
    end,
    search = function(search)
      add(search.expression)
      add(search.search_region)
      add(search.search_account)
    end,
  })
  key = table.concat(parts, "|")
  keys[metric] = key
  return key
end

--------------------------------------------------------------------------------------------------------------------
-- Statistics

local SIMPLE = {
  average = "Average", avg = "Average", minimum = "Minimum", min = "Minimum", maximum = "Maximum", max = "Maximum",
  samplecount = "SampleCount", n = "SampleCount", sum = "Sum",
}
local SINGLE = { p = true, tm = true, wm = true, tc = true, ts = true }
local RANGE = { pr = true, tm = true, wm = true, tc = true, ts = true }

local function range_part(text)
  text = text:match "^%s*(.-)%s*$"
  if text == "" then return nil, false end
  local percent = text:sub(-1) == "%"
  local value = tonumber((percent and text:sub(1, -2) or text):match "^%s*[%d.]+")
  if not value or (percent and value > 100) then return "bad", false end
  return value, percent
end

local function is_range(body)
  local left, right = body:match "^([^:]*):([^:]*)"
  if not left then return false end
  local lower, lower_percent = range_part(left)
  local upper, upper_percent = range_part(right)
  if lower == "bad" or upper == "bad" or not (lower or upper) then return false end
  return not (lower and upper) or lower_percent == upper_percent
end

--- The kind of a statistic ("simple", "extended" or "unknown") and how it is written.
function util.statistic(text)
  if engine.is_unresolved(text) then return "unknown", text end
  local lower = text:lower()
  if SIMPLE[lower] then return "simple", SIMPLE[lower] end
  if lower == "iqm" then return "extended", "IQM" end
  local prefix, value = lower:match "^(%a+)(%d+%.?%d*)$"
  if prefix and SINGLE[prefix] and value:sub(-1) ~= "." and tonumber(value) <= 100 then return "extended", lower end
  local body
  prefix, body = lower:match "^(%a+)%(([^)]+)%)$"
  if prefix and RANGE[prefix] and is_range(body) then return "extended", text:upper() end
  return "unknown", text
end

--- The statistic as properties of an alarm: statistic or extended_statistic.
function util.statistic_fields(text)
  local kind, name = util.statistic(text)
  if kind == "simple" then return name, nil end
  return nil, name
end

--------------------------------------------------------------------------------------------------------------------
-- Expressions

local EXPRESSION_OPTIONS = { "label", "color", "visible", "search_account", "search_region" }

--- Takes over the options an expression may have.
function util.set_expression_options(expression, props)
  expression.expression = props.expression
  expression.period = props.period or cdk.Duration.minutes(5)
  for _, name in ipairs(EXPRESSION_OPTIONS) do expression[name] = props[name] end
end

--- The properties of an expression with some options changed, and whether any really is.
function util.changed_expression(expression, props)
  local changed = props.period ~= nil and props.period:to_seconds() ~= expression.period:to_seconds()
  local all = { expression = expression.expression, period = props.period or expression.period }
  for _, name in ipairs(EXPRESSION_OPTIONS) do
    all[name] = expression[name]
    if props[name] ~= nil and props[name] ~= expression[name] then
      all[name] = props[name]
      changed = true
    end
  end
  return all, changed
end

--- An expression as data, under `kind`: math_expression or search_expression.
function util.expression_config(expression, kind, using_metrics)
  return {
    [kind] = {
      period = expression.period:to_seconds(),
      expression = expression.expression,
      using_metrics = using_metrics,
      search_account = expression.search_account,
      search_region = expression.search_region,
    },
    rendering_properties = { label = expression.label, color = expression.color, visible = expression.visible },
  }
end

--------------------------------------------------------------------------------------------------------------------
-- Sets of metrics

local MetricSet = {}
MetricSet.__index = MetricSet

--- A set of metrics, in which equal ones occur once. Its `entries` have metric, level (1: requested, 2 and more: part
-- of an expression), id and tag.
function util.metric_set() return setmetatable({ entries = {}, _by_id = {}, _by_key = {} }, MetricSet) end

function MetricSet:_add(metric, level, tag, id)
  local key = util.key(metric)
  local known = id and self._by_id[id]
  if known and util.key(known.metric) ~= key then
    engine.fail(nil, "two different metrics share the id %s in one alarm or graph; -> rename one of them",
      engine.display(id))
  end
  if not known then
    known = self._by_key[key]
    if known and known.id and id then known = nil end
  end
  local entry = known
  if not entry then
    entry = { metric = metric, level = level }
    self.entries[#self.entries + 1] = entry
    self._by_key[key] = entry
  end
  if not entry.id and id then
    entry.id = id
    self._by_id[id] = entry
  end
  if not entry.tag and tag then entry.tag = tag end
  local config = metric:to_metric_config()
  if config.math_expression then
    for sub_id, sub in util.each(config.math_expression.using_metrics) do self:_add(sub, level + 1, nil, sub_id) end
  end
end

--- Adds a list of requested metrics, with a tag.
function MetricSet:add_top_level(tag, metrics)
  for _, metric in ipairs(metrics) do self:_add(metric, 1, tag) end
end

return util
