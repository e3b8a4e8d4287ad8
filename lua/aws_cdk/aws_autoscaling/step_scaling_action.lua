--- Changes of a group's capacity by steps, made by an alarm.
local engine = require "luacdk.engine"
local autoscaling = require "aws_cdk.aws_autoscaling"
local cdk = require "aws_cdk"
local constructs = require "constructs"
local step_scaling = require "aws_cdk.aws_autoscaling_common.step_scaling"

local StepScalingAction = engine.class("aws_cdk.aws_autoscaling.StepScalingAction", constructs.Construct)

--- Arguments: scope, id, StepScalingActionProps.
function StepScalingAction:init(scope, id, props)
  constructs.Construct.init(self, scope, id)
  self._adjustments = engine.list {}
  if props.cooldown then
    cdk.Annotations.of(self):add_warning_v2("@aws-cdk/aws-autoscaling:cooldownOnStepScaling",
      "cooldown is left out: policies that scale by steps have none")
  end
  local warmup = props.estimated_instance_warmup
  local resource = autoscaling.CfnScalingPolicy(self, "Resource", {
    policy_type = "StepScaling",
    auto_scaling_group_name = props.auto_scaling_group.auto_scaling_group_ref.auto_scaling_group_name,
    estimated_instance_warmup = warmup and warmup:to_seconds(),
    adjustment_type = props.adjustment_type,
    min_adjustment_magnitude = props.min_adjustment_magnitude,
    metric_aggregation_type = props.metric_aggregation_type,
    step_adjustments = engine.lazy(function() return self._adjustments end, { kind = "any" }),
  })
  self.scaling_policy_arn = resource.ref
end

--- Adds a step: its bounds are the metric's distance from the alarm's threshold, at least one of the two.
function StepScalingAction:add_adjustment(adjustment)
  self._adjustments[#self._adjustments + 1] = step_scaling.step(self, adjustment)
end

return { StepScalingAction = StepScalingAction }
