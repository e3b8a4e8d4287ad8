-- Elastic Load Balancing, the classic load balancers: the module table; every class loads its file on first use.
local engine = require "luacdk.engine"

return engine.module("aws_cdk.aws_elasticloadbalancing", {
  InstanceTarget = "instance_target",
  ListenerPort = "listener_port",
  LoadBalancer = "load_balancer",
})
