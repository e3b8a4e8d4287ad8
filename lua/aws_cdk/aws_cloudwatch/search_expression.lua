-- Searches for metrics, for graphs.
local engine = require "luacdk.engine"
local util = require "aws_cdk.aws_cloudwatch.metric_util"

local SearchExpression = engine.class "aws_cdk.aws_cloudwatch.SearchExpression"

--- Argument: SearchExpressionProps: expression (required), color, label, period, search_account, search_region,
--  visible.
function SearchExpression:init(props) util.set_expression_options(self, props) end

--- An expression with some properties changed; the same one when nothing changes.
function SearchExpression:with(props)
  local all, changed = util.changed_expression(self, props)
  return changed and SearchExpression(all) or self
end

--- The search as data, for graphs.
function SearchExpression:to_metric_config()
  return util.expression_config(self, "search_expression", {})
end

function SearchExpression:to_string() return tostring(self.label or self.expression) end

return { SearchExpression = SearchExpression }
