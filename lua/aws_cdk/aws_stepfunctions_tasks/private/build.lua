--- What the two tasks of CodeBuild have in common.
local engine = require "luacdk.engine"
local task = require "aws_cdk.aws_stepfunctions_tasks.private.task"

local M = {}

local PLAINTEXT <const> = require("aws_cdk.aws_codebuild").BuildEnvironmentVariableType.PLAINTEXT

local function variables(map)
  if not map then return nil end
  local all = engine.list {}
  for i, name in ipairs(engine.keys(map)) do
    local variable = map[name]
    all[i] = engine.ordered("Name", name, "Type", variable.type or PLAINTEXT, "Value", variable.value)
  end
  return all
end

--- The class that calls the API; `policies` takes the task and the ARN of its project.
function M.class(name, api, policies)
  return task.class(name, {
    service = "codebuild", api = api,
    patterns = task.REQUEST_OR_JOB,
    metrics = function(_, props)
      return {
        metric_prefix_singular = "CodeBuildProject", metric_prefix_plural = "CodeBuildProjects",
        metric_dimensions = { ProjectArn = props.project.project_ref.project_arn },
      }
    end,
    policies = function(self, props) return policies(self, props.project.project_ref.project_arn) end,
    parameters = function(_, props)
      return engine.ordered("ProjectName", props.project.project_ref.project_name,
        "EnvironmentVariablesOverride", variables(props.environment_variables_override))
    end,
  })
end

return M
