--- An alarm makes a step of scaling.
local engine = require "luacdk.engine"

local exports = {}

for _, name in ipairs { "ApplicationScalingAction", "AutoScalingAction" } do
  local Action = engine.class("aws_cdk.aws_cloudwatch_actions." .. name)
  function Action:init(step_scaling_action) self._step = step_scaling_action end
  function Action:bind() return { alarm_action_arn = self._step.scaling_policy_arn } end
  exports[name] = Action
end

return exports
