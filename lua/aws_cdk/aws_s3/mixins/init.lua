--- Traits to put on a plain CfnBucket or CfnBucketPolicy.
local engine = require "luacdk.engine"

return engine.module("aws_cdk.aws_s3.mixins", {
  BucketAutoDeleteObjects = "bucket_auto_delete_objects",
  BucketBlockPublicAccess = "bucket_block_public_access",
  BucketPolicyStatements = "bucket_policy_statements",
  BucketVersioning = "bucket_versioning",
})
