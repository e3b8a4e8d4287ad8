--- Handlers with a special meaning.
local engine = require "luacdk.engine"

local Handler = engine.class("aws_cdk.aws_lambda.Handler")

--- The image says what runs.
Handler.FROM_IMAGE = "FROM_IMAGE"

return { Handler = Handler }
