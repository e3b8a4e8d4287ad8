--- Whether a destination logs its errors to CloudWatch Logs.
local engine = require "luacdk.engine"

local EnableLogging = engine.class "aws_cdk.aws_kinesisfirehose.EnableLogging"

--- Arguments: log_group, one of the delivery stream's own unless given.
function EnableLogging:init(log_group)
  self.log_group = log_group
  self.logging = true
end

local DisableLogging = engine.class "aws_cdk.aws_kinesisfirehose.DisableLogging"

function DisableLogging:init() self.logging = false end

return { EnableLogging = EnableLogging, DisableLogging = DisableLogging }
