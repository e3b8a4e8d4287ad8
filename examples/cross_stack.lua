#!/usr/bin/env luacdk
-- Two stacks, one of which uses what the other made: exports, imports and the order of deployment come by themselves.

local app = cdk.App()
local env = { account = "111111111111", region = "us-east-1" }

local Storage = cdk.Stack:extend "Storage"

function Storage:init(scope, id, props)
  Storage.super.init(self, scope, id, props)
  self.uploads = s3.Bucket(self, "Uploads", { encryption = s3.BucketEncryption.S3_MANAGED })
end

local Compute = cdk.Stack:extend "Compute"

function Compute:init(scope, id, bucket, props)
  Compute.super.init(self, scope, id, props)
  local handler = lambda.Function(self, "Handler", {
    code = lambda.Code.from_inline "def handler(event, context):\n    return 'hello'\n",
    handler = "index.handler",
    runtime = lambda.Runtime.PYTHON_3_12,
    environment = { BUCKET = bucket.bucket_name, INBOX = "s3://" .. bucket.bucket_name .. "/inbox" },
  })
  bucket:grant_read(handler)
end

local storage = Storage(app, "Storage", { env = env })
Compute(app, "Compute", storage.uploads, { env = env })

app:synth()
