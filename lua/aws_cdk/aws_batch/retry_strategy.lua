--- What happens after an attempt: which reasons lead to which action.
local engine = require "luacdk.engine"

local RetryStrategy = engine.class "aws_cdk.aws_batch.RetryStrategy"

--- Arguments: the Action, and the Reason for it.
function RetryStrategy:init(action, on) self.action, self.on = action, on end

--- The same as the constructor.
function RetryStrategy.of(action, on) return RetryStrategy(action, on) end

-- Its constants follow from the rows.
local Reason = engine.class "aws_cdk.aws_batch.Reason"

--- A reason by CustomReason: patterns on_exit_code, on_reason, on_status_reason.
function Reason.custom(custom_reason_props)
  local reason = Reason()
  for field, pattern in pairs(custom_reason_props) do reason[field] = pattern end
  return reason
end

return { Reason = Reason, RetryStrategy = RetryStrategy }
