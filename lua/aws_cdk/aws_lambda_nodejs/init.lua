--- Functions in JavaScript and TypeScript, bundled by esbuild.
local engine = require "luacdk.engine"

return engine.module("aws_cdk.aws_lambda_nodejs", {
  NodejsFunction = "nodejs_function",
})
