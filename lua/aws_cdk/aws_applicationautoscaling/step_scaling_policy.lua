--- Policies that change the capacity by steps, according to how far a metric is from normal.
local engine = require "luacdk.engine"
local constructs = require "constructs"
local appscaling = require "aws_cdk.aws_applicationautoscaling"
local cloudwatch = require "aws_cdk.aws_cloudwatch"
local intervals = require "aws_cdk.aws_applicationautoscaling.intervals"

local fail = engine.fail
local is_unresolved = engine.is_unresolved

local MAX_STEPS = 40

local StepScalingPolicy = engine.class("aws_cdk.aws_applicationautoscaling.StepScalingPolicy", constructs.Construct)

local function check(scope, props)
  local steps, periods, datapoints = props.scaling_steps, props.evaluation_periods, props.datapoints_to_alarm
  if #steps < 2 or #steps > MAX_STEPS then
    fail(scope, "scaling_steps must be 2 to %d steps; there are %d", MAX_STEPS, #steps)
  end
  if periods ~= nil and not is_unresolved(periods) and periods < 1 then
    fail(scope, "evaluation_periods must be at least 1; it is %s", engine.display(periods))
  end
  if datapoints == nil then return end
  if periods == nil then fail(scope, "datapoints_to_alarm needs evaluation_periods") end
  if is_unresolved(datapoints) then return end
  if datapoints < 1 then fail(scope, "datapoints_to_alarm must be at least 1; it is %s", engine.display(datapoints)) end
  if not is_unresolved(periods) and datapoints > periods then
    fail(scope, "datapoints_to_alarm must be at most evaluation_periods; they are %s and %s",
      engine.display(datapoints), engine.display(periods))
  end
end

local AGGREGATIONS = { Average = "Average", Minimum = "Minimum", Maximum = "Maximum" }

local function aggregation(metric)
  local stat = metric:to_metric_config().metric_stat
  if stat then return AGGREGATIONS[stat.statistic] or "Average" end
end

local function make_action(self, id, props)
  return appscaling.StepScalingAction(self, id, {
    adjustment_type = props.adjustment_type or "ChangeInCapacity",
    cooldown = props.cooldown,
    metric_aggregation_type = props.metric_aggregation_type or aggregation(props.metric),
    min_adjustment_magnitude = props.min_adjustment_magnitude,
    scaling_target = props.scaling_target,
  })
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

--- Arguments: scope, id, StepScalingPolicyProps: metric, scaling_steps, scaling_target (required), adjustment_type,
--  cooldown, datapoints_to_alarm, evaluation_periods, metric_aggregation_type, min_adjustment_magnitude.
function StepScalingPolicy:init(scope, id, props)
  constructs.Construct.init(self, scope, id)
  check(scope, props)
  local list = intervals.normalize(scope, props.scaling_steps, props.adjustment_type == "ExactCapacity")
  local lower, upper = intervals.alarms(list)
  self.lower_action, self.lower_alarm, self.upper_action, self.upper_alarm = false, false, false, false
  if lower then
    local threshold = list[lower].upper
    local action = make_action(self, "LowerPolicy", props)
    for i = lower, 1, -1 do
      action:add_adjustment {
        adjustment = list[i].change,
        lower_bound = i > 1 and list[i].lower - threshold or nil,
        upper_bound = list[i].upper - threshold,
      }
    end
    self.lower_action = action
    self.lower_alarm = make_alarm(self, "LowerAlarm", props, action, "Lower threshold scaling alarm",
      cloudwatch.ComparisonOperator.LESS_THAN_OR_EQUAL_TO_THRESHOLD, threshold)
  end
  if upper then
    local threshold = list[upper].lower
    local action = make_action(self, "UpperPolicy", props)
    for i = upper, #list do
      action:add_adjustment {
        adjustment = list[i].change,
        lower_bound = list[i].lower - threshold,
        upper_bound = i < #list and list[i].upper - threshold or nil,
      }
    end
    self.upper_action = action
    self.upper_alarm = make_alarm(self, "UpperAlarm", props, action, "Upper threshold scaling alarm",
      cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD, threshold)
  end
end

return { StepScalingPolicy = StepScalingPolicy }
