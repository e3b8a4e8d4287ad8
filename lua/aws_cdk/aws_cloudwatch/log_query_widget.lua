-- Results of a query over log groups.
local engine = require "luacdk.engine"

local ConcreteWidget = require("aws_cdk.aws_cloudwatch.concrete_widget").ConcreteWidget

local LogQueryWidget = engine.class("aws_cdk.aws_cloudwatch.LogQueryWidget", ConcreteWidget)

--- Argument: LogQueryWidgetProps: log_group_names (required), query_string or query_lines, view, …
function LogQueryWidget:init(props)
  ConcreteWidget.init(self, props.width or 6, props.height or 6)
  if #props.log_group_names == 0 then engine.fail(nil, "log_group_names must name at least one log group") end
  local text, lines = props.query_string, props.query_lines
  if (text ~= nil and text ~= "") == (lines ~= nil) then
    engine.fail(nil, "give exactly one of query_string and query_lines")
  end
  self._props = props
end

local function joined(list, separator, before, after)
  local text
  for _, value in ipairs(list) do
    local part = before .. value .. after
    if text == nil then text = part else text = text .. separator .. part end
  end
  return text or ""
end

function LogQueryWidget:to_json()
  local props = self._props
  local view = props.view or "table"
  local series = view == "line" or view == "stackedarea"
  local query = props.query_lines and joined(props.query_lines, "\n| ", "", "") or props.query_string
  local properties = engine.ordered(
    "view", series and "timeSeries" or view,
    "title", props.title,
    "region", self._region(props),
    "accountId", props.account_id,
    "query", joined(props.log_group_names, " | ", "SOURCE '", "'") .. " | " .. query,
    "queryLanguage", props.query_language)
  if series then properties.stacked = view == "stackedarea" end
  return self:_entry("log", properties)
end

return { LogQueryWidget = LogQueryWidget }
