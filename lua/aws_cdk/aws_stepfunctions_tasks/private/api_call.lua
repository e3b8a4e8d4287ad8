--- What the tasks that call an API of API Gateway have in common.
local engine = require "luacdk.engine"
local task = require "aws_cdk.aws_stepfunctions_tasks.private.task"

local M = {}

local NO_AUTH <const> = require("aws_cdk.aws_stepfunctions_tasks").AuthType.NO_AUTH

--- The class; `endpoint` gives the host of the API, `arn` what may be executed, both of the task's properties.
function M.class(name, endpoint, arn)
  return task.class(name, {
    service = "apigateway", api = "invoke",
    patterns = task.REQUEST_OR_TOKEN,
    token_in = "headers",
    check = function(self, props)
      self._api_endpoint, self._arn_for_execute_api = endpoint(props), arn(props)
    end,
    policies = function(self, props)
      if props.auth_type == NO_AUTH then return {} end
      return { task.allow({ "execute-api:Invoke" }, { self._arn_for_execute_api }) }
    end,
    parameters = function(self, props)
      return engine.ordered("ApiEndpoint", self._api_endpoint, "Method", props.method,
        "Headers", task.value(props.headers), "Stage", props.stage_name, "Path", props.api_path,
        "QueryParameters", task.value(props.query_parameters), "RequestBody", task.value(props.request_body),
        "AuthType", props.auth_type or NO_AUTH)
    end,
  })
end

return M
