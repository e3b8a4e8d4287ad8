-- Keys, indices and what else Table and TableV2 describe alike.
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"

local schema = {}

schema.MOST_LOCAL_INDICES = 5

local MOST_KEYS = 4
local MOST_NON_KEY_ATTRIBUTES = 100
local fail, display = engine.fail, engine.display

-- One of `one` and `several`, as a list.
local function listed(one, several) return several or one and { one } or {} end

--- The keys that SchemaOptions name: { partition_keys, sort_keys }.
function schema.keys(self, props)
  if (props.partition_key == nil) == (props.partition_keys == nil) then
    fail(self, "give either partition_key or partition_keys")
  end
  if props.sort_key and props.sort_keys then fail(self, "give sort_key or sort_keys, not both") end
  local keys = {
    partition_keys = listed(props.partition_key, props.partition_keys),
    sort_keys = listed(props.sort_key, props.sort_keys),
  }
  if #keys.partition_keys == 0 then fail(self, "partition_keys must contain at least one key") end
  for name, list in pairs(keys) do
    if #list > MOST_KEYS then fail(self, "%s can contain at most %d keys, got %d", name, MOST_KEYS, #list) end
  end
  return keys
end

local types = setmetatable({}, { __mode = "k" }) -- of lists of definitions: name → type

--- Adds an attribute to the definitions, unless it is there.
function schema.define(self, definitions, attribute)
  local known = types[definitions]
  if not known then
    known = {}
    types[definitions] = known
  end
  local name, kind = attribute.name, attribute.type
  if known[name] == nil then
    known[name] = kind
    definitions[#definitions + 1] = { attribute_name = name, attribute_type = kind }
  elseif known[name] ~= kind then
    fail(self, "the attribute %s already has type %s, so it cannot have type %s", display(name),
      display(known[name]), display(kind))
  end
end

--- The L1 key schema of `keys`, whose attributes are defined.
function schema.render(self, definitions, keys)
  local rendered = {}
  for _, list in ipairs { { keys.partition_keys, "HASH" }, { keys.sort_keys, "RANGE" } } do
    for _, attribute in ipairs(list[1]) do
      schema.define(self, definitions, attribute)
      rendered[#rendered + 1] = { attribute_name = attribute.name, key_type = list[2] }
    end
  end
  return rendered
end

--- The L1 projection of an index. `known`: the set of the table's other non-key attributes, `distinct`: whether those
--  that several indices name count once.
function schema.projection(self, props, known, distinct)
  local kind, attributes = props.projection_type, props.non_key_attributes
  if kind == "INCLUDE" and not attributes then
    fail(self, "projection_type INCLUDE needs non_key_attributes")
  end
  if kind ~= "INCLUDE" and attributes then
    fail(self, "non_key_attributes can only be given with projection_type INCLUDE")
  end
  if attributes then
    local count = known.count + (distinct and 0 or #attributes)
    for _, name in ipairs(attributes) do
      if not known.names[name] then
        known.names[name] = true
        known.count = known.count + 1
      end
    end
    if distinct then count = known.count end
    if count > MOST_NON_KEY_ATTRIBUTES then
      fail(self, "the indices of a table can have %d non_key_attributes together, got %d", MOST_NON_KEY_ATTRIBUTES,
        count)
    end
  end
  return { projection_type = kind or "ALL", non_key_attributes = attributes }
end

--- Fails when both ways to say contributor insights are used; gives the L1 value.
function schema.contributor_insights(self, enabled, specification, name)
  if enabled ~= nil and specification then
    fail(self, "give contributor_insights_specification alone, without the deprecated %s", name)
  end
  return specification or enabled ~= nil and { enabled = enabled } or nil
end

--- The same for recovery to a point in time.
function schema.point_in_time_recovery(self, props)
  local specification, enabled = props.point_in_time_recovery_specification, props.point_in_time_recovery
  if specification and enabled ~= nil then
    fail(self, "give point_in_time_recovery_specification alone, without the deprecated point_in_time_recovery")
  end
  local days = specification and specification.recovery_period_in_days
  if days then
    if days ~= 0 and not specification.point_in_time_recovery_enabled then
      fail(self, "recovery_period_in_days needs point_in_time_recovery_enabled = true")
    end
    l2.within(self, "aws_dynamodb.CfnTable.PointInTimeRecoverySpecificationProperty.recovery_period_in_days", days)
  end
  return specification or enabled ~= nil and { point_in_time_recovery_enabled = enabled } or nil
end

--- A number that counts as not given when it is 0.
function schema.units(number) return number ~= 0 and number or nil end

--- The L1 time to live.
function schema.time_to_live(attribute)
  return attribute and attribute ~= "" and { attribute_name = attribute, enabled = true } or nil
end

return schema
