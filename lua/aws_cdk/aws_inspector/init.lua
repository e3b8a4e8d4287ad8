-- Amazon Inspector Classic: the module table.
local engine = require "luacdk.engine"

return engine.module("aws_cdk.aws_inspector", {})
