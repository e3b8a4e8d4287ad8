--- When a policy applies.
local engine = require "luacdk.engine"
local cedar = require "aws_cdk.aws_bedrockagentcore.private.cedar"

local PolicyCondition = engine.class "aws_cdk.aws_bedrockagentcore.PolicyCondition"

-- `render(attribute)` makes the condition of the attribute's place; with `conditions` it is called without.
function PolicyCondition:init(render, attribute) self._render, self._attribute = render, attribute end

-- The condition in Cedar.
function PolicyCondition:_to_cedar()
  local attribute = self._attribute
  return self._render(attribute and cedar.attribute(attribute.source, attribute.attribute))
end

-- ---- values ---------------------------------------------------------------------------------------------------------

local NOUN = "a condition's value"

local function text(value) return cedar.text(value, NOUN) end
local function number(value) return cedar.number(value, NOUN) end

-- ---- one attribute --------------------------------------------------------------------------------------------------

local COMPARISONS = {
  boolean_equals = { "==", tostring }, string_equals = { "==", text }, string_not_equals = { "!=", text },
  number_equals = { "==", number }, number_not_equals = { "!=", number }, number_less_than = { "<", number },
  number_less_than_or_equals = { "<=", number }, number_greater_than = { ">", number },
  number_greater_than_or_equals = { ">=", number },
}
-- The attribute compared with a value.
for name, row in pairs(COMPARISONS) do
  local operator, literal = row[1], row[2]
  PolicyCondition[name] = function(attribute, value)
    return PolicyCondition(function(place) return place .. " " .. operator .. " " .. literal(value) end, attribute)
  end
end

--- The attribute is an address in a range, such as 10.0.0.0/8.
function PolicyCondition.ip_in_range(attribute, cidr)
  return PolicyCondition(function(place)
    return place .. ".isInRange(ip(" .. cedar.text(cidr, "a range of addresses") .. "))"
  end, attribute)
end

--- The attribute is a set that contains the value.
function PolicyCondition.set_contains(attribute, value)
  return PolicyCondition(function(place) return place .. ".contains(" .. text(value) .. ")" end, attribute)
end

local function one_of(attribute, values, literal)
  if #values == 0 then engine.fail(nil, "a condition needs at least 1 value, got none") end
  return PolicyCondition(function(place)
    local members = {}
    for i, value in ipairs(values) do members[i] = literal(value) end
    return "[" .. table.concat(members, ", ") .. "].contains(" .. place .. ")"
  end, attribute)
end

--- The attribute is one of the texts. Fails without any.
function PolicyCondition.string_in(attribute, values) return one_of(attribute, values, text) end

--- The attribute is one of the numbers. Fails without any.
function PolicyCondition.number_in(attribute, values) return one_of(attribute, values, number) end

-- ---- several conditions ---------------------------------------------------------------------------------------------

local function group(name, operator)
  PolicyCondition[name] = function(conditions)
    if #conditions == 0 then engine.fail(nil, "%s needs at least 1 condition, got none", name) end
    return PolicyCondition(function()
      local members = {}
      for i, condition in ipairs(conditions) do members[i] = condition:_to_cedar() end
      return #members == 1 and members[1] or "(" .. table.concat(members, operator) .. ")"
    end)
  end
end

-- All of the conditions, or one of them. Both fail without any.
group("all_of", " && ")
group("any_of", " || ")

return { PolicyCondition = PolicyCondition }
