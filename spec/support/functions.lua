-- Functions for specs to hang things on.
local cdk = require "aws_cdk"
local lambda = require "aws_cdk.aws_lambda"

local functions = {}

--- The least properties of a function, with `more` laid over them.
function functions.inline(more)
  local props = { code = lambda.Code.from_inline "x", handler = "i.h", runtime = lambda.Runtime.NODEJS_24_X }
  for name, value in pairs(more or {}) do
    props[name] = value
  end
  return props
end

--- A case with one stack S and function F in it: `build` gets both.
function functions.one(build)
  return function(app)
    local stack = cdk.Stack(app, "S")
    build(stack, lambda.Function(stack, "F", functions.inline()))
  end
end

return functions
