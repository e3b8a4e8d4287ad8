--- What is written to a log group: a time and a message, the only fields CloudWatch Logs takes.
local engine = require "luacdk.engine"
local events = require "aws_cdk.aws_events"

local LogGroupTargetInput = engine.class("aws_cdk.aws_events_targets.LogGroupTargetInput", events.RuleTargetInput)

function LogGroupTargetInput:init() end

local function input_of(options)
  options = engine.check_struct("aws_cdk.aws_events_targets.LogGroupTargetInputOptions", options, "options")
  return events.RuleTargetInput.from_object(engine.ordered(
    "timestamp", options.timestamp or events.EventField.time,
    "message", options.message or events.EventField.detail_type))
end

function LogGroupTargetInput:bind(rule) return self._input:bind(rule) end

--- Options: message (default: the event's detail-type), timestamp (default: its time).
function LogGroupTargetInput.from_object_v2(options)
  local self = LogGroupTargetInput()
  self._input = input_of(options)
  return self
end

--- As from_object_v2; kept for programs that have it.
function LogGroupTargetInput.from_object(options)
  engine.deprecated("aws_cdk.aws_events_targets.LogGroupTargetInput#from_object", "use from_object_v2")
  return input_of(options)
end

return { LogGroupTargetInput = LogGroupTargetInput }
