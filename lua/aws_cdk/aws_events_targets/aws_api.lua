--- Events lead to a call of the AWS API.
local engine = require "luacdk.engine"
local handler_marks = require "aws_cdk.private.handler_marks"
local cdk = require "aws_cdk"
local events = require "aws_cdk.aws_events"
local iam = require "aws_cdk.aws_iam"
local lambda = require "aws_cdk.aws_lambda"
local BundledCode = require "aws_cdk.custom_resources.bundled_lambda_code"
local sdk = require "aws_cdk.private.sdk_rows"
local target = require "aws_cdk.aws_events_targets.target"

local AwsApi = engine.class "aws_cdk.aws_events_targets.AwsApi"

--- Arguments: AwsApiProps: service and action (required), parameters, catch_error_pattern, api_version,
--  policy_statement.
function AwsApi:init(props) self._props = props end

function AwsApi:bind(rule, id)
  local props = self._props
  local service = props.service:lower()
  local handler = lambda.SingletonFunction(rule, ("%s%sHandler"):format(rule.node.id, id), {
    timeout = cdk.Duration.seconds(60),
    memory_size = 256,
    uuid = "b4cf1abd-4e4f-4bc6-9944-1af7ccd9ec37",
    lambda_purpose = "AWS",
    code = BundledCode "aws-events-targets/aws-api-handler",
    handler = "index.handler",
    runtime = lambda.Runtime.NODEJS_LATEST,
  })
  handler_marks.mark(handler)
  local name = sdk.v3[service] or service
  handler:add_to_role_policy(props.policy_statement or iam.PolicyStatement {
    actions = { ("%s:%s"):format(sdk.iam[name] or service, (props.action:gsub("^%l", string.upper))) },
    resources = { "*" },
  })
  target.allow_invoke(rule, handler)
  return {
    arn = handler.function_arn,
    input = events.RuleTargetInput.from_object(engine.ordered(
      "service", props.service,
      "action", props.action,
      "parameters", props.parameters,
      "catchErrorPattern", props.catch_error_pattern,
      "apiVersion", props.api_version)),
    target_resource = handler,
  }
end

return { AwsApi = AwsApi }
