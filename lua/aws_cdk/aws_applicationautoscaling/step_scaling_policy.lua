--- Policies that change the capacity by steps, according to how far a metric is from normal.
local engine = require "luacdk.engine"
local constructs = require "constructs"
local appscaling = require "aws_cdk.aws_applicationautoscaling"
local step_scaling = require "aws_cdk.aws_autoscaling_common.step_scaling"

local StepScalingPolicy = engine.class("aws_cdk.aws_applicationautoscaling.StepScalingPolicy", constructs.Construct)

--- Arguments: scope, id, StepScalingPolicyProps: metric, scaling_steps, scaling_target (required), adjustment_type,
--  cooldown, datapoints_to_alarm, evaluation_periods, metric_aggregation_type, min_adjustment_magnitude.
function StepScalingPolicy:init(scope, id, props)
  constructs.Construct.init(self, scope, id)
  local function action(action_id, options)
    options.cooldown = props.cooldown
    options.min_adjustment_magnitude = props.min_adjustment_magnitude
    options.scaling_target = props.scaling_target
    return appscaling.StepScalingAction(self, action_id, options)
  end
  self.lower_action, self.lower_alarm, self.upper_action, self.upper_alarm =
    step_scaling.make(self, scope, props, action)
end

return { StepScalingPolicy = StepScalingPolicy }
