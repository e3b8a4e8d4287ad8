--- Calls any action of an AWS service in another region, by a function.
local engine = require "luacdk.engine"
local handler_marks = require "aws_cdk.private.handler_marks"
local integration = require "aws_cdk.aws_stepfunctions.integration"
local invoke = require "aws_cdk.aws_stepfunctions_tasks.private.invoke"
local sdk_call = require "aws_cdk.aws_stepfunctions_tasks.private.sdk_call"
local task = require "aws_cdk.aws_stepfunctions_tasks.private.task"
local cdk = require "aws_cdk"
local lambda = require "aws_cdk.aws_lambda"
local BundledCode = require "aws_cdk.custom_resources.bundled_lambda_code"
local bundled_runtime = require "aws_cdk.custom_resources.bundled_runtime"

-- Services that IAM knows by another name than the SDK.
local IAM_NAMES = { sfn = "states", ["cloudwatch-logs"] = "logs", mwaa = "airflow" }

local function caller(self)
  local fn = lambda.SingletonFunction(self, "Handler", {
    uuid = "8a0c93f3-dbef-4b71-ac13-7aaf2048ce7e", lambda_purpose = "CrossRegionAwsSdk",
    timeout = cdk.Duration.seconds(30),
    code = BundledCode "aws-stepfunctions-tasks/cross-region-aws-sdk-handler", handler = "index.handler",
    runtime = bundled_runtime(self),
  })
  handler_marks.mark(fn)
  return fn
end

local function check(self, props)
  sdk_call.check_action(self, props)
  if props.endpoint and integration.is_expression(props.endpoint) then
    cdk.Annotations.of(self):add_warning_v2("@aws-cdk/aws-stepfunctions-tasks:crossRegionEndpointSsrfRisk",
      "endpoint comes from the input of the state machine: whoever starts an execution can have the signed call sent "
        .. "to a server of their own; give a fixed endpoint unless you trust all who may start executions")
  end
  local fn = caller(self)
  for _, statement in ipairs(sdk_call.statements(props, IAM_NAMES)) do fn:add_to_role_policy(statement) end
  self._function = fn
  if props.retry_on_service_exceptions ~= false then invoke.retry(self) end
end

local function waits(self) return self._pattern ~= integration.REQUEST_RESPONSE end

return {
  CallAwsServiceCrossRegion = task.class("CallAwsServiceCrossRegion", {
    patterns = task.REQUEST_OR_TOKEN,
    check = check,
    policies = function(self) return { invoke.allow(self._function) } end,
    resource = function(self)
      if waits(self) then return integration.arn("lambda", "invoke", self._pattern) end
      return self._function.function_arn
    end,
    parameters = function(self, props)
      local call = engine.ordered("region", props.region, "endpoint", props.endpoint, "action", props.action,
        "service", props.service, "parameters", props.parameters)
      if not waits(self) then return call end
      return engine.ordered("FunctionName", self._function.function_arn, "Payload", call)
    end,
  }),
}
