-- Targets of application and network load balancers: the module table; every class loads its file on first use.
local engine = require "luacdk.engine"

return engine.module("aws_cdk.aws_elasticloadbalancingv2_targets", {
  AlbArnTarget = "alb_target",
  AlbListenerTarget = "alb_target",
  InstanceIdTarget = "instance_target",
})
