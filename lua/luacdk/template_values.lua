--- Values of templates: what is a list, a map or an intrinsic function, and texts for people.
local assembly = require "luacdk.assembly"
local engine = require "luacdk.engine"

local values = {}

local LIST = getmetatable(engine.list {})

--- Whether it is a list; an empty table without a mark is none.
function values.is_list(value) return type(value) == "table" and (#value > 0 or getmetatable(value) == LIST) end

local is_list = values.is_list

--- Whether it is a map, which an intrinsic function is too.
function values.is_map(value) return type(value) == "table" and not is_list(value) end

local is_map = values.is_map

--- The name and the argument of an intrinsic function, { Ref = … } or { ["Fn::…"] = … }; nil of anything else.
function values.intrinsic_of(value)
  if not is_map(value) then return nil end
  local first = pairs(value)
  local key, argument = first(value)
  if type(key) == "string" and (key == "Ref" or key:find "^Fn::") and first(value, key) == nil then
    return key, argument
  end
  return nil
end

local intrinsic_of = values.intrinsic_of

local function is_no_value(value)
  local name, argument = intrinsic_of(value)
  return name == "Ref" and argument == "AWS::NoValue"
end

--- A value on one line: texts as they are, others as JSON.
function values.as_text(value) return type(value) == "table" and assembly.print_json(value) or tostring(value) end

local as_text = values.as_text
local rendered

local function rendered_list(list)
  local result = engine.list {}
  for _, entry in ipairs(list) do
    if not is_no_value(entry) then result[#result + 1] = rendered(entry) end
  end
  return result
end

local function joined(separator, list)
  local texts = {}
  for i, entry in ipairs(rendered_list(list)) do texts[i] = as_text(entry) end
  return table.concat(texts, tostring(separator))
end

--- The value with its intrinsic functions as texts: `${Id}`, `${Id.Attribute}`, Fn::Join as its result, others as JSON.
function values.rendered(value)
  if type(value) ~= "table" then return value end
  if is_no_value(value) then return nil end
  local name, argument = intrinsic_of(value)
  if name == "Ref" then return "${" .. as_text(argument) .. "}" end
  if name == "Fn::GetAtt" and type(argument) == "table" then
    return ("${%s.%s}"):format(as_text(argument[1]), as_text(rendered(argument[2])))
  end
  if name == "Fn::Join" and type(argument) == "table" and type(argument[2]) == "table" and #argument[2] > 0 then
    return joined(argument[1], argument[2])
  end
  if name then return assembly.print_json(engine.ordered(name, rendered(argument))) end
  if not is_map(value) then return rendered_list(value) end
  local result = engine.ordered()
  for key, entry in pairs(value) do result[key] = rendered(entry) end
  return engine.map(result)
end

rendered = values.rendered

return values
