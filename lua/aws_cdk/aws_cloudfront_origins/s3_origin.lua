--- Origins that are buckets, as websites or with an identity; S3BucketOrigin and S3StaticWebsiteOrigin are their
--- successors.
local engine = require "luacdk.engine"
local cloudfront = require "aws_cdk.aws_cloudfront"
local identities = require "aws_cdk.aws_cloudfront.private.identities"
local l2 = require "aws_cdk.l2"
local origins = require "aws_cdk.aws_cloudfront_origins"

local OriginBase = cloudfront.OriginBase

local function deprecated(name)
  engine.deprecated("aws_cdk.aws_cloudfront_origins." .. name,
    "use `S3BucketOrigin` or `S3StaticWebsiteOrigin` instead")
end

local ReadAsIdentity = engine.class("aws_cdk.aws_cloudfront_origins.ReadAsIdentity", OriginBase)

function ReadAsIdentity:init(bucket, props)
  OriginBase.init(self, bucket.bucket_regional_domain_name, props)
  self._bucket, self._identity = bucket, props.origin_access_identity
end

function ReadAsIdentity:bind(scope, options)
  self._identity = self._identity or identities.make(scope, self._bucket, options.origin_id)
  identities.permit(self._bucket, self._identity)
  return OriginBase.bind(self, scope, options)
end

function ReadAsIdentity:_render_s3_origin_config() return identities.config(self._identity) end

local S3Origin = engine.class "aws_cdk.aws_cloudfront_origins.S3Origin"

--- Arguments: bucket, S3OriginProps.
function S3Origin:init(bucket, props)
  deprecated "S3Origin"
  if bucket.is_website then
    local of_site = l2.with({}, props)
    of_site.origin_access_identity = nil
    self._origin = origins.S3StaticWebsiteOrigin(bucket, of_site)
  else
    self._origin = ReadAsIdentity(bucket, props or {})
  end
end

function S3Origin:bind(scope, options)
  deprecated "S3Origin#bind"
  return self._origin:bind(scope, options)
end

return { S3Origin = S3Origin }
