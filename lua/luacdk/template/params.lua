--- Declarations of parameters: turns the tables of a definition into checked specs. A mistake is an error on its own
--- line, with the nearest name.
---
--- A spec is a table: name, path, type (name), row (of types.lua), place ("file:line" of its default, or of itself),
--- folder (to which paths in its default are relative), and the facets as declared. `of` of a list or map is a spec;
--- `fields` of a map is a table of specs by name, `order` their names in written order. `kinds` of a union is a table
--- of specs by kind, `order` the kinds; each is a map with `fields`, whose `kind` and `union` say what it is.
---
--- `where` is the position of a definition: see Template.place_of_call. That of a definition that extends another has
--- the other's as `base`, and in `own` the paths of all that it declares itself.
local engine = require "luacdk.engine"
local types = require "luacdk.template.types"

local params = {}

local TYPE_NAMES = {
  "arn", "boolean", "cidr", "code", "duration", "enum", "integer", "list", "map", "number", "secret", "size", "string",
  "union",
}
local COMMON = {
  type = "text", default = "any", required = "boolean", doc = "text", deprecated = "text", deploy = "boolean",
}

-- ---- mistakes -------------------------------------------------------------------------------------------------------

local function parent_of(path) return path:match "^(.*)%.[^.]*$" or "" end

-- The definition that declares what is at that path: the innermost one that is extended, if no other does.
local function origin(where, path)
  local rest = path
  while where.base and rest ~= "" do
    if where.own[rest] then return where end
    rest = parent_of(rest)
    if rest == "" then where, rest = where.base, path end
  end
  return where
end

--- Where the part of the definition at that dotted path is: file and line, nil if they are not known.
function params.locate(where, path)
  where = origin(where, path)
  while path ~= "" and not where.lines[path] do path = parent_of(path) end
  return where.file, where.lines[path] or where.line
end

--- The same as "file:line"; nil if there is no file.
function params.place(where, path)
  local file, line = params.locate(where, path)
  return file and line and file .. ":" .. line or file
end

-- Raises `file:line: message` for the part of the definition at that dotted path.
local function fail(where, path, format, ...)
  local place = params.place(where, path)
  error((place and place .. ": " or "") .. format:format(...), 0)
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
  key = { function(v) return type(v) == "string" and v:find "^%a[%w_]*$" ~= nil end, "the name of a key" },
  pattern = { function(v) return type(v) == "string" end, "text" },
  values = { is_list, "a list of values" },
  value = { function() return true end },
  type = { function(v) return type(v) == "string" or type(v) == "table" end, "a type or a declaration" },
  params = { function(v) return type(v) == "table" end, "a table of declarations" },
  variants = { function(v) return type(v) == "table" and next(v) ~= nil and #v == 0 end,
    "a table with the declarations of each kind" },
}

local compile

local function compile_facet(where, path, spec, name, wanted, value)
  local place = path .. "." .. name
  local test, words = FACETS[wanted][1], FACETS[wanted][2]
  if not test(value) then
    fail(where, place, "the %s of parameter '%s' must be %s, got %s", name, spec.path, words, engine.display(value))
  end
  if name == "default" and value == engine.NULL then
    fail(where, place, "the default of parameter '%s' is null: leave it out, and the parameter is nil unless a value "
      .. "is given", spec.path)
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

