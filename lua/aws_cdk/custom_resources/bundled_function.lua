local handler_marks = require "aws_cdk.private.handler_marks"
local BundledCode = require "aws_cdk.custom_resources.bundled_lambda_code"
local bundled_runtime = require "aws_cdk.custom_resources.bundled_runtime"
local lambda = require "aws_cdk.aws_lambda"

--- A function with a program of the library (program_rows.lua); `entry` is what it exports.
return function(scope, id, program, entry, timeout)
  local fn = lambda.Function(scope, id, {
    code = BundledCode(program), handler = "index." .. entry, timeout = timeout, runtime = bundled_runtime(scope),
  })
  fn.node:add_metadata(handler_marks.RUNTIME_FAMILY, fn.runtime.family)
  return fn
end
