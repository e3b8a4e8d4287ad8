-- Rules of composite alarms.
local engine = require "luacdk.engine"

local fail, display = engine.fail, engine.display

local AtLeastThreshold = engine.class "aws_cdk.aws_cloudwatch.AtLeastThreshold"

function AtLeastThreshold:init() end

local Threshold = engine.class("aws_cdk.aws_cloudwatch.AtLeastThresholdValue", AtLeastThreshold)

function Threshold:init(value, percent) self._value, self._percent = value, percent end

-- The threshold as a string; a count cannot exceed the number of alarms.
function Threshold:_text(operands)
  local value, suffix = self._value, self._percent and "%" or ""
  if engine.is_unresolved(value) then return value .. suffix end
  local max = self._percent and 100 or operands
  if value < 1 or value > max or value ~= math.floor(value) then
    fail(nil, "%s must be an integer between 1 and %d, got %s", self._percent and "percentage" or "count", max,
      display(value))
  end
  return ("%d%s"):format(value, suffix)
end

--- At least so many of the alarms, or so much per cent of them.
function AtLeastThreshold.count(count) return Threshold(count, false) end
function AtLeastThreshold.percentage(percentage) return Threshold(percentage, true) end

--------------------------------------------------------------------------------------------------------------------

local AlarmRule = engine.class "aws_cdk.aws_cloudwatch.AlarmRule"

function AlarmRule:init() end

local Rule = engine.class("aws_cdk.aws_cloudwatch.RenderedAlarmRule", AlarmRule)

function Rule:init(render) self._render = render end

--- The rule as CloudWatch writes it.
function Rule:render_alarm_rule() return self._render() end

local function joined(operator, name)
  return function(...)
    local operands = { ... }
    return Rule(function()
      if #operands == 0 then fail(nil, "AlarmRule.%s needs at least one rule", name) end
      local text = "("
      for i, operand in ipairs(operands) do
        text = text .. (i > 1 and " " .. operator .. " " or "") .. operand:render_alarm_rule()
      end
      return text .. ")"
    end)
  end
end

--- True if all, or at least one, of the rules are true.
AlarmRule.all_of = joined("AND", "all_of")
AlarmRule.any_of = joined("OR", "any_of")

--- True if the rule is false.
AlarmRule["not"] = function(operand)
  return Rule(function() return "(NOT (" .. operand:render_alarm_rule() .. "))" end)
end
AlarmRule.not_ = AlarmRule["not"]

local function at_least(state, options)
  return Rule(function()
    local operands = options.operands
    if #operands == 0 then fail(nil, "operands must name at least one alarm") end
    local text = "AT_LEAST(" .. options.threshold:_text(#operands) .. ", " .. state .. ", ("
    for i, alarm in ipairs(operands) do text = text .. (i > 1 and ", " or "") .. '"' .. alarm.alarm_arn .. '"' end
    return text .. "))"
  end)
end

--- At least some of the alarms are in the state, or are not in it. Options: operands, threshold.
function AlarmRule.at_least(alarm_state, options) return at_least(alarm_state, options) end
function AlarmRule.at_least_not(alarm_state, options) return at_least("NOT " .. alarm_state, options) end

--- A rule that is always true, or always false.
function AlarmRule.from_boolean(value)
  return Rule(function() return value and "TRUE" or "FALSE" end)
end

--- An alarm is in the state.
function AlarmRule.from_alarm(alarm, alarm_state)
  return Rule(function() return alarm_state .. '("' .. alarm.alarm_ref.alarm_arn .. '")' end)
end

--- A rule as CloudWatch writes it.
function AlarmRule.from_string(alarm_rule)
  return Rule(function() return alarm_rule end)
end

return { AlarmRule = AlarmRule, AtLeastThreshold = AtLeastThreshold }
