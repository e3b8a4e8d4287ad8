--- What the tasks of Amazon EMR have in common.
local engine = require "luacdk.engine"
local integration = require "aws_cdk.aws_stepfunctions.integration"
local task = require "aws_cdk.aws_stepfunctions_tasks.private.task"

local M = {}

--- Policies that allow the actions of EMR on every cluster; and, for a task that waits for its job, the managed rule
--- that tells the state machine about its end.
function M.policies(actions, managed_rule)
  for i, action in ipairs(actions) do actions[i] = "elasticmapreduce:" .. action end
  return function(self)
    local all = { task.allow(actions, { task.arn(self, "elasticmapreduce", "cluster", "*") }) }
    if managed_rule and self._pattern == integration.RUN_JOB then
      all[2] = task.allow_managed_rule(self, managed_rule)
    end
    return all
  end
end

--- A ConfigurationProperty as EMR reads it.
function M.configuration(property)
  return engine.ordered("Classification", property.classification, "Properties", property.properties,
    "Configurations", task.list(property.configurations, M.configuration))
end

return M
