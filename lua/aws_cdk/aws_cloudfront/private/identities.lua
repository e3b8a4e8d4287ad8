--- Buckets that CloudFront reads as an origin access identity.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local cloudfront = require "aws_cdk.aws_cloudfront"
local iam = require "aws_cdk.aws_iam"

local identities = {}

--- An identity for the origin in `scope`, in the stack of the bucket, whose policy names it.
function identities.make(scope, bucket, origin_id)
  local of_bucket, id = engine.stack_of(bucket), "S3Origin"
  local place = scope
  if of_bucket ~= engine.stack_of(scope) then place, id = of_bucket, cdk.Names.unique_id(scope) .. id end
  return cloudfront.OriginAccessIdentity(place, id, { comment = "Identity for " .. origin_id })
end

--- Lets the identity read the bucket; returns whether that was possible.
function identities.permit(bucket, identity)
  if not engine.has(identity, "grant_principal") then
    engine.fail(bucket, "%s is no principal that can read the bucket; -> give an OriginAccessIdentity",
      engine.display(identity))
  end
  return bucket:add_to_resource_policy(iam.PolicyStatement {
    resources = { bucket:arn_for_objects "*" }, actions = { "s3:GetObject" }, principals = { identity.grant_principal },
  }).statement_added
end

--- The configuration of the L1 origin.
function identities.config(identity)
  return {
    origin_access_identity = "origin-access-identity/cloudfront/"
      .. identity.cloud_front_origin_access_identity_ref.cloud_front_origin_access_identity_id,
  }
end

return identities
