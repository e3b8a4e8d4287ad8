local lambda = require "aws_cdk.aws_lambda"
local latest_node_runtime = require("aws_cdk.private.programs").latest_node_runtime

--- The runtime of a function that comes with the library: the newest Node.js that Lambda offers in the scope's region.
return function(scope)
  return lambda.Runtime(latest_node_runtime(scope), lambda.RuntimeFamily.NODEJS, {
    supports_inline_code = true, is_variable = true,
  })
end
