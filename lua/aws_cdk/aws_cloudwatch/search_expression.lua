-- Searches for metrics, for graphs.
local engine = require "luacdk.engine"

local cdk = require "aws_cdk"

local SearchExpression = engine.class "aws_cdk.aws_cloudwatch.SearchExpression"

local FIELDS = { "label", "color", "visible", "search_account", "search_region" }

--- Argument: SearchExpressionProps: expression (required), color, label, period, search_account, search_region,
--  visible.
function SearchExpression:init(props)
  self.expression = props.expression
  self.period = props.period or cdk.Duration.minutes(5)
  for _, name in ipairs(FIELDS) do self[name] = props[name] end
end

--- An expression with some properties changed; the same one when nothing changes.
function SearchExpression:with(props)
  props = engine.check_struct("aws_cdk.aws_cloudwatch.SearchExpressionOptions", props, "props")
  local changed = props.period ~= nil and props.period:to_seconds() ~= self.period:to_seconds()
  local all = { expression = self.expression, period = props.period or self.period }
  for _, name in ipairs(FIELDS) do
    all[name] = self[name]
    if props[name] ~= nil and props[name] ~= self[name] then
      all[name] = props[name]
      changed = true
    end
  end
  return changed and SearchExpression(all) or self
end

--- The search as data, for graphs.
function SearchExpression:to_metric_config()
  return {
    search_expression = {
      period = self.period:to_seconds(),
      expression = self.expression,
      using_metrics = {},
      search_account = self.search_account,
      search_region = self.search_region,
    },
    rendering_properties = { label = self.label, color = self.color, visible = self.visible },
  }
end

function SearchExpression:to_string() return tostring(self.label or self.expression) end

return { SearchExpression = SearchExpression }
