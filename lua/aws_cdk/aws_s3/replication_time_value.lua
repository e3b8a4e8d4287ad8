--- The time a replication may take.
local engine = require "luacdk.engine"

local ReplicationTimeValue = engine.class "aws_cdk.aws_s3.ReplicationTimeValue"

function ReplicationTimeValue:init(minutes) self.minutes = minutes end

ReplicationTimeValue.FIFTEEN_MINUTES = ReplicationTimeValue(15)

return { ReplicationTimeValue = ReplicationTimeValue }
