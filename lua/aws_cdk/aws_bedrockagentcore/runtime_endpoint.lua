--- Endpoints: names under which a version of a runtime can be called.
local engine = require "luacdk.engine"
local bedrockagentcore = require "aws_cdk.aws_bedrockagentcore"
local cdk = require "aws_cdk"
local checks = require "aws_cdk.aws_bedrockagentcore.private.checks"
local l2 = require "aws_cdk.l2"
local own_name = require "aws_cdk.aws_bedrockagentcore.private.own_name"

local RuntimeEndpointBase = engine.class("aws_cdk.aws_bedrockagentcore.RuntimeEndpointBase", cdk.Resource)

local RuntimeEndpoint = engine.class("aws_cdk.aws_bedrockagentcore.RuntimeEndpoint", RuntimeEndpointBase)

--- Arguments: scope, id, RuntimeEndpointProps: agent_runtime_id (required).
function RuntimeEndpoint:init(scope, id, props)
  self.endpoint_name = own_name(self, RuntimeEndpointBase, scope, id, "endpoint_name", props.endpoint_name)
  self.agent_runtime_id, self.agent_runtime_version = props.agent_runtime_id, props.agent_runtime_version or "1"
  self.description = props.description
  checks.pattern(self, "agent_runtime_id", self.agent_runtime_id, "^[a-zA-Z][a-zA-Z0-9_]{0,99}-[a-zA-Z0-9]{10}$",
    "be the name of a runtime, a hyphen and 10 letters or digits")
  checks.pattern(self, "agent_runtime_version", self.agent_runtime_version, "^[1-9][0-9]{0,4}$",
    "be a number between 1 and 99999")
  if self.description ~= "" then
    l2.within(self, "aws_bedrockagentcore.CfnRuntimeEndpointProps.description", self.description)
  end
  checks.tags(self, props.tags, { shortest_value = 0, whole = true })
  local resource = bedrockagentcore.CfnRuntimeEndpoint(self, "Resource", {
    name = self.endpoint_name,
    agent_runtime_id = self.agent_runtime_id,
    agent_runtime_version = self.agent_runtime_version,
    description = self.description,
    tags = props.tags,
  })
  self.endpoint_id, self.agent_runtime_endpoint_arn = resource.attr_id, resource.attr_agent_runtime_endpoint_arn
  self.agent_runtime_arn, self.status = resource.attr_agent_runtime_arn, resource.attr_status
  self.live_version, self.target_version = resource.attr_live_version, resource.attr_target_version
  self.created_at, self.last_updated_at = resource.attr_created_at, resource.attr_last_updated_at
end

local Imported = l2.imported(RuntimeEndpoint, RuntimeEndpointBase)

function Imported:init(scope, id, attrs)
  RuntimeEndpointBase.init(self, scope, id)
  l2.with(self, attrs)
end

--- An endpoint made elsewhere, by RuntimeEndpointAttributes: agent_runtime_arn, agent_runtime_endpoint_arn and
--- endpoint_name (required).
function RuntimeEndpoint.from_runtime_endpoint_attributes(scope, id, attrs) return Imported(scope, id, attrs) end

return { RuntimeEndpoint = RuntimeEndpoint, RuntimeEndpointBase = RuntimeEndpointBase }
