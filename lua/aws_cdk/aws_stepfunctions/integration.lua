--- Helpers for tasks: how a state machine integrates a service. task_state_base.lua explains how to write a task.
local engine = require "luacdk.engine"
local asl = require "aws_cdk.aws_stepfunctions.private.asl"
local json_path_token = require "aws_cdk.aws_stepfunctions.private.json_path_token"
local jsonata = require "aws_cdk.aws_stepfunctions.private.jsonata"
local stepfunctions = require "aws_cdk.aws_stepfunctions"

local M = {
  REQUEST_RESPONSE = "REQUEST_RESPONSE", RUN_JOB = "RUN_JOB", WAIT_FOR_TASK_TOKEN = "WAIT_FOR_TASK_TOKEN",
  JSON_PATH = asl.JSON_PATH, JSONATA = asl.JSONATA,
}

local SUFFIX = { REQUEST_RESPONSE = "", RUN_JOB = ".sync", WAIT_FOR_TASK_TOKEN = ".waitForTaskToken" }

--- The pattern of a task, REQUEST_RESPONSE if none is given; fails unless it is one of `supported`.
function M.pattern(task, pattern, supported)
  pattern = pattern or M.REQUEST_RESPONSE
  for _, one in ipairs(supported) do
    if one == pattern then return pattern end
  end
  return engine.fail(task, "integration_pattern must be one of %s, got %s", table.concat(supported, ", "), pattern)
end

--- The Resource of a task: the ARN of what `api` of `service` does, in that pattern or none.
function M.arn(service, api, pattern)
  return "arn:" .. require("aws_cdk").Aws.PARTITION .. ":states:::" .. service .. ":" .. api
    .. (pattern and SUFFIX[pattern] or "")
end

--- Fails unless `value`, a map or a TaskInput, passes on the token that a callback needs.
function M.needs_task_token(task, pattern, value, property)
  if pattern == M.WAIT_FOR_TASK_TOKEN and not stepfunctions.FieldUtils.contains_task_token(value) then
    engine.fail(task, "a task that waits for a callback must pass on its token: -> put JsonPath.task_token into %s",
      property)
  end
end

--- What _render_task() gives: the Resource with `given`, an ordered map, as Parameters or Arguments, by the language.
--- `task` is blamed for what cannot be rendered.
function M.render(resource, given, language, task)
  if language == M.JSONATA then return engine.ordered("Resource", resource, "Arguments", given) end
  return engine.ordered("Resource", resource, "Parameters", json_path_token.render_object(given, task))
end

--- Whether the string is a field of the input or a JSONata expression, so that its value is unknown.
function M.is_expression(value) return json_path_token.path_of(value) ~= nil or jsonata.is_expression(value) end

--- Gives a class of tasks json_path() and jsonata(); returns the class.
M.query_languages = asl.query_languages

return M
