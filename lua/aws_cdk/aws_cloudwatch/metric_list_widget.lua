-- What widgets that show one list of metrics have in common.
local engine = require "luacdk.engine"

local ConcreteWidget = require("aws_cdk.aws_cloudwatch.concrete_widget").ConcreteWidget

local MetricListWidget = engine.class("aws_cdk.aws_cloudwatch.MetricListWidget", ConcreteWidget)

--- Argument: the properties of the widget: metrics, width and height (default 6), start, end, …
function MetricListWidget:init(props)
  ConcreteWidget.init(self, props.width or 6, props.height or 6)
  self:_check_times(props)
  self._props = props
  self._list = {}
  for _, metric in ipairs(props.metrics or {}) do self:add_metric(metric) end
end

function MetricListWidget:add_metric(metric)
  self._list[#self._list + 1] = metric
  self:copy_metric_warnings(metric)
end

return { MetricListWidget = MetricListWidget }
