--- Operating systems of tasks.
local engine = require "luacdk.engine"

local OperatingSystemFamily = engine.class "aws_cdk.aws_ecs.OperatingSystemFamily"

function OperatingSystemFamily:init(family) self._operating_system_family = family end

local function starts_with(self, name)
  return tostring(self._operating_system_family):sub(1, #name):lower() == name
end

--- Whether it is a Windows.
function OperatingSystemFamily:is_windows() return starts_with(self, "windows") end

--- Whether it is a Linux.
function OperatingSystemFamily:is_linux() return starts_with(self, "linux") end

return { OperatingSystemFamily = OperatingSystemFamily }
