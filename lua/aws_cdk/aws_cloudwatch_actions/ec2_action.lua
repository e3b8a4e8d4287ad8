--- An alarm stops, terminates, recovers or reboots the instance it watches.
local engine = require "luacdk.engine"

local Ec2Action = engine.class "aws_cdk.aws_cloudwatch_actions.Ec2Action"

function Ec2Action:init(instance_action) self._action = instance_action end

function Ec2Action:bind(scope)
  local stack = engine.stack_of(scope)
  return {
    alarm_action_arn = "arn:" .. stack.partition .. ":automate:" .. stack.region .. ":ec2:" .. self._action,
  }
end

return { Ec2Action = Ec2Action }
