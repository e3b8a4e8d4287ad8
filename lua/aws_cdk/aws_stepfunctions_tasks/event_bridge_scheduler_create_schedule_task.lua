--- Creates a schedule of EventBridge Scheduler.
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"
local task = require "aws_cdk.aws_stepfunctions_tasks.private.task"
local time = require "aws_cdk.private.time"

-- ---- target ---------------------------------------------------------------------------------------------------------

local MAX_ATTEMPTS <const> = 185
local MIN_AGE_SECONDS <const>, MAX_AGE_SECONDS <const> = 60, 86400

local EventBridgeSchedulerTarget =
  engine.class "aws_cdk.aws_stepfunctions_tasks.EventBridgeSchedulerTarget"

--- Arguments: EventBridgeSchedulerTargetProps: arn, role (required).
function EventBridgeSchedulerTarget:init(props)
  local retry = props.retry_policy
  if props.input == "" then engine.fail(nil, "input must have at least one character, or be left out") end
  if retry then
    local attempts, age = retry.maximum_retry_attempts, retry.maximum_event_age
    if attempts < 0 or attempts > MAX_ATTEMPTS or attempts ~= math.floor(attempts) then
      engine.fail(nil, "retry_policy.maximum_retry_attempts must be a whole number from 0 to %d, got %s", MAX_ATTEMPTS,
        engine.display(attempts))
    end
    if age:to_milliseconds() < MIN_AGE_SECONDS * 1000 or age:to_seconds() > MAX_AGE_SECONDS then
      engine.fail(nil, "retry_policy.maximum_event_age must be %d to %d seconds, got %s", MIN_AGE_SECONDS,
        MAX_AGE_SECONDS, engine.display(age))
    end
  end
  self.arn, self.role, self.input = props.arn, props.role, props.input
  self.retry_policy, self.dead_letter_queue = retry, props.dead_letter_queue
end

--- The target as the API of the scheduler wants it.
function EventBridgeSchedulerTarget:render_target_object()
  local retry, queue = self.retry_policy, self.dead_letter_queue
  return engine.ordered("Arn", self.arn, "RoleArn", self.role.role_arn, "Input", self.input,
    "RetryPolicy", retry and engine.ordered("MaximumEventAgeInSeconds", retry.maximum_event_age:to_seconds(),
      "MaximumRetryAttempts", retry.maximum_retry_attempts) or nil,
    "DeadLetterConfig", queue and { Arn = queue.queue_arn } or nil)
end

-- ---- task -----------------------------------------------------------------------------------------------------------

local MAX_WINDOW_MINUTES <const> = 1440
local NONE <const> = require("aws_cdk.aws_stepfunctions_tasks").ActionAfterCompletion.NONE

-- Fails unless the name, where it is known, is 1 to 64 characters long and made of those of the pattern's class.
local function check_name(self, property, name, class, said)
  if name == nil or engine.is_unresolved(name) then return end
  l2.check_length(self, property, name, 1, 64)
  if not name:find("^" .. class .. "+$") then
    engine.fail(self, "%s must be made of %s, got %s", property, said, engine.display(name))
  end
end

local function check(self, props)
  local window = props.flexible_time_window
  if props.start_date and props.end_date and time.seconds(props.start_date) >= time.seconds(props.end_date) then
    engine.fail(self, "start_date must lie before end_date")
  end
  check_name(self, "client_token", props.client_token, "[%w_-]", "letters, digits, hyphens and underscores")
  l2.check_length(self, "description", props.description, 0, 512)
  if window and (window:to_milliseconds() < 60000 or window:to_minutes() > MAX_WINDOW_MINUTES) then
    engine.fail(self, "flexible_time_window must be 1 to %d minutes, got %s", MAX_WINDOW_MINUTES,
      engine.display(window))
  end
  check_name(self, "group_name", props.group_name, "[%w_.-]", "letters, digits, hyphens, underscores and periods")
  l2.check_length(self, "timezone", props.timezone, 1, 50)
  if props.kms_key then props.kms_key:grant_decrypt(props.target.role) end
end

local function parameters(_, props)
  local window = props.flexible_time_window
  return engine.ordered(
    "ActionAfterCompletion", props.action_after_completion or NONE,
    "ClientToken", props.client_token,
    "Description", props.description,
    "EndDate", props.end_date and time.iso(props.end_date),
    "FlexibleTimeWindow", engine.ordered("Mode", window and "FLEXIBLE" or "OFF",
      "MaximumWindowInMinutes", window and window:to_minutes()),
    "GroupName", props.group_name,
    "KmsKeyArn", props.kms_key and props.kms_key.key_arn,
    "Name", props.schedule_name,
    "ScheduleExpression", props.schedule.expression_string,
    "ScheduleExpressionTimezone", props.timezone,
    "StartDate", props.start_date and time.iso(props.start_date),
    "State", props.enabled == false and "DISABLED" or "ENABLED",
    "Target", props.target:render_target_object())
end

return {
  EventBridgeSchedulerTarget = EventBridgeSchedulerTarget,
  EventBridgeSchedulerCreateScheduleTask = task.class("EventBridgeSchedulerCreateScheduleTask", {
    service = "aws-sdk:scheduler", api = "createSchedule",
    patterns = task.ALL,
    check = check,
    policies = function(self, props)
      return {
        task.allow({ "scheduler:CreateSchedule" }, {
          task.arn(self, "scheduler", "schedule", (props.group_name or "default") .. "/" .. props.schedule_name),
        }),
        task.allow({ "iam:PassRole" }, { props.target.role.role_arn }),
      }
    end,
    parameters = parameters,
  }),
}
