--- When the weekly maintenance of a file system begins.
local engine = require "luacdk.engine"
local time_of_day = require "aws_cdk.aws_fsx.private.time_of_day"

local LustreMaintenanceTime = engine.class "aws_cdk.aws_fsx.LustreMaintenanceTime"

--- Arguments: { day, hour, minute } in UTC.
function LustreMaintenanceTime:init(props) self._time = props.day .. ":" .. time_of_day(props) end

--- The time as "d:hh:mm", where Monday is 1.
function LustreMaintenanceTime:to_timestamp() return self._time end

return { LustreMaintenanceTime = LustreMaintenanceTime }
