-- Functions that run while a stack is deployed: the module table; every class loads its file on first use.
local engine = require "luacdk.engine"

return engine.module("aws_cdk.triggers", {
  Trigger = "trigger",
  TriggerFunction = "trigger_function",
})
