--- One line that makes a resource: what is required, with values that fit.
local engine = require "luacdk.engine"

local find = require "luacdk.schema.find"

local schema = engine.schema
local DEEPEST = 12 -- required properties inside of required ones
local KEYWORDS = { ["end"] = true, ["function"] = true, ["for"] = true, ["not"] = true, ["and"] = true, ["or"] = true,
  ["then"] = true, ["else"] = true, ["local"] = true, ["in"] = true, ["if"] = true, ["repeat"] = true }

local value

local function struct(name, depth)
  local parts = {}
  for _, field in ipairs(schema.type(name).fields) do
    if field.required then
      local key = KEYWORDS[field.name] and field.name .. "_" or field.name
      parts[#parts + 1] = key .. " = " .. value(field, field.type, depth + 1)
    end
  end
  return #parts > 0 and "{ " .. table.concat(parts, ", ") .. " }" or "{}"
end

function value(field, type, depth)
  local element = type:match "^list of (.*)"
  if element then return "{ " .. value(field, element, depth) .. " }" end
  element = type:match "^map of (.*)"
  if element then return "{ key = " .. value(field, element, depth) .. " }" end
  if type == "map" or type == "any" then return "{}" end
  if field.struct and type:find "%." and type:find(field.struct, 1, true) then
    return depth < DEEPEST and struct(field.struct, depth) or "{}"
  end
  if type:find "^number" then return ("%.14g"):format(field.number and field.number.min or 1) end
  if type:find "^boolean" then return "true" end
  local first = (field.values or field.known or {})[1]
  return first and ("%q"):format(first) or '"…"'
end

--- `type` is a resource's.
return function(type)
  local name = type.name:gsub("^Cfn", "")
  local call = ("%s(stack, %q"):format(find.short(type.full_name), name)
  local props = type.resource.props and struct(type.resource.props, 0) or "{}"
  return props == "{}" and call .. ")" or call .. ", " .. props .. ")"
end
