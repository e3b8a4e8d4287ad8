--- Policies that change the capacity of a group by steps, according to how far a metric is from normal.
local engine = require "luacdk.engine"
local autoscaling = require "aws_cdk.aws_autoscaling"
local constructs = require "constructs"
local step_scaling = require "aws_cdk.aws_autoscaling_common.step_scaling"

local StepScalingPolicy = engine.class("aws_cdk.aws_autoscaling.StepScalingPolicy", constructs.Construct)

--- Arguments: scope, id, StepScalingPolicyProps.
function StepScalingPolicy:init(scope, id, props)
  constructs.Construct.init(self, scope, id)
  local function action(action_id, options)
    options.cooldown = props.cooldown
    options.estimated_instance_warmup = props.estimated_instance_warmup
    options.min_adjustment_magnitude = props.min_adjustment_magnitude
    options.auto_scaling_group = props.auto_scaling_group
    return autoscaling.StepScalingAction(self, action_id, options)
  end
  self.lower_action, self.lower_alarm, self.upper_action, self.upper_alarm =
    step_scaling.make(self, self, props, action)
end

return { StepScalingPolicy = StepScalingPolicy }
