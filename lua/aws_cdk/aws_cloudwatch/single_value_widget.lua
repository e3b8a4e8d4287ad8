-- The latest values of metrics.
local engine = require "luacdk.engine"

local ConcreteWidget = require("aws_cdk.aws_cloudwatch.concrete_widget").ConcreteWidget

local SingleValueWidget = engine.class("aws_cdk.aws_cloudwatch.SingleValueWidget", ConcreteWidget)

--- Argument: SingleValueWidgetProps: metrics (required), full_precision, period, sparkline, …
function SingleValueWidget:init(props)
  ConcreteWidget.init(self, props.width or 6, props.height or 3)
  if props.set_period_to_time_range and props.sparkline then
    engine.fail(nil, "set_period_to_time_range cannot be used with sparkline")
  end
  self:_check_times(props)
  for _, metric in ipairs(props.metrics) do self:copy_metric_warnings(metric) end
  self._props = props
end

function SingleValueWidget:to_json()
  local props = self._props
  return self:_entry("metric", engine.ordered(
    "view", "singleValue",
    "title", props.title,
    "region", self._region(props),
    "sparkline", props.sparkline,
    "metrics", self._metric_token(props.metrics, nil, true),
    "setPeriodToTimeRange", props.set_period_to_time_range,
    "singleValueFullPrecision", props.full_precision,
    "period", self._seconds(props.period),
    "start", props.start,
    "end", self._end(props),
    "accountId", props.account_id,
    "liveData", props.live_data))
end

return { SingleValueWidget = SingleValueWidget }
