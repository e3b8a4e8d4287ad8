--- What runtimes made here and imported ones have in common.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local iam = require "aws_cdk.aws_iam"
local l2 = require "aws_cdk.l2"
local metrics = require "aws_cdk.aws_bedrockagentcore.private.metrics"

local RuntimeBase = engine.class("aws_cdk.aws_bedrockagentcore.RuntimeBase", cdk.Resource)

local INVOKE, INVOKE_FOR_USER = "bedrock-agentcore:InvokeAgentRuntime", "bedrock-agentcore:InvokeAgentRuntimeForUser"
local OPERATION = "InvokeAgentRuntime"

RuntimeBase.get.connections = function(self)
  return self._connections or engine.fail(self,
    "a runtime outside a VPC has no security groups: -> give it a network_configuration with a VPC")
end

l2.kept(RuntimeBase, "application_log_group", function(self)
  return require("aws_cdk.aws_logs").LogGroup.from_log_group_name(self, "ApplicationLogGroup",
    "/aws/bedrock-agentcore/runtimes/" .. self.agent_runtime_id .. "-DEFAULT")
end)

--- Lets the runtime perform the actions on the resources.
function RuntimeBase:grant(actions, resources)
  return iam.Grant.add_to_principal { grantee = self.role, actions = actions, resource_arns = resources }
end

--- Adds a statement to the policy of the runtime's role. Returns the runtime.
function RuntimeBase:add_to_role_policy(statement)
  self.role:add_to_principal_policy(statement)
  return self
end

-- What lets the grantee call the runtime, for itself or for a user.
for method, actions in pairs {
  grant_invoke = { INVOKE, INVOKE_FOR_USER },
  grant_invoke_runtime = { INVOKE },
  grant_invoke_runtime_for_user = { INVOKE_FOR_USER },
} do
  RuntimeBase[method] = function(self, grantee)
    local arn = self.agent_runtime_arn
    return iam.Grant.add_to_principal { grantee = grantee, actions = actions, resource_arns = { arn, arn .. "/*" } }
  end
end

metrics.add(RuntimeBase, function(self)
  return { Operation = OPERATION, Name = self.agent_runtime_name .. "::DEFAULT", Resource = self.agent_runtime_arn }
end, {
  metric_invocations = { "Invocations", "Sum" },
  metric_latency = { "Latency", "Average" },
  metric_session_count = { "SessionCount", "Sum" },
  metric_system_errors = { "SystemErrors", "Sum" },
  metric_throttles = { "Throttles", "Sum" },
  metric_total_errors = { "Errors", "Sum" },
  metric_user_errors = { "UserErrors", "Sum" },
})

-- Metrics of all runtimes together.
for method, name in pairs { metric_invocations_aggregated = "Invocations", metric_sessions_aggregated = "Sessions" } do
  RuntimeBase[method] = function(self, props)
    return metrics.of(self, name, { AggregateOperation = OPERATION }, l2.with({ statistic = "Sum" }, props))
  end
end

return { RuntimeBase = RuntimeBase }
