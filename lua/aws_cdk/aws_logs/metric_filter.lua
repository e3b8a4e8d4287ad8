--- A metric counted from the events that match a pattern.
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"
local cdk = require "aws_cdk"
local cloudwatch = require "aws_cdk.aws_cloudwatch"
local logs = require "aws_cdk.aws_logs"

local MetricFilter = engine.class("aws_cdk.aws_logs.MetricFilter", cdk.Resource)

function MetricFilter:init(scope, id, props)
  cdk.Resource.init(self, scope, id, { physical_name = props.filter_name })
  self._metric_name = props.metric_name
  self._metric_namespace = props.metric_namespace
  logs.CfnMetricFilter(self, "Resource", {
    log_group_name = props.log_group.log_group_ref.log_group_name,
    filter_name = self.physical_name,
    filter_pattern = props.filter_pattern.log_pattern_string,
    metric_transformations = {
      {
        metric_namespace = props.metric_namespace,
        metric_name = props.metric_name,
        metric_value = props.metric_value == nil and "1" or props.metric_value,
        default_value = props.default_value,
        dimensions = l2.at_most(self, "aws_logs.CfnMetricFilter.MetricTransformationProperty.dimensions",
          l2.entries(props.dimensions)),
        unit = props.unit,
      },
    },
    apply_on_transformed_logs = props.apply_on_transformed_logs,
  })
end

--- The metric this filter writes; its average unless `props` says otherwise.
-- @param props cloudwatch.MetricOptions
function MetricFilter:metric(props)
  local all = l2.with({ metric_name = self._metric_name, namespace = self._metric_namespace, statistic = "avg" }, props)
  return cloudwatch.Metric(all):attach_to(self)
end

return { MetricFilter = MetricFilter }
