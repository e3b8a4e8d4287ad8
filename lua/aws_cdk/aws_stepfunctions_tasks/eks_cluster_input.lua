--- The cluster of EKS that a task names.
local engine = require "luacdk.engine"

local EksClusterInput = engine.class "aws_cdk.aws_stepfunctions_tasks.EksClusterInput"

local function make(name)
  local input = EksClusterInput()
  input.cluster_name = name
  return input
end

--- A cluster of this app.
function EksClusterInput.from_cluster(cluster) return make(cluster.cluster_name) end

--- A cluster whose name is known when the task runs.
function EksClusterInput.from_task_input(input) return make(input.value) end

return { EksClusterInput = EksClusterInput }
