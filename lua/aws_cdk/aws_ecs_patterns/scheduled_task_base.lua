--- Tasks that are started on a schedule.
local constructs = require "constructs"
local ec2 = require "aws_cdk.aws_ec2"
local events = require "aws_cdk.aws_events"
local events_targets = require "aws_cdk.aws_events_targets"
local pattern = require "aws_cdk.aws_ecs_patterns.private.pattern"

local ScheduledTaskBase = pattern.class "ScheduledTaskBase"

--- Arguments: scope, id, ScheduledTaskBaseProps: schedule (required).
function ScheduledTaskBase:init(scope, id, props)
  constructs.Construct.init(self, scope, id)
  self.cluster = pattern.cluster(self, props)
  pattern.check_count(self, props.desired_task_count, "desired_task_count")
  self.desired_task_count = props.desired_task_count or 1
  self.subnet_selection = props.subnet_selection or { subnet_type = ec2.SubnetType.PRIVATE_WITH_EGRESS }
  self._security_groups, self.propagate_tags, self.tags = props.security_groups, props.propagate_tags, props.tags
  self.event_rule = events.Rule(self, "ScheduledEventRule", {
    schedule = events.Schedule.expression(props.schedule.expression_string), rule_name = props.rule_name,
    enabled = props.enabled,
  })
  props.schedule:_bind(self.event_rule)
  props.schedule:_bind(scope)
end

function ScheduledTaskBase:_target(task_definition, platform_version)
  return events_targets.EcsTask {
    cluster = self.cluster, task_definition = task_definition, task_count = self.desired_task_count,
    subnet_selection = self.subnet_selection, platform_version = platform_version,
    security_groups = self._security_groups, propagate_tags = self.propagate_tags, tags = self.tags,
  }
end

--- Has the rule start tasks of the definition, and returns the target.
function ScheduledTaskBase:_add_task_definition_to_event_target(task_definition)
  local target = self:_target(task_definition)
  self:_add_task_as_target(target)
  return target
end

--- Has the rule start the task.
function ScheduledTaskBase:_add_task_as_target(ecs_task_target) self.event_rule:add_target(ecs_task_target) end

return { ScheduledTaskBase = ScheduledTaskBase }
