--- Events start a state machine.
local engine = require "luacdk.engine"
local target = require "aws_cdk.aws_events_targets.target"

local SfnStateMachine = engine.class "aws_cdk.aws_events_targets.SfnStateMachine"

--- Arguments: machine, SfnStateMachineProps: input (RuleTargetInput), role and TargetBaseProps.
function SfnStateMachine:init(machine, props)
  props = props or {}
  self.machine = machine
  self._props = props
  self._role = props.role or target.singleton_role(machine)
  machine:grant_start_execution(self._role)
end

function SfnStateMachine:bind(rule)
  local props = self._props
  target.allow_dead_letters(rule, props.dead_letter_queue)
  local config = target.base_config(props)
  config.arn, config.role, config.input, config.target_resource =
    self.machine.state_machine_arn, self._role, props.input, self.machine
  return config
end

return { SfnStateMachine = SfnStateMachine }
