--- Services on Fargate that work through a queue.
local engine = require "luacdk.engine"
local patterns = require "aws_cdk.aws_ecs_patterns"
local tasks = require "aws_cdk.aws_ecs_patterns.private.tasks"

local Base = patterns.QueueProcessingServiceBase
local QueueProcessingFargateService = engine.class("aws_cdk.aws_ecs_patterns.QueueProcessingFargateService", Base)

local function make_task(self, props)
  local definition = tasks.small_on_fargate(self, "QueueProcessingTaskDef", props, {
    family = props.family, runtime_platform = props.runtime_platform,
  })
  definition:add_container(props.container_name or tasks.QUEUE_CONTAINER, {
    image = props.image, command = props.command, environment = self.environment, secrets = self.secrets,
    logging = self.log_driver, health_check = props.health_check,
  })
  return definition
end

--- Arguments: scope, id, QueueProcessingFargateServiceProps: task_definition or image.
function QueueProcessingFargateService:init(scope, id, props)
  props = props or {}
  Base.init(self, scope, id, props)
  tasks.either(self, props, "task_definition", "image")
  self.task_definition = props.task_definition or make_task(self, props)
  self.service = tasks.fargate_service(self, "QueueProcessingFargateService", props)
  self:_configure_autoscaling_for_service(self.service)
  self:_grant_permissions_to_service(self.service)
end

return { QueueProcessingFargateService = QueueProcessingFargateService }
