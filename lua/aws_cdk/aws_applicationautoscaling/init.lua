--- Application Auto Scaling.
local engine = require "luacdk.engine"

return engine.module("aws_cdk.aws_applicationautoscaling", {
  BaseScalableAttribute = "base_scalable_attribute",
  ScalableTarget = "scalable_target",
  Schedule = "schedule",
  StepScalingAction = "step_scaling_action",
  StepScalingPolicy = "step_scaling_policy",
  TargetTrackingScalingPolicy = "target_tracking_scaling_policy",
})
