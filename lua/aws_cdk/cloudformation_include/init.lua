local engine = require "luacdk.engine"

return engine.module("aws_cdk.cloudformation_include", {
  CfnInclude = "cfn_include",
})
