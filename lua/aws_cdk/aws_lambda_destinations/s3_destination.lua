--- Results as objects in a bucket.
local engine = require "luacdk.engine"

local S3Destination = engine.class("aws_cdk.aws_lambda_destinations.S3Destination")

function S3Destination:init(bucket)
  self._bucket = bucket
end

function S3Destination:bind(_, fn)
  self._bucket:grant_read(fn)
  self._bucket:grant_put(fn)
  return { destination = self._bucket.bucket_arn }
end

return { S3Destination = S3Destination }
