--- A text of a value in which the keys of maps are sorted: equal values have equal texts, others different ones.
local engine = require "luacdk.engine"
local is_map = require "luacdk.template_values".is_map

local function add(parts, value, instead)
  if type(value) ~= "table" then
    parts[#parts + 1] = ("%s:%s\0"):format(type(value), tostring(value))
  elseif not is_map(value) then
    parts[#parts + 1] = "["
    for _, entry in ipairs(value) do add(parts, entry, instead) end
    parts[#parts + 1] = "]"
  else
    local text = instead and instead(value)
    if text then
      parts[#parts + 1] = ("<%s>"):format(text)
      return
    end
    local keys = engine.keys(value)
    table.sort(keys)
    parts[#parts + 1] = "{"
    for _, key in ipairs(keys) do
      parts[#parts + 1] = key .. "\0"
      add(parts, value[key], instead)
    end
    parts[#parts + 1] = "}"
  end
end

--- The text. `instead(map)` may return another text for a map; it is asked before what the map contains.
return function(value, instead)
  local parts = {}
  add(parts, value, instead)
  return table.concat(parts)
end
