-- What browsers and code interpreters have in common.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local checks = require "aws_cdk.aws_bedrockagentcore.private.checks"
local derive = require "aws_cdk.l2.derive"
local grants = require "aws_cdk.aws_bedrockagentcore.private.grants"
local iam = require "aws_cdk.aws_iam"
local l2 = require "aws_cdk.l2"
local metrics = require "aws_cdk.aws_bedrockagentcore.private.metrics"
local own_name = require "aws_cdk.aws_bedrockagentcore.private.own_name"
local own_role = require "aws_cdk.aws_bedrockagentcore.private.own_role"

local M = {}

--- Gives the base class its connections, grants and metrics. `arn`: the field with the ARN; `session`: what metrics
--- call a session.
function M.base(class, arn, session, permissions, further_metrics)
  class.get.connections = function(self)
    return self._connections or engine.fail(self,
      "nothing outside a VPC has security groups: -> give it a network_configuration with a VPC")
  end
  grants(class, arn, permissions)
  metrics.add(class, function(self) return { Resource = self[arn] } end, l2.with({
    metric_session_duration = { "Duration", "Average", { Operation = session } },
  }, further_metrics), {
    metric_errors_for_api_operation = { "Errors", "Sum" },
    metric_invocations_for_api_operation = { "Invocations", "Sum" },
    metric_latency_for_api_operation = { "Latency", "Average" },
    metric_system_errors_for_api_operation = { "SystemErrors", "Sum" },
    metric_throttles_for_api_operation = { "Throttles", "Sum" },
    metric_user_errors_for_api_operation = { "UserErrors", "Sum" },
  })
end

--- Begins a tool whose name is the option `named`. `kind`: the resource in ARNs; `Network`: the class of its networks.
function M.begin(self, base, scope, id, props, named, kind, Network)
  self[named] = own_name(self, base, scope, id, named, props[named])
  self.description, self.tags = props.description, props.tags
  self.network_configuration = props.network_configuration or Network.using_public_network()
  self._connections = self.network_configuration.connections
  self.execution_role = props.execution_role or own_role(self, "ServiceRole", kind, self[named])
  self.grant_principal = self.execution_role
  checks.tags(self, self.tags)
end

--- The L1 properties: `own` and those that all tools have.
function M.properties(self, own)
  return l2.with({
    description = self.description,
    network_configuration = engine.lazy(function() return self.network_configuration:_render() end, { kind = "any" }),
    execution_role_arn = self.execution_role.role_arn,
    tags = self.tags,
  }, own)
end

--- Sets the attributes that all tools have.
function M.finish(self)
  local resource = self._resource
  self.status, self.failure_reason = resource.attr_status, resource.attr_failure_reason
  self.created_at, self.last_updated_at = resource.attr_created_at, resource.attr_last_updated_at
end

--- Gives the class its import by attributes: the ARN, of which the id is part, and role_arn (required).
function M.imports(class, base, arn, id_field)
  local Imported = l2.imported(class, base)

  function Imported:init(scope, id, attrs)
    base.init(self, scope, id)
    self[arn], self[id_field] = attrs[arn],
      cdk.Arn.split(attrs[arn], cdk.ArnFormat.SLASH_RESOURCE_NAME).resource_name
    self.execution_role = iam.Role.from_role_arn(scope, id .. "Role", attrs.role_arn)
    self.grant_principal = self.execution_role
    self.status, self.created_at, self.last_updated_at = attrs.status, attrs.created_at, attrs.last_updated_at
    if attrs.security_groups then
      self._connections = require("aws_cdk.aws_ec2").Connections { security_groups = attrs.security_groups }
    end
  end

  local from = "from_" .. derive.snake(class.__name:match "(%w+)$") .. "_attributes"
  class[from] = function(scope, id, attrs) return Imported(scope, id, attrs) end
end

return M
