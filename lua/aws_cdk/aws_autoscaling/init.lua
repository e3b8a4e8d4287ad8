-- Amazon EC2 Auto Scaling: the module table; every class loads its file on first use.
local engine = require "luacdk.engine"

return engine.module("aws_cdk.aws_autoscaling", {
  AutoScalingGroupRequireImdsv2Aspect = "require_imdsv2_aspect",
  HealthCheck = "health_checks",
})
