-- Parts of CloudFront whose API may still change: the module table.
local engine = require "luacdk.engine"

return engine.module("aws_cdk.aws_cloudfront.experimental", {})
