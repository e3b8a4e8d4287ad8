--- What a canary runs.
local engine = require "luacdk.engine"

local Test = engine.class "aws_cdk.aws_synthetics.Test"

function Test:init(code, handler) self.code, self.handler = code, handler end

--- A script of your own. Options: code, handler (required).
function Test.custom(options) return Test(options.code, options.handler) end

return { Test = Test }
