--- Simple Storage Service: buckets, their policies and what may be granted on them.
local engine = require "luacdk.engine"

return engine.module("aws_cdk.aws_s3", {
  BlockPublicAccess = "block_public_access",
  Bucket = "bucket",
  BucketBase = "bucket_base",
  BucketGrants = "bucket_grants",
  BucketPolicy = "bucket_policy",
  ObjectLockRetention = "object_lock_retention",
  StorageClass = "storage_class",
  TargetObjectKeyFormat = "target_object_key_format",
})
