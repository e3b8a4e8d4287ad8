-- Amazon EC2 Auto Scaling: the module table; every class loads its file on first use.
local engine = require "luacdk.engine"

return engine.module("aws_cdk.aws_autoscaling", {
  AutoScalingGroup = "auto_scaling_group",
  AutoScalingGroupRequireImdsv2Aspect = "require_imdsv2_aspect",
  BlockDeviceVolume = "block_device_volume",
  GroupMetrics = "group_metrics",
  HealthCheck = "health_checks",
  HealthChecks = "health_checks",
  LifecycleHook = "lifecycle_hook",
  ScalingEvents = "scaling_events",
  Schedule = "schedule",
  ScheduledAction = "scheduled_action",
  Signals = "signals",
  StepScalingAction = "step_scaling_action",
  StepScalingPolicy = "step_scaling_policy",
  TargetTrackingScalingPolicy = "target_tracking_scaling_policy",
  UpdatePolicy = "update_policy",
  WarmPool = "warm_pool",
})
