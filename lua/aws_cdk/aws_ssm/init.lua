-- AWS Systems Manager: the module table; every class loads its file on first use.
local engine = require "luacdk.engine"

return engine.module("aws_cdk.aws_ssm", {
  StringListParameter = "string_list_parameter",
  StringParameter = "string_parameter",
})
