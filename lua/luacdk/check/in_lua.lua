--- Where a property of a template is in Lua: "queue_name" for a path such as "Properties.QueueName", "tags[1].key" for
--- "Properties.Tags[0].Key", as far as the class knows it; and the name of the resource in messages
--- ("sqs.CfnQueue 'Q'"). Then a function that gives the Lua name of a property in the last one or beside it. Nothing
--- for properties that the class does not have, and for resources that another construct made.
local engine = require "luacdk.engine"

-- The field of a struct with that name in templates.
local function field_of(struct, name)
  for _, field in ipairs(struct and engine.schema.type(struct).fields or {}) do
    if field.cfn_name == name then return field end
  end
end

return function(construct, property)
  local id, class = construct.node.id, engine.class_name(construct)
  local type = class and id ~= "Resource" and id ~= "Default" and engine.schema.type(class)
  local outer, inner = nil, type and type.resource and type.resource.props
  if not inner or not property:find "^Properties" then return nil end
  local words = {}
  for name, indices in property:sub(#"Properties" + 1):gmatch "%.([^.%[]+)([%[%]%d]*)" do
    local field = field_of(inner, name)
    if not field and #words == 0 then break end -- below, the keys of maps are those of the script
    words[#words + 1] = (field and field.name or name)
      .. indices:gsub("%d+", function(index) return tostring(math.tointeger(index) + 1) end)
    outer, inner = inner, field and field.struct
  end
  local function name_of(name)
    local field = field_of(inner, name) or field_of(outer, name)
    return field and field.name
  end
  return #words > 0 and table.concat(words, ".") or nil, ("%s '%s'"):format(type.short_name, id), name_of
end
