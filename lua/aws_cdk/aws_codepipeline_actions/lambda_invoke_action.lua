--- Calls a function.
local engine = require "luacdk.engine"
local iam = require "aws_cdk.aws_iam"
local actions = require "aws_cdk.aws_codepipeline_actions"
local common = require "aws_cdk.aws_codepipeline_actions.private.common"

local LambdaInvokeAction = engine.class("aws_cdk.aws_codepipeline_actions.LambdaInvokeAction", actions.Action)

--- Arguments: LambdaInvokeActionProps: action_name, lambda (all required), inputs, outputs, user_parameters (map) or
-- user_parameters_string.
function LambdaInvokeAction:init(props)
  actions.Action.init(self, common.properties(props, {
    resource = props.lambda, category = "Invoke", provider = "Lambda", artifact_bounds = common.bounds(0, 5, 0, 5),
  }))
  if props.user_parameters and common.given(props.user_parameters_string) then
    engine.fail(nil, "user_parameters and user_parameters_string are mutually exclusive")
  end
  self._props = props
end

common.any_variable(LambdaInvokeAction)

function LambdaInvokeAction:_bound(scope, _, options)
  local props = self._props
  common.allow(options.role, { "lambda:ListFunctions" }, "*")
  props.lambda:grant_invoke(options.role)
  common.allow_artifacts(self, options)

  props.lambda:add_to_role_policy(iam.PolicyStatement {
    resources = { "*" }, actions = { "codepipeline:PutJobSuccessResult", "codepipeline:PutJobFailureResult" },
  })
  return {
    configuration = engine.ordered(
      "FunctionName", props.lambda.function_name,
      "UserParameters", props.user_parameters_string or common.json(scope, props.user_parameters)),
  }
end

return { LambdaInvokeAction = LambdaInvokeAction }
