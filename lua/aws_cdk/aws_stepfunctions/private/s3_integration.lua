-- How distributed maps use S3.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local iam = require "aws_cdk.aws_iam"
local asl = require "aws_cdk.aws_stepfunctions.private.asl"

local given = asl.given

local M = {}

--- The ARN of an action of S3 as a Resource.
function M.resource(action)
  return cdk.Arn.format {
    partition = cdk.Aws.PARTITION, service = "states", region = "", account = "", resource = "s3",
    resource_name = action, arn_format = cdk.ArnFormat.COLON_RESOURCE_NAME,
  }
end

--- The key for arguments in that language.
function M.arguments_key(language) return language == asl.JSONATA and "Arguments" or "Parameters" end

--- Where the objects are, as an ordered map.
function M.location(bucket, bucket_name_path)
  local location = engine.ordered()
  if bucket then location.Bucket = bucket.bucket_ref.bucket_name end
  if given(bucket_name_path) then location.Bucket = bucket_name_path end
  return location
end

--- The statement that allows actions on all objects of a bucket, or, without one, of any.
function M.on_objects(actions, bucket)
  local resource = bucket and cdk.Arn.format {
    partition = cdk.Aws.PARTITION, service = "s3", region = "", account = "",
    resource = bucket.bucket_ref.bucket_name, resource_name = "*",
  } or "*"
  return iam.PolicyStatement { actions = actions, resources = { resource } }
end

--- Messages about the bucket, which is given as a construct or by a path; `needed`: one of them must be.
function M.check_bucket(bucket, bucket_name_path, needed)
  if bucket and given(bucket_name_path) then return { "bucket and bucket_name_path are mutually exclusive" } end
  if needed and not bucket and not given(bucket_name_path) then
    return { "bucket or bucket_name_path must be given" }
  end
  return {}
end

return M
