--- Custom attributes of a pool's users.
local engine = require "luacdk.engine"

local MAX_LENGTH = 2048

-- Constraints of which at least one says something: zero says nothing.
local function constraints(low, high)
  if (low or 0) == 0 and (high or 0) == 0 then return nil end
  return { low, high }
end

local function attribute(name, data_type)
  local class = engine.class("aws_cdk.aws_cognito." .. name)

  --- Arguments: CustomAttributeProps, or what adds constraints to them.
  function class:init(props) self._props = props or {} end

  --- The attribute in the form of the pool's schema.
  function class:bind() return { data_type = data_type, mutable = self._props.mutable } end

  return class
end

local StringAttribute, NumberAttribute = attribute("StringAttribute", "String"), attribute("NumberAttribute", "Number")

--- Arguments: StringAttributeProps.
function StringAttribute:init(props)
  self._props = props or {}
  local low, high = self._props.min_len, self._props.max_len
  if type(low) == "number" and low < 0 then engine.fail(nil, "min_len must not be negative, got %s", low) end
  if type(high) == "number" and high > MAX_LENGTH then
    engine.fail(nil, "max_len must be at most %d, got %s", MAX_LENGTH, high)
  end
end

--- The attribute in the form of the pool's schema.
function StringAttribute:bind()
  local both = constraints(self._props.min_len, self._props.max_len)
  return {
    data_type = "String", string_constraints = both and { min_len = both[1], max_len = both[2] },
    mutable = self._props.mutable,
  }
end

--- The attribute in the form of the pool's schema.
function NumberAttribute:bind()
  local both = constraints(self._props.min, self._props.max)
  return {
    data_type = "Number", number_constraints = both and { min = both[1], max = both[2] }, mutable = self._props.mutable,
  }
end

return {
  BooleanAttribute = attribute("BooleanAttribute", "Boolean"),
  DateTimeAttribute = attribute("DateTimeAttribute", "DateTime"),
  NumberAttribute = NumberAttribute,
  StringAttribute = StringAttribute,
}
