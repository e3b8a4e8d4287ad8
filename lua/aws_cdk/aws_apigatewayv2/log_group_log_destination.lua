--- Access logs in a log group.
local engine = require "luacdk.engine"

local LogGroupLogDestination = engine.class "aws_cdk.aws_apigatewayv2.LogGroupLogDestination"

--- Arguments: log_group.
function LogGroupLogDestination:init(log_group) self._log_group = log_group end

function LogGroupLogDestination:bind() return { destination_arn = self._log_group.log_group_ref.log_group_arn } end

return { LogGroupLogDestination = LogGroupLogDestination }
