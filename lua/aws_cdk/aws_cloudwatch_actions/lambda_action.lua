--- An alarm starts a function.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local iam = require "aws_cdk.aws_iam"
local cx_api = require "aws_cdk.cx_api"

local ID_OF_ALARM = cx_api.LAMBDA_PERMISSION_LOGICAL_ID_FOR_LAMBDA_ACTION

local LambdaAction = engine.class "aws_cdk.aws_cloudwatch_actions.LambdaAction"

--- Arguments: lambda_function (a function, version or alias), LambdaActionProps: use_unique_permission_id.
function LambdaAction:init(lambda_function, props)
  self._function = lambda_function
  self._unique = props.use_unique_permission_id
end

function LambdaAction:bind(scope, alarm)
  local fn, unique = self._function, self._unique
  local prefix = ""
  if unique then
    prefix = cdk.Names.unique_id(alarm)
  elseif cdk.FeatureFlags.of(scope):is_enabled(ID_OF_ALARM) then
    prefix = alarm.node.id
  end
  local id = prefix .. "AlarmPermission"
  local known = fn.permissions_node:try_find_child(id)
  local arn = alarm.alarm_ref.alarm_arn
  if not known or tostring(known.source_arn) ~= tostring(arn) then
    if known and not unique then
      cdk.Annotations.of(scope):add_warning_v2("@aws-cdk/aws-cloudwatch-actions:LambdaActionPermissionId",
        ("function %s already has the permission of another alarm; set use_unique_permission_id of its LambdaAction")
          :format(fn.function_name))
    end
    fn:add_permission(id, {
      source_account = engine.stack_of(scope).account,
      action = "lambda:InvokeFunction",
      source_arn = arn,
      principal = iam.ServicePrincipal "lambda.alarms.cloudwatch.amazonaws.com",
    })
  end
  return { alarm_action_arn = fn.function_arn }
end

return { LambdaAction = LambdaAction }
