-- Origins of CloudFront distributions: the module table; every class loads its file on first use.
local engine = require "luacdk.engine"

return engine.module("aws_cdk.aws_cloudfront_origins", {
  LoadBalancerV2Origin = "http_origin",
  S3StaticWebsiteOrigin = "http_origin",
})
