--- What targets of schedules have in common: the role that Scheduler takes, retries, a queue for what fails.
local assets = require "luacdk.assets"
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local iam = require "aws_cdk.aws_iam"
local l2 = require "aws_cdk.l2"

local is_unresolved = engine.is_unresolved

local SERVICE = "scheduler.amazonaws.com"

local ScheduleTargetBase = engine.class "aws_cdk.aws_scheduler_targets.ScheduleTargetBase"

--- Arguments: base_props (ScheduleTargetBaseProps), target_arn. Subclasses give the role the target's permissions in
--- _add_target_action_to_role(role).
function ScheduleTargetBase:init(base_props, target_arn)
  self._base_props = base_props or {}
  self._target_arn = target_arn
end

-- Scheduler takes the role for schedules of the same group only.
local function principal_for(schedule)
  local group, env = schedule.schedule_group, schedule.env
  return iam.ServicePrincipal(SERVICE, {
    conditions = {
      StringEquals = {
        ["aws:SourceAccount"] = env.account,
        ["aws:SourceArn"] = group and group.schedule_group_arn or engine.stack_of(schedule):format_arn {
          service = "scheduler", resource = "schedule-group", region = env.region, account = env.account,
          resource_name = "default",
        },
      },
    },
  })
end

-- The role of the stack's schedules for this target.
local function role_for(schedule, target_arn)
  local stack = engine.stack_of(schedule)
  local text = is_unresolved(target_arn) and engine.json(stack:resolve(target_arn)) or target_arn
  local id = "SchedulerRoleForTarget-" .. assets.md5(text):sub(1, 6)
  local present, principal = stack.node:try_find_child(id), principal_for(schedule)
  if not present then
    return iam.Role(stack, id, { role_name = cdk.PhysicalName.GENERATE_IF_NEEDED, assumed_by = principal })
  end
  local trust = present.assume_role_policy
  if trust then
    trust:add_statements(iam.PolicyStatement {
      effect = iam.Effect.ALLOW, principals = { principal }, actions = { "sts:AssumeRole" },
    })
  end
  return present
end

local function checked(property, value, field, unit)
  field = "aws_scheduler.CfnSchedule.RetryPolicyProperty." .. field
  return l2.within(nil, field, value, property, unit) or l2.limit(field)
end

-- Scheduler's maximum, by default.
local function retry_policy(props)
  local age, attempts = props.max_event_age, props.retry_attempts
  return {
    maximum_event_age_in_seconds = checked("max_event_age", age, "maximum_event_age_in_seconds", "seconds"),
    maximum_retry_attempts = checked("retry_attempts", attempts, "maximum_retry_attempts"),
  }
end

--- The configuration of the target. Subclasses add their own properties.
function ScheduleTargetBase:_bind_base_target_config(schedule)
  local props, arn = self._base_props, self._target_arn
  local role, queue = props.role or role_for(schedule, arn), props.dead_letter_queue
  self:_add_target_action_to_role(role)
  if queue then
    role:add_to_principal_policy(iam.PolicyStatement {
      actions = { "sqs:SendMessage" }, resources = { queue.queue_arn },
    })
  end
  return {
    arn = arn,
    role = role,
    dead_letter_config = queue and { arn = queue.queue_arn } or nil,
    retry_policy = retry_policy(props),
    input = props.input,
  }
end

--- The configuration for a schedule.
function ScheduleTargetBase:bind(schedule) return self:_bind_base_target_config(schedule) end

return { ScheduleTargetBase = ScheduleTargetBase }
