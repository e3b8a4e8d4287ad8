--- Evaluates a JavaScript expression over the state's input, by a function.
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"
local handler_marks = require "aws_cdk.private.handler_marks"
local invoke = require "aws_cdk.aws_stepfunctions_tasks.private.invoke"
local paths = require "aws_cdk.aws_stepfunctions_tasks.private.expression_paths"
local task = require "aws_cdk.aws_stepfunctions_tasks.private.task"
local cdk = require "aws_cdk"
local cx_api = require "aws_cdk.cx_api"
local iam = require "aws_cdk.aws_iam"
local lambda = require "aws_cdk.aws_lambda"
local stepfunctions = require "aws_cdk.aws_stepfunctions"
local BundledCode = require "aws_cdk.custom_resources.bundled_lambda_code"
local bundled_runtime = require "aws_cdk.custom_resources.bundled_runtime"

local HANDLER <const> = "aws-stepfunctions-tasks/eval-nodejs-handler"
local ROLE_ID <const> = "EvalServiceRolef4f556a4ef7a49cd8036c5b0567376fd"

-- The id of the function that a stack has for a runtime, by its architecture; "": the latest runtime of the region.
local SHARED_IDS = {
  x86_64 = {
    ["nodejs24.x"] = "a5c17f50-0de1-497b-8ec0-fabdc9086cc5", ["nodejs22.x"] = "b64e1fb8-9c89-4f7d-8a34-2e2a1c5f6d7e",
    ["nodejs20.x"] = "9757c267-6d7c-45c2-af77-37a30d93d2c6", ["nodejs18.x"] = "078d40d3-fb4e-4d53-94a7-9c46fc11fe02",
    ["nodejs16.x"] = "2a430b68-eb4b-4026-9232-ee39b71c1db8", ["nodejs14.x"] = "da2d1181-604e-4a45-8694-1a6abd7fe42d",
    ["nodejs12.x"] = "2b81e383-aad2-44db-8aaf-b4809ae0e3b4", ["nodejs10.x"] = "a0d2ce44-871b-4e74-87a1-f5e63d7c3bdc",
    [""] = "41256dc5-4457-4273-8ed9-17bc818694e5",
  },
  arm64 = {
    ["nodejs24.x"] = "1662dbae-12a4-4a04-86f0-29531a7be268", ["nodejs22.x"] = "672bfe19-76c9-448b-9584-ee75ca09edbf",
    ["nodejs20.x"] = "105f0693-c082-4e9b-83f3-9007507676f0", ["nodejs18.x"] = "b1565b13-7d88-4f24-ac63-f9b23c325a55",
    ["nodejs16.x"] = "8fa21b46-1d7c-445d-be08-6bbea646eb37", ["nodejs14.x"] = "cadc099b-465f-4267-afe0-e0037d263401",
    ["nodejs12.x"] = "abcd5ad4-b1eb-48f1-bec5-41d6f5c82caa", ["nodejs10.x"] = "886204b9-1f2d-40bd-8a7e-628543da4f93",
    [""] = "be6d8ca1-9d2c-4db3-aeeb-f6f27f3f2f10",
  },
}

local function properties(self, props, more)
  local all = l2.with({
    code = BundledCode(HANDLER), handler = "index.handler", architecture = props.architecture,
    runtime = props.runtime or bundled_runtime(self),
  }, more)
  return all
end

local function refuse_runtime(self, runtime)
  engine.fail(self, "runtime must be one of Node.js, got %s", engine.display(runtime.name))
end

local function shared_function(self, props)
  local runtime, architecture = props.runtime, props.architecture
  local ids = architecture and architecture.name == "arm64" and SHARED_IDS.arm64 or SHARED_IDS.x86_64
  local uuid = ids[runtime and runtime.name or ""]
  if not uuid then refuse_runtime(self, runtime) end
  local fn = lambda.SingletonFunction(self, "EvalFunction",
    properties(self, props, { uuid = uuid, lambda_purpose = "Eval" }))
  handler_marks.mark(fn)
  return fn
end

-- The role that the functions of a stack share.
local function role_of(self)
  local stack = cdk.Stack.of(self)
  local role = stack.node:try_find_child(ROLE_ID) or iam.Role(stack, ROLE_ID, {
    assumed_by = iam.ServicePrincipal "lambda.amazonaws.com",
    managed_policies = { iam.ManagedPolicy.from_aws_managed_policy_name "service-role/AWSLambdaBasicExecutionRole" },
  })
  return role:without_policy_updates()
end

local function own_function(self, props)
  local runtime = props.runtime
  if runtime and runtime.family ~= lambda.RuntimeFamily.NODEJS and runtime.name:sub(1, 6) ~= "nodejs" then
    refuse_runtime(self, runtime)
  end
  local fn = lambda.Function(self, "EvalFunction", properties(self, props, { role = role_of(self) }))
  fn.node:add_metadata(handler_marks.RUNTIME_FAMILY, fn.runtime.family)
  return fn
end

local function check(self, props)
  local expression = props.expression
  if not engine.is_unresolved(expression) then
    local path, place = paths.in_text(expression)
    if place == "plain" then
      engine.fail(self, "expression: %s stands in quotes, where it is not resolved; -> write `…${%s}…`",
        engine.display(path), path)
    elseif place then
      engine.fail(self, "expression: %s is text of a template literal, where it is not resolved; -> write ${%s}",
        engine.display(path), path)
    end
  end
  local flag = cx_api.STEPFUNCTIONS_TASKS_EVALUATE_EXPRESSION_DEDICATED_FUNCTION
  if cdk.FeatureFlags.of(self):is_enabled(flag) then
    self._function = own_function(self, props)
  else
    cdk.Annotations.of(self):add_warning_v2("@aws-cdk/aws-stepfunctions-tasks:evaluateExpressionSharedFunction",
      ("tasks of this stack with the same runtime and architecture share one function, also those of other state "
        .. "machines; enable the feature flag %s to give each task its own"):format(flag))
    self._function = shared_function(self, props)
  end
end

return {
  EvaluateExpression = task.class("EvaluateExpression", {
    single_language = true,
    check = check,
    policies = function(self) return { invoke.allow(self._function) } end,
    resource = function(self) return self._function.function_arn end,
    parameters = function(_, props)
      local values = engine.ordered()
      for _, path in ipairs(paths.all(tostring(props.expression))) do
        values[path] = stepfunctions.JsonPath.string_at(path)
      end
      return engine.ordered("expression", props.expression, "expressionAttributeValues", values)
    end,
  }),
}
