--- Calls of AWS's APIs that tasks name as the SDK does.
local engine = require "luacdk.engine"
local task = require "aws_cdk.aws_stepfunctions_tasks.private.task"

local M = {}

--- Fails unless the action is written in camelCase.
function M.check_action(self, props)
  local action = props.action
  if not engine.is_unresolved(action) and action:sub(1, 1) ~= action:sub(1, 1):lower() then
    engine.fail(self, "action must be in camelCase, as getObject, got %s", engine.display(action))
  end
end

--- What the caller must be allowed: the action itself, under IAM's name of the service, and what else was asked for.
function M.statements(props, iam_names)
  local all = {
    task.allow({ props.iam_action or (iam_names[props.service] or props.service) .. ":" .. props.action },
      props.iam_resources),
  }
  for _, statement in ipairs(props.additional_iam_statements or {}) do all[#all + 1] = statement end
  return all
end

return M
