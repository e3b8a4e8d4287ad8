--- The input of a target when its schedule invokes it.
local engine = require "luacdk.engine"

local ScheduleTargetInput = engine.class "aws_cdk.aws_scheduler.ScheduleTargetInput"

function ScheduleTargetInput:init() end

local ValueInput = engine.class("aws_cdk.aws_scheduler.ScheduleTargetValueInput", ScheduleTargetInput)

function ValueInput:init(value, as_json)
  self._value = value
  self._as_json = as_json
end

--- The input as a string.
function ValueInput:bind(schedule)
  if not self._as_json then return self._value end
  return engine.stack_of(schedule):to_json_string(self._value)
end

--- A string.
function ScheduleTargetInput.from_text(text) return ValueInput(text, false) end

--- A JSON value, with attributes of the context anywhere in it.
function ScheduleTargetInput.from_object(obj) return ValueInput(obj, true) end

--- What Scheduler knows of an invocation.
local ContextAttribute = engine.class "aws_cdk.aws_scheduler.ContextAttribute"

function ContextAttribute:init(name) self.name = name end

--- The string that Scheduler replaces with the attribute.
function ContextAttribute:to_string() return "<aws.scheduler." .. self.name .. ">" end

--- Any attribute, by its name.
function ContextAttribute.from_name(name) return ContextAttribute(name):to_string() end

ContextAttribute.schedule_arn = ContextAttribute.from_name "schedule-arn"
ContextAttribute.scheduled_time = ContextAttribute.from_name "scheduled-time"
ContextAttribute.execution_id = ContextAttribute.from_name "execution-id"
ContextAttribute.attempt_number = ContextAttribute.from_name "attempt-number"

return { ScheduleTargetInput = ScheduleTargetInput, ContextAttribute = ContextAttribute }
