--- A function that a log group calls.
local engine = require "luacdk.engine"
local iam = require "aws_cdk.aws_iam"

local PERMISSION = "CanInvokeLambda"

local LambdaDestination = engine.class "aws_cdk.aws_logs_destinations.LambdaDestination"

--- Arguments: fn, LambdaDestinationOptions.
function LambdaDestination:init(fn, options)
  self._fn = fn
  self._adds_permissions = not options or options.add_permissions ~= false
end

--- As ILogSubscriptionDestination.
function LambdaDestination:bind(scope, log_group)
  local fn = self._fn
  if self._adds_permissions then
    fn:add_permission(PERMISSION, {
      principal = iam.ServicePrincipal "logs.amazonaws.com", source_arn = log_group.log_group_ref.log_group_arn,
      scope = scope,
    })
    -- An imported function may not take a permission.
    local permission = scope.node:try_find_child(PERMISSION)
    if permission then scope.node:add_dependency(permission) end
  end
  return { arn = fn.function_arn }
end

return { LambdaDestination = LambdaDestination }
