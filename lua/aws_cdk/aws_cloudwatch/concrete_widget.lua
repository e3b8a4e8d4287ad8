-- What widgets with a size have in common.
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"
local util = require "aws_cdk.aws_cloudwatch.metric_util"

local cdk = require "aws_cdk"

local MAX_WIDTH = 24

local ConcreteWidget = engine.class "aws_cdk.aws_cloudwatch.ConcreteWidget"

--- Arguments: width and height in units of the grid.
function ConcreteWidget:init(width, height)
  if type(width) == "number" and width > MAX_WIDTH then
    engine.fail(nil, "a widget can be at most %d units wide, got %s", MAX_WIDTH, engine.display(width))
  end
  self.width, self.height = width, height
  self.warnings, self.warnings_v2 = {}, {}
end

--- Where the widget goes; the layout calls it.
function ConcreteWidget:position(x, y) self._x, self._y = x, y end

--- Adopts the warnings of metrics, so that the dashboard shows them.
function ConcreteWidget:copy_metric_warnings(...)
  local given = { ... }
  for i = 1, select("#", ...) do
    for id, text in pairs(given[i].warnings_v2 or {}) do self.warnings_v2[id] = text end
  end
end

-- The widget as an entry of the dashboard. A dashboard's body is a string, so keys are in the reference's order.
function ConcreteWidget:_entry(kind, properties)
  return {
    engine.ordered("type", kind, "width", self.width, "height", self.height, "x", self._x, "y", self._y,
      "properties", properties),
  }
end

-- The widget as an entry of metrics: `properties`, then what all of them end with.
function ConcreteWidget:_metric_entry(properties)
  local props = self._props
  properties.setPeriodToTimeRange = props.set_period_to_time_range
  properties.period = self._seconds(props.period)
  properties.stat = props.statistic
  properties.start = props.start
  properties["end"] = self._end(props)
  properties.accountId = props.account_id
  return self:_entry("metric", properties)
end

function ConcreteWidget:_check_times(props)
  if props["end"] ~= nil and props.start == nil then engine.fail(nil, "end can only be given together with start") end
end

-- Options of the user in CloudWatch's spelling, sorted.
function ConcreteWidget._camel(options)
  if options == nil then return nil end
  local result = engine.map {}
  for key, value in pairs(options) do result[l2.camel(key)] = value end
  return result
end

local HORIZONTAL = { "value", "label", "color", "fill", "visible" }

-- A HorizontalAnnotation: one that has an order, such as an alarm's own, keeps it.
function ConcreteWidget._horizontal(annotation)
  local result = engine.ordered()
  for _, key in ipairs(engine.is_ordered(annotation) and engine.keys(annotation) or HORIZONTAL) do
    result[key] = annotation[key]
  end
  return result
end

function ConcreteWidget._seconds(duration) return duration and duration:to_seconds() or nil end
function ConcreteWidget._region(props) return props.region or cdk.Aws.REGION end
function ConcreteWidget._end(props) return props["end"] end

-- An account or region is only named when it is another than the dashboard's.
local function unless_same(value, own)
  if value ~= nil and not engine.is_unresolved(own) and value == own then return nil end
  return value
end

local function metric_json(stack, metric, axis, id)
  local list = {}
  local options
  util.dispatch(metric, {
    stat = function(stat, config)
      list[1], list[2] = stat.namespace, stat.metric_name
      for _, dimension in ipairs(stat.dimensions or {}) do
        list[#list + 1] = dimension.name
        list[#list + 1] = dimension.value
      end
      local rendering = config.rendering_properties or {}
      local period = stat.period and stat.period:to_seconds()
      local visible = rendering.visible
      if not axis then visible = false end
      options = engine.ordered(
        "color", rendering.color,
        "label", rendering.label,
        "id", id or rendering.id,
        "visible", visible,
        "accountId", stat.account_override or unless_same(stat.account, stack.account),
        "region", stat.region_override or unless_same(stat.region, stack.region),
        "period", period ~= 300 and period or nil,
        "stat", stat.statistic ~= "Average" and stat.statistic or nil)
    end,
    math = function() end,
    search = function() end,
  })
  if not options then
    local config = metric:to_metric_config()
    local expression, rendering = config.math_expression or config.search_expression, config.rendering_properties or {}
    local visible, label = rendering.visible, rendering.label
    if not axis then visible = false end
    if visible ~= false and (label == nil or label == "") then
      -- An empty label asks for none.
      if label == "" then label = nil else label = metric:to_string() end
    end
    options = engine.ordered(
      "label", label,
      "color", rendering.color,
      "visible", visible,
      "expression", expression.expression,
      "accountId", unless_same(expression.search_account, stack.account),
      "region", unless_same(expression.search_region, stack.region),
      "period", expression.period ~= 300 and expression.period or nil)
    if axis ~= "left" then options.yAxis = axis or nil end
    options.id = id
  elseif axis ~= "left" then
    options.yAxis = axis or nil
  end
  if next(options) ~= nil then list[#list + 1] = options end
  return list
end

-- The metrics of a graph, or nil if there are none. `stack` is that of the dashboard.
function ConcreteWidget._metrics(stack, left, right)
  local set, list = util.metric_set(), {}
  set:add_top_level("left", left)
  set:add_top_level("right", right or {})
  for i, entry in ipairs(set.entries) do list[i] = metric_json(stack, entry.metric, entry.tag, entry.id) end
  return #list > 0 and list or nil
end

-- Metrics depend on the dashboard's environment, which is known when the body is rendered.
function ConcreteWidget._metric_token(left, right, keep_empty)
  return engine.lazy(function(ctx)
    return ConcreteWidget._metrics(ctx.stack, left, right) or (keep_empty and engine.list {} or nil)
  end, { kind = "any" })
end

return { ConcreteWidget = ConcreteWidget }
