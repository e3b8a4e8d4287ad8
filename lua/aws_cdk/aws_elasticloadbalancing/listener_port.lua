--- Ports on which a load balancer listens, as others connect to them.
local engine = require "luacdk.engine"
local ec2 = require "aws_cdk.aws_ec2"

local ListenerPort = engine.class "aws_cdk.aws_elasticloadbalancing.ListenerPort"

--- Arguments: the security group of the load balancer, the port.
function ListenerPort:init(security_group, default_port)
  self.connections = ec2.Connections { security_groups = { security_group }, default_port = default_port }
end

return { ListenerPort = ListenerPort }
