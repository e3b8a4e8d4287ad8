--- The virtual cluster of EMR on EKS that a task names.
local engine = require "luacdk.engine"

local VirtualClusterInput = engine.class "aws_cdk.aws_stepfunctions_tasks.VirtualClusterInput"

function VirtualClusterInput:init(id) self.id = id end

--- A virtual cluster whose id is known when the task runs.
function VirtualClusterInput.from_task_input(input) return VirtualClusterInput(input.value) end

return { VirtualClusterInput = VirtualClusterInput }
