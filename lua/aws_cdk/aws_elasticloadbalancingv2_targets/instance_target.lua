--- Instances behind load balancers.
local engine = require "luacdk.engine"

local InstanceIdTarget = engine.class "aws_cdk.aws_elasticloadbalancingv2_targets.InstanceIdTarget"

--- Arguments: id of the instance, port if it is not that of the target group.
function InstanceIdTarget:init(instance_id, port) self._instance_id, self._port = instance_id, port end

--- Called when the target is added to a target group of an application load balancer.
function InstanceIdTarget:attach_to_application_target_group()
  return { target_type = "instance", target_json = { id = self._instance_id, port = self._port } }
end

--- Called when the target is added to a target group of a network load balancer.
InstanceIdTarget.attach_to_network_target_group = InstanceIdTarget.attach_to_application_target_group

local InstanceTarget = engine.class("aws_cdk.aws_elasticloadbalancingv2_targets.InstanceTarget", InstanceIdTarget)

--- Arguments: the instance, port if it is not that of the target group.
function InstanceTarget:init(instance, port) InstanceIdTarget.init(self, instance.instance_id, port) end

return { InstanceIdTarget = InstanceIdTarget, InstanceTarget = InstanceTarget }
