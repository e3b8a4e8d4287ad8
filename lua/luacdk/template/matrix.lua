--- `cdk.matrix { … }`: a stack of a template for each combination of values on its axes.
local Template = require "luacdk.template.template"
local engine = require "luacdk.engine"
local Values = require "luacdk.template.values"
local params = require "luacdk.template.params"

local Matrix = { __name = "matrix" }
Matrix.__index = Matrix

local KEYS = { template = "any", name = "text", values = "any", exclude = "table", include = "table", stack = "any",
  extends = "any" }
-- Keys of an axis entry that is a table; an entry of `include` may have them beside the axes too.
local ENTRY_KEYS = { name = true, account = true, region = true, values = true }

-- ---- axes -----------------------------------------------------------------------------------------------------------

local function is_scalar(value)
  return type(value) == "string" or math.type(value) == "integer" or type(value) == "boolean"
end

-- One value of an axis: { text, account, region, values }.
local function compile_entry(where, path, axis, entry)
  if is_scalar(entry) then return { value = entry, text = tostring(entry) } end
  if type(entry) ~= "table" or #entry > 0 then
    params.fail(where, path, "a value of the axis '%s' must be a string, a whole number, true, false, or a "
      .. "table such as { name = \"prod\", account = \"…\" }, got %s", axis, engine.display(entry))
  end
  params.check_keys(where, path, entry, ENTRY_KEYS, "key")
  if not is_scalar(entry.name) then params.fail(where, path, "a value of the axis '%s' has no name", axis) end
  for _, key in ipairs { "account", "region" } do
    if entry[key] ~= nil and type(entry[key]) ~= "string" then
      params.fail(where, path .. "." .. key, "the %s of '%s' must be a string, got %s; put it "
        .. "in quotes", key, entry.name,
        engine.display(entry[key]))
    end
  end
  return { value = entry.name, text = tostring(entry.name), account = entry.account, region = entry.region,
    values = entry.values, path = path }
end

local function compile_axis(where, axis, list)
  if is_scalar(list) then list = { list } end
  if type(list) ~= "table" or #list == 0 then
    params.fail(where, axis, "the axis '%s' must be a list of values, got %s", axis, engine.display(list))
  end
  local entries, seen = {}, {}
  for i, entry in ipairs(list) do
    local made = compile_entry(where, axis .. "." .. i, axis, entry)
    if seen[made.text] then params.fail(where, axis .. "." .. i, "the axis '%s' has '%s' twice", axis, made.text) end
    seen[made.text] = true
    entries[i] = made
  end
  return entries
end

-- The values of an axis that is named like a parameter are values of that parameter.
function Matrix:_check_axis(axis)
  local spec = self._template._specs[axis]
  if not spec then return end
  for i, entry in ipairs(self._entries[axis]) do
    local value, why = spec.row.check(entry.value, spec, { folder = self._where.folder })
    if value ~= nil then why = Values.facets_fail(spec, value) end
    if why then
      params.fail(self._where, axis .. "." .. i, "the axis '%s' gives the parameter of that name, which is of type %s:"
        .. " it %s", axis, spec.type, why)
    end
  end
end

-- ---- conditions -----------------------------------------------------------------------------------------------------

local function glob_pattern(glob)
  return "^" .. glob:gsub("[%^%$%(%)%%%.%[%]%+%-]", "%%%0"):gsub("%*", ".*"):gsub("%?", ".") .. "$"
end

local function fits(text, wanted)
  if type(wanted) ~= "table" then wanted = { wanted } end
  for _, glob in ipairs(wanted) do
    if text:find(glob_pattern(tostring(glob))) then return true end
  end
  return false
end

-- Whether a cell matches all conditions (axis → glob or list of globs).
local function matches(cell, conditions)
  for axis, wanted in pairs(conditions) do
    if not fits(cell.texts[axis] or "", wanted) then return false end
  end
  return true
end

function Matrix:_check_conditions(path, conditions)
  local allowed = {}
  for _, axis in ipairs(self._axes) do allowed[axis] = true end
  if type(conditions) ~= "table" then
    params.fail(self._where, path, "a condition must be a table such as { env = \"dev\" }, got %s",
      engine.display(conditions))
  end
  params.check_keys(self._where, path, conditions, allowed, "axis")
end

-- ---- cells ----------------------------------------------------------------------------------------------------------

-- The part of the definition that names a cell in messages: "env=prod region=eu-west-1".
local function label_of(axes, texts)
  local words = {}
  for i, axis in ipairs(axes) do words[i] = axis .. "=" .. texts[axis] end
  return table.concat(words, " ")
end

