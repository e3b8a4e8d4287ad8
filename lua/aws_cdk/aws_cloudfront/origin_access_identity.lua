--- The user as whom CloudFront reads a bucket; origin access controls are its successor.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local cloudfront = require "aws_cdk.aws_cloudfront"
local iam = require "aws_cdk.aws_iam"
local l2 = require "aws_cdk.l2"

local LONGEST_COMMENT = 128

local Base = engine.class("aws_cdk.aws_cloudfront.OriginAccessIdentityBase", cdk.Resource,
  "aws_cdk.aws_cloudfront.IOriginAccessIdentity")

function Base:_arn()
  return self.stack:format_arn {
    service = "iam", region = "", account = "cloudfront", resource = "user",
    resource_name = "CloudFront Origin Access Identity " .. self.origin_access_identity_id,
  }
end

--- The same as origin_access_identity_id.
Base.get.origin_access_identity_name = function(self)
  engine.deprecated("aws_cdk.aws_cloudfront.OriginAccessIdentity#origin_access_identity_name",
    "use `origin_access_identity_id` instead")
  return self.origin_access_identity_id
end

local OriginAccessIdentity = l2.resource("aws_cdk.aws_cloudfront.OriginAccessIdentity", Base, {
  name = { "origin_access_identity_id" },
  attributes = {
    cloud_front_origin_access_identity_ref = "cloud_front_origin_access_identity_ref",
    cloud_front_origin_access_identity_s3_canonical_user_id = "attr_s3_canonical_user_id",
  },
})

--- Arguments: scope, id, OriginAccessIdentityProps.
function OriginAccessIdentity:init(scope, id, props)
  cdk.Resource.init(self, scope, id)
  local comment = props and props.comment or "Allows CloudFront to reach the bucket"
  self._resource = cloudfront.CfnCloudFrontOriginAccessIdentity(self, "Resource", {
    cloud_front_origin_access_identity_config = { comment = l2.start_of(comment, LONGEST_COMMENT) },
  })
  self.grant_principal =
    iam.CanonicalUserPrincipal(self.cloud_front_origin_access_identity_s3_canonical_user_id)
end

local Imported = engine.class("aws_cdk.aws_cloudfront.ImportedOriginAccessIdentity", Base,
  "aws_cdk.aws_cloudfront.IOriginAccessIdentity")

function Imported:init(scope, id, identity_id)
  cdk.Resource.init(self, scope, id, { physical_name = identity_id })
  self.origin_access_identity_id = identity_id
  self.grant_principal = iam.ArnPrincipal(self:_arn())
end

Imported.get.cloud_front_origin_access_identity_ref = function(self)
  return { cloud_front_origin_access_identity_id = self.origin_access_identity_id }
end

--- An identity by its id.
function OriginAccessIdentity.from_origin_access_identity_id(scope, id, origin_access_identity_id)
  return Imported(scope, id, origin_access_identity_id)
end

--- The same.
function OriginAccessIdentity.from_origin_access_identity_name(scope, id, origin_access_identity_name)
  engine.deprecated("aws_cdk.aws_cloudfront.OriginAccessIdentity#from_origin_access_identity_name",
    "use `from_origin_access_identity_id` instead")
  return Imported(scope, id, origin_access_identity_name)
end

return { OriginAccessIdentity = OriginAccessIdentity }
