--- Targets of gateways: what their tools are made of.
local engine = require "luacdk.engine"
local agentcore = require "aws_cdk.aws_bedrockagentcore"
local cdk = require "aws_cdk"
local grants = require "aws_cdk.aws_bedrockagentcore.private.grants"
local iam = require "aws_cdk.aws_iam"
local l2 = require "aws_cdk.l2"
local own_name = require "aws_cdk.aws_bedrockagentcore.private.own_name"

local GatewayTargetBase = engine.class("aws_cdk.aws_bedrockagentcore.GatewayTargetBase", cdk.Resource)

--- The gateway's and the target's ids.
GatewayTargetBase.get.gateway_target_ref = function(self)
  return { gateway_identifier = self.gateway.gateway_ref.gateway_identifier, target_id = self.target_id }
end

grants(GatewayTargetBase, "target_arn", {
  grant_read = { "GetGatewayTarget", everywhere = { "ListGatewayTargets" } },
})

local GatewayTarget = l2.resource("aws_cdk.aws_bedrockagentcore.GatewayTarget", GatewayTargetBase, {
  attributes = {
    created_at = "attr_created_at", status = "attr_status", status_reasons = "attr_status_reasons",
    target_arn = "ref", target_id = "attr_target_id", updated_at = "attr_updated_at",
  },
})

local DESCRIPTION = "aws_bedrockagentcore.CfnGatewayTargetProps.description"
local NAME = {
  longest = 100, pattern = "^([0-9a-zA-Z][-]?){1,100}$",
  said = "have only letters, digits and single hyphens after them",
}

-- Targets for which a role signs requests for a service.
local SIGNED = { MCP_SERVER = true, OPENAPI_SCHEMA = true }
-- Those to which the gateway shows nothing unless something is said; to the others its role.
local WITHOUT = { MCP_SERVER = true, OPENAPI_SCHEMA = true, API_GATEWAY = true }

