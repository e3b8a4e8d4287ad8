--- AWS Batch: where jobs run, the queues in which they wait, and what they are.
local engine = require "luacdk.engine"

return engine.module("aws_cdk.aws_batch", {
  EfsVolume = "ecs_volume",
  EmptyDirVolume = "eks_volume",
  HostPathVolume = "eks_volume",
  HostVolume = "ecs_volume",
  OptimalInstanceType = "multi_node_job_definition",
  Reason = "retry_strategy",
  SecretPathVolume = "eks_volume",
})
