-- Metrics as gauges.
local engine = require "luacdk.engine"
local util = require "aws_cdk.aws_cloudwatch.metric_util"

local MetricListWidget = require("aws_cdk.aws_cloudwatch.metric_list_widget").MetricListWidget

local GaugeWidget = engine.class("aws_cdk.aws_cloudwatch.GaugeWidget", MetricListWidget)

--- Argument: GaugeWidgetProps: metrics (required), annotations, left_y_axis (default 0 to 100), statistic, …
function GaugeWidget:init(props) MetricListWidget.init(self, props) end

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
  return self:_metric_entry(engine.ordered(
    "view", "gauge",
    "title", props.title,
    "region", self._region(props),
    "metrics", self._metric_token(self._list),
    "annotations", annotations,
    "yAxis", { left = axis },
    "legend", props.legend_position and { position = props.legend_position } or nil,
    "liveData", props.live_data))
end

return { GaugeWidget = GaugeWidget }