-- The keys of each kind of a union: that which names it, those of all kinds, and its own.
local function compile_kinds(where, path, spec)
  local key, common = spec.key or "kind", spec.fields or {}
  local order, kinds = params.sort(where, path .. ".kinds", engine.keys(spec.kinds)), {}
  for _, kind in ipairs(order) do
    local place = path .. ".kinds." .. tostring(kind)
    if type(kind) ~= "string" or type(spec.kinds[kind]) ~= "table" then
      fail(where, place, "the kinds of parameter '%s' must be names with a table of declarations each", spec.path)
    end
    local fields, own = params.compile(where, place, spec.kinds[kind], spec.path .. ".")
    local names = { key }
    for _, name in ipairs(own) do
      if common[name] then
        fail(where, place .. "." .. name, "'%s' is a key of all kinds of '%s' already", name, spec.path)
      end
    end
    table.move(spec.order or {}, 1, #(spec.order or {}), 2, names)
    table.move(own, 1, #own, #names + 1, names)
    for name, field in pairs(common) do fields[name] = field end
    if fields[key] then fail(where, place, "'%s' names the kind of '%s': it cannot be declared", key, spec.path) end
    fields[key] = { name = key, path = spec.path .. "." .. key, type = "enum", row = types.enum, one_of = { kind },
      required = true, place = params.place(where, place) }
    kinds[kind] = { name = spec.name, path = spec.path, type = "map", row = types.map, fields = fields, order = names,
      kind = kind, union = spec, deprecated = spec.deprecated, place = params.place(where, place) }
  end
  spec.key, spec.kinds, spec.order, spec.fields = key, kinds, order, nil
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
  local of_default, of_required = path .. ".default", path .. ".required"
  local telling = declared.default ~= nil and of_default
    or where.base and where.own[of_required] and of_required or path
  local spec = { path = name, name = name:match "[^.]+$", type = type_name, row = row,
    place = params.place(where, telling), folder = origin(where, of_default).folder }
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
  if type_name == "union" then compile_kinds(where, path, spec) end
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
  return specs, params.sort(where, path, order)
end

--- Sorts the names of what is at that path in written order, as far as it is known; returns them.
function params.sort(where, path, names)
  table.sort(names, function(a, b)
    local x, y = where.order[path .. "." .. a] or math.huge, where.order[path .. "." .. b] or math.huge
    if x ~= y then return x < y end
    return a < b
  end)
  return names
end

-- ---- definitions that extend another --------------------------------------------------------------------------------

--- The position of a definition with the keys `given` that extends the one at `base`; written order begins with what is
--- inherited.
function params.inherit(where, base, given)
  local order, count = {}, 0
  for path, number in pairs(base.order) do
    order[path] = number
    count = math.max(count, number)
  end
  for path, number in pairs(where.order) do order[path] = order[path] or count + number end
  local lines = {}
  for path, line in pairs(where.lines) do lines[path] = line end
  local own = {}
  for key in pairs(given) do own[key] = key ~= "params" or nil end
  return setmetatable({ order = order, lines = lines, base = base, own = own }, { __index = where })
end

local function as_table(declared) return type(declared) == "string" and { type = declared } or declared end

local function copy(map)
  local made = {}
  for key, value in pairs(map) do made[key] = value end
  return made
end

local amend_all

-- One inherited declaration with the facets of `own` instead of its own; null takes one away.
local function amend(where, path, name, base, own)
  base, own = as_table(base), as_table(own)
  if type(own) ~= "table" or type(base) ~= "table" then
    where.own[path] = true
    return own
  end
  local made = copy(base)
  for facet, value in pairs(own) do
    local place, inherited = path .. "." .. tostring(facet), base[facet]
    local both = type(inherited) == "table" and type(value) == "table"
    if facet == "type" and value ~= inherited then
      where.own[place] = true
      fail(where, place, "the inherited parameter '%s' is of type %s and cannot become %s", name, tostring(inherited),
        engine.display(value))
    elseif facet == "fields" and both then
      made.fields = amend_all(where, place, name .. ".", inherited, value)
    elseif facet == "kinds" and both then
      made.kinds = copy(inherited)
      for kind, declared in pairs(value) do
        local at = place .. "." .. tostring(kind)
        if type(inherited[kind]) == "table" and type(declared) == "table" then
          made.kinds[kind] = amend_all(where, at, name .. ".", inherited[kind], declared)
        else
          where.own[at], made.kinds[kind] = true, declared
        end
      end
    elseif facet == "of" and inherited ~= nil then
      made.of = amend(where, place, name .. "[]", inherited, value)
    else
      where.own[place] = true
      if value == engine.NULL then value = nil end
      made[facet] = value
    end
  end
  if own.required and own.default == nil then made.default = nil end
  if own.default ~= nil and own.default ~= engine.NULL and own.required == nil then made.required = nil end
  return made
end

function amend_all(where, path, prefix, base, own)
  local made = copy(base)
  for name, declared in pairs(own) do
    local at = path .. "." .. tostring(name)
    if base[name] == nil then
      where.own[at], made[name] = true, declared
    else
      made[name] = amend(where, at, prefix .. tostring(name), base[name], declared)
    end
  end
  return made
end

-- A default with another merged over it, as a layer of values is over a lower one.
local function merged_default(declared, below, value)
  if type(below) ~= "table" or type(value) ~= "table" then return value end
  if declared.type == "list" and value.append ~= nil and #value == 0 then
    return table.move(value.append, 1, #value.append, #below + 1, table.move(below, 1, #below, 1, {}))
  end
  local other_kind = declared.type == "union" and value[declared.key or "kind"] ~= nil
    and value[declared.key or "kind"] ~= below[declared.key or "kind"]
  if declared.type ~= "map" and declared.type ~= "union" or other_kind then return value end
  local made = copy(below)
  for key, item in pairs(value) do
    local inner = as_table(declared.of or declared.fields and declared.fields[key] or "string")
    if item == engine.NULL then made[key] = nil else made[key] = merged_default(inner, below[key], item) end
  end
  return made
end

-- `declared` with the value, which is at the path `from` of the definition, as its default.
local function with_default(where, path, from, name, declared, value)
  local made = copy(as_table(declared))
  if made.type == "map" and type(made.fields) == "table" and made.default == nil and type(value) == "table" then
    made.fields = params.with_defaults(where, path .. ".fields", from, name .. ".", made.fields, value)
    return made
  end
  local place = path .. ".default"
  where.own[place], where.lines[place] = true, where.lines[from] or where.lines[parent_of(from)]
  if value == engine.NULL then
    made.default = nil
  else
    made.default, made.required = merged_default(made, made.default, value), nil
  end
  return made
end

--- Declarations with other defaults: `values`, which are at the path `from` of the definition.
function params.with_defaults(where, path, from, prefix, declared, values)
  local made = copy(declared)
  for name, value in pairs(values) do
    local at = from .. "." .. tostring(name)
    if type(declared[name]) ~= "table" and type(declared[name]) ~= "string" then
      unknown(where, at, prefix == "" and "parameter" or "key", tostring(name), engine.keys(declared))
    end
    made[name] = with_default(where, path .. "." .. name, at, prefix .. name, declared[name], value)
  end
  return made
end

--- The declarations of a definition that extends one with the declarations `base`.
function params.amend(where, base, own, defaults)
  return params.with_defaults(where, "params", "defaults", "", amend_all(where, "params", "", base, own), defaults)
end

return params
