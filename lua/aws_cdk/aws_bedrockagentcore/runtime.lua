--- Runtimes, in which agents run.
local engine = require "luacdk.engine"
local before_render = require "aws_cdk.private.before_render"
local bedrockagentcore = require "aws_cdk.aws_bedrockagentcore"
local cdk = require "aws_cdk"
local checks = require "aws_cdk.aws_bedrockagentcore.private.checks"
local deliveries = require "aws_cdk.aws_bedrockagentcore.private.deliveries"
local iam = require "aws_cdk.aws_iam"
local l2 = require "aws_cdk.l2"
local own_name = require "aws_cdk.aws_bedrockagentcore.private.own_name"
local own_role = require "aws_cdk.aws_bedrockagentcore.private.own_role"
local related = require "aws_cdk.private.related"

local RuntimeBase = bedrockagentcore.RuntimeBase

local fail, display, is_unresolved = engine.fail, engine.display, engine.is_unresolved

local MOST_VARIABLES, LONGEST_VARIABLE, LONGEST_VALUE = 50, 100, 2048
local SHORTEST_TIME, LONGEST_TIME = 60, 28800
local LONGEST_ROLE_NAME = 64
local HEADERS = "aws_bedrockagentcore.CfnRuntime.RequestHeaderConfigurationProperty.request_header_allowlist"

local Runtime = engine.class("aws_cdk.aws_bedrockagentcore.Runtime", RuntimeBase)

