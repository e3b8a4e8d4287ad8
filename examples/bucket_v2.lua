#!/usr/bin/env luacdk
-- Code.from_bucket_v2: a zip file in a bucket, with options. `REFERENCE` lets Lambda run it from the bucket rather than
-- from a copy of its own, which needs the object's version and the right to read it.

local app = cdk.App()
local stack = cdk.Stack(app, "BucketV2", { env = { account = "111111111111", region = "us-east-1" } })

local key = kms.Key(stack, "Key")
local artifacts = s3.Bucket(stack, "Artifacts", { versioned = true, encryption_key = key })

local function handler(id, options)
  lambda.Function(stack, id, {
    code = lambda.Code.from_bucket_v2(artifacts, "handler.zip", options),
    handler = "index.handler",
    runtime = lambda.Runtime.PYTHON_3_12,
  })
end

handler("Latest")
handler("Versioned", { object_version = "3f2a1c" })
handler("Encrypted", { object_version = "3f2a1c", source_kms_key = key }) -- Lambda's own copy is encrypted with the key
handler("Referenced", { object_version = "3f2a1c", s3_object_storage_mode = lambda.S3ObjectStorageMode.REFERENCE })

app:synth()
