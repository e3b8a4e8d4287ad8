--- What `luacdk params` says of a parameter, in words.
local assembly = require "luacdk.assembly"
local engine = require "luacdk.engine"

local words = {}

--- The type, such as "list of string".
function words.type(spec)
  if spec.type == "list" then return "list of " .. words.type(spec.of) end
  if spec.type == "map" and spec.of then return "map of " .. words.type(spec.of) end
  return spec.type
end

local function plain(value)
  if type(value) ~= "table" then return type(value) == "string" and value or engine.display(value) end
  return assembly.print_json(value)
end

--- The default, or that a value is required.
function words.default(spec)
  if spec.default == nil then return spec.required and (spec.deploy and "at deployment" or "required") or "" end
  if spec.row.masked then return spec.row.show() end
  if engine.class_name(spec.default) then return spec.row.show(spec.default) end
  return plain(spec.default)
end

local function bound(spec, limit)
  return type(limit) == "table" and spec.row.show(limit) or engine.display(limit)
end

local UNITS = { string = "characters", list = "items", map = "keys", cidr = "prefix bits" }

--- The bounds; nil if there are none.
function words.range(spec)
  local unit = UNITS[spec.type] and " " .. UNITS[spec.type] or ""
  if spec.min ~= nil and spec.max ~= nil then
    return ("%s to %s%s"):format(bound(spec, spec.min), bound(spec, spec.max), unit)
  end
  if spec.min ~= nil then return ("at least %s%s"):format(bound(spec, spec.min), unit) end
  if spec.max ~= nil then return ("at most %s%s"):format(bound(spec, spec.max), unit) end
end

--- What values are allowed beyond those of the type.
function words.constraints(spec)
  local parts = {}
  local function add(word) parts[#parts + 1] = word end
  local inner = spec.of
  if spec.one_of then
    local items = {}
    for i, item in ipairs(spec.one_of) do items[i] = plain(item) end
    add(table.concat(items, " | "))
  end
  if spec.kinds then add(spec.key .. ": " .. table.concat(spec.order, " | ")) end
  add(words.range(spec))
  if spec.pattern then add("like " .. spec.pattern) end
  if spec.service then
    add("of " .. (type(spec.service) == "table" and table.concat(spec.service, " or ") or spec.service))
  end
  if spec.version then add("IPv" .. math.tointeger(spec.version)) end
  if inner then
    local each = words.constraints(inner)
    if each ~= "" then add("each " .. each) end
  end
  return table.concat(parts, "; ")
end

--- The text with a full stop.
function words.sentence(text) return text:find "[.!?:;]%s*$" and text or text .. "." end

--- What a parameter is, what replaces it if it is deprecated, and when it is set. The definition's own words stay
-- unchanged.
function words.doc(spec)
  local doc = spec.doc ~= "" and spec.doc or nil
  if doc and (spec.deprecated or spec.deploy) then doc = words.sentence(doc) end
  local parts = { doc }
  if spec.deprecated then parts[#parts + 1] = "Deprecated: " .. words.sentence(spec.deprecated) end
  if spec.deploy then parts[#parts + 1] = "Parameter of the stack." end
  return table.concat(parts, " ")
end

return words
