-- Amazon EventBridge Scheduler: the module table; every class loads its file on first use.
local engine = require "luacdk.engine"

return engine.module("aws_cdk.aws_scheduler", {
  ContextAttribute = "schedule_target_input",
})
