--- Where a property of a template is in Lua: the name of the property that a path such as "Properties.QueueName[0]"
--- begins with ("queue_name"), and the name of the resource in messages ("sqs.CfnQueue 'Q'"). Nothing for properties
--- that the class does not have, and for resources that another construct made.
local engine = require "luacdk.engine"

return function(construct, property)
  local id, class = construct.node.id, engine.class_name(construct)
  local type = class and id ~= "Resource" and id ~= "Default" and engine.schema.type(class)
  local props = type and type.resource and type.resource.props
  local name = props and property:match "^Properties%.(%w+)"
  for _, field in ipairs(name and engine.schema.type(props).fields or {}) do
    if field.cfn_name == name then return field.name, ("%s '%s'"):format(type.short_name, id) end
  end
end
