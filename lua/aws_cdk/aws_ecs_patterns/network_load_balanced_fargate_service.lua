--- Services on Fargate, behind a Network Load Balancer.
local engine = require "luacdk.engine"
local patterns = require "aws_cdk.aws_ecs_patterns"
local tasks = require "aws_cdk.aws_ecs_patterns.private.tasks"

local Base = patterns.NetworkLoadBalancedServiceBase
local NetworkLoadBalancedFargateService =
  engine.class("aws_cdk.aws_ecs_patterns.NetworkLoadBalancedFargateService", Base)

--- Arguments: scope, id, NetworkLoadBalancedFargateServiceProps: task_definition or task_image_options.
function NetworkLoadBalancedFargateService:init(scope, id, props)
  props = props or {}
  Base.init(self, scope, id, props)
  self.assign_public_ip = props.assign_public_ip or false
  self.task_definition = tasks.on_fargate(self, props)
  self.service = tasks.fargate_service(self, "Service", props)
  self:_add_service_as_target(self.service)
end

return { NetworkLoadBalancedFargateService = NetworkLoadBalancedFargateService }