local function new_cell(axes, entries)
  local cell = { texts = {}, axes = {}, layers = {} }
  for _, axis in ipairs(axes) do
    local entry = entries[axis]
    cell.axes[axis], cell.texts[axis] = entry.value, entry.text
    cell.account, cell.region = entry.account or cell.account, entry.region or cell.region
    if entry.values then
      cell.layers[#cell.layers + 1] = { path = entry.path and entry.path .. ".values", tree = entry.values }
    end
  end
  if cell.texts.account then cell.account = cell.texts.account end
  if cell.texts.region then cell.region = cell.texts.region end
  cell.label = label_of(axes, cell.texts)
  return cell
end

function Matrix:_product()
  local cells = {}
  local function walk(i, entries)
    local axis = self._axes[i]
    if not axis then
      cells[#cells + 1] = new_cell(self._axes, entries)
      return
    end
    for _, entry in ipairs(self._entries[axis]) do
      entries[axis] = entry
      walk(i + 1, entries)
    end
  end
  walk(1, {})
  return cells
end

function Matrix:_included(path, given)
  local allowed = { account = true, values = true }
  for _, axis in ipairs(self._axes) do allowed[axis] = true end
  if type(given) ~= "table" then
    params.fail(self._where, path, "an entry of include must be a table, got %s", engine.display(given))
  end
  params.check_keys(self._where, path, given, allowed, "axis")
  local entries = {}
  for _, axis in ipairs(self._axes) do
    if given[axis] == nil then params.fail(self._where, path, "an entry of include must have '%s'", axis) end
    local known
    for _, entry in ipairs(self._entries[axis]) do
      if entry.text == tostring(given[axis]) then known = entry end
    end
    entries[axis] = known or compile_entry(self._where, path .. "." .. axis, axis, given[axis])
  end
  local cell = new_cell(self._axes, entries)
  if given.account and not allowed.account_axis then cell.account = given.account end
  if given.values then cell.layers[#cell.layers + 1] = { path = path .. ".values", tree = given.values } end
  return cell
end

-- All cells in order: the product, with the last axis running fastest, without what is excluded; then what is included.
function Matrix:_all_cells()
  local cells, seen = {}, {}
  for _, cell in ipairs(self:_product()) do
    local excluded = false
    for _, conditions in ipairs(self._exclude) do excluded = excluded or matches(cell, conditions) end
    if not excluded then
      cells[#cells + 1] = cell
      seen[cell.label] = true
    end
  end
  for i, given in ipairs(self._include) do
    local cell = self:_included("include." .. i, given)
    if seen[cell.label] then
      params.fail(self._where, "include." .. i, "the cell %s already exists", cell.label)
    end
    seen[cell.label] = true
    cells[#cells + 1] = cell
  end
  if #cells == 0 then params.fail(self._where, "exclude", "everything is excluded: the matrix has no cells") end
  return cells
end

-- ---- names ----------------------------------------------------------------------------------------------------------

-- The value of {word} in a name: an axis, the template's name, or a parameter.
local function fill(matrix, pattern, cell, resolved)
  return (pattern:gsub("{([%w_]*)}", function(word)
    if cell.texts[word] then return cell.texts[word] end
    if word == "template" then return matrix._template:default_name() end
    local value = resolved[word]
    if is_scalar(value) then return tostring(value) end
    local names = { "template", table.unpack(matrix._axes) }
    table.move(matrix._template._order, 1, #matrix._template._order, #names + 1, names)
    if matrix._template._specs[word] then
      params.fail(matrix._where, "name", "the name needs the parameter '%s', which %s", word,
        value == nil and "has no value" or "is not a string, whole number, true or false")
    end
    local near = engine.nearest(word, names)
    params.fail(matrix._where, "name", "the name has the unknown part {%s}%s", word,
      near and "; did you mean {" .. near .. "}?" or "")
  end))
end

--- The name of a cell's stack.
function Matrix:name_of(cell, resolved)
  local name = fill(self, self._name, cell, resolved)
  if not name:find "^%a[%w-]*$" or #name > 128 then
    params.fail(self._where, "name", "the stack of the cell %s would be called '%s'; a name starts with a "
      .. "letter and has at most 128 letters, digits and hyphens", cell.label, name)
  end
  return name
end

-- ---- definition -----------------------------------------------------------------------------------------------------

local function as_list(value)
  if value == nil then return {} end
  return #value > 0 and value or next(value) ~= nil and { value } or {}
end

-- What a matrix has if it extends another: its own keys, and those of the other that it does not have.
local function inherit(base, own)
  local made = {}
  for key, value in pairs(base._given) do made[key] = value end
  for key, value in pairs(own) do made[key] = value end
  made.extends = nil
  return made
end

-- What the matrix and those that it extends have under a key, the outermost first: { { where =, value = }, … }.
local function all_of(where, base, key, value)
  local list = base and table.move(base["_" .. key], 1, #base["_" .. key], 1, {}) or {}
  if value ~= nil then list[#list + 1] = { where = where, value = value } end
  return list
end

--- A new matrix. Unknown keys are axes. One that `extends` another inherits its axes and everything else; `values` and
--- `stack` are merged with the inherited ones, other keys replace them.
function Matrix.new(given)
  local where = Template.place_of_call("matrix", given)
  local own = type(given) == "table" and given or {}
  where = Template.place_of_heir(where, own, Matrix.is_matrix, "cdk.matrix")
  local base = own.extends
  if base then given = inherit(base, own) end
  local keys, axes = {}, {}
  for key, wanted in pairs(KEYS) do keys[key] = wanted end
  for key in pairs(type(given) == "table" and given or {}) do
    if not KEYS[key] and type(key) == "string" then
      local near = engine.nearest(key, engine.keys(KEYS))
      if near and type(given[key]) ~= "table" then
        params.fail(where, key, "unknown key '%s'; did you mean '%s'?", key, near)
      end
      keys[key] = "any"
      axes[#axes + 1] = key
    end
  end
  Template.check_definition(where, given, keys, "cdk.matrix")
  if not Template.is_template(given.template) then
    params.fail(where, "template", "cdk.matrix needs template = cdk.template { … }, got %s",
      engine.display(given.template))
  end
  if #axes == 0 then params.fail(where, "", "cdk.matrix needs an axis, such as env = { \"dev\", \"prod\" }") end
  table.sort(axes, function(a, b)
    local x, y = where.order[a] or math.huge, where.order[b] or math.huge
    if x ~= y then return x < y end
    return a < b
  end)
  local parts = {}
  for i, axis in ipairs(axes) do parts[i] = "{" .. axis .. "}" end
  local self = setmetatable({
    _where = where, _given = given, _template = given.template, _axes = axes, _entries = {},
    _values = all_of(where, base, "values", own.values), _stack = all_of(where, base, "stack", own.stack),
    _name = given.name or "{template}-" .. table.concat(parts, "-"),
    _exclude = as_list(given.exclude), _include = as_list(given.include),
  }, Matrix)
  for _, axis in ipairs(axes) do self._entries[axis] = compile_axis(where, axis, given[axis]) end
  for _, axis in ipairs(axes) do self:_check_axis(axis) end
  for i, conditions in ipairs(self._exclude) do
    self:_check_conditions(given.exclude[1] and "exclude." .. i or "exclude", conditions)
  end
  self._cells = self:_all_cells()
  return self
end

function Matrix.is_matrix(x) return getmetatable(x) == Matrix end

-- The conditions in one `--only`: "env=prod,region=eu-*".
function Matrix:_parse_only(text)
  local conditions = {}
  for part in (text .. ","):gmatch "([^,]*)," do
    local axis, glob = part:match "^([^=]+)=(.+)$"
    if not axis then error(("--only needs AXIS=VALUE, not '%s'"):format(part), 0) end
    local entries = self._entries[axis]
    if not entries then
      local near = engine.nearest(axis, self._axes)
      error(("--only %s: the matrix has no axis '%s'%s"):format(text, axis,
        near and "; did you mean '" .. near .. "'?" or ""), 0)
    end
    local found, names = false, {}
    for _, cell in ipairs(self._cells) do
      found = found or fits(cell.texts[axis], glob)
      names[#names + 1] = cell.texts[axis]
    end
    if not found then
      local near = engine.nearest(glob, names)
      error(("--only %s: no cell has the %s '%s'%s"):format(text, axis, glob,
        near and "; did you mean '" .. near .. "'?" or ""), 0)
    end
    -- `env=dev,env=test` is either of both.
    conditions[axis] = conditions[axis] or {}
    table.insert(conditions[axis], glob)
  end
  return conditions
end

--- The cells that match any of the `--only` texts; all if there are none.
function Matrix:select(only)
  if not only or #only == 0 then return self._cells end
  local conditions, cells = {}, {}
  for i, text in ipairs(only) do conditions[i] = self:_parse_only(text) end
  for _, cell in ipairs(self._cells) do
    local chosen = false
    for _, condition in ipairs(conditions) do chosen = chosen or matches(cell, condition) end
    if chosen then cells[#cells + 1] = cell end
  end
  if #cells == 0 then error("no cell matches all of --only", 0) end
  return cells
end

return Matrix
