--- The target group for a service's next revision.
local engine = require "luacdk.engine"
local iam = require "aws_cdk.aws_iam"

local AlternateTarget = engine.class "aws_cdk.aws_ecs.AlternateTarget"

--- Arguments: id, AlternateTargetProps: alternate_target_group, production_listener (required).
function AlternateTarget:init(id, props) self._id, self._props = id, props end

--- Called by the service.
function AlternateTarget:bind(scope)
  local props = self._props
  local role = props.role or iam.Role(scope, self._id .. "Role", {
    assumed_by = iam.ServicePrincipal "ecs.amazonaws.com",
    managed_policies = {
      iam.ManagedPolicy.from_aws_managed_policy_name "AmazonECSInfrastructureRolePolicyForLoadBalancers",
    },
  })
  return {
    alternate_target_group_arn = props.alternate_target_group.target_group_ref.target_group_arn,
    role_arn = role.role_arn,
    production_listener_rule = props.production_listener._listener_arn,
    test_listener_rule = props.test_listener and props.test_listener._listener_arn,
  }
end

return { AlternateTarget = AlternateTarget }
