--- Metrics of load balancers and target groups: one class for each, whose methods make them.
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"
local cloudwatch = require "aws_cdk.aws_cloudwatch"

local M = {}

local MODULE = "aws_cdk.aws_elasticloadbalancingv2."

-- Name = CloudWatch's name, statistic ("Sum" where none is given). "code": CloudWatch's name is the first argument.
-- Loose: the metric is not tied to the environment of the construct.
local SETS = {
  ApplicationLoadBalancerMetrics = {
    namespace = "AWS/ApplicationELB", loose_custom = true,
    active_connection_count = { "ActiveConnectionCount" },
    client_tls_negotiation_error_count = { "ClientTLSNegotiationErrorCount" },
    consumed_lc_us = { "ConsumedLCUs", "sum" },
    elb_auth_error = { "ELBAuthError", loose = true },
    elb_auth_failure = { "ELBAuthFailure", loose = true },
    elb_auth_latency = { "ELBAuthLatency", "Average", loose = true },
    elb_auth_success = { "ELBAuthSuccess", loose = true },
    http_code_elb = { "code", loose = true },
    http_code_target = { "code", loose = true },
    http_fixed_response_count = { "HTTP_Fixed_Response_Count" },
    http_redirect_count = { "HTTP_Redirect_Count" },
    http_redirect_url_limit_exceeded_count = { "HTTP_Redirect_Url_Limit_Exceeded_Count" },
    ipv6_processed_bytes = { "IPv6ProcessedBytes" },
    ipv6_request_count = { "IPv6RequestCount" },
    new_connection_count = { "NewConnectionCount" },
    processed_bytes = { "ProcessedBytes" },
    rejected_connection_count = { "RejectedConnectionCount" },
    request_count = { "RequestCount" },
    rule_evaluations = { "RuleEvaluations" },
    target_connection_error_count = { "TargetConnectionErrorCount", loose = true },
    target_response_time = { "TargetResponseTime", "Average", loose = true },
    target_tls_negotiation_error_count = { "TargetTLSNegotiationErrorCount", loose = true },
  },
  ApplicationTargetGroupMetrics = {
    namespace = "AWS/ApplicationELB",
    healthy_host_count = { "HealthyHostCount", "Average" },
    http_code_target = { "code" },
    ipv6_request_count = { "IPv6RequestCount" },
    request_count = { "RequestCount" },
    request_count_per_target = { "RequestCountPerTarget" },
    target_connection_error_count = { "TargetConnectionErrorCount" },
    target_response_time = { "TargetResponseTime", "Average" },
    target_tls_negotiation_error_count = { "TargetTLSNegotiationErrorCount" },
    unhealthy_host_count = { "UnHealthyHostCount", "Average" },
  },
  NetworkLoadBalancerMetrics = {
    namespace = "AWS/NetworkELB",
    active_flow_count = { "ActiveFlowCount", "Average" },
    consumed_lc_us = { "ConsumedLCUs" },
    new_flow_count = { "NewFlowCount" },
    processed_bytes = { "ProcessedBytes" },
    tcp_client_reset_count = { "TCP_Client_Reset_Count" },
    tcp_elb_reset_count = { "TCP_ELB_Reset_Count" },
    tcp_target_reset_count = { "TCP_Target_Reset_Count" },
  },
  NetworkTargetGroupMetrics = {
    namespace = "AWS/NetworkELB",
    healthy_host_count = { "HealthyHostCount", "Average" },
    un_healthy_host_count = { "UnHealthyHostCount", "Average" },
  },
}

local function metric(self, namespace, name, statistic, props, loose)
  local all = l2.with({
    namespace = namespace, metric_name = name, dimensions_map = self._dimensions, statistic = statistic,
  }, props)
  local made = cloudwatch.Metric(all)
  return loose and made or made:attach_to(self._scope)
end

local function method(namespace, row)
  local name, statistic = row[1], row[2] or "Sum"
  if name == "code" then
    return function(self, code, props) return metric(self, namespace, code, statistic, props, row.loose) end
  end
  return function(self, props) return metric(self, namespace, name, statistic, props, row.loose) end
end

--- The class of this name, whose objects are made from a construct and the dimensions of its metrics; and the owner's
--- metric_* methods, which call the object in `metrics`.
function M.class(name, owner)
  local set = SETS[name]
  local class = engine.class(MODULE .. name, nil, MODULE .. "I" .. name)

  function class:init(scope, dimensions) self._scope, self._dimensions = scope, dimensions end

  function class:custom(metric_name, props)
    return metric(self, set.namespace, metric_name, nil, props, set.loose_custom)
  end

  for method_name, row in pairs(set) do
    if type(row) == "table" then
      class[method_name] = method(set.namespace, row)
      owner["metric_" .. method_name] = function(self, ...)
        local metrics = self.metrics
        return metrics[method_name](metrics, ...)
      end
    end
  end
  return class
end

return M
