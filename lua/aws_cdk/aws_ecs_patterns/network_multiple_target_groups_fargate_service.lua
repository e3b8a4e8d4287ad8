--- Services on Fargate, behind Network Load Balancers with several listeners and target groups.
local engine = require "luacdk.engine"
local patterns = require "aws_cdk.aws_ecs_patterns"
local target_groups = require "aws_cdk.aws_ecs_patterns.private.target_groups"
local tasks = require "aws_cdk.aws_ecs_patterns.private.tasks"

local Base = patterns.NetworkMultipleTargetGroupsServiceBase
local NetworkMultipleTargetGroupsFargateService =
  engine.class("aws_cdk.aws_ecs_patterns.NetworkMultipleTargetGroupsFargateService", Base)

--- Arguments: scope, id, NetworkMultipleTargetGroupsFargateServiceProps: task_definition or task_image_options.
function NetworkMultipleTargetGroupsFargateService:init(scope, id, props)
  props = props or {}
  Base.init(self, scope, id, props)
  self.assign_public_ip = props.assign_public_ip or false
  self.task_definition = tasks.on_fargate(self, props, true)
  target_groups.finish(self, props, function() return tasks.fargate_service(self, "Service", props) end)
end

return { NetworkMultipleTargetGroupsFargateService = NetworkMultipleTargetGroupsFargateService }
