--- What a plain CfnBucket can do in grants: take policy statements and find its key.
local engine = require "luacdk.engine"
local iam = require "aws_cdk.aws_iam"
local grants = require "aws_cdk.aws_iam.resource_policy_grants"
local kms = require "aws_cdk.aws_kms"
local reflection = require "aws_cdk.aws_s3.private.reflection"
local s3 = require "aws_cdk.aws_s3"

local EncryptedCfnBucket, with_key = grants.view_class "aws_cdk.aws_s3.EncryptedCfnBucket"

function EncryptedCfnBucket:grant_on_key(grantee, ...)
  local key = reflection.encryption_key(self._resource)
  return { grant = key and kms.KeyGrants.from_key(key):actions(grantee, ...) }
end

local CfnBucketWithPolicy, with_policy = grants.view_class "aws_cdk.aws_s3.CfnBucketWithPolicy"

function CfnBucketWithPolicy:add_to_resource_policy(statement)
  local bucket = self._resource
  if not self._policy then
    self._policy = reflection.bucket_policy(bucket) or s3.CfnBucketPolicy(bucket, "S3BucketPolicy", {
      bucket = bucket.ref,
      policy_document = { Statement = engine.list {} },
    })
  end
  self._policy:with(s3.mixins.BucketPolicyStatements { statement })
  return { statement_added = true, policy_dependable = self._policy }
end

iam.DefaultEncryptedResourceFactories.set("AWS::S3::Bucket", with_key)
iam.DefaultPolicyFactories.set("AWS::S3::Bucket", with_policy)

return {}
