--- JSON schemas as JSON has them, of users' JsonSchema tables.
local engine = require "luacdk.engine"
local hashed = require "aws_cdk.aws_apigateway.private.hashed"

local STRUCT = "aws_cdk.aws_apigateway.JsonSchema"
local DRAFT_4 = "http://json-schema.org/draft-04/schema#"

-- What JSON marks by a dollar sign.
local MARKED = { schema = "$schema", ref = "$ref" }

-- Whose entries users name, and whose values are taken as they are.
local NAMED = { definitions = true, properties = true, pattern_properties = true, dependencies = true }
local PLAIN = { enum = true, default = true }

-- The usual order of keys in schemas; other keys follow, sorted by name.
local ORDER = {
  "schema", "id", "ref", "title", "description", "type", "format", "enum", "default", "properties", "required",
}
local KEYS, IS_LIST = {}, {}

do
  local first = {}
  for _, name in ipairs(ORDER) do first[name] = true end
  for _, field in ipairs(engine.schema.type(STRUCT).fields) do
    if not first[field.name] then ORDER[#ORDER + 1] = field.name end
    KEYS[field.name] = MARKED[field.name] or field.jsii_name
    IS_LIST[field.name] = field.type:find "^list" ~= nil
  end
end

local function each(values, convert)
  local all = {}
  for i, value in ipairs(values) do all[i] = convert(value) end
  return engine.list(all)
end

-- Values that are no schemas, where the marks are made all the same.
local function plain(value)
  if type(value) ~= "table" or engine.is_unresolved(value) then return value end
  if #value > 0 then return each(value, plain) end
  local object = engine.ordered()
  for _, key in ipairs(engine.keys(value)) do object[MARKED[key] or key] = plain(value[key]) end
  return object
end

local convert

local function named(values)
  local object = engine.ordered()
  for _, key in ipairs(engine.keys(values)) do object[key] = convert(values[key]) end
  return object
end

local function member(name, value)
  if IS_LIST[name] and type(value) == "table" and next(value) == nil then return engine.list {} end
  if NAMED[name] then return named(value) end
  if PLAIN[name] then return plain(value) end
  return convert(value)
end

-- A schema, a list of them, or a value that represents one.
function convert(value)
  if type(value) ~= "table" or engine.is_unresolved(value) then return value end
  if #value > 0 then return each(value, convert) end
  local object = engine.ordered()
  for _, name in ipairs(hashed.order(value, ORDER)) do
    local one = value[name]
    if one ~= nil then object[KEYS[name]] = member(name, one) end
  end
  return object
end

--- The schema as JSON has it; of draft 4 unless it says another one.
local function json_schema(schema)
  local object = convert(schema)
  if not object["$schema"] then object["$schema"] = DRAFT_4 end
  return object
end

return json_schema
