-- A widget drawn by a Lambda function.
local engine = require "luacdk.engine"

local ConcreteWidget = require("aws_cdk.aws_cloudwatch.concrete_widget").ConcreteWidget

local CustomWidget = engine.class("aws_cdk.aws_cloudwatch.CustomWidget", ConcreteWidget)

--- Argument: CustomWidgetProps: function_arn, title (required), params, update_on_refresh, update_on_resize,
--  update_on_time_range_change.
function CustomWidget:init(props)
  ConcreteWidget.init(self, props.width or 6, props.height or 6)
  self._props = props
end

function CustomWidget:to_json()
  local props = self._props
  return self:_entry("custom", engine.ordered(
    "endpoint", props.function_arn,
    "params", props.params,
    "title", props.title,
    "updateOn", engine.ordered(
      "refresh", props.update_on_refresh ~= false,
      "resize", props.update_on_resize ~= false,
      "timeRange", props.update_on_time_range_change ~= false)))
end

return { CustomWidget = CustomWidget }
