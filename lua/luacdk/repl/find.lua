--- `:find`: elements of the templates by terms such as `type=AWS::IAM::*`, `id=*Role*`, `path=Api/*`, `prop.Timeout=3`.
local assembly = require "luacdk.assembly"
local engine = require "luacdk.engine"

local find = {}

--- A Lua pattern for a glob that matches a whole text: `*` any characters, `?` one; case does not matter.
local function pattern_of(glob)
  return "^" .. glob:lower():gsub("[%^$()%%.%[%]+%-]", "%%%0"):gsub("%*", ".*"):gsub("%?", ".") .. "$"
end

local function matches(text, pattern) return type(text) == "string" and text:lower():find(pattern) ~= nil end

-- The id of the construct itself, and of the one whose main resource it is.
local function ids_of(path)
  local parent, id = path:match "([^/]*)/([^/]*)$"
  if id == "Resource" or id == "Default" then return id, parent end
  return id or path
end

-- A value of a template by a path such as Environment.Variables.A or Layers[0].
local function value_at(value, path)
  for step in path:gmatch "[^.%[%]]+" do
    if type(value) ~= "table" then return nil end
    local index = math.tointeger(tonumber(step))
    local inner = value[step]
    if inner == nil and index then inner = value[index + 1] end
    value = inner
  end
  return value
end

local function text_of(value)
  if type(value) == "string" then return value end
  return value ~= nil and assembly.print_json(value) or nil
end

local FIELDS = {
  type = function(element) return element.type end,
  path = function(element) return element.path end,
  stack = function(element) return element.stack.label end,
  section = function(element) return element.section end,
  class = function(element) return element.class and element.class:match "[^.]+$" end,
}

-- A term as a function(element) → boolean; or nil and what is wrong.
local function term(text)
  local name, glob = text:match "^([%w_.%[%]:]+)=(.*)$"
  if not name then
    local property = text:match "^prop%.(.+)$"
    if property then
      return function(element) return element.properties ~= nil and value_at(element.properties, property) ~= nil end
    end
    local pattern = pattern_of(text:find "[*?]" and text or "*" .. text .. "*")
    return function(element)
      return matches(element.id, pattern) or matches(element.type, pattern) or matches(element.path, pattern)
    end
  end
  local pattern = pattern_of(glob)
  if name == "id" then
    return function(element)
      local own, parent = ids_of(element.path)
      return matches(element.id, pattern) or matches(own, pattern) or matches(parent, pattern)
    end
  end
  local property = name:match "^prop%.(.+)$"
  if property then
    return function(element)
      return element.properties ~= nil and matches(text_of(value_at(element.properties, property)), pattern)
    end
  end
  local field = FIELDS[name]
  if not field then
    local known = { "id", "prop" }
    for one in pairs(FIELDS) do known[#known + 1] = one end
    table.sort(known)
    local best = engine.nearest(name, known)
    return nil, ("'%s' cannot be searched; %s"):format(name, best and ("did you mean '%s'?"):format(best)
      or "terms are " .. table.concat(known, ", ") .. ".NAME")
  end
  return function(element) return matches(field(element), pattern) end
end

--- The elements of a preview that match all terms, in the form of preview:element; or nil and what is wrong.
function find.elements(preview, text)
  local terms = {}
  for word in text:gmatch "%S+" do
    local one, message = term(word)
    if not one then return nil, message end
    terms[#terms + 1] = one
  end
  local found = {}
  for _, stack in ipairs(preview.stacks) do
    local resources = stack.template and stack.template.Resources or {}
    for _, element in ipairs(stack.elements) do
      local body = element.section == "Resources" and resources[element.id]
      local type_of = type(body) == "table" and body.Type -- overrides may have put anything there
      element.type = type(type_of) == "string" and type_of or nil
      element.properties = type(body) == "table" and (body.Properties or {}) or nil
      local all = true
      for _, one in ipairs(terms) do all = all and one(element) end
      if all then found[#found + 1] = element end
    end
  end
  return found
end

return find
