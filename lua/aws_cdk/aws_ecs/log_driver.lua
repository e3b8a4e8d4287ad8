--- Base of the drivers that take what containers print.
local engine = require "luacdk.engine"
local ecs = require "aws_cdk.aws_ecs"

local LogDriver = engine.class "aws_cdk.aws_ecs.LogDriver"

function LogDriver:init() end

--- Events in CloudWatch Logs.
function LogDriver.aws_logs(props) return ecs.AwsLogDriver(props) end

return { LogDriver = LogDriver }
