-- One function whose code is the folder INPUT.
local cdk = require "aws_cdk"
local lambda = require "aws_cdk.aws_lambda"

local app = cdk.App()
lambda.Function(cdk.Stack(app, "Asset"), "Function", {
  code = lambda.Code.from_asset(os.getenv "INPUT"),
  handler = "index.handler",
  runtime = lambda.Runtime.PYTHON_3_12,
})

app:synth()
