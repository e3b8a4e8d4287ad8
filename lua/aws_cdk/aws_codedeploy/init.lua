--- AWS CodeDeploy: applications, deployment groups and how they shift traffic, for machines, functions and containers.
local engine = require "luacdk.engine"

return engine.module("aws_cdk.aws_codedeploy", {
  AllAtOnceTrafficRouting = "traffic_routing",
  MinimumHealthyHostsPerZone = "minimum_healthy_hosts",
  TimeBasedCanaryTrafficRouting = "traffic_routing",
  TimeBasedLinearTrafficRouting = "traffic_routing",
})
