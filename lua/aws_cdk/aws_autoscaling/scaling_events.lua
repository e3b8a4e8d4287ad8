--- Events of a group that notifications report.
local engine = require "luacdk.engine"

local ScalingEvents = engine.class "aws_cdk.aws_autoscaling.ScalingEvents"

--- Arguments: any number of ScalingEvent.
function ScalingEvents:init(...) self._types = { ... } end

return { ScalingEvents = ScalingEvents }
