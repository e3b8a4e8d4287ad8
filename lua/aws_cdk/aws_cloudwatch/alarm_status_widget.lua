-- The states of several alarms.
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"

local ConcreteWidget = require("aws_cdk.aws_cloudwatch.concrete_widget").ConcreteWidget

local AlarmStatusWidget = engine.class("aws_cdk.aws_cloudwatch.AlarmStatusWidget", ConcreteWidget)

--- Argument: AlarmStatusWidgetProps: alarms (required), height, sort_by, states, title, width.
function AlarmStatusWidget:init(props)
  ConcreteWidget.init(self, props.width or 6, props.height or 3)
  self._props = props
end

function AlarmStatusWidget:to_json()
  local props = self._props
  return self:_entry("alarm", engine.ordered(
    "title", props.title or "Alarm Status",
    "alarms", l2.pluck(props.alarms, "alarm_ref.alarm_arn"),
    "states", props.states,
    "sortBy", props.sort_by))
end

return { AlarmStatusWidget = AlarmStatusWidget }
