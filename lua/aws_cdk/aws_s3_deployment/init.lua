-- Files that are put into buckets when a stack is deployed: the module table; every class loads its file on first use.
local engine = require "luacdk.engine"

return engine.module("aws_cdk.aws_s3_deployment", {
  BucketDeployment = "bucket_deployment",
  CacheControl = "cache_control",
  DeployTimeSubstitutedFile = "deploy_time_substituted_file",
  Source = "source",
})
