--- References of a template to what it does not have, and circles of resources (src/synth/targets.h).
local engine = require "luacdk.engine"

local targets = {}

local found = {}

-- The name in Lua of the property that a path in a template begins with: "Properties.QueueName" → queue_name; and what
-- the call that made the construct is named in messages.
local function in_lua(construct, property)
  local class = engine.class_name(construct)
  local type = class and engine.schema.type(class)
  local name = property:match "^Properties%.([%w]+)"
  local own = construct.node.id ~= "Resource" and construct.node.id ~= "Default" -- not one that a construct made
  local props = own and name and type and type.resource and type.resource.props
  for _, field in ipairs(props and engine.schema.type(props).fields or {}) do
    if field.cfn_name == name then return field.name, ("%s '%s'"):format(type.short_name, construct.node.id) end
  end
end

local function judge(construct, logical_id, property, rule, wrong, right)
  local name, subject = in_lua(construct, property)
  found[#found + 1] = { id = rule, text = wrong .. (right and "; " .. right or ""), path = construct.node.path,
    location = engine.location(construct), logical_id = logical_id, subject = subject,
    property = name or property ~= "" and property or nil, wrong = wrong, right = right }
end

--- Judges the templates that are made from now on, and forgets what was found before.
function targets.judge()
  found = {}
  engine.judge_references(judge)
end

--- What was found, in the order of the templates: rows like those of src/object/complaint.h, with `path`, `location`
--- and `logical_id`.
function targets.found() return found end

return targets
