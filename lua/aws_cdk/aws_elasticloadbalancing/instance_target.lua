--- Instances behind a load balancer.
local engine = require "luacdk.engine"

local InstanceTarget = engine.class "aws_cdk.aws_elasticloadbalancing.InstanceTarget"

--- Arguments: the instance.
function InstanceTarget:init(instance)
  self.instance = instance
  self.connections = instance.connections
end

--- Called when the target is added to a load balancer.
function InstanceTarget:attach_to_classic_lb(load_balancer)
  load_balancer:_add_instance_id(self.instance.instance_id)
end

return { InstanceTarget = InstanceTarget }
