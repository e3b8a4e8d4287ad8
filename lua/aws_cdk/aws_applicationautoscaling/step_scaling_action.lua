--- Changes of the capacity by steps, made by an alarm.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local constructs = require "constructs"
local appscaling = require "aws_cdk.aws_applicationautoscaling"
local step_scaling = require "aws_cdk.aws_autoscaling_common.step_scaling"

local StepScalingAction = engine.class("aws_cdk.aws_applicationautoscaling.StepScalingAction", constructs.Construct)

--- Arguments: scope, id, StepScalingActionProps: scaling_target (required), adjustment_type, cooldown,
--  metric_aggregation_type, min_adjustment_magnitude, policy_name.
function StepScalingAction:init(scope, id, props)
  constructs.Construct.init(self, scope, id)
  self._adjustments = engine.list {}
  local resource = appscaling.CfnScalingPolicy(self, "Resource", {
    policy_name = props.policy_name or cdk.Names.unique_id(self),
    policy_type = "StepScaling",
    scaling_target_id = props.scaling_target.scalable_target_ref.resource_id,
    step_scaling_policy_configuration = {
      adjustment_type = props.adjustment_type,
      cooldown = props.cooldown and props.cooldown:to_seconds(),
      min_adjustment_magnitude = props.min_adjustment_magnitude,
      metric_aggregation_type = props.metric_aggregation_type,
      step_adjustments = engine.lazy(function() return self._adjustments end, { kind = "any" }),
    },
  })
  self.scaling_policy_arn = resource.ref
end

--- Adds a step. AdjustmentTier: adjustment (required), lower_bound, upper_bound: the metric's distance from the
--  alarm's threshold; at least one of the two.
function StepScalingAction:add_adjustment(adjustment)
  self._adjustments[#self._adjustments + 1] = step_scaling.step(self, adjustment)
end

return { StepScalingAction = StepScalingAction }
