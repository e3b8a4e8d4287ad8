--- Runtimes of web functions.
local engine = require "luacdk.engine"

local WebFunctionRuntime = engine.class("aws_cdk.aws_lambda.WebFunctionRuntime")

function WebFunctionRuntime:init(name) self.name = name end

function WebFunctionRuntime:to_string() return self.name end

return { WebFunctionRuntime = WebFunctionRuntime }
