--- Stops of an instance on its way into a group or out of it, during which something else may be done.
local engine = require "luacdk.engine"
local autoscaling = require "aws_cdk.aws_autoscaling"
local cdk = require "aws_cdk"

local LifecycleHook = engine.class("aws_cdk.aws_autoscaling.LifecycleHook", cdk.Resource)

--- Arguments: scope, id, LifecycleHookProps.
function LifecycleHook:init(scope, id, props)
  cdk.Resource.init(self, scope, id, { physical_name = props.lifecycle_hook_name })
  self._group_name = props.auto_scaling_group.auto_scaling_group_ref.auto_scaling_group_name
  local target = props.notification_target
  if props.role and not target then engine.fail(self, "role is for notification_target, which is missing") end
  local bound = target and target:bind(self, { lifecycle_hook = self, role = props.role }) or {}
  self._role = props.role or bound.created_role
  local resource = autoscaling.CfnLifecycleHook(self, "Resource", {
    auto_scaling_group_name = self._group_name,
    default_result = props.default_result,
    heartbeat_timeout = props.heartbeat_timeout and props.heartbeat_timeout:to_seconds(),
    lifecycle_hook_name = self.physical_name,
    lifecycle_transition = props.lifecycle_transition,
    notification_metadata = props.notification_metadata,
    notification_target_arn = bound.notification_target_arn,
    role_arn = self._role and self._role.role_arn,
  })
  if self._role then resource.node:add_dependency(self._role) end
  self.lifecycle_hook_name = resource.ref
end

LifecycleHook.get.role = function(self)
  if not self._role then
    engine.fail(self, "the lifecycle hook has no role: -> give it a notification_target, or role with one")
  end
  return self._role
end

LifecycleHook.get.lifecycle_hook_ref = function(self)
  return { auto_scaling_group_name = self._group_name, lifecycle_hook_name = self.lifecycle_hook_name }
end

return { LifecycleHook = LifecycleHook }
