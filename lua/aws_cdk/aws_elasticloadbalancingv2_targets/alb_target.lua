--- Application load balancers behind network load balancers.
local engine = require "luacdk.engine"

local AlbArnTarget = engine.class "aws_cdk.aws_elasticloadbalancingv2_targets.AlbArnTarget"

--- Arguments: ARN of the application load balancer, port.
function AlbArnTarget:init(alb_arn, port) self._alb_arn, self._port = alb_arn, port end

--- Called when the target is added to a target group.
function AlbArnTarget:attach_to_network_target_group()
  return { target_type = "alb", target_json = { id = self._alb_arn, port = self._port } }
end

local AlbTarget = engine.class("aws_cdk.aws_elasticloadbalancingv2_targets.AlbTarget", AlbArnTarget)

--- Arguments: the application load balancer, port.
function AlbTarget:init(alb, port) AlbArnTarget.init(self, alb.load_balancer_ref.load_balancer_arn, port) end

local AlbListenerTarget = engine.class("aws_cdk.aws_elasticloadbalancingv2_targets.AlbListenerTarget", AlbArnTarget)

--- Arguments: the listener.
function AlbListenerTarget:init(alb_listener)
  AlbArnTarget.init(self, alb_listener.load_balancer.load_balancer_arn, alb_listener.port)
  self._listener = alb_listener
end

--- Called when the target is added to a target group.
function AlbListenerTarget:attach_to_network_target_group(target_group)
  target_group.node:add_dependency(self._listener)
  return AlbArnTarget.attach_to_network_target_group(self, target_group)
end

return { AlbArnTarget = AlbArnTarget, AlbTarget = AlbTarget, AlbListenerTarget = AlbListenerTarget }
