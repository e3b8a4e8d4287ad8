--- Candidates where a value of some shape is expected: constants, factories, classes, variables, literals.
local engine = require "luacdk.engine"

local Candidates = require "luacdk.repl.candidates"
local notes = require "luacdk.repl.notes"
local things = require "luacdk.repl.things"
local types = require "luacdk.schema.types"

local schema = engine.schema
local FITS, REQUIRED, USUAL, DEPRECATED = Candidates.FITS, Candidates.REQUIRED, Candidates.USUAL, Candidates.DEPRECATED
local MOST_KNOWN = 200 -- values of a property that are worth listing

--- The user's name for a module: a local variable, or the global.
local function module_name(session, full_name)
  local short = types.short_module(full_name)
  local scope = session:scope()
  local loaded = package.loaded[full_name]
  if loaded == nil or scope[short] == loaded then return short end
  for name, value in pairs(scope) do
    if rawequal(value, loaded) and notes.is_name(name) then return name end
  end
  return short
end

local function written_type(session, name)
  local type = types.get(name)
  return module_name(session, type.module) .. "." .. type.name
end

--- Static constants and factories of a class that give an instance of it, or of a class that may replace it.
local function add_factories(candidates, session, name)
  if not types.is_available(name) then return end
  local written = written_type(session, name)
  for _, member in ipairs(types.get(name).members or {}) do
    local gives = member.static and member.type and types.parse(member.type)
    if gives and gives.name and types.is_a(gives.name, name) and not member.protected then
      local note = member.parameters and notes.signature(member) or notes.property(member)
      candidates:add(written .. "." .. types.spelt(member.name), member.parameters and "static" or "constant", note,
        notes.rank(member, FITS))
    end
  end
end

--- Variables whose value fits.
local function add_fitting(candidates, session, name)
  for variable, value in pairs(session:scope()) do
    local thing = notes.is_name(variable) and things.of_value(value)
    if thing and thing.kind == "instance" and thing.type and
      (types.is_a(thing.type, name) or name == "constructs.IConstruct" and engine.is_construct(value)) then
      candidates:add(variable, "local", notes.value(value), REQUIRED)
    end
  end
end

--- The modules where something of that type may be found: its own, the one that an interface of `interfaces`
--- represents, and those for use with it (aws_lambda_event_sources beside aws_lambda).
local function homes_of(module)
  local homes = { module }
  local other = module:match "^aws_cdk%.interfaces%.(.*)$"
  if other then homes[2] = "aws_cdk." .. other end
  for _, name in ipairs(module ~= "aws_cdk" and schema.modules() or {}) do
    if name:sub(1, #module + 1) == module .. "_" then homes[#homes + 1] = name end
  end
  return homes
end

--- Classes whose instances fit.
local function add_classes(candidates, session, name)
  local module = types.get(name).module
  if module == "constructs" then return end
  for _, home in ipairs(homes_of(module)) do
    local ok, table_of = pcall(require, home)
    local exports = ok and engine.exports(table_of) or {}
    local names, kinds, deprecated = schema.types(home)
    for i, one in ipairs(names or {}) do
      local full_name = home .. "." .. one
      if kinds[i] == "class" and exports[one] and types.is_a(full_name, name) then
        local type = types.get(full_name)
        if type.constructor and not type.abstract then
          candidates:add(module_name(session, home) .. "." .. one, "class", notes.parameters(type.constructor),
            deprecated[one] and DEPRECATED or USUAL)
        end
      end
    end
  end
end

--- Values that a field of that shape accepts.
local function add_values(candidates, session, shape, field)
  if field and field.default then
    candidates:add(field.default, "value", "default", Candidates.DEFAULT)
  end
  types.each_part(shape, function(part)
    if part.kind == "boolean" then
      candidates:add("true", "value", nil, FITS)
      candidates:add("false", "value", nil, FITS)
    elseif part.kind == "enum" then
      local written = written_type(session, part.name)
      for _, member in ipairs(types.get(part.name).values) do
        candidates:add(written .. "." .. member.name, "enum", member.deprecated and "deprecated" or nil,
          notes.rank(member, REQUIRED))
      end
    elseif part.kind == "class" or part.kind == "resource" or part.kind == "interface" then
      add_fitting(candidates, session, part.name)
      if part.kind == "class" then add_factories(candidates, session, part.name) end
      add_classes(candidates, session, part.name)
    elseif part.kind == "string" and field then
      local values = field.values or field.known
      for _, value in ipairs(values and #values <= MOST_KNOWN and values or {}) do
        candidates:add(("%q"):format(value), "value", nil, REQUIRED)
      end
    end
  end)
end

return add_values
