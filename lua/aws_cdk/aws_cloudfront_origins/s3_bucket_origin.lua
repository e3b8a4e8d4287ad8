--- Origins that are buckets.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local cloudfront = require "aws_cdk.aws_cloudfront"
local iam = require "aws_cdk.aws_iam"
local identities = require "aws_cdk.aws_cloudfront.private.identities"

local OriginBase = cloudfront.OriginBase

local BUCKET_ACTIONS = {
  READ = "s3:GetObject", READ_VERSIONED = "s3:GetObjectVersion", LIST = "s3:ListBucket", WRITE = "s3:PutObject",
  DELETE = "s3:DeleteObject",
}
local KEY_ACTIONS = { READ = { "kms:Decrypt" }, WRITE = { "kms:Encrypt", "kms:GenerateDataKey*" } }

local S3BucketOrigin = engine.class("aws_cdk.aws_cloudfront_origins.S3BucketOrigin", OriginBase)

--- Arguments: bucket, S3BucketOriginBaseProps.
function S3BucketOrigin:init(bucket, props)
  OriginBase.init(self, bucket.bucket_regional_domain_name, props)
  self._bucket = bucket
end

function S3BucketOrigin:_render_s3_origin_config() return { origin_access_identity = "" } end -- luacheck: no self

local function warn(scope, id, text)
  cdk.Annotations.of(scope):add_warning_v2("@aws-cdk/aws-cloudfront-origins:" .. id, text)
end

-- A statement for CloudFront, on behalf of the distributions with this ARN.
local function statement(actions, resources, operator, distribution)
  if not distribution then engine.fail(nil, "an origin with an access control needs distribution_id in bind") end
  return iam.PolicyStatement {
    principals = { iam.ServicePrincipal "cloudfront.amazonaws.com" },
    actions = actions,
    resources = resources,
    conditions = {
      [operator] = {
        ["AWS:SourceArn"] = "arn:" .. cdk.Aws.PARTITION .. ":cloudfront::" .. cdk.Aws.ACCOUNT_ID .. ":distribution/"
          .. distribution,
      },
    },
  }
end

-- ---- with an origin access control ----------------------------------------------------------------------------------

local Signed = engine.class("aws_cdk.aws_cloudfront_origins.SignedS3BucketOrigin", S3BucketOrigin)

function Signed:init(bucket, props)
  props = props or {}
  S3BucketOrigin.init(self, bucket, props)
  self._control, self._levels = props.origin_access_control, props.origin_access_levels or { "READ" }
end

-- What the levels, each counted once, allow on the bucket and on its key.
local function actions_of(levels)
  local seen, on_bucket, on_key = {}, {}, {}
  for _, level in ipairs(levels) do
    if not seen[level] then
      on_bucket[#on_bucket + 1] = BUCKET_ACTIONS[level]
      for _, action in ipairs(KEY_ACTIONS[level] or {}) do on_key[#on_key + 1] = action end
    end
    seen[level] = true
  end
  return on_bucket, on_key, seen.LIST
end

local function permit(self, scope, distribution_id)
  local bucket, key = self._bucket, self._bucket.encryption_key
  local on_bucket, on_key, lists = actions_of(self._levels)
  if lists then
    warn(scope, "listBucketSecurityRisk", "AccessLevel.LIST lets viewers list the bucket through a default behavior: "
      .. "give the distribution a default_root_object")
  end
  local resources = { bucket:arn_for_objects "*", lists and bucket.bucket_arn or nil }
  if not bucket:add_to_resource_policy(statement(on_bucket, resources, "StringEquals", distribution_id))
    .statement_added then
    warn(scope, "updateImportedBucketPolicyOac", "the policy of an imported bucket cannot be changed: let "
      .. "cloudfront.amazonaws.com read it there")
  end
  if not key then return end
  warn(key.node.scope, "wildcardKeyPolicyForOac", "the key's policy names all distributions of the account, because "
    .. "it cannot refer to one that refers to the bucket; narrow it once the distribution exists")
  if not key:add_to_resource_policy(statement(on_key, { "*" }, "ArnLike", "*")).statement_added then
    warn(scope, "updateImportedKeyPolicyOac", "the policy of an imported key cannot be changed: let "
      .. "cloudfront.amazonaws.com use it there")
  end
end

function Signed:bind(scope, options)
  self._control = self._control or cloudfront.S3OriginAccessControl(scope, "S3OriginAccessControl")
  permit(self, scope, options.distribution_id)
  local bound = OriginBase.bind(self, scope, options)
  bound.origin_property.origin_access_control_id =
    self._control.origin_access_control_ref.origin_access_control_id
  return bound
end

-- ---- with an origin access identity ---------------------------------------------------------------------------------

local ReadAsIdentity =
  engine.class("aws_cdk.aws_cloudfront_origins.S3BucketOriginReadAsIdentity", S3BucketOrigin)

function ReadAsIdentity:init(bucket, props)
  S3BucketOrigin.init(self, bucket, props)
  self._identity = props and props.origin_access_identity
end

function ReadAsIdentity:bind(scope, options)
  self._identity = self._identity or identities.make(scope, self._bucket, options.origin_id)
  if not identities.permit(self._bucket, self._identity) then
    warn(scope, "updateImportedBucketPolicyOai", "the policy of an imported bucket cannot be changed: let the origin "
      .. "access identity read it there")
  end
  return OriginBase.bind(self, scope, options)
end

function ReadAsIdentity:_render_s3_origin_config() return identities.config(self._identity) end

--- A bucket that refuses all requests that CloudFront has not signed.
function S3BucketOrigin.with_origin_access_control(bucket, props) return Signed(bucket, props) end

--- A bucket that CloudFront reads as a user of its own.
function S3BucketOrigin.with_origin_access_identity(bucket, props) return ReadAsIdentity(bucket, props) end

--- A bucket as it is.
function S3BucketOrigin.with_bucket_defaults(bucket, props) return S3BucketOrigin(bucket, props) end

return { S3BucketOrigin = S3BucketOrigin }
