-- Amazon CloudFront: the module table; every class loads its file on first use.
local engine = require "luacdk.engine"

return engine.module("aws_cdk.aws_cloudfront", {
  AssetImportSource = "import_source",
  CacheCookieBehavior = "cache_policy",
  CacheHeaderBehavior = "cache_policy",
  CacheQueryStringBehavior = "cache_policy",
  FunctionUrlOriginAccessControl = "origin_access_control",
  InlineImportSource = "import_source",
  MediaPackageV2OriginAccessControl = "origin_access_control",
  OriginBase = "origin",
  OriginRequestCookieBehavior = "origin_request_policy",
  OriginRequestHeaderBehavior = "origin_request_policy",
  OriginRequestQueryStringBehavior = "origin_request_policy",
  S3ImportSource = "import_source",
  S3OriginAccessControl = "origin_access_control",
  VpcOriginEndpoint = "vpc_origin",
})
