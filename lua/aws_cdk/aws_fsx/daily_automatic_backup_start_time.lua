--- When the daily backup of a file system begins.
local engine = require "luacdk.engine"
local time_of_day = require "aws_cdk.aws_fsx.private.time_of_day"

local DailyAutomaticBackupStartTime = engine.class "aws_cdk.aws_fsx.DailyAutomaticBackupStartTime"

--- Arguments: { hour, minute } in UTC.
function DailyAutomaticBackupStartTime:init(props) self._time = time_of_day(props) end

--- The time as "hh:mm".
function DailyAutomaticBackupStartTime:to_timestamp() return self._time end

return { DailyAutomaticBackupStartTime = DailyAutomaticBackupStartTime }
