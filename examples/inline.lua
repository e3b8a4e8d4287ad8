#!/usr/bin/env luacdk
-- Code.from_inline: the code stands in the template itself. For Node.js and Python, and for short texts: up to 4 MiB.

local app = cdk.App()
local stack = cdk.Stack(app, "Inline")

lambda.Function(stack, "Handler", {
  code = lambda.Code.from_inline [[
def handler(event, context):
    return {"statusCode": 200, "body": "hello"}
]],
  handler = "index.handler",
  runtime = lambda.Runtime.PYTHON_3_12,
})

-- Texts may hold values that are known at deployment only.
lambda.Function(stack, "WhereAmI", {
  code = lambda.Code.from_inline("exports.handler = async () => '" .. cdk.Aws.REGION .. "';"),
  handler = "index.handler",
  runtime = lambda.Runtime.NODEJS_22_X,
})

app:synth()
