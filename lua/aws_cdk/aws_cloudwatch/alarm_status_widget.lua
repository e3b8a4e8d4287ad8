-- The states of several alarms.
local engine = require "luacdk.engine"

local ConcreteWidget = require("aws_cdk.aws_cloudwatch.concrete_widget").ConcreteWidget

local AlarmStatusWidget = engine.class("aws_cdk.aws_cloudwatch.AlarmStatusWidget", ConcreteWidget)

--- Argument: AlarmStatusWidgetProps: alarms (required), height, sort_by, states, title, width.
function AlarmStatusWidget:init(props)
  ConcreteWidget.init(self, props.width or 6, props.height or 3)
  self._props = props
end

function AlarmStatusWidget:to_json()
  local props, arns = self._props, {}
  for i, alarm in ipairs(props.alarms) do arns[i] = alarm.alarm_ref.alarm_arn end
  return self:_entry("alarm", engine.ordered(
    "title", props.title or "Alarm Status",
    "alarms", engine.list(arns),
    "states", props.states,
    "sortBy", props.sort_by))
end

return { AlarmStatusWidget = AlarmStatusWidget }
