--- The schedule invokes a function.
local engine = require "luacdk.engine"
local targets = require "aws_cdk.aws_scheduler_targets"

local Base = targets.ScheduleTargetBase

local LambdaInvoke = engine.class("aws_cdk.aws_scheduler_targets.LambdaInvoke", Base)

--- Arguments: func, ScheduleTargetBaseProps.
function LambdaInvoke:init(func, props)
  Base.init(self, props, func.function_arn)
  self._func = func
end

function LambdaInvoke:_add_target_action_to_role(role)
  self._func:grant_invoke(role)
end

return { LambdaInvoke = LambdaInvoke }
