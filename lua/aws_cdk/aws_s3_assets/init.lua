--- Files and directories that are uploaded to S3 before a stack is deployed.
local engine = require "luacdk.engine"

return engine.module("aws_cdk.aws_s3_assets", {
  Asset = "asset",
})
