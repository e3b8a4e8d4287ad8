--- Where a property of a template is in Lua: "queue_name" for a path such as "Properties.QueueName", "tags[1].key" for
--- "Properties.Tags[0].Key", as far as the class knows it; and the name of the resource in messages
--- ("sqs.CfnQueue 'Q'"). Then a function that gives the Lua name of a property in the last one or beside it. Nothing
--- for properties that the class does not have. A resource that another construct made for itself has the properties of
--- that one, where they have the same name; cdk.CfnResource takes CloudFormation's names.
local engine = require "luacdk.engine"

-- By struct: its fields by their names in templates. By class: { the struct of its properties, its short name } or
-- false.
local fields, classes = {}, {}

local function field_of(struct, name)
  if not struct then return nil end
  if not fields[struct] then
    fields[struct] = {}
    for _, field in ipairs(engine.schema.type(struct).fields) do
      if field.cfn_name then fields[struct][field.cfn_name] = field end
    end
  end
  return fields[struct][name]
end

local function class_of(name)
  if classes[name] == nil then
    local type = engine.schema.type(name)
    local props = type and type.resource and type.resource.props
    classes[name] = props and { props, type.short_name } or false
  end
  return classes[name]
end

-- The struct that the constructor of a class takes.
local function props_of(type)
  for _, parameter in ipairs(type.constructor or {}) do
    local given = engine.schema.type(parameter.type)
    if given and given.kind == "struct" then return parameter.type end
  end
end

local function has_field(struct, name)
  for _, field in ipairs(struct and engine.schema.type(struct).fields or {}) do
    if field.name == name then return true end
  end
  return false
end

-- The same for the main resource of a construct: its property, if that construct has one of this name.
local function in_owner(construct, props, property)
  local field = field_of(props, property:match "^Properties%.(%w+)")
  local owner = construct.node.scope
  local class = owner and engine.class_name(owner)
  local owner_type = class and engine.schema.type(class)
  if field and owner_type and has_field(props_of(owner_type), field.name) then
    return field.name, ("%s '%s'"):format(owner_type.short_name, owner.node.id)
  end
end

return function(construct, property)
  local id, class = construct.node.id, engine.class_name(construct)
  if not class or not property:find "^Properties" then return nil end
  if class == "aws_cdk.CfnResource" then
    local path = property:gsub("^P", "p"):gsub("%[(%d+)", function(index) return "[" .. math.tointeger(index) + 1 end)
    return path, ("cdk.CfnResource '%s'"):format(id)
  end
  class = class_of(class)
  if not class then return nil end
  if id == "Resource" or id == "Default" then return in_owner(construct, class[1], property) end
  local outer, inner = nil, class[1]
  local words = {}
  for word, indices in property:sub(#"Properties" + 1):gmatch "%.([^.%[]+)([%[%]%d]*)" do
    local field = field_of(inner, word)
    if not field and #words == 0 then break end -- below, the keys of maps are those of the script
    words[#words + 1] = (field and field.name or word)
      .. indices:gsub("%d+", function(index) return tostring(math.tointeger(index) + 1) end)
    outer, inner = inner, field and field.struct
  end
  local function name_of(name)
    local field = field_of(inner, name) or field_of(outer, name)
    return field and field.name
  end
  return #words > 0 and table.concat(words, ".") or nil, ("%s '%s'"):format(class[2], id), name_of
end
