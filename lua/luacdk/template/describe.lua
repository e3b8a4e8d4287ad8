--- The parameters of a template: as a table, JSON Schema or Markdown.
local assembly = require "luacdk.assembly"
local engine = require "luacdk.engine"

local describe = {}

local ordered = engine.ordered

-- ---- words ----------------------------------------------------------------------------------------------------------

local function type_words(spec)
  if spec.type == "list" then return "list of " .. type_words(spec.of) end
  if spec.type == "map" and spec.of then return "map of " .. type_words(spec.of) end
  return spec.type
end

local function plain(value)
  if type(value) ~= "table" then return type(value) == "string" and value or engine.display(value) end
  return assembly.print_json(value)
end

local function shown_default(spec)
  if spec.default == nil then return spec.required and (spec.deploy and "at deployment" or "required") or "" end
  if spec.row.masked then return spec.row.show() end
  if engine.class_name(spec.default) then return spec.row.show(spec.default) end
  return plain(spec.default)
end

local function bound(spec, limit)
  return type(limit) == "table" and spec.row.show(limit) or engine.display(limit)
end

local UNITS = { string = "characters", list = "items", map = "keys", cidr = "prefix bits" }

local function range_words(spec)
  local unit = UNITS[spec.type] and " " .. UNITS[spec.type] or ""
  if spec.min ~= nil and spec.max ~= nil then
    return ("%s to %s%s"):format(bound(spec, spec.min), bound(spec, spec.max), unit)
  end
  if spec.min ~= nil then return ("at least %s%s"):format(bound(spec, spec.min), unit) end
  if spec.max ~= nil then return ("at most %s%s"):format(bound(spec, spec.max), unit) end
end

