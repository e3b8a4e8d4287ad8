local handler_marks = require "aws_cdk.private.handler_marks"
local BundledCode = require "aws_cdk.custom_resources.bundled_lambda_code"
local bundled_runtime = require "aws_cdk.custom_resources.bundled_runtime"
local l2 = require "aws_cdk.l2"
local lambda = require "aws_cdk.aws_lambda"

--- A function with a program of the library (program_rows.lua); `entry` is what it exports. Without a runtime in
--- `props`, those of a function, it is one of Node.js.
return function(scope, id, program, entry, props)
  local all = l2.with({ code = BundledCode(program), handler = "index." .. entry }, props)
  all.runtime = all.runtime or bundled_runtime(scope)
  local fn = lambda.Function(scope, id, all)
  fn.node:add_metadata(handler_marks.RUNTIME_FAMILY, fn.runtime.family)
  return fn
end
