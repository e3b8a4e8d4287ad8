-- An alarm's metric with its threshold.
local engine = require "luacdk.engine"

local ConcreteWidget = require("aws_cdk.aws_cloudwatch.concrete_widget").ConcreteWidget

local AlarmWidget = engine.class("aws_cdk.aws_cloudwatch.AlarmWidget", ConcreteWidget)

--- Argument: AlarmWidgetProps: alarm (required), account_id, height, left_y_axis, region, title, width.
function AlarmWidget:init(props)
  ConcreteWidget.init(self, props.width or 6, props.height or 6)
  self._props = props
end

function AlarmWidget:to_json()
  local props = self._props
  return self:_entry("metric", engine.ordered(
    "view", "timeSeries",
    "title", props.title,
    "region", self._region(props),
    "annotations", { alarms = { props.alarm.alarm_ref.alarm_arn } },
    "yAxis", engine.map { left = self._camel(props.left_y_axis) },
    "accountId", props.account_id))
end

return { AlarmWidget = AlarmWidget }
