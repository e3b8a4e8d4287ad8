--- A function that is called during deployments.
local engine = require "luacdk.engine"
local iam = require "aws_cdk.aws_iam"

local DeploymentLifecycleLambdaTarget = engine.class "aws_cdk.aws_ecs.DeploymentLifecycleLambdaTarget"

--- Arguments: the function, id, DeploymentLifecycleLambdaTargetProps: lifecycle_stages (required).
function DeploymentLifecycleLambdaTarget:init(handler, id, props)
  self._handler, self._id, self._props = handler, id, props
end

--- Called by the service.
function DeploymentLifecycleLambdaTarget:bind(scope)
  self.role = self._props.role
  if not self.role then
    self.role = iam.Role(scope, self._id .. "Role", { assumed_by = iam.ServicePrincipal "ecs.amazonaws.com" })
    self._handler:grant_invoke(self.role)
  end
  return {
    target_arn = self._handler.function_arn, role = self.role, lifecycle_stages = self._props.lifecycle_stages,
  }
end

return { DeploymentLifecycleLambdaTarget = DeploymentLifecycleLambdaTarget }
