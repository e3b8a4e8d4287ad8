--- Functions that tasks run.
local cdk = require "aws_cdk"
local task = require "aws_cdk.aws_stepfunctions_tasks.private.task"

local M = {}

--- Tries again when Lambda itself failed.
function M.retry(state)
  state:add_retry {
    errors = {
      "Lambda.ClientExecutionTimeoutException", "Lambda.ServiceException", "Lambda.AWSLambdaException",
      "Lambda.SdkClientException",
    },
    interval = cdk.Duration.seconds(2), max_attempts = 6, backoff_rate = 2,
  }
end

--- The statement that allows to run the function.
function M.allow(fn) return task.allow({ "lambda:InvokeFunction" }, fn.resource_arns_for_grant_invoke) end

return M
