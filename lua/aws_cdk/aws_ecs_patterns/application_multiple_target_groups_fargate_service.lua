--- Services on Fargate, behind Application Load Balancers with several listeners and target groups.
local engine = require "luacdk.engine"
local patterns = require "aws_cdk.aws_ecs_patterns"
local target_groups = require "aws_cdk.aws_ecs_patterns.private.target_groups"
local tasks = require "aws_cdk.aws_ecs_patterns.private.tasks"

local Base = patterns.ApplicationMultipleTargetGroupsServiceBase
local ApplicationMultipleTargetGroupsFargateService =
  engine.class("aws_cdk.aws_ecs_patterns.ApplicationMultipleTargetGroupsFargateService", Base)

--- Arguments: scope, id, ApplicationMultipleTargetGroupsFargateServiceProps: task_definition or task_image_options.
function ApplicationMultipleTargetGroupsFargateService:init(scope, id, props)
  props = props or {}
  Base.init(self, scope, id, props)
  self.assign_public_ip = props.assign_public_ip or false
  self.task_definition = tasks.on_fargate(self, props, true)
  target_groups.finish(self, props, function() return tasks.fargate_service(self, "Service", props, false) end)
end

return { ApplicationMultipleTargetGroupsFargateService = ApplicationMultipleTargetGroupsFargateService }
