-- Amazon CloudWatch Synthetics: the module table; classes whose file has another name.
local engine = require "luacdk.engine"

return engine.module("aws_cdk.aws_synthetics", {
  AssetCode = "code",
  InlineCode = "code",
  S3Code = "code",
})
