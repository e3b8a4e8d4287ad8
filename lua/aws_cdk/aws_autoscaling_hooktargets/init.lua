-- Targets of lifecycle hooks: the module table; every class loads its file on first use.
local engine = require "luacdk.engine"

return engine.module("aws_cdk.aws_autoscaling_hooktargets", {
  FunctionHook = "function_hook",
  QueueHook = "queue_hook",
  TopicHook = "topic_hook",
})
