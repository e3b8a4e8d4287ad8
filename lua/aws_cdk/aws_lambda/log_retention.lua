--- The old home of logs.LogRetention.
local engine = require "luacdk.engine"
local logs = require "aws_cdk.aws_logs"

local LogRetention = engine.class("aws_cdk.aws_lambda.LogRetention", logs.LogRetention)

return { LogRetention = LogRetention }
