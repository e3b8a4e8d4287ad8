--- `luacdk params --luals`: a definition file by which the Lua language server completes and checks values files in Lua
--- that say `---@type NAME.values` above their table.
local keywords = require "luacdk.keywords"
local words = require "luacdk.template.spec_words"

local function quoted(value) return ("%q"):format(value):gsub("\\\n", "\\n") end

-- The names of values in a union of literals; nil if they are not all strings.
local function literals(values)
  local list = {}
  for i, value in ipairs(values) do
    if type(value) ~= "string" then return nil end
    list[i] = quoted(value)
  end
  return table.concat(list, "|")
end

local PLAIN = {
  arn = "string", boolean = "boolean", cidr = "string", code = "table", duration = "string|number", enum = "string",
  integer = "integer", number = "number", secret = "string|table", size = "string", string = "string",
}

local function bracketed(text) return text:find "[|]" and "(" .. text .. ")" or text end

-- The text after a field: what it is, its bounds and its default, on one line.
local function remark(spec)
  local parts = {}
  local function add(text) if text and text ~= "" then parts[#parts + 1] = (text:gsub("%s+", " ")) end end
  add(words.doc(spec))
  add(words.constraints(spec))
  local default = words.default(spec)
  add(default ~= "" and (spec.default ~= nil and "default " .. default or default) or nil)
  return #parts > 0 and " " .. table.concat(parts, "; ") or ""
end

local add_class

-- A name for a class that none has yet: words from several kinds may differ only in what names of classes cannot have.
local function new_name(classes, around, word)
  local name = around .. "." .. word:gsub("[^%w_]+", "_")
  local unique, number = name, 1
  while classes.named[unique] do
    number = number + 1
    unique = name .. "_" .. number
  end
  classes.named[unique] = true
  return unique
end

local function key_of(field)
  return field:find "^[%a_][%w_]*$" and not keywords[field] and field or "[" .. quoted(field) .. "]"
end

-- The type of a parameter; adds the classes that it needs. Of fields, layers may leave out any.
local function type_of(spec, name, classes)
  if spec.type == "list" then
    local items = bracketed(type_of(spec.of, name, classes)) .. "[]"
    return ("%s|{ append: %s }"):format(items, items)
  elseif spec.type == "map" and spec.of then
    return ("table<string, %s>"):format(type_of(spec.of, name, classes))
  elseif spec.type == "map" then
    add_class(classes, name, spec)
    return name
  elseif spec.type == "union" then
    local kinds = {}
    for i, kind in ipairs(spec.order) do
      kinds[i] = new_name(classes, name, kind)
      add_class(classes, kinds[i], spec.kinds[kind])
    end
    return table.concat(kinds, "|")
  end
  return spec.type ~= "code" and spec.one_of and literals(spec.one_of) or PLAIN[spec.type]
end

function add_class(classes, name, map)
  local lines = { ("---@class (exact) %s"):format(name) }
  classes[#classes + 1] = lines
  for _, field in ipairs(map.order) do
    local spec = map.fields[field]
    local is_kind = map.union and field == map.union.key
    lines[#lines + 1] = ("---@field %s%s %s%s"):format(key_of(field), is_kind and "" or "?",
      type_of(spec, new_name(classes, name, field), classes), is_kind and "" or remark(spec))
  end
end

--- The text of the definition file.
return function(template)
  local name = template:default_name():gsub("[^%w_]+", "_") .. ".values"
  local classes = { named = {} }
  add_class(classes, name, { fields = template._specs, order = template._order })
  local texts = { "---@meta _", "" }
  if template.doc then texts[#texts + 1] = "--- " .. template.doc:gsub("%s+", " ") end
  for i, lines in ipairs(classes) do texts[#texts + 1] = table.concat(lines, "\n") .. (i < #classes and "\n" or "") end
  return table.concat(texts, "\n") .. "\n"
end
