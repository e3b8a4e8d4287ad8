local engine = require "luacdk.engine"

return engine.module("aws_cdk.region_info", {
  Default = "region_info",
  Fact = "region_info",
  FactName = "region_info",
})
