--- Tasks on instances that are started on a schedule.
local engine = require "luacdk.engine"
local ecs = require "aws_cdk.aws_ecs"
local patterns = require "aws_cdk.aws_ecs_patterns"
local tasks = require "aws_cdk.aws_ecs_patterns.private.tasks"

local Base = patterns.ScheduledTaskBase
local ScheduledEc2Task = engine.class("aws_cdk.aws_ecs_patterns.ScheduledEc2Task", Base)

--- Arguments: scope, id, ScheduledEc2TaskProps: schedule (required), scheduled_ec2_task_definition_options or
--- scheduled_ec2_task_image_options.
function ScheduledEc2Task:init(scope, id, props)
  Base.init(self, scope, id, props)
  tasks.either(self, props, "scheduled_ec2_task_definition_options", "scheduled_ec2_task_image_options")
  local given, options = props.scheduled_ec2_task_definition_options, props.scheduled_ec2_task_image_options
  self.task_definition = given and given.task_definition or ecs.Ec2TaskDefinition(self, "ScheduledTaskDef")
  if options then
    tasks.scheduled_container(self, options, {
      memory_limit_mib = options.memory_limit_mib, memory_reservation_mib = options.memory_reservation_mib,
      cpu = options.cpu,
    })
  end
  self.task = self:_add_task_definition_to_event_target(self.task_definition)
end

return { ScheduledEc2Task = ScheduledEc2Task }
