--- The types of columns.
local engine = require "luacdk.engine"
local number_text = require("aws_cdk.l2").number_text

local fail = engine.fail

local Type = engine.class "aws_cdk.aws_glue.Type"

function Type:init(input_string, is_primitive) self.input_string, self.is_primitive = input_string, is_primitive end

local Schema = engine.class "aws_cdk.aws_glue.Schema"

function Schema:init() end

local function check(value, what, lowest, highest)
  if value < lowest or value > highest or value % 1 ~= 0 then
    fail(nil, "%s must be an integer between %d and %d, got %s", what, lowest, highest, engine.display(value))
  end
end

--- Decimal numbers. Arguments: how many digits (1 to 38), how many of them after the point (0 to 38).
function Schema.decimal(precision, scale)
  if not engine.is_unresolved(precision) then check(precision, "the precision of a decimal", 1, 38) end
  if scale == nil then return Type("decimal(" .. number_text(precision) .. ")", true) end
  if not engine.is_unresolved(scale) then check(scale, "the scale of a decimal", 0, 38) end
  return Type("decimal(" .. number_text(precision) .. "," .. number_text(scale) .. ")", true)
end

--- Text of exactly `length` characters, 1 to 255.
function Schema.char(length)
  check(length, "the length of a char", 1, 255)
  return Type("char(" .. number_text(length) .. ")", true)
end

--- Text of at most `length` characters, 1 to 65535.
function Schema.varchar(length)
  check(length, "the length of a varchar", 1, 65535)
  return Type("varchar(" .. number_text(length) .. ")", true)
end

--- Lists of items of the type.
function Schema.array(item_type) return Type("array<" .. item_type.input_string .. ">", false) end

--- Maps. Fails unless the type of the keys is primitive.
function Schema.map(key_type, value_type)
  if not key_type.is_primitive then
    fail(nil, "the keys of a map must be of a primitive type, got %s", engine.display(key_type.input_string))
  end
  return Type("map<" .. key_type.input_string .. "," .. value_type.input_string .. ">", false)
end

--- Records with a field for each Column; their comments do not count.
function Schema.struct(columns)
  local text = ""
  for i, column in ipairs(columns) do
    text = text .. (i > 1 and "," or "") .. column.name .. ":" .. column.type.input_string
  end
  return Type("struct<" .. text .. ">", false)
end

--- A type in Glue's words; it is primitive unless `is_primitive` is false.
function Schema.custom(input_string, is_primitive) return Type(input_string, is_primitive ~= false) end

return { Schema = Schema, Type = Type }
