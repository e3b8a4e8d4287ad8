-- What tools/check/seed.py has to know of the model, as JSON: run as
--
--   luacdk -q tools/check/facts.lua -- MODULE …
--
-- { full name: { kind, constructor = [parameter …], members = { name: { static, type, parameters } },
--   fields = { name: { type, struct, required, values, number, pattern } }, enum = [name …] } }
local assembly = require "luacdk.assembly"
local engine = require "luacdk.engine"

local schema = engine.schema
local list = engine.list

local function parameters_of(rows)
  local made = {}
  for i, row in ipairs(rows or {}) do
    made[i] = { name = row.name, type = row.type, optional = row.optional or false }
  end
  return list(made)
end

local function add_members(members, type)
  for _, member in ipairs(type.members or {}) do
    if not members[member.name] and not member.protected then
      members[member.name] = { static = member.static or false, type = member.type,
        parameters = member.parameters and parameters_of(member.parameters) }
    end
  end
  if type.base then add_members(members, schema.type(type.base)) end
  for _, name in ipairs(type.interfaces or {}) do add_members(members, schema.type(name)) end
end

local function facts_of(type)
  local members, fields, names = {}, {}, {}
  add_members(members, type)
  for _, field in ipairs(type.fields or {}) do
    fields[field.name] = { type = field.type, struct = field.struct, required = field.required or false,
      values = field.values and list(field.values), number = field.number, pattern = field.pattern }
  end
  for i, value in ipairs(type.values or {}) do names[i] = value.name end
  return { kind = type.kind, constructor = type.constructor and parameters_of(type.constructor),
    members = members, fields = fields, enum = list(names) }
end

local facts = {}
for _, module in ipairs { ... } do
  for _, name in ipairs(schema.types(module) or {}) do
    local full = module .. "." .. name
    facts[full] = facts_of(schema.type(full))
  end
end
print(assembly.print_json(facts))
