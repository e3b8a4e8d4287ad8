#!/usr/bin/env luacdk
-- Code.from_bucket: a zip file that lies in a bucket already, put there by someone else.

local app = cdk.App()
local stack = cdk.Stack(app, "Bucket")

local artifacts = s3.Bucket.from_bucket_name(stack, "Artifacts", "my-artifacts")

lambda.Function(stack, "Handler", {
  code = lambda.Code.from_bucket(artifacts, "handler.zip", "3f2a1c"), -- the version may be left out
  handler = "index.handler",
  runtime = lambda.Runtime.PYTHON_3_12,
})

app:synth()
