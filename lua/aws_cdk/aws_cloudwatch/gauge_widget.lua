-- Metrics as gauges.
local engine = require "luacdk.engine"
local util = require "aws_cdk.aws_cloudwatch.metric_util"

local ConcreteWidget = require("aws_cdk.aws_cloudwatch.concrete_widget").ConcreteWidget

local GaugeWidget = engine.class("aws_cdk.aws_cloudwatch.GaugeWidget", ConcreteWidget)

--- Argument: GaugeWidgetProps: metrics (required), annotations, left_y_axis (default 0 to 100), statistic, …
function GaugeWidget:init(props)
  ConcreteWidget.init(self, props.width or 6, props.height or 6)
  self:_check_times(props)
  self._props = props
  self._list = {}
  for _, metric in ipairs(props.metrics or {}) do self:add_metric(metric) end
end

function GaugeWidget:add_metric(metric)
  self._list[#self._list + 1] = metric
  self:copy_metric_warnings(metric)
end

function GaugeWidget:to_json()
  local props = self._props
  local annotations
  if props.annotations and #props.annotations > 0 then
    annotations = {}
    for i, annotation in ipairs(props.annotations) do annotations[i] = self._horizontal(annotation) end
    annotations = { horizontal = annotations }
  end
  local axis = engine.ordered("min", 0, "max", 100)
  for key, value in util.each(self._camel(props.left_y_axis or {})) do axis[key] = value end
  return self:_entry("metric", engine.ordered(
    "view", "gauge",
    "title", props.title,
    "region", self._region(props),
    "metrics", self._metric_token(self._list),
    "annotations", annotations,
    "yAxis", { left = axis },
    "legend", props.legend_position and { position = props.legend_position } or nil,
    "liveData", props.live_data,
    "setPeriodToTimeRange", props.set_period_to_time_range,
    "period", self._seconds(props.period),
    "stat", props.statistic,
    "start", props.start,
    "end", self._end(props),
    "accountId", props.account_id))
end

return { GaugeWidget = GaugeWidget }
