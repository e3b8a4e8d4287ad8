--- Declarations of parameters: turns the tables of a definition into checked specs. A mistake is an error on its own
--- line, with the nearest name.
---
--- A spec is a table: name, path, type (name), row (of types.lua), line, and the facets as declared. `of` of a list or
--- map is a spec; `fields` of a map is a table of specs by name, `order` their names in written order.
local engine = require "luacdk.engine"
local types = require "luacdk.template.types"

local params = {}

local TYPE_NAMES = {
  "arn", "boolean", "cidr", "code", "duration", "enum", "integer", "list", "map", "number", "secret", "size", "string",
}
local COMMON = {
  type = "text", default = "any", required = "boolean", doc = "text", deprecated = "text", deploy = "boolean",
}

-- ---- mistakes -------------------------------------------------------------------------------------------------------

-- Raises `file:line: message` for the part of the definition at that dotted path.
local function fail(where, path, format, ...)
  local message = format:format(...)
  while path ~= "" and not where.lines[path] do path = path:match "^(.*)%.[^.]*$" or "" end
  local line = where.lines[path] or where.line
  if line then message = ("%s:%d: %s"):format(where.file, line, message) end
  error(not line and where.file and where.file .. ": " .. message or message, 0)
end
params.fail = fail

local function unknown(where, path, what, word, names)
  local near = engine.nearest(word, names)
  fail(where, path, "unknown %s '%s'%s", what, word, near and "; did you mean '" .. near .. "'?" or "")
end

--- Checks that a table has only keys in `allowed` (name → what it must be); `what` is the word for the keys.
function params.check_keys(where, path, tbl, allowed, what)
  for _, key in ipairs(engine.keys(tbl)) do
    if not allowed[key] then
      local names = engine.keys(allowed)
      unknown(where, path == "" and key or path .. "." .. key, what, tostring(key), names)
    end
  end
end

-- ---- facets ---------------------------------------------------------------------------------------------------------

local function is_list(value) return type(value) == "table" and #value > 0 end

local function is_list_of_text(value)
  if not is_list(value) then return false end
  for _, item in ipairs(value) do
    if type(item) ~= "string" then return false end
  end
  return true
end

-- Requirements for the value of a facet: a test and its words.
local FACETS = {
  any = { function() return true end },
  text = { function(v) return type(v) == "string" end, "text" },
  boolean = { function(v) return type(v) == "boolean" end, "true or false" },
  number = { function(v) return type(v) == "number" end, "a number" },
  integer = { function(v) return math.tointeger(v) ~= nil and type(v) == "number" end, "an integer" },
  count = { function(v) return type(v) == "number" and math.tointeger(v) ~= nil and v >= 0 end, "a whole number" },
  version = { function(v) return v == 4 or v == 6 end, "4 or 6" },
  store = { function(v) return v == "ssm" or v == "secrets_manager" end, "'ssm' or 'secrets_manager'" },
  names = { function(v) return type(v) == "string" or is_list_of_text(v) end, "a string or a list of strings" },
  kinds = { is_list_of_text, "a list of kinds of code" },
  pattern = { function(v) return type(v) == "string" end, "text" },
  values = { is_list, "a list of values" },
  value = { function() return true end },
  type = { function(v) return type(v) == "string" or type(v) == "table" end, "a type or a declaration" },
  params = { function(v) return type(v) == "table" end, "a table of declarations" },
}

local compile

local function compile_facet(where, path, spec, name, wanted, value)
  local place = path .. "." .. name
  local test, words = FACETS[wanted][1], FACETS[wanted][2]
  if not test(value) then
    fail(where, place, "the %s of parameter '%s' must be %s, got %s", name, spec.path, words, engine.display(value))
  end
  if wanted == "pattern" then
    local ok, why = engine.matches(types.whole_pattern(value), "")
    if ok == nil then fail(where, place, "the pattern of parameter '%s' is not valid: %s", spec.path, why) end
  elseif wanted == "values" then
    for i, item in ipairs(value) do
      local good, why = spec.row.check(item, spec, {})
      if good == nil then fail(where, place .. "." .. i, "one_of of parameter '%s': %s", spec.path, why) end
    end
  elseif wanted == "kinds" then
    for i, item in ipairs(value) do
      local known = false
      for _, kind in ipairs(types.code.kinds) do known = known or kind == item end
      if not known then unknown(where, place .. "." .. i, "kind of code", item, types.code.kinds) end
    end
  elseif wanted == "value" then
    local good, why = spec.row.check(value, spec, {})
    if good == nil then fail(where, place, "the %s of parameter '%s' %s", name, spec.path, why) end
    value = good
  elseif wanted == "type" then
    value = compile(where, place, spec.path .. "[]", value)
    if value.default ~= nil or value.required or value.deploy or value.deprecated then
      fail(where, place, "the contents of parameter '%s' cannot have default, required, deploy or "
        .. "deprecated", spec.path)
    end
  elseif wanted == "params" then
    value, spec.order = params.compile(where, place, value, spec.path .. ".")
  end
  return value
