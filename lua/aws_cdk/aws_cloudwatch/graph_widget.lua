-- Metrics as graphs.
local engine = require "luacdk.engine"

local ConcreteWidget = require("aws_cdk.aws_cloudwatch.concrete_widget").ConcreteWidget

local GraphWidget = engine.class("aws_cdk.aws_cloudwatch.GraphWidget", ConcreteWidget)

local function is_iso8601(text)
  local year, month, day, hour, minute, second = text:match "^%-?(%d%d%d%d+)%-(%d%d)%-(%d%d)T(%d%d):(%d%d):(%d%d)"
  if not year then return false end
  local rest = text:match "^%-?%d+%-%d%d%-%d%dT%d%d:%d%d:%d%d(.*)$"
  return tonumber(month) >= 1 and tonumber(month) <= 12 and tonumber(day) >= 1 and tonumber(day) <= 31
    and tonumber(hour) <= 23 and tonumber(minute) <= 59 and tonumber(second) <= 59
    and (rest == "" or rest == "Z" or rest:find "^.%d+Z?$" ~= nil)
end

--- Whether the string is an ISO 8601 date, such as "2026-01-31T12:00:00Z".
function GraphWidget.is_iso8601(date) return is_iso8601(date) end

--- Argument: GraphWidgetProps: left, right (metrics by axis), left_annotations, right_annotations,
--  vertical_annotations, left_y_axis, right_y_axis, view, stacked, …
function GraphWidget:init(props)
  ConcreteWidget.init(self, props.width or 6, props.height or 6)
  for _, annotation in ipairs(props.vertical_annotations or {}) do
    if not is_iso8601(annotation.date) then
      engine.fail(nil, "the date of a vertical annotation must be like \"2026-01-31T12:00:00Z\", got %s",
        engine.display(annotation.date))
    end
  end
  self:_check_times(props)
  if props.display_labels_on_chart and props.view ~= "pie" then
    engine.fail(nil, "display_labels_on_chart can only be set with view GraphWidgetView.PIE")
  end
  self._props = props
  self._left, self._right = {}, {}
  for _, metric in ipairs(props.left or {}) do self:add_left_metric(metric) end
  for _, metric in ipairs(props.right or {}) do self:add_right_metric(metric) end
end

function GraphWidget:add_left_metric(metric)
  self._left[#self._left + 1] = metric
  self:copy_metric_warnings(metric)
end

function GraphWidget:add_right_metric(metric)
  self._right[#self._right + 1] = metric
  self:copy_metric_warnings(metric)
end

local function horizontal(annotations, axis, list)
  for _, annotation in ipairs(annotations or {}) do
    local json = ConcreteWidget._horizontal(annotation)
    json.yAxis = axis
    list[#list + 1] = json
  end
end

local function annotations_of(props)
  local across, along = {}, {}
  horizontal(props.left_annotations, "left", across)
  horizontal(props.right_annotations, "right", across)
  for i, annotation in ipairs(props.vertical_annotations or {}) do
    along[i] = engine.ordered("value", annotation.date, "label", annotation.label, "color", annotation.color,
      "fill", annotation.fill, "visible", annotation.visible)
  end
  if #across == 0 and #along == 0 then return nil end
  return engine.ordered("horizontal", #across > 0 and across or nil, "vertical", #along > 0 and along or nil)
end

function GraphWidget:to_json()
  local props = self._props
  return self:_metric_entry(engine.ordered(
    "view", props.view or "timeSeries",
    "title", props.title,
    "region", self._region(props),
    "stacked", props.stacked,
    "labels", props.display_labels_on_chart and { visible = true } or nil,
    "metrics", self._metric_token(self._left, self._right),
    "annotations", annotations_of(props),
    "yAxis", engine.map { left = self._camel(props.left_y_axis), right = self._camel(props.right_y_axis) },
    "legend", props.legend_position and { position = props.legend_position } or nil,
    "liveData", props.live_data))
end

return { GraphWidget = GraphWidget }
