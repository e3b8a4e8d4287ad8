--- Where a property of a template is in Lua: "queue_name" for a path such as "Properties.QueueName", "tags[1].key" for
--- "Properties.Tags[0].Key", as far as the class knows it; and the name of the resource in messages
--- ("sqs.CfnQueue 'Q'"). Then a function that gives the Lua name of a property in the last one or beside it. Nothing
--- for properties that the class does not have, and for resources that another construct made.
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

return function(construct, property)
  local id, class = construct.node.id, engine.class_name(construct)
  class = class and id ~= "Resource" and id ~= "Default" and class_of(class)
  if not class or not property:find "^Properties" then return nil end
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
