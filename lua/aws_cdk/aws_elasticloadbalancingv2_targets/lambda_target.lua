--- Functions behind load balancers.
local engine = require "luacdk.engine"
local iam = require "aws_cdk.aws_iam"

local LambdaTarget = engine.class "aws_cdk.aws_elasticloadbalancingv2_targets.LambdaTarget"

--- Arguments: the function.
function LambdaTarget:init(fn) self._fn = fn end

--- Called when the target is added to a target group: load balancers may invoke the function.
function LambdaTarget:attach_to_application_target_group(target_group)
  self._fn:grant_invoke(iam.ServicePrincipal "elasticloadbalancing.amazonaws.com"):apply_before(target_group)
  return { target_type = "lambda", target_json = { id = self._fn.function_arn } }
end

--- Called when the target is added to a target group of a network load balancer.
LambdaTarget.attach_to_network_target_group = LambdaTarget.attach_to_application_target_group

return { LambdaTarget = LambdaTarget }