local function check_variables(self, variables)
  local names = engine.keys(variables)
  if #names > MOST_VARIABLES then
    fail(self, "environment_variables must be at most %d, got %d", MOST_VARIABLES, #names)
  end
  for _, name in ipairs(names) do
    local value = variables[name]
    if not is_unresolved(name) and not is_unresolved(value) then
      if not name:find "^[%a_][%w_]*$" or #name > LONGEST_VARIABLE then
        fail(self, "the name of an environment variable must have 1 to %d letters, digits and underscores and begin "
          .. "with no digit, got %s", LONGEST_VARIABLE, display(name))
      end
      l2.check_length(self, "environment variable " .. name, value, 0, LONGEST_VALUE)
    end
  end
end

local function check_headers(self, headers)
  if not headers or is_unresolved(headers) then return end
  l2.within(self, HEADERS, headers, "allowlisted_headers")
  for _, header in ipairs(headers) do
    checks.pattern(self, "a request header", header, "^[A-Za-z][A-Za-z0-9_-]{0,255}$",
      "have 1 to 256 letters, digits, underscores and hyphens and begin with a letter")
  end
end

-- The time in seconds.
local function seconds(self, option, duration)
  if not duration then return nil end
  local value = duration:to_seconds()
  if not duration:is_unresolved() and (value < SHORTEST_TIME or value > LONGEST_TIME) then
    fail(self, "%s must be between %d and %d seconds, got %s", option, SHORTEST_TIME, LONGEST_TIME, display(value))
  end
  return value
end

local function check_role(self, arn)
  if is_unresolved(arn) then return end
  local account, path = arn:match "^arn:[%l-]+:iam::(%d+):role/([%w+=,.@_/-]+)$"
  if not account or #account ~= 12 then
    fail(self, "the ARN of the execution role has the form arn:<partition>:iam::<account>:role/<name>, got %s",
      display(arn))
  end
  local name, own = path:match "[^/]*$", engine.stack_of(self).account
  if #name > LONGEST_ROLE_NAME then
    fail(self, "the name of the execution role must have at most %d characters, got %d", LONGEST_ROLE_NAME, #name)
  end
  if not is_unresolved(own) and own ~= account then
    cdk.Annotations.of(self):add_warning_v2("aws-cdk-lib.aws-bedrockagentcore:iamRoleCrossAccount",
      ("the execution role is of account %s and the stack of %s: the role must let this account use it"):format(account,
        own))
  end
end

local function permit(self, sid, actions, resources, conditions)
  self.role:add_to_principal_policy(iam.PolicyStatement {
    sid = sid, effect = "Allow", actions = actions, resources = resources, conditions = conditions,
  })
end

-- What every runtime does: it writes logs, traces and metrics, and asks for tokens of its identity.
local function add_permissions(self)
  local stack = engine.stack_of(self)
  local function arn(service, resource)
    return "arn:" .. stack.partition .. ":" .. service .. ":" .. stack.region .. ":" .. stack.account .. ":" .. resource
  end
  local own_groups = arn("logs", "log-group:/aws/bedrock-agentcore/runtimes/*")
  local directory = arn("bedrock-agentcore", "workload-identity-directory/default")
  permit(self, "LogGroupAccess", { "logs:DescribeLogStreams", "logs:CreateLogGroup" }, { own_groups })
  permit(self, "DescribeLogGroups", { "logs:DescribeLogGroups" }, { arn("logs", "log-group:*") })
  permit(self, "LogStreamAccess", { "logs:CreateLogStream", "logs:PutLogEvents" }, { own_groups .. ":log-stream:*" })
  permit(self, "XRayAccess", {
    "xray:PutTraceSegments", "xray:PutTelemetryRecords", "xray:GetSamplingRules", "xray:GetSamplingTargets",
  }, { "*" })
  permit(self, "CloudWatchMetrics", { "cloudwatch:PutMetricData" }, { "*" },
    { StringEquals = { ["cloudwatch:namespace"] = "bedrock-agentcore" } })
  permit(self, "GetAgentAccessToken", {
    "bedrock-agentcore:GetWorkloadAccessToken", "bedrock-agentcore:GetWorkloadAccessTokenForJWT",
    "bedrock-agentcore:GetWorkloadAccessTokenForUserId",
  }, { directory, directory .. "/workload-identity/*" })
end

local function is_below(construct, scope)
  while construct and construct ~= scope do construct = construct.node.scope end
  return construct ~= nil
end

-- The runtime of the stage that comes first in the tree, of those that have the artifact.
local function first_with(artifact, self)
  local stage, first = engine.stage_of(self) or self.node.root, self
  for _, user in ipairs(artifact._users) do
    if is_below(user, stage) and related.is_in_tree(user) and engine.precedes(user, first) then first = user end
  end
  return first
end

-- The artifact gives its permissions when all others have been given, and to one runtime.
local function bind_artifact(self)
  local artifact = self.agent_runtime_artifact
  if not artifact._is_bound then
    local first = first_with(artifact, self)
    artifact:bind(first, first)
  end
  local container = artifact:_render().container_configuration
  if container and is_unresolved(container.container_uri) then
    cdk.Annotations.of(self):add_info_v2("aws-cdk-lib.aws-bedrockagentcore:containerUriValidationSkipped",
      "the URI of the container is known only at deployment and is not checked before")
  end
end

--- Arguments: scope, id, RuntimeProps: agent_runtime_artifact (required). Fails on what the service does not take.
function Runtime:init(scope, id, props)
  self.agent_runtime_name = own_name(self, RuntimeBase, scope, id, "runtime_name", props.runtime_name)
  self.description = props.description
  if self.description ~= "" then
    l2.within(self, "aws_bedrockagentcore.CfnRuntimeProps.description", self.description)
  end
  local variables, headers = props.environment_variables, props.request_header_configuration
  local life = props.lifecycle_configuration or {}
  if variables and not is_unresolved(variables) then check_variables(self, variables) end
  checks.tags(self, props.tags, { shortest_value = 0, whole = true })
  if headers then check_headers(self, headers.allowlisted_headers) end
  local idle = seconds(self, "idle_runtime_session_timeout", life.idle_runtime_session_timeout)
  local lifetime = seconds(self, "max_lifetime", life.max_lifetime)
  if props.execution_role then check_role(self, props.execution_role.role_arn) end
  self.role = props.execution_role or own_role(self, "ExecutionRole", "runtime", self.agent_runtime_name, {
    description = "Execution role for Bedrock Agent Core Runtime", max_session_duration = cdk.Duration.hours(8),
  })
  add_permissions(self)
  local artifact = props.agent_runtime_artifact
  self.grant_principal, self.agent_runtime_artifact = self.role, artifact
  artifact._users = artifact._users or {}
  table.insert(artifact._users, self)
  local network = props.network_configuration or bedrockagentcore.RuntimeNetworkConfiguration.using_public_network()
  self._connections = network.connections
  local protocol, authorizer = props.protocol_configuration, props.authorizer_configuration
  self._resource = bedrockagentcore.CfnRuntime(self, "Resource", {
    agent_runtime_name = self.agent_runtime_name,
    role_arn = self.role.role_arn,
    agent_runtime_artifact = engine.lazy(function() return artifact:_render() end, { kind = "any" }),
    network_configuration = engine.lazy(function() return network:_render() end, { kind = "any" }),
    protocol_configuration = (protocol or bedrockagentcore.ProtocolType.HTTP).value,
    platform_version = props.platform_version and props.platform_version.value,
    description = props.description,
    environment_variables = variables and (is_unresolved(variables) or next(variables)) and variables or nil,
    tags = props.tags,
    lifecycle_configuration = { idle_runtime_session_timeout = idle, max_lifetime = lifetime },
    request_header_configuration = headers and headers.allowlisted_headers
      and { request_header_allowlist = headers.allowlisted_headers },
    authorizer_configuration = authorizer and engine.lazy(function() return authorizer:_render() end, { kind = "any" }),
  })
  self._resource.node:add_dependency(self.role)
  self.agent_runtime_id, self.agent_runtime_arn = self._resource.attr_agent_runtime_id,
    self._resource.attr_agent_runtime_arn
  self.agent_status, self.agent_runtime_version = self._resource.attr_status, self._resource.attr_agent_runtime_version
  self.created_at, self.last_updated_at = self._resource.attr_created_at, self._resource.attr_last_updated_at
  before_render.add(self, bind_artifact)
  local options = { manage_delivery_resource_policy = props.manage_delivery_resource_policy }
  if props.tracing_enabled then deliveries.trace(self, self.agent_runtime_arn, options) end
  deliveries.log(self, self.agent_runtime_arn, props.logging_configs or {}, options)
end

--- An endpoint of this name. Options: AddEndpointOptions: version (default: the latest one), description.
function Runtime:add_endpoint(endpoint_name, options)
  options = options or {}
  local endpoint = bedrockagentcore.RuntimeEndpoint(self, "Endpoint" .. endpoint_name, {
    endpoint_name = endpoint_name, agent_runtime_id = self.agent_runtime_id,
    agent_runtime_version = options.version or self.agent_runtime_version, description = options.description,
  })
  endpoint.node:add_dependency(self._resource)
  return endpoint
end

local Imported = l2.imported(Runtime, RuntimeBase)

function Imported:init(scope, id, attrs)
  RuntimeBase.init(self, scope, id)
  for _, field in ipairs { "agent_runtime_arn", "agent_runtime_id", "agent_runtime_name", "agent_runtime_version",
    "agent_status", "description", "created_at", "last_updated_at" } do
    self[field] = attrs[field]
  end
  self.role = iam.Role.from_role_arn(self, "Role", attrs.role_arn)
  self.grant_principal = self.role
  if attrs.security_groups then
    self._connections = require("aws_cdk.aws_ec2").Connections { security_groups = attrs.security_groups }
  end
end

--- A runtime made elsewhere, by AgentRuntimeAttributes: agent_runtime_arn, agent_runtime_id, agent_runtime_name and
--- role_arn (required).
function Runtime.from_agent_runtime_attributes(scope, id, attrs) return Imported(scope, id, attrs) end

return { Runtime = Runtime }
