--- Runs a Lambda function.
local engine = require "luacdk.engine"
local invoke = require "aws_cdk.aws_stepfunctions_tasks.private.invoke"
local integration = require "aws_cdk.aws_stepfunctions.integration"
local task = require "aws_cdk.aws_stepfunctions_tasks.private.task"
local stepfunctions = require "aws_cdk.aws_stepfunctions"

local function check(self, props)
  if props.payload_response_only
    and (props.integration_pattern or props.invocation_type or props.client_context or props.qualifier) then
    engine.fail(self, "payload_response_only excludes integration_pattern, invocation_type, client_context and "
      .. "qualifier; -> leave one side out")
  end
  if props.retry_on_service_exceptions ~= false then invoke.retry(self) end
end

local function payload(props, language)
  if props.payload then return props.payload.value end
  if language == integration.JSONATA then return "{% $states.input %}" end
  return stepfunctions.JsonPath.string_at "$"
end

return {
  LambdaInvoke = task.class("LambdaInvoke", {
    patterns = task.REQUEST_OR_TOKEN,
    token_in = "payload",
    check = check,
    metrics = function(_, props)
      return {
        metric_prefix_singular = "LambdaFunction", metric_prefix_plural = "LambdaFunctions",
        metric_dimensions = { LambdaFunctionArn = props.lambda_function.function_arn, Qualifier = props.qualifier },
      }
    end,
    policies = function(_, props) return { invoke.allow(props.lambda_function) } end,
    resource = function(self)
      if self._props.payload_response_only then return self._props.lambda_function.function_arn end
      return integration.arn("lambda", "invoke", self._pattern)
    end,
    parameters = function(_, props, language)
      if props.payload_response_only then return task.value(props.payload) end
      return engine.ordered("FunctionName", props.lambda_function.function_arn, "Payload", payload(props, language),
        "InvocationType", props.invocation_type, "ClientContext", props.client_context, "Qualifier", props.qualifier)
    end,
  }),
}
