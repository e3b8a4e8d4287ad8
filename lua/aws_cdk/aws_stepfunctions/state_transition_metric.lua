--- Metrics of the account's state transitions: they are limited for all state machines together.
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"

local StateTransitionMetric = engine.class "aws_cdk.aws_stepfunctions.StateTransitionMetric"

function StateTransitionMetric:init() end

local function metric(metric_name, statistic, props)
  local all = l2.with({
    namespace = "AWS/States", metric_name = metric_name, statistic = statistic,
    dimensions_map = { ServiceMetric = "StateTransition" },
  }, props)
  return require("aws_cdk.aws_cloudwatch").Metric(all)
end

--- Any of these metrics.
function StateTransitionMetric.metric(metric_name, props) return metric(metric_name, nil, props) end

--- Transitions that are possible at once.
function StateTransitionMetric.metric_provisioned_bucket_size(props)
  return metric("ProvisionedBucketSize", nil, props)
end

--- Transitions that become possible in a second.
function StateTransitionMetric.metric_provisioned_refill_rate(props)
  return metric("ProvisionedRefillRate", nil, props)
end

--- Transitions in a second.
function StateTransitionMetric.metric_consumed_capacity(props) return metric("ConsumedCapacity", nil, props) end

--- Transitions that had to wait.
function StateTransitionMetric.metric_throttled_events(props) return metric("ThrottledEvents", "sum", props) end

return { StateTransitionMetric = StateTransitionMetric }
