#!/usr/bin/env luacdk
-- One service in two stages, each in a region of its own, with a nested stack inside.

local Service = cdk.Stack:extend "Service"

function Service:init(scope, id, props)
  Service.super.init(self, scope, id, props)
  local storage = cdk.NestedStack(self, "Storage")
  local bucket = s3.Bucket(storage, "Bucket", { removal_policy = cdk.RemovalPolicy.DESTROY })
  lambda.Function(self, "Handler", {
    code = lambda.Code.from_inline "def handler(event, context):\n    return 'hello'\n",
    handler = "index.handler",
    runtime = lambda.Runtime.PYTHON_3_12,
    environment = { BUCKET = bucket.bucket_name }, -- an output of the nested stack
  })
end

local ServiceStage = cdk.Stage:extend "ServiceStage"

function ServiceStage:init(scope, id, props)
  ServiceStage.super.init(self, scope, id, props)
  Service(self, "Service")
end

local app = cdk.App()
ServiceStage(app, "Test", { env = { account = "111111111111", region = "eu-central-1" } })
ServiceStage(app, "Prod", { env = { account = "222222222222", region = "us-east-1" } })

app:synth()
