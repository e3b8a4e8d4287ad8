--- Tasks on Fargate that are started on a schedule.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local patterns = require "aws_cdk.aws_ecs_patterns"
local tasks = require "aws_cdk.aws_ecs_patterns.private.tasks"

local Base = patterns.ScheduledTaskBase
local ScheduledFargateTask = engine.class("aws_cdk.aws_ecs_patterns.ScheduledFargateTask", Base)

-- Properties that all patterns on Fargate take and this one does not use, with where they belong.
local UNUSED = {
  { "task_definition", "scheduled_fargate_task_definition_options.task_definition" },
  { "cpu", "scheduled_fargate_task_image_options.cpu" },
  { "memory_limit_mib", "scheduled_fargate_task_image_options.memory_limit_mib" },
  { "ephemeral_storage_gib", "scheduled_fargate_task_image_options.ephemeral_storage_gib" },
  { "runtime_platform" },
}

local function tell_unused(self, props)
  for _, row in ipairs(UNUSED) do
    local name, better = row[1], row[2]
    if props[name] ~= nil and props[name] ~= 0 then
      cdk.Annotations.of(self):add_warning_v2("@aws-cdk/aws-ecs-patterns:propertyIgnored",
        name .. " is not used" .. (better and "; give " .. better or ""))
    end
  end
end

--- Arguments: scope, id, ScheduledFargateTaskProps: schedule (required), scheduled_fargate_task_definition_options or
--- scheduled_fargate_task_image_options.
function ScheduledFargateTask:init(scope, id, props)
  Base.init(self, scope, id, props)
  tasks.either(self, props, "scheduled_fargate_task_definition_options", "scheduled_fargate_task_image_options")
  local given, options = props.scheduled_fargate_task_definition_options, props.scheduled_fargate_task_image_options
  self.task_definition = given and given.task_definition
    or tasks.small_on_fargate(self, "ScheduledTaskDef", options, {})
  if options then tasks.scheduled_container(self, options, {}) end
  tell_unused(self, props)
  self.task = self:_target(self.task_definition, props.platform_version)
  self:_add_task_as_target(self.task)
end

return { ScheduledFargateTask = ScheduledFargateTask }
