--- The output of `luacdk schema --json`.
local engine = require "luacdk.engine"

local example = require "luacdk.schema.example"
local find = require "luacdk.schema.find"
local topics = require "luacdk.schema.topics"
local types = require "luacdk.schema.types"

local schema = engine.schema
local document = {}

local function map(pairs_list)
  local made = engine.ordered()
  for i = 1, #pairs_list, 2 do
    if pairs_list[i + 1] ~= false then made[pairs_list[i]] = pairs_list[i + 1] end
  end
  return made
end

local function bounds(range) return range and map { "min", range.min or false, "max", range.max or false } or false end

local function each(list, convert)
  local made = {}
  for i, one in ipairs(list or {}) do made[i] = convert(one) end
  return engine.list(made)
end

-- A value that AWS is phasing out.
local function ended(one)
  return map {
    "value", one.value, "deprecated", one.deprecated, "no_creation", one.no_creation, "no_updates", one.no_updates,
    "successor", one.successor,
  }
end

--- A field with everything known about it.
function document.field(field)
  return map {
    "name", field.name, "cfn_name", field.cfn_name or false, "type", field.type, "struct", field.struct or false,
    "required", field.required or false, "deprecated", field.deprecated or false,
    "default", field.default or false, "replacement", field.replacement or false,
    "values", field.values or false, "any_case", field.any_case or false,
    "known_values", field.known or false,
    "number", bounds(field.number), "length", bounds(field.length), "items", bounds(field.items),
    "pattern", field.pattern or false, "ended", field.ended and each(field.ended, ended) or false,
  }
end

local function parameter(one)
  return map { "name", one.name, "type", one.type, "optional", one.optional or false }
end

local function member(one)
  return map {
    "name", one.name, "type", one.type or false, "static", one.static or false, "deprecated", one.deprecated or false,
    "parameters", one.parameters and each(one.parameters, parameter) or false,
  }
end

local function enum_member(one)
  return map { "name", one.name, "value", one.value, "deprecated", one.deprecated or false }
end

local function attribute(one) return map { "name", one.name, "cfn_name", one.cfn_name, "type", one.type } end

--- A type of any kind.
function document.type(type)
  local resource = type.resource
  local props = resource and resource.props and schema.type(resource.props)
  local fields = props and props.fields or type.fields
  return map {
    "name", resource and resource.cfn_type or find.short(type.full_name), "kind", type.kind,
    "class", type.kind ~= "enum" and type.kind ~= "struct" and find.short(type.full_name) or false,
    "module", type.module, "full_name", type.full_name,
    "missing", not types.is_available(type.full_name), "deprecated", type.deprecated or false,
    "retired", resource and resource.retired or false, "transform", resource and resource.transform or false,
    "stateful", resource and resource.stateful or false, "tags", resource and resource.tags or false,
    "properties", (resource or fields) and each(fields, document.field) or false,
    "attributes", resource and each(resource.attributes, attribute) or false,
    "values", type.values and each(type.values, enum_member) or false,
    "members", not resource and type.members and each(type.members, member) or false,
    "example", resource and example(type) or false,
  }
end

--- A property by its path, with the properties of the struct it contains.
function document.property(found)
  local made = document.field(found.field)
  made.of = found.type.resource and found.type.resource.cfn_type or find.short(found.type.full_name)
  made.path = found.path
  if found.field.struct then made.properties = each(schema.type(found.field.struct).fields, document.field) end
  return made
end

--- A method, constant or property of a class.
function document.member(found)
  local made = member(found.member)
  made.of = find.short(found.type.full_name)
  if found.owner ~= found.type then made.declared_by = find.short(found.owner.full_name) end
  return made
end

--- A member of an enum.
function document.enum_member(found)
  local made = enum_member(found.enum_member)
  made.of = find.short(found.type.full_name)
  return made
end

--- One of luacdk's own topics.
function document.own(name)
  local topic = topics[name]
  return map { "name", name, "signature", topic.signature, "about", topic.about, "example", topic.example or false }
end

--- The result of a search.
function document.search(word, found)
  local resources = {}
  for i, cfn_type in ipairs(found.resources) do
    resources[i] = map { "name", cfn_type, "class", found.classes[i] }
  end
  local missing = {}
  for _, name in ipairs(found.types) do
    if found.missing[name] then missing[#missing + 1] = name end
  end
  return map { "search", word, "module", found.module or false, "resources", engine.list(resources),
    "types", engine.list(found.types), "missing", engine.list(missing) }
end

--- The result of search.all.
function document.groups(groups)
  return each(groups, function(group)
    return map { "title", group.title, "total", group.total, "names", each(group, function(entry)
      return map { "name", entry.text, "signature", entry.signature or false, "note", entry.note or false,
        "deprecated", entry.deprecated }
    end) }
  end)
end

function document.services(list)
  return map { "services", each(list, function(one)
    return map { "name", one.name, "resource_types", one.count }
  end) }
end

return document
