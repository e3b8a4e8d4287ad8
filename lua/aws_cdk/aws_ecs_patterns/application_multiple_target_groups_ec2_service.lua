--- Services on instances, behind Application Load Balancers with several listeners and target groups.
local engine = require "luacdk.engine"
local patterns = require "aws_cdk.aws_ecs_patterns"
local target_groups = require "aws_cdk.aws_ecs_patterns.private.target_groups"
local tasks = require "aws_cdk.aws_ecs_patterns.private.tasks"

local Base = patterns.ApplicationMultipleTargetGroupsServiceBase
local ApplicationMultipleTargetGroupsEc2Service =
  engine.class("aws_cdk.aws_ecs_patterns.ApplicationMultipleTargetGroupsEc2Service", Base)

--- Arguments: scope, id, ApplicationMultipleTargetGroupsEc2ServiceProps: task_definition or task_image_options.
function ApplicationMultipleTargetGroupsEc2Service:init(scope, id, props)
  props = props or {}
  Base.init(self, scope, id, props)
  self.task_definition = tasks.on_instances(self, props, true)
  target_groups.finish(self, props, function() return tasks.instance_service(self, "Service", props) end)
end

return { ApplicationMultipleTargetGroupsEc2Service = ApplicationMultipleTargetGroupsEc2Service }
