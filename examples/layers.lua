#!/usr/bin/env luacdk
-- Layers: code that several functions share, and who may use it.

local here = arg[0]:match "^(.*)/" or "."

local app = cdk.App()
local stack = cdk.Stack(app, "Layers")

local layer = lambda.LayerVersion(stack, "Greeting", {
  code = lambda.Code.from_asset(here .. "/layer"),
  compatible_runtimes = { lambda.Runtime.PYTHON_3_12, lambda.Runtime.PYTHON_3_13 },
  compatible_architectures = { lambda.Architecture.X86_64, lambda.Architecture.ARM_64 },
  description = "says hello",
  license = "Apache-2.0",
  removal_policy = cdk.RemovalPolicy.RETAIN,
})
layer:add_permission("Partner", { account_id = "222222222222" })

local handler = lambda.Function(stack, "Handler", {
  code = lambda.Code.from_inline [[
from greeting import greeting
def handler(event, context):
    return greeting('you')
]],
  handler = "index.handler",
  runtime = lambda.Runtime.PYTHON_3_12,
  layers = { layer },
})

handler:add_layers(lambda.LayerVersion.from_layer_version_arn(stack, "Insights",
  "arn:aws:lambda:us-east-1:580247275435:layer:LambdaInsightsExtension:38"))

app:synth()
