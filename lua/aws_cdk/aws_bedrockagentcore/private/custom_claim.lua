--- Classes of what a claim of a token must be, besides those that have options of their own.
local engine = require "luacdk.engine"
local bedrockagentcore = require "aws_cdk.aws_bedrockagentcore"

local fail, is_unresolved, display = engine.fail, engine.is_unresolved, engine.display

--- The class of this full name. What it renders is the form in CloudFormation.
return function(full_name)
  local Claim = engine.class(full_name)

  function Claim:init(name, value_type, operator, value)
    self._name, self._value_type, self._operator, self._value = name, value_type, operator, value
  end

  --- A claim that is a list of strings, of which one (CONTAINS, the default) or any (CONTAINS_ANY) must be there.
  function Claim.with_string_array_value(name, values, operator)
    local Operator = bedrockagentcore.CustomClaimOperator
    operator = operator or Operator.CONTAINS
    if operator ~= Operator.CONTAINS and operator ~= Operator.CONTAINS_ANY then
      fail(nil, "the operator of claim %s must be CONTAINS or CONTAINS_ANY, as its values are a list, got %s",
        display(name), display(operator))
    end
    if operator == Operator.CONTAINS and (is_unresolved(values) or not is_unresolved(values[1]) and #values ~= 1) then
      fail(nil, "claim %s must have exactly one value with CONTAINS, got %s: -> use CONTAINS_ANY", display(name),
        is_unresolved(values) and "a list known only at deployment" or #values)
    end
    return Claim(name, "STRING_ARRAY", operator, values)
  end

  function Claim:_render()
    local Operator, value = bedrockagentcore.CustomClaimOperator, self._value
    if self._operator == Operator.CONTAINS then value = value[1] end
    return {
      inbound_token_claim_name = self._name,
      inbound_token_claim_value_type = self._value_type,
      authorizing_claim_match_value = {
        claim_match_operator = self._operator,
        claim_match_value = {
          [self._operator == Operator.CONTAINS_ANY and "match_value_string_list" or "match_value_string"] = value,
        },
      },
    }
  end

  return Claim
end
