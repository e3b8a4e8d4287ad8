-- COUNT functions with inline code, each with its role, in stacks of 60.
local cdk = require "aws_cdk"
local lambda = require "aws_cdk.aws_lambda"

local app = cdk.App()
local stack
for i = 0, tonumber(os.getenv "COUNT") - 1 do
  if i % 60 == 0 then stack = cdk.Stack(app, "Stack" .. i // 60) end
  lambda.Function(stack, "Function" .. i, {
    code = lambda.Code.from_inline("def handler(event, context):\n    return " .. i .. "\n"),
    handler = "index.handler",
    runtime = lambda.Runtime.PYTHON_3_12,
  })
end

app:synth()