local function credentials_of(self, given)
  local kind = self.target_type
  if not (given and #given > 0) then
    if WITHOUT[kind] then return nil end
    return { agentcore.GatewayCredentialProvider.from_iam_role() }
  end
  for _, one in ipairs(given) do
    if one.credential_provider_type == "GATEWAY_IAM_ROLE" and one.service ~= nil and not SIGNED[kind] then
      engine.fail(self, "a role's service and region are for targets of MCP_SERVER and OPENAPI_SCHEMA, got %s", kind)
    end
  end
  return given
end

local function metadata_of(configuration)
  local given = configuration.target_type == "API_GATEWAY" and configuration.metadata_configuration
  return given and {
    allowed_query_parameters = given.allowed_query_parameters,
    allowed_request_headers = given.allowed_request_headers,
    allowed_response_headers = given.allowed_response_headers,
  } or nil
end

--- Arguments: scope, id, GatewayTargetProps: gateway, target_configuration (required),
--- credential_provider_configurations, description, gateway_target_name.
function GatewayTarget:init(scope, id, props)
  self.gateway_target_name = own_name(self, GatewayTargetBase, scope, id, "gateway_target_name",
    props.gateway_target_name, NAME)
  local configuration, gateway = props.target_configuration, props.gateway
  if props.description ~= "" then l2.check_length(self, "description", props.description, 1, l2.limit(DESCRIPTION)) end
  self.description, self.gateway = props.description, gateway
  self.target_type, self.target_protocol_type = configuration.target_type, "MCP"
  self.credential_provider_configurations = credentials_of(self, props.credential_provider_configurations)
  configuration:bind(self, gateway)
  self._resource = agentcore.CfnGatewayTarget(self, "Resource", {
    gateway_identifier = gateway.gateway_id,
    name = self.gateway_target_name,
    description = props.description,
    credential_provider_configurations = engine.lazy(function()
      local all
      for i, one in ipairs(self.credential_provider_configurations or {}) do
        all = all or engine.list {}
        all[i] = one:_render()
      end
      return all
    end),
    target_configuration = engine.lazy(function() return configuration:_render() end),
    metadata_configuration = metadata_of(configuration),
  })
  for _, one in ipairs(self.credential_provider_configurations or {}) do
    local grant = one:grant_needed_permissions_to_role(gateway)
    if grant then grant:apply_before(self._resource) end
  end
end

--- Lets the grantee bring the gateway's tools up to date.
function GatewayTarget:grant_sync(grantee)
  return iam.Grant.add_to_principal {
    grantee = grantee, actions = { "bedrock-agentcore:SynchronizeGatewayTargets" },
    resource_arns = { self.gateway.gateway_arn },
  }
end

-- ---- factories ------------------------------------------------------------------------------------------------------

-- A target of this configuration; the other properties are what all have in common.
local function target(scope, id, props, configuration)
  return GatewayTarget(scope, id, {
    gateway = props.gateway,
    gateway_target_name = props.gateway_target_name,
    description = props.description,
    credential_provider_configurations = props.credential_provider_configurations,
    target_configuration = configuration,
  })
end

--- A function.
-- @param props aws_bedrockagentcore.GatewayTargetLambdaProps: gateway, lambda_function, tool_schema (required)
function GatewayTarget.for_lambda(scope, id, props)
  return target(scope, id, props, agentcore.LambdaTargetConfiguration(props.lambda_function, props.tool_schema))
end

--- An API that OpenAPI describes.
-- @param props aws_bedrockagentcore.GatewayTargetOpenApiProps: api_schema, gateway (required)
function GatewayTarget.for_open_api(scope, id, props)
  local configuration = agentcore.OpenApiTargetConfiguration(props.api_schema, props.validate_open_api_schema)
  return target(scope, id, props, configuration)
end

--- An API that a model of Smithy describes.
-- @param props aws_bedrockagentcore.GatewayTargetSmithyProps: gateway, smithy_model (required)
function GatewayTarget.for_smithy(scope, id, props)
  return target(scope, id, props, agentcore.SmithyTargetConfiguration(props.smithy_model))
end

--- A server of MCP.
-- @param props aws_bedrockagentcore.GatewayTargetMcpServerProps: credential_provider_configurations, endpoint, gateway
-- (required)
function GatewayTarget.for_mcp_server(scope, id, props)
  return target(scope, id, props, agentcore.McpServerTargetConfiguration(props.endpoint))
end

--- A REST API.
-- @param props aws_bedrockagentcore.GatewayTargetApiGatewayProps: api_gateway_tool_configuration, gateway, rest_api
-- (required)
function GatewayTarget.for_api_gateway(scope, id, props)
  return target(scope, id, props, agentcore.ApiGatewayTargetConfiguration {
    rest_api = props.rest_api, stage = props.stage,
    api_gateway_tool_configuration = props.api_gateway_tool_configuration,
    metadata_configuration = props.metadata_configuration,
  })
end

-- ---- imported -------------------------------------------------------------------------------------------------------

local Imported = l2.imported(GatewayTarget, GatewayTargetBase)

function Imported:init(scope, id, attrs)
  GatewayTargetBase.init(self, scope, id)
  for _, field in ipairs { "created_at", "gateway", "gateway_target_name", "status", "target_arn", "target_id",
    "updated_at" } do
    self[field] = attrs[field]
  end
  self.description = attrs.status -- as in the reference
  self.credential_provider_configurations, self.target_protocol_type = {}, "MCP"
end

--- A target made elsewhere.
-- @param attrs aws_bedrockagentcore.GatewayTargetAttributes: gateway, gateway_target_name, target_arn, target_id
-- (required)
function GatewayTarget.from_gateway_target_attributes(scope, id, attrs) return Imported(scope, id, attrs) end

return { GatewayTarget = GatewayTarget, GatewayTargetBase = GatewayTargetBase }
