-- Variables of dashboards: what their readers can choose.
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"

local fail, display = engine.fail, engine.display

local Values = engine.class "aws_cdk.aws_cloudwatch.Values"

function Values:init() end

local StaticValues = engine.class("aws_cdk.aws_cloudwatch.StaticValues", Values)

function StaticValues:init(values) self._values = values end

function StaticValues:_add_to(json)
  local list = {}
  for i, value in ipairs(self._values) do list[i] = engine.ordered("label", value.label, "value", value.value) end
  json.values = list
end

local SearchValues = engine.class("aws_cdk.aws_cloudwatch.SearchValues", Values)

function SearchValues:init(expression, populate_from) self._expression, self._from = expression, populate_from end

function SearchValues:_add_to(json)
  json.search = self._expression
  json.populateFrom = self._from
end

-- The values in the form of a dashboard's body.
for _, class in ipairs { StaticValues, SearchValues } do
  function class:to_json()
    local json = engine.ordered()
    self:_add_to(json)
    return json
  end
end

--- Values to choose from: tables with value and label.
function Values.from_values(...)
  if select("#", ...) == 0 then fail(nil, "from_values needs at least one value") end
  return StaticValues { ... }
end

--- Values found by a search expression; `populate_from` is the dimension they are taken from.
function Values.from_search(expression, populate_from) return SearchValues(expression, populate_from) end

--- Values found by a search, given by its parts: dimensions, metric_name, namespace, populate_from.
function Values.from_search_components(components)
  local dimensions, found = components.dimensions, false
  if #dimensions == 0 then fail(nil, "dimensions must name at least one dimension") end
  for _, dimension in ipairs(dimensions) do found = found or dimension == components.populate_from end
  if not found then fail(nil, "populate_from (%s) must be one of the dimensions", display(components.populate_from)) end
  return SearchValues(('{%s,%s} MetricName="%s"'):format(tostring(components.namespace), l2.joined(dimensions, ","),
    tostring(components.metric_name)), components.populate_from)
end

local DefaultValue = engine.class "aws_cdk.aws_cloudwatch.DefaultValue"

function DefaultValue:init(value) self.val = value end

--- An initial value; DefaultValue.FIRST is the first one.
function DefaultValue.value(value) return DefaultValue(value) end

local DashboardVariable = engine.class "aws_cdk.aws_cloudwatch.DashboardVariable"

--- Argument: DashboardVariableOptions: id, input_type, type, value (required), default_value, label, values, visible.
function DashboardVariable:init(options)
  local is_input = options.input_type == "input"
  if not is_input and not options.values then
    fail(nil, "a variable with input_type %s needs values", display(options.input_type))
  end
  if is_input and options.values then
    fail(nil, "a variable with input_type INPUT cannot have values; -> use SELECT or RADIO, or leave the values out")
  end
  self._options = options
end

function DashboardVariable:to_json()
  local options = self._options
  local json = engine.ordered(
    options.type, options.value,
    "type", options.type,
    "inputType", options.input_type,
    "id", options.id,
    "defaultValue", options.default_value and options.default_value.val,
    "visible", options.visible,
    "label", options.label)
  if options.values then
    for key, value in pairs(options.values:to_json()) do json[key] = value end
  end
  return json
end

return { DashboardVariable = DashboardVariable, DefaultValue = DefaultValue, Values = Values }