local function constraint_words(spec)
  local words = {}
  local function add(word) words[#words + 1] = word end
  local inner = spec.of
  if spec.one_of then
    local items = {}
    for i, item in ipairs(spec.one_of) do items[i] = plain(item) end
    add(table.concat(items, " | "))
  end
  add(range_words(spec))
  if spec.pattern then add("like " .. spec.pattern) end
  if spec.service then
    add("of " .. (type(spec.service) == "table" and table.concat(spec.service, " or ") or spec.service))
  end
  if spec.version then add("IPv" .. math.tointeger(spec.version)) end
  if inner then
    local each = constraint_words(inner)
    if each ~= "" then add("each " .. each) end
  end
  return table.concat(words, "; ")
end

local function sentence(text) return text:find "[.!?:;]%s*$" and text or text .. "." end

-- What a parameter is, what replaces it if it is deprecated, and when it is set. The definition's own words stay
-- unchanged.
local function doc_words(spec)
  local doc = spec.doc ~= "" and spec.doc or nil
  if doc and (spec.deprecated or spec.deploy) then doc = sentence(doc) end
  local words = { doc }
  if spec.deprecated then words[#words + 1] = "Deprecated: " .. sentence(spec.deprecated) end
  if spec.deploy then words[#words + 1] = "Parameter of the stack." end
  return table.concat(words, " ")
end

-- The rows of all parameters: name, type, default, allowed values, description.
local function rows_of(template)
  local rows = {}
  local function add(specs, order, prefix)
    for _, name in ipairs(order) do
      local spec = specs[name]
      local inner, path = spec, prefix .. name
      rows[#rows + 1] = { path, type_words(spec), shown_default(spec), constraint_words(spec),
        (doc_words(spec):gsub("%s+", " ")) }
      while inner.of do
        path = path .. (inner.type == "list" and "[]" or ".*")
        inner = inner.of
      end
      if inner.fields then add(inner.fields, inner.order, path .. ".") end
    end
  end
  add(template._specs, template._order, "")
  return rows
end

-- ---- the table ------------------------------------------------------------------------------------------------------

local HEADINGS = { "NAME", "TYPE", "DEFAULT", "ALLOWED", "WHAT" }

local function length(text) return utf8.len(text, 1, -1, true) or #text end

describe.table = function(template)
  local rows = rows_of(template)
  if #rows == 0 then return "The definition has no parameters.\n" end
  table.insert(rows, 1, HEADINGS)
  local widths = {}
  for _, row in ipairs(rows) do
    for i, text in ipairs(row) do widths[i] = math.max(widths[i] or 0, length(text)) end
  end
  local lines = {}
  for _, row in ipairs(rows) do
    local cells = {}
    for i, text in ipairs(row) do cells[i] = text .. (" "):rep(widths[i] - length(text)) end
    lines[#lines + 1] = (table.concat(cells, "  "):gsub("%s+$", ""))
  end
  return table.concat(lines, "\n") .. "\n"
end

-- ---- Markdown -------------------------------------------------------------------------------------------------------

local function code(text)
  if text == "" then return "" end
  return "`" .. text:gsub("|", "\\|") .. "`"
end

function describe.markdown(template)
  local lines = { "# " .. template:default_name(), "" }
  if template.doc then
    lines[#lines + 1] = template.doc
    lines[#lines + 1] = ""
  end
  local rows = rows_of(template)
  if #rows == 0 then
    lines[#lines + 1] = "There are no parameters."
    return table.concat(lines, "\n") .. "\n"
  end
  lines[#lines + 1] = "| Parameter | Type | Default | Allowed | What it is |"
  lines[#lines + 1] = "|---|---|---|---|---|"
  for _, row in ipairs(rows) do
    local default = (row[3] == "required" or row[3] == "at deployment") and row[3] or code(row[3])
    lines[#lines + 1] = ("| %s | %s | %s | %s | %s |"):format(code(row[1]), row[2], default, (row[4]:gsub("|", "\\|")),
      (row[5]:gsub("|", "\\|")))
  end
  return table.concat(lines, "\n") .. "\n"
end

-- ---- JSON Schema ----------------------------------------------------------------------------------------------------

local schema_of

local function object_schema(specs, order, whole)
  local properties, required = ordered(), {}
  for _, name in ipairs(order) do
    properties[name] = schema_of(specs[name], whole)
    if whole and specs[name].required and not specs[name].deploy then required[#required + 1] = name end
  end
  return properties, #required > 0 and required or nil
end

-- A layer may also append to a list, and withdraw what lower layers set.
local function layer_schema(spec, schema)
  schema.minItems, schema.minProperties = nil, nil -- other layers may give the rest
  local forms = schema.anyOf and not schema.type and schema.anyOf or { schema }
  if spec.type == "list" then
    forms[#forms + 1] = ordered("type", "object", "required", { "append" }, "additionalProperties", false,
      "properties", ordered("append", ordered("type", "array", "items", schema.items)))
  end
  forms[#forms + 1] = ordered("type", "null")
  return ordered("anyOf", forms)
end

--- The schema of a parameter: of what a layer of values may contain, or of all layers together.
function schema_of(spec, whole)
  local schema = spec.row.schema(spec, spec.type == "list" and schema_of(spec.of, true) or nil)
  if spec.type == "map" and spec.of then schema.additionalProperties = schema_of(spec.of, whole) end
  if spec.type == "map" and spec.fields then
    local properties
    properties, schema.required = object_schema(spec.fields, spec.order, whole)
    schema.properties = engine.map(properties)
    schema.additionalProperties = false
  end
  if spec.one_of and spec.type ~= "code" then schema.enum = engine.list { table.unpack(spec.one_of) } end
  if not whole then schema = layer_schema(spec, schema) end
  local description = doc_words(spec)
  if spec.type == "duration" or spec.type == "size" or spec.type == "cidr" then -- no pattern expresses that
    description = (description ~= "" and sentence(description) .. " " or "") .. (range_words(spec) or "")
  end
  schema.description = description ~= "" and description or nil
  if spec.default ~= nil and not spec.row.masked and not engine.class_name(spec.default) then
    schema.default = spec.default
  end
  if spec.deprecated then schema.deprecated = true end
  return schema
end

local function whole_schema(template, whole)
  local properties, required = object_schema(template._specs, template._order, whole)
  if not whole then properties["$schema"] = ordered("type", "string") end
  return assembly.print_json(ordered(
    "$schema", "https://json-schema.org/draft/2020-12/schema",
    "title", template:default_name(),
    "description", template.doc,
    "type", "object",
    "properties", engine.map(properties),
    "required", required,
    "additionalProperties", false), 2) .. "\n"
end

--- For a values file, and for the values that `build` gets.
describe["json-schema"] = function(template) return whole_schema(template, false) end
describe["json-schema=whole"] = function(template) return whole_schema(template, true) end

return describe
