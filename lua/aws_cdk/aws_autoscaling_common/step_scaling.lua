--- What step scaling policies of different services have in common: actions for the steps on both sides of normal, and
--- the alarms that start them.
local engine = require "luacdk.engine"
local cloudwatch = require "aws_cdk.aws_cloudwatch"
local intervals = require "aws_cdk.aws_autoscaling_common.intervals"

local M = {}

local fail, is_unresolved, display = engine.fail, engine.is_unresolved, engine.display

local MAX_STEPS = 40

local function check(scope, props)
  local steps, periods, datapoints = props.scaling_steps, props.evaluation_periods, props.datapoints_to_alarm
  if #steps < 2 or #steps > MAX_STEPS then
    fail(scope, "scaling_steps must be 2 to %d steps; there are %d", MAX_STEPS, #steps)
  end
  if periods ~= nil and not is_unresolved(periods) and periods < 1 then
    fail(scope, "evaluation_periods must be at least 1; it is %s", display(periods))
  end
  if datapoints == nil then return end
  if periods == nil then fail(scope, "datapoints_to_alarm needs evaluation_periods") end
  if is_unresolved(datapoints) then return end
  if datapoints < 1 then fail(scope, "datapoints_to_alarm must be at least 1; it is %s", display(datapoints)) end
  if not is_unresolved(periods) and datapoints > periods then
    fail(scope, "datapoints_to_alarm must be at most evaluation_periods; they are %s and %s", display(datapoints),
      display(periods))
  end
end

local AGGREGATIONS = { Average = "Average", Minimum = "Minimum", Maximum = "Maximum" }

local function aggregation(metric)
  local stat = metric:to_metric_config().metric_stat
  if stat then return AGGREGATIONS[stat.statistic] or "Average" end
end

local function make_alarm(self, id, props, action, description, operator, threshold)
  local alarm = cloudwatch.Alarm(self, id, {
    metric = props.metric,
    alarm_description = description,
    comparison_operator = operator,
    evaluation_periods = props.evaluation_periods or 1,
    datapoints_to_alarm = props.datapoints_to_alarm,
    threshold = threshold,
  })
  alarm:add_alarm_action { bind = function() return { alarm_action_arn = action.scaling_policy_arn } end }
  return alarm
end

local function below(self, props, list, from, action)
  local threshold = list[from].upper
  for i = from, 1, -1 do
    action:add_adjustment {
      adjustment = list[i].change,
      lower_bound = i > 1 and list[i].lower - threshold or nil,
      upper_bound = list[i].upper - threshold,
    }
  end
  return action, make_alarm(self, "LowerAlarm", props, action, "Lower threshold scaling alarm",
    cloudwatch.ComparisonOperator.LESS_THAN_OR_EQUAL_TO_THRESHOLD, threshold)
end

local function above(self, props, list, from, action)
  local threshold = list[from].lower
  for i = from, #list do
    action:add_adjustment {
      adjustment = list[i].change,
      lower_bound = list[i].lower - threshold,
      upper_bound = i < #list and list[i].upper - threshold or nil,
    }
  end
  return action, make_alarm(self, "UpperAlarm", props, action, "Upper threshold scaling alarm",
    cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD, threshold)
end

--- Makes the parts of a policy: action and alarm below normal, action and alarm above; false if there is none.
-- `make_action(id, options)` makes an action: options = { adjustment_type, metric_aggregation_type }.
function M.make(self, scope, props, make_action)
  check(scope, props)
  local options = {
    adjustment_type = props.adjustment_type or "ChangeInCapacity",
    metric_aggregation_type = props.metric_aggregation_type or aggregation(props.metric),
  }
  local list = intervals.normalize(scope, props.scaling_steps, options.adjustment_type == "ExactCapacity")
  local lower, upper = intervals.alarms(list)
  local lower_action, lower_alarm, upper_action, upper_alarm = false, false, false, false
  if lower then
    lower_action, lower_alarm = below(self, props, list, lower, make_action("LowerPolicy", options))
  end
  if upper then
    upper_action, upper_alarm = above(self, props, list, upper, make_action("UpperPolicy", options))
  end
  return lower_action, lower_alarm, upper_action, upper_alarm
end

--- An AdjustmentTier as policies write it; fails where it has neither bound.
function M.step(self, adjustment)
  if adjustment.lower_bound == nil and adjustment.upper_bound == nil then
    fail(self, "an adjustment needs lower_bound, upper_bound or both")
  end
  return {
    metric_interval_lower_bound = adjustment.lower_bound,
    metric_interval_upper_bound = adjustment.upper_bound,
    scaling_adjustment = adjustment.adjustment,
  }
end

return M
