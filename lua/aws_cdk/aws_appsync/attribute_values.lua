--- Attributes of items that a resolver puts into a table.
local engine = require "luacdk.engine"
local appsync = require "aws_cdk.aws_appsync"

local AttributeValues = engine.class "aws_cdk.aws_appsync.AttributeValues"

--- Arguments: the expression of the map that they are put into, a list of Assign.
function AttributeValues:init(container, assignments)
  self._container, self._assignments = container, assignments or {}
end

local AttributeValuesStep = engine.class "aws_cdk.aws_appsync.AttributeValuesStep"

--- Arguments: the attribute, and what its AttributeValues was made of.
function AttributeValuesStep:init(attr, container, assignments)
  self._attr, self._container, self._assignments = attr, container, assignments
end

--- The value of the attribute.
function AttributeValuesStep:is(val)
  local assignments = self._assignments
  assignments[#assignments + 1] = appsync.Assign(self._attr, val)
  return AttributeValues(self._container, assignments)
end

--- Begins a further attribute.
function AttributeValues:attribute(attr) return AttributeValuesStep(attr, self._container, self._assignments) end

--- The statements that make the map.
function AttributeValues:render_variables()
  local statements = ""
  for i, one in ipairs(self._assignments) do
    statements = statements .. (i > 1 and "\n" or "") .. one:put_in_map "input"
  end
  return "#set($input = " .. self._container .. ")\n      " .. statements
end

--- The attributes as mapping templates have them.
function AttributeValues.render_template()
  return '"attributeValues": $util.dynamodb.toMapValuesJson($input)'
end

local Values = engine.class "aws_cdk.aws_appsync.Values"

function Values:init() end

--- All arguments of the field, or all within that one.
function Values.projecting(arg)
  return AttributeValues("$ctx.args" .. ((arg or "") ~= "" and "." .. arg or ""))
end

--- Begins with one attribute.
function Values.attribute(attr) return AttributeValues("{}"):attribute(attr) end

return { AttributeValues = AttributeValues, AttributeValuesStep = AttributeValuesStep, Values = Values }
