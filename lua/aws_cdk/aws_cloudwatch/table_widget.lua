-- Metrics as a table.
local engine = require "luacdk.engine"

local MetricListWidget = require("aws_cdk.aws_cloudwatch.metric_list_widget").MetricListWidget

local TableThreshold = engine.class "aws_cdk.aws_cloudwatch.TableThreshold"

function TableThreshold:init(lower, upper, color, comparator)
  self._lower, self._upper, self._color, self._comparator = lower, upper, color, comparator
end

--- Marks values above, below or between the given ones by a colour.
function TableThreshold.above(value, color) return TableThreshold(value, nil, color, "above") end
function TableThreshold.below(value, color) return TableThreshold(value, nil, color, "below") end
function TableThreshold.between(lower_bound, upper_bound, color)
  return TableThreshold(lower_bound, upper_bound, color)
end

function TableThreshold:to_json()
  local first = engine.ordered("value", self._lower, "color", self._color)
  if self._upper and self._upper ~= 0 then return { first, { value = self._upper } } end
  first.fill = self._comparator
  return first
end

local TableWidget = engine.class("aws_cdk.aws_cloudwatch.TableWidget", MetricListWidget)

--- Argument: TableWidgetProps: metrics, layout, summary, thresholds, show_units_in_label, …
function TableWidget:init(props) MetricListWidget.init(self, props) end

function TableWidget:to_json()
  local props = self._props
  local summary, annotations = props.summary or {}, nil
  if props.thresholds and #props.thresholds > 0 then
    annotations = {}
    for i, threshold in ipairs(props.thresholds) do annotations[i] = threshold:to_json() end
    annotations = { horizontal = annotations }
  end
  return self:_metric_entry(engine.ordered(
    "title", props.title,
    "view", "table",
    "table", engine.ordered(
      "layout", props.layout or "horizontal",
      "showTimeSeriesData", not summary.hide_non_summary_columns,
      "stickySummary", summary.sticky or false,
      "summaryColumns", engine.list(summary.columns or {})),
    "region", self._region(props),
    "metrics", self._metric_token(self._list),
    "annotations", annotations,
    "yAxis", engine.map { left = props.show_units_in_label and { showUnits = true } or nil },
    "liveData", props.live_data,
    "singleValueFullPrecision", props.full_precision))
end

return { TableWidget = TableWidget, TableThreshold = TableThreshold }
