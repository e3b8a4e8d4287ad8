--- What all gateways, made here or elsewhere, can do.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local grants = require "aws_cdk.aws_bedrockagentcore.private.grants"
local l2 = require "aws_cdk.l2"
local metrics = require "aws_cdk.aws_bedrockagentcore.private.metrics"

local GatewayBase = engine.class("aws_cdk.aws_bedrockagentcore.GatewayBase", cdk.Resource)

--- The gateway's id and ARN.
GatewayBase.get.gateway_ref = function(self)
  return { gateway_identifier = self.gateway_id, gateway_arn = self.gateway_arn }
end

grants(GatewayBase, "gateway_arn", {
  grant_read = {
    "GetGatewayTarget", "GetGateway", everywhere = { "ListGateways", "ListGatewayTargets" },
  },
  grant_manage = {
    "CreateGateway", "CreateGatewayTarget", "UpdateGateway", "UpdateGatewayTarget", "DeleteGateway",
    "DeleteGatewayTarget",
  },
  grant_invoke = { "InvokeGateway" },
})

metrics.add(GatewayBase, function(self)
  return {
    Operation = "InvokeGateway", Protocol = self.protocol_configuration.protocol_type, Resource = self.gateway_arn,
  }
end, {
  metric_duration = { "Duration", "Average" },
  metric_invocations = { "Invocations", "Sum" },
  metric_latency = { "Latency", "Average" },
  metric_system_errors = { "SystemErrors", "Sum" },
  metric_target_execution_time = { "TargetExecutionTime", "Average" },
  metric_throttles = { "Throttles", "Sum" },
  metric_user_errors = { "UserErrors", "Sum" },
})

--- How many requests were for targets of a type.
-- @param props aws_cloudwatch.MetricOptions, or nil
function GatewayBase:metric_target_type(target_type, props)
  local all = l2.with({ statistic = "Sum" }, props)
  all.dimensions_map = l2.with({ TargetType = target_type }, all.dimensions_map)
  return self:metric("TargetType", all)
end

return { GatewayBase = GatewayBase }