end

local function check_needs(where, path, spec)
  local needs = spec.row.needs
  if needs == "of or fields" and spec.of and spec.fields then
    fail(where, path, "the map '%s' has both of and fields; give one", spec.path)
  end
  if needs == "of or fields" and not (spec.of or spec.fields) then
    fail(where, path, "the map '%s' needs fields = { … }, or of = \"string\" for any keys", spec.path)
  end
  if needs and needs ~= "of or fields" and spec[needs] == nil then
    fail(where, path, "a parameter of type %s needs %s: '%s' has none", spec.type, needs, spec.path)
  end
end

local function check_order(where, path, spec)
  if spec.min == nil or spec.max == nil then return end
  local low, high = spec.min, spec.max
  if type(low) == "table" then low, high = spec.row.measure(low), spec.row.measure(high) end
  if low > high then fail(where, path .. ".min", "the min of parameter '%s' is greater than its max", spec.path) end
end

-- The types of CloudFormation parameters: one with its own type, or a list of such.
local function check_deploy(where, path, spec)
  if not spec.deploy then return end
  if spec.path:find "[%[%.]" then
    fail(where, path .. ".deploy", "'%s' cannot be a CloudFormation parameter: only top-level "
      .. "parameters can", spec.path)
  end
  if spec.row.masked and spec.default ~= nil then
    fail(where, path .. ".default", "'%s' is a secret given at deployment, so it cannot have a default", spec.path)
  end
  local row = spec.type == "list" and spec.of.row or spec.row
  if not row.deploy or (spec.type == "list" and row.masked) then
    fail(where, path .. ".deploy",
      "parameter '%s' cannot have deploy = true: a %s must be known at synthesis; string, enum, integer, "
        .. "number, arn, cidr, secret and lists of them can wait for deployment", spec.path,
      spec.type == "list" and "list of " .. spec.of.type or spec.type)
  end
end

-- ---- declarations ---------------------------------------------------------------------------------------------------

--- One declaration: a type's name, or a table.
function compile(where, path, name, declared)
  if type(declared) == "string" then declared = { type = declared } end
  if type(declared) ~= "table" then
    fail(where, path, "parameter '%s' must be declared with a table or the name of a type, got %s", name,
      engine.display(declared))
  end
  local type_name = declared.type
  if type_name == nil then fail(where, path, "parameter '%s' has no type", name) end
  if type(type_name) ~= "string" then
    fail(where, path .. ".type", "the type of parameter '%s' must be a string, got %s", name, engine.display(type_name))
  end
  local row = types[type_name]
  if not row or not row.facets then unknown(where, path .. ".type", "type", tostring(type_name), TYPE_NAMES) end
  local spec = { path = name, name = name:match "[^.]+$", type = type_name, row = row, line = where.lines[path] }
  local allowed = {}
  for facet, wanted in pairs(COMMON) do allowed[facet] = wanted end
  for facet, wanted in pairs(row.facets) do allowed[facet] = wanted end
  params.check_keys(where, path, declared, allowed, "facet")
  for _, facet in ipairs(engine.keys(declared)) do
    if facet ~= "type" then
      spec[facet] = compile_facet(where, path, spec, facet, allowed[facet], declared[facet])
    end
  end
  check_needs(where, path, spec)
  check_order(where, path, spec)
  check_deploy(where, path, spec)
  if spec.required and spec.default ~= nil then
    fail(where, path .. ".required", "parameter '%s' has a default, so it is never missing: remove required", name)
  end
  return spec
end

--- All declarations in a table. Returns the specs by name, and the names in written order.
function params.compile(where, path, declared, prefix)
  local specs, order, by_lower = {}, {}, {}
  for _, name in ipairs(engine.keys(declared)) do
    local place = path .. "." .. tostring(name)
    if type(name) ~= "string" or not name:find "^%a[%w_]*$" or name:find "__" then
      fail(where, place, "%s cannot be the name of a parameter: a name is a letter, then letters, digits and "
        .. "single underscores", engine.display(name))
    end
    local other = by_lower[name:lower()]
    if other then fail(where, place, "the parameters '%s' and '%s' differ only in case", other, name) end
    by_lower[name:lower()] = name
    specs[name] = compile(where, place, prefix .. name, declared[name])
    order[#order + 1] = name
  end
  table.sort(order, function(a, b)
    local x, y = where.order[path .. "." .. a] or math.huge, where.order[path .. "." .. b] or math.huge
    if x ~= y then return x < y end
    return a < b
  end)
  return specs, order
end

return params
