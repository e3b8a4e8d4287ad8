-- Amazon Simple Queue Service: the module table; every class loads its file on first use.
local engine = require "luacdk.engine"

return engine.module("aws_cdk.aws_sqs", {
  Queue = "queue",
  QueueBase = "queue_base",
  QueueGrants = "queue_grants",
  QueuePolicy = "queue_policy",
})
