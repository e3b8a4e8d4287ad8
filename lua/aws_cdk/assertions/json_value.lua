--- Values of templates and patterns, by JSON's types. Lua has one table for lists and maps: an empty one that is not
--- marked (`cdk.list {}`) may be either.
local assembly = require "luacdk.assembly"
local engine = require "luacdk.engine"

local json_value = {}

local LIST, MAP = getmetatable(engine.list {}), getmetatable(engine.map {})

local function refuse(value)
  if engine.is_unresolved(value) then
    engine.fail(nil, "%s cannot be part of a pattern, since templates contain resolved values: -> write "
      .. "stack:resolve(value)",
      engine.display(value))
  end
  return engine.fail(nil, "a pattern consists of JSON values and matchers, not %s", engine.display(value))
end

--- "nil", "null", "string", "number", "boolean", "list", "map", or "empty" for a table that may be a list or a map.
--- Anything else is an error.
function json_value.kind(value)
  local kind = type(value)
  if kind == "table" then
    local mark = getmetatable(value)
    if mark == LIST or mark == nil and #value > 0 then return "list" end
    if mark == MAP or engine.is_ordered(value) then return "map" end
    if mark == nil then return next(value) == nil and "empty" or "map" end
  elseif value == engine.NULL then
    return "null"
  elseif kind == "nil" or kind == "number" or kind == "boolean" or kind == "string" then
    return kind
  end
  return refuse(value)
end

--- The pattern, if it contains only JSON values and instances of `Matcher`; else an error on the user's line.
function json_value.pattern(pattern, Matcher)
  if type(pattern) ~= "table" then
    if type(pattern) == "string" and engine.is_unresolved(pattern) then refuse(pattern) end
    json_value.kind(pattern)
  elseif not engine.is_a(pattern, Matcher) then
    json_value.kind(pattern)
    for _, part in pairs(pattern) do json_value.pattern(part, Matcher) end
  end
  return pattern
end

function json_value.is_list(value)
  local kind = json_value.kind(value)
  return kind == "list" or kind == "empty"
end

function json_value.is_map(value)
  local kind = json_value.kind(value)
  return kind == "map" or kind == "empty"
end

local TOLD = { list = "a list", map = "a map", empty = "an empty table", null = "null", ["nil"] = "nothing" }

--- The kind of a value for messages: "a string", "a list".
function json_value.told(value)
  local kind = json_value.kind(value)
  return TOLD[kind] or "a " .. kind
end

--- The value as JSON, on one line or, with `indent`, on several; "nothing" for nil.
function json_value.text(value, indent)
  if value == nil then return "nothing" end
  return assembly.print_json(value, indent)
end

--- The keys of a map: in a template's order; sorted in other tables.
function json_value.keys(map)
  local keys = {}
  for key in pairs(map) do keys[#keys + 1] = key end
  if not engine.is_ordered(map) then
    table.sort(keys, function(a, b) return tostring(a) < tostring(b) end)
  end
  return keys
end

--- A copy for users: plain tables, which compare by content.
function json_value.plain(value)
  if type(value) ~= "table" then return value end
  local copy = {}
  for key, item in pairs(value) do copy[key] = json_value.plain(item) end
  return copy
end

return json_value
