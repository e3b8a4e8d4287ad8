-- Text on a dashboard.
local engine = require "luacdk.engine"

local ConcreteWidget = require("aws_cdk.aws_cloudwatch.concrete_widget").ConcreteWidget

local TextWidget = engine.class("aws_cdk.aws_cloudwatch.TextWidget", ConcreteWidget)

--- Argument: TextWidgetProps: markdown (required), background, height, width.
function TextWidget:init(props)
  ConcreteWidget.init(self, props.width or 6, props.height or 2)
  self._markdown = props.markdown
  self._background = props.background or "transparent"
end

function TextWidget:to_json()
  return self:_entry("text", engine.ordered("markdown", self._markdown, "background", self._background))
end

return { TextWidget = TextWidget }
