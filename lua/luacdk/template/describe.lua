--- The parameters of a template: as a table, JSON Schema, Markdown or for the Lua language server.
local assembly = require "luacdk.assembly"
local columns = require "luacdk.columns"
local engine = require "luacdk.engine"
local screen = require "luacdk.screen"

local words = require "luacdk.template.spec_words"

local describe = {}

local ordered = engine.ordered

-- ---- rows -----------------------------------------------------------------------------------------------------------

-- The rows of all parameters: name, type, default, allowed values, description.
local function rows_of(template)
  local rows = {}
  local function add(specs, order, prefix)
    for _, name in ipairs(order) do
      local spec = specs[name]
      local inner, path = spec, prefix .. name
      rows[#rows + 1] = { path, words.type(spec), words.default(spec), words.constraints(spec),
        (words.doc(spec):gsub("%s+", " ")) }
      while inner.of do
        path = path .. (inner.type == "list" and "[]" or ".*")
        inner = inner.of
      end
      if inner.fields then add(inner.fields, inner.order, path .. ".") end
      for _, kind in ipairs(inner.kinds and inner.order or {}) do
        local variant = inner.kinds[kind]
        add(variant.fields, table.move(variant.order, 2, #variant.order, 1, {}), ("%s(%s)."):format(path, kind))
      end
    end
  end
  add(template._specs, template._order, "")
  return rows
end

-- ---- the table ------------------------------------------------------------------------------------------------------

local HEADINGS = { "NAME", "TYPE", "DEFAULT", "ALLOWED", "WHAT" }

describe.table = function(template)
  local rows = rows_of(template)
  if #rows == 0 then return "The definition has no parameters.\n" end
  table.insert(rows, 1, HEADINGS)
  return table.concat(columns.lines(rows, screen.of("stdout").width), "\n") .. "\n"
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

-- The form of a union: one of its kinds, told apart by a constant. A layer need not repeat the kind that a lower one
-- has chosen.
local function union_schema(spec, whole)
  local forms, others = {}, ordered()
  for i, kind in ipairs(spec.order) do
    local variant = spec.kinds[kind]
    local names = table.move(variant.order, 2, #variant.order, 1, {})
    local properties, required = object_schema(variant.fields, names, whole)
    local all = ordered(spec.key, ordered("type", "string", "const", kind))
    for _, name in ipairs(names) do
      all[name] = properties[name]
      if others[name] == nil then others[name] = engine.list {} end
      table.insert(others[name], properties[name])
    end
    forms[i] = ordered("type", "object", "title", kind, "properties", engine.map(all),
      "required", { spec.key, table.unpack(required or {}) }, "additionalProperties", false)
  end
  if not whole then
    local properties = ordered()
    for name, schemas in pairs(others) do
      properties[name] = #schemas == 1 and schemas[1] or ordered("anyOf", schemas)
    end
    forms[#forms + 1] = ordered("type", "object", "title", ("without %s, if another layer has it"):format(spec.key),
      "properties", engine.map(properties), "additionalProperties", false)
  end
  return ordered("oneOf", forms)
end

--- The schema of a parameter: of what a layer of values may contain, or of all layers together.
function schema_of(spec, whole)
  local schema = spec.kinds and union_schema(spec, whole)
    or spec.row.schema(spec, spec.type == "list" and schema_of(spec.of, true) or nil)
  if spec.type == "map" and spec.of then schema.additionalProperties = schema_of(spec.of, whole) end
  if spec.type == "map" and spec.fields then
    local properties
    properties, schema.required = object_schema(spec.fields, spec.order, whole)
    schema.properties = engine.map(properties)
    schema.additionalProperties = false
  end
  if spec.one_of and spec.type ~= "code" then schema.enum = engine.list { table.unpack(spec.one_of) } end
  if not whole then schema = layer_schema(spec, schema) end
  local description = words.doc(spec)
  if spec.type == "duration" or spec.type == "size" or spec.type == "cidr" then -- no pattern expresses that
    description = (description ~= "" and words.sentence(description) .. " " or "") .. (words.range(spec) or "")
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

--- For values files in Lua.
describe.luals = function(template) return require "luacdk.template.describe_luals"(template) end

return describe
