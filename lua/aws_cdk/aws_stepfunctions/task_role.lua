--- The role that a task assumes instead of the state machine's.
local engine = require "luacdk.engine"
local stepfunctions = require "aws_cdk.aws_stepfunctions"

local TaskRole = engine.class "aws_cdk.aws_stepfunctions.TaskRole"

function TaskRole:init() end

local function task_role(role_arn, resource)
  local made = TaskRole()
  made.role_arn, made.resource = role_arn, resource
  return made
end

--- A role of this app, or an imported one.
function TaskRole.from_role(role) return task_role(role.role_arn, role.role_arn) end

--- The role whose ARN is in the field at `expression`. The state machine may then assume any role.
function TaskRole.from_role_arn_json_path(expression)
  return task_role(stepfunctions.JsonPath.string_at(expression), "*")
end

return { TaskRole = TaskRole }
