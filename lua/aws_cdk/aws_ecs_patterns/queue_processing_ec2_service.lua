--- Services on instances that work through a queue.
local engine = require "luacdk.engine"
local ecs = require "aws_cdk.aws_ecs"
local patterns = require "aws_cdk.aws_ecs_patterns"
local tasks = require "aws_cdk.aws_ecs_patterns.private.tasks"

local Base = patterns.QueueProcessingServiceBase
local QueueProcessingEc2Service = engine.class("aws_cdk.aws_ecs_patterns.QueueProcessingEc2Service", Base)

--- Arguments: scope, id, QueueProcessingEc2ServiceProps: image.
function QueueProcessingEc2Service:init(scope, id, props)
  props = props or {}
  Base.init(self, scope, id, props)
  if not props.image then engine.fail(self, "a service that works through a queue on instances needs image") end
  self.task_definition = ecs.Ec2TaskDefinition(self, "QueueProcessingTaskDef", { family = props.family })
  self.task_definition:add_container(props.container_name or tasks.QUEUE_CONTAINER, {
    image = props.image, memory_limit_mib = props.memory_limit_mib, cpu = props.cpu,
    memory_reservation_mib = props.memory_reservation_mib, gpu_count = props.gpu_count, command = props.command,
    environment = self.environment, secrets = self.secrets, logging = self.log_driver,
  })
  self.service = tasks.instance_service(self, "QueueProcessingService", props)
  self:_configure_autoscaling_for_service(self.service)
  self:_grant_permissions_to_service(self.service)
end

return { QueueProcessingEc2Service = QueueProcessingEc2Service }
