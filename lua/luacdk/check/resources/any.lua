--- Rules about resources of any type.
local facts = require "luacdk.check.resources.fact_rows"
local values = require "luacdk.check.resources.values"

local IS_DEPRECATED = {}
for _, type in ipairs(facts.deprecated_types) do IS_DEPRECATED[type] = true end

local function tags(resource, tell)
  if not resource.type:find "^AWS::" then return end
  local seen, told = {}, false
  for i, tag in ipairs(values.list(resource.props.Tags)) do
    local key = values.object(tag).Key
    if key == nil and values.object(tag).Value ~= nil then
      tell("E3024", ("Tags[%d]"):format(i - 1), "the tag has no Key", nil)
    elseif type(key) == "string" then
      if seen[key] and not told then
        told = true
        tell("E3024", ("Tags[%d].Key"):format(i - 1), ("two tags have the key '%s'"):format(key), "keys are unique")
      end
      seen[key] = true
    end
  end
end

local function policies(resource, tell)
  if resource.CreationPolicy and not values.is_one_of(resource.type, facts.creation_policy_resource_types) then
    tell("E3055", "/CreationPolicy", ("resources of type %s have no CreationPolicy"):format(resource.type), nil)
  end
  if resource.UpdatePolicy and not values.is_one_of(resource.type, facts.update_policy_resource_types) then
    tell("E3016", "/UpdatePolicy", ("resources of type %s have no UpdatePolicy"):format(resource.type), nil)
  end
end

local function deprecated(resource, tell)
  for _, place in ipairs(facts.deprecated_properties[resource.type] or {}) do
    values.each(resource.props, place, function(_, path)
      tell("W9009", path, ("%s is deprecated"):format(place:match "[^.]+$"), nil)
    end)
  end
  if IS_DEPRECATED[resource.type] then
    tell("W9009", "", ("%s is deprecated"):format(resource.type), nil)
  end
end

local any = {}

--- Judges a resource.
function any.judge(resource, tell)
  if resource.props.Tags ~= nil then tags(resource, tell) end
  if resource.CreationPolicy or resource.UpdatePolicy then policies(resource, tell) end
  if facts.deprecated_properties[resource.type] or IS_DEPRECATED[resource.type] then deprecated(resource, tell) end
end

return any
