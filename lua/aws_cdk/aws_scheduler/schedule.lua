--- Schedules, which invoke a target at certain times.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local l2 = require "aws_cdk.l2"
local metrics = require "aws_cdk.aws_scheduler.metrics"
local scheduler = require "aws_cdk.aws_scheduler"
local time = require "aws_cdk.private.time"

local fail, display = engine.fail, engine.display

local DEFAULT_GROUP = "default"
local Schedule = l2.resource("aws_cdk.aws_scheduler.Schedule", cdk.Resource, {
  arn = {
    "schedule_arn", "attr_arn", service = "scheduler", resource = "schedule",
    named = function(self)
      local group = self.schedule_group
      return (group and group.schedule_group_name or DEFAULT_GROUP) .. "/" .. (self.physical_name or "")
    end,
  },
  name = { "schedule_name", "ref" },
})

local RETRIES = "aws_scheduler.CfnSchedule.RetryPolicyProperty."

-- Custom targets may request retries that do not exist.
local function retry_policy(self, policy)
  if not policy then return nil end
  for _, field in ipairs { "maximum_event_age_in_seconds", "maximum_retry_attempts" } do
    if policy[field] ~= 0 then l2.within(self, RETRIES .. field, policy[field]) end
  end
  return l2.unless_empty(policy)
end

local function check(self, props)
  local first, last, name = props.start, props["end"], props.schedule_name
  if first and last and time.seconds(first) >= time.seconds(last) then
    fail(self, "start must be before end, got %s and %s", time.iso(first), time.iso(last))
  end
  l2.at_most(self, "aws_scheduler.CfnScheduleProps.name", name, "schedule_name")
end

--- Arguments: scope, id, ScheduleProps: schedule, target (required).
function Schedule:init(scope, id, props)
  cdk.Resource.init(self, scope, id, { physical_name = props.schedule_name })
  local group, key = props.schedule_group, props.key
  self.schedule_group, self.key = group, key
  local target = props.target:bind(self)
  if key then key:grant_decrypt(target.role) end
  check(self, props)
  local window = props.time_window
  local expression = props.schedule
  self._resource = scheduler.CfnSchedule(self, "Resource", {
    name = self.physical_name,
    flexible_time_window = {
      mode = window and window.mode or "OFF",
      maximum_window_in_minutes = window and window.max_window and window.max_window:to_minutes() or nil,
    },
    schedule_expression = expression.expression_string,
    schedule_expression_timezone = expression.time_zone and expression.time_zone.timezone_name,
    group_name = group and group.schedule_group_name,
    state = props.enabled == false and "DISABLED" or "ENABLED",
    kms_key_arn = key and key.key_arn,
    target = {
      arn = target.arn,
      role_arn = target.role.role_arn,
      input = target.input and target.input:bind(self),
      dead_letter_config = target.dead_letter_config,
      retry_policy = retry_policy(self, target.retry_policy),
      ecs_parameters = target.ecs_parameters,
      kinesis_parameters = target.kinesis_parameters,
      event_bridge_parameters = target.event_bridge_parameters,
      sage_maker_pipeline_parameters = target.sage_maker_pipeline_parameters,
      sqs_parameters = target.sqs_parameters,
    },
    start_date = props.start and time.iso(props.start),
    end_date = props["end"] and time.iso(props["end"]),
    description = props.description,
  })
end

--------------------------------------------------------------------------------------------------------------------

--- A metric of all schedules.
function Schedule.metric_all(metric_name, props) return metrics.metric(metric_name, props) end

for name, metric in pairs {
  throttled = "InvocationThrottleCount", attempts = "InvocationAttemptCount", errors = "TargetErrorCount",
  target_throttled = "TargetErrorThrottledCount", dropped = "InvocationDroppedCount",
  sent_to_dlq = "InvocationsSentToDeadLetterCount",
  sent_to_dlq_truncated = "InvocationsSentToDeadLetterCount_Truncated_MessageSizeExceeded",
} do
  Schedule["metric_all_" .. name] = function(props) return metrics.metric(metric, props) end
end

--- Invocations that failed and that no dead-letter queue took, with that error or with any.
function Schedule.metric_all_failed_to_be_sent_to_dlq(error_code, props)
  return metrics.metric(metrics.undelivered(error_code), props)
end

--------------------------------------------------------------------------------------------------------------------

local Imported = engine.class("aws_cdk.aws_scheduler.ImportedSchedule", cdk.Resource)
Imported.__interface = rawget(Schedule, "__schema")

function Imported:init(scope, id, schedule_arn)
  local path = cdk.Arn.split(schedule_arn, cdk.ArnFormat.SLASH_RESOURCE_NAME).resource_name
  local name = type(path) == "string" and path:match "^[^/]*/([^/]+)"
  if not name then
    fail(scope, "a schedule's ARN is literal text of the form arn:<partition>:scheduler:<region>:<account>:schedule/"
      .. "<group>/<schedule>, got %s", display(schedule_arn))
  end
  cdk.Resource.init(self, scope, id)
  self.schedule_arn, self.schedule_name = schedule_arn, name
end

--- A schedule by its ARN.
function Schedule.from_schedule_arn(scope, id, schedule_arn) return Imported(scope, id, schedule_arn) end

return { Schedule = Schedule }
