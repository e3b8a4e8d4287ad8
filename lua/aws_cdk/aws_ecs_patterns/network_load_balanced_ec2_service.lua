--- Services on instances, behind a Network Load Balancer.
local engine = require "luacdk.engine"
local patterns = require "aws_cdk.aws_ecs_patterns"
local tasks = require "aws_cdk.aws_ecs_patterns.private.tasks"

local Base = patterns.NetworkLoadBalancedServiceBase
local NetworkLoadBalancedEc2Service =
  engine.class("aws_cdk.aws_ecs_patterns.NetworkLoadBalancedEc2Service", Base)

--- Arguments: scope, id, NetworkLoadBalancedEc2ServiceProps: task_definition or task_image_options.
function NetworkLoadBalancedEc2Service:init(scope, id, props)
  props = props or {}
  Base.init(self, scope, id, props)
  self.task_definition = tasks.on_instances(self, props)
  self.service = tasks.instance_service(self, "Service", props)
  self:_add_service_as_target(self.service)
end

return { NetworkLoadBalancedEc2Service = NetworkLoadBalancedEc2Service }
