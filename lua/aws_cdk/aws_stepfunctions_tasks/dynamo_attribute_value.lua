--- Values of attributes, with the names of their types that DynamoDB wants.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"

local DynamoAttributeValue = engine.class "aws_cdk.aws_stepfunctions_tasks.DynamoAttributeValue"

function DynamoAttributeValue:init(value) self.attribute_value = value end

--- The value as DynamoDB wants it: { S = "text" }.
function DynamoAttributeValue:to_object() return self.attribute_value end

-- A map of attribute values as DynamoDB wants it, in its order; nil of nil.
local function attributes(map)
  if not map then return nil end
  local all = engine.ordered()
  for _, name in ipairs(engine.keys(map)) do all[name] = map[name]:to_object() end
  return all
end

local function number_text(value)
  if type(value) ~= "number" then return cdk.Tokenization.stringify_number(value) end
  return engine.to_json_string(nil, value)
end

local function each(list, what)
  local all = {}
  for i, value in ipairs(list) do all[i] = what(value) end
  return all
end

local function same(value) return value end

local function json_path(value, method)
  if tostring(value):sub(1, 1) ~= "$" then -- a token's text begins so, too
    engine.fail(nil, "DynamoAttributeValue.%s: the path must be '$' or start with '$.', got %s", method,
      engine.display(value))
  end
  return value
end

local function jsonata(value, method)
  local text = tostring(value)
  if text:sub(1, 2) ~= "{%" or text:sub(-2) ~= "%}" then
    engine.fail(nil, "DynamoAttributeValue.%s: the expression must start with '{%%' and end with '%%}', got %s", method,
      engine.display(value))
  end
  return value
end

-- Factory → name of the type, and what becomes of its argument.
local FACTORIES = {
  from_string = { "S", same }, from_number = { "N", number_text }, number_from_string = { "N", same },
  from_binary = { "B", same }, from_string_set = { "SS", same },
  from_number_set = { "NS", function(values) return each(values, number_text) end },
  number_set_from_strings = { "NS", same }, from_binary_set = { "BS", same }, from_map = { "M", attributes },
  map_from_jsonata = { "M", jsonata }, map_from_json_path = { "M.$", json_path },
  from_list = { "L", function(values) return each(values, function(value) return value:to_object() end) end },
  list_from_jsonata = { "L", jsonata }, list_from_json_path = { "L", json_path }, from_null = { "NULL", same },
  from_boolean = { "BOOL", same }, boolean_from_jsonata = { "BOOL", jsonata },
  boolean_from_json_path = { "BOOL", json_path },
}

for method, row in pairs(FACTORIES) do
  local kind, what = row[1], row[2]
  DynamoAttributeValue[method] = function(value) return DynamoAttributeValue { [kind] = what(value, method) } end
end

return { DynamoAttributeValue = DynamoAttributeValue, attributes = attributes }
