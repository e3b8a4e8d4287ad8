-- Amazon Simple Notification Service: the module table; every class loads its file on first use.
local engine = require "luacdk.engine"

return engine.module("aws_cdk.aws_sns", {
  Filter = "filter_or_policy",
  Policy = "filter_or_policy",
})
