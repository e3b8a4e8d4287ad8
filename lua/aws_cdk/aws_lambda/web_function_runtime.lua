--- Runtimes of web functions.
local engine = require "luacdk.engine"

local WebFunctionRuntime = engine.class("aws_cdk.aws_lambda.WebFunctionRuntime")

function WebFunctionRuntime:init(name)
  self.name = name
end

--- A runtime this library does not know yet.
function WebFunctionRuntime.of(name)
  return WebFunctionRuntime(name)
end

function WebFunctionRuntime:to_string()
  return self.name
end

WebFunctionRuntime.NODEJS_24_X = WebFunctionRuntime "nodejs24.x"
WebFunctionRuntime.NODEJS_LATEST = WebFunctionRuntime "nodejs24.x"

return { WebFunctionRuntime = WebFunctionRuntime }
