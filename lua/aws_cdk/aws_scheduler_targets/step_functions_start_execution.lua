--- The schedule starts a state machine.
local engine = require "luacdk.engine"
local targets = require "aws_cdk.aws_scheduler_targets"

local Base = targets.ScheduleTargetBase

local StepFunctionsStartExecution = engine.class("aws_cdk.aws_scheduler_targets.StepFunctionsStartExecution", Base)

--- Arguments: state_machine, ScheduleTargetBaseProps.
function StepFunctionsStartExecution:init(state_machine, props)
  Base.init(self, props, state_machine.state_machine_arn)
  self._state_machine = state_machine
end

function StepFunctionsStartExecution:_add_target_action_to_role(role)
  self._state_machine:grant_start_execution(role)
end

return { StepFunctionsStartExecution = StepFunctionsStartExecution }
