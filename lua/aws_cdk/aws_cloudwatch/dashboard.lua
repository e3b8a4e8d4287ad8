-- Dashboards.
local engine = require "luacdk.engine"
local util = require "aws_cdk.aws_cloudwatch.metric_util"

local cdk = require "aws_cdk"
local cloudwatch = require "aws_cdk.aws_cloudwatch"
local l2 = require "aws_cdk.l2"

local Resource = cdk.Resource
local fail, display = engine.fail, engine.display

-- A list that is longer is no longer made the arguments of a call, of which there cannot be a million.
local MOST_ARGUMENTS = 1000

local Dashboard = l2.resource("aws_cdk.aws_cloudwatch.Dashboard", Resource, { name = { "dashboard_name" } })

-- The body is a string, so keys are in the reference's order.
local function body(self, props)
  local column = cloudwatch.Column()
  for _, row in ipairs(self._rows) do column:add_widget(row) end
  column:position(0, 0)
  local variables
  if #self._variables > 0 then
    variables = {}
    for i, variable in ipairs(self._variables) do variables[i] = variable:to_json() end
  end
  local interval = props.default_interval
  return engine.stack_of(self):to_json_string(engine.ordered(
    "start", interval and "-" .. interval:to_iso_string() or props.start,
    "end", not interval and props["end"] or nil,
    "periodOverride", props.period_override,
    "widgets", engine.list(column:to_json()),
    "variables", variables))
end

local function warn(self, widget)
  for id, text in util.each(widget.warnings_v2 or {}) do cdk.Annotations.of(self):add_warning_v2(id, text) end
  if engine.has(widget, "widgets") then
    for _, inner in ipairs(widget.widgets) do warn(self, inner) end
  end
end

local function add_row(self, widgets)
  if #widgets == 0 then return end
  for _, widget in ipairs(widgets) do warn(self, widget) end
  local row = widgets[1]
  if #widgets > 1 then
    row = cloudwatch.Row()
    row:_fill(widgets)
  end
  self._rows[#self._rows + 1] = row
end

--- Arguments: scope, id, DashboardProps: dashboard_name, default_interval, end, period_override, start, variables,
--  widgets (a list of rows).
function Dashboard:init(scope, id, props)
  Resource.init(self, scope, id, { physical_name = props.dashboard_name })
  local name = props.dashboard_name
  if type(name) == "string" and not engine.is_unresolved(name) and name:find "[^%w_-]" then
    fail(self, "dashboard_name can only have letters, digits, - and _, got %s", display(name))
  end
  if props.start ~= nil and props.default_interval ~= nil then
    fail(self, "start and default_interval cannot both be given")
  end
  if props["end"] ~= nil and props.start == nil then
    fail(self, "end can only be given together with start")
  end
  self._rows, self._variables = {}, {}
  self._resource = cloudwatch.CfnDashboard(self, "Resource", {
    dashboard_name = self.physical_name,
    dashboard_body = engine.lazy(function() return body(self, props) end, { kind = "string" }),
  })
  for _, row in ipairs(props.widgets or {}) do
    if #row <= MOST_ARGUMENTS then
      self:add_widgets(table.unpack(row))
    else
      add_row(self, table.move(row, 1, #row, 1, {}))
    end
  end
  for _, variable in ipairs(props.variables or {}) do self:add_variable(variable) end
end

Dashboard.get.dashboard_arn = function(self)
  return engine.stack_of(self):format_arn {
    service = "cloudwatch", resource = "dashboard", region = "", resource_name = self.physical_name or "",
  }
end

--- Adds a row of widgets below those that are there.
function Dashboard:add_widgets(...) add_row(self, { ... }) end

--- Adds a variable that the dashboard's readers can set.
function Dashboard:add_variable(variable) self._variables[#self._variables + 1] = variable end

return { Dashboard = Dashboard }
