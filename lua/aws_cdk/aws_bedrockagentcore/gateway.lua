--- Gateways: one address at which agents find tools.
local engine = require "luacdk.engine"
local agentcore = require "aws_cdk.aws_bedrockagentcore"
local cdk = require "aws_cdk"
local gateway_arn_pattern = require "aws_cdk.aws_bedrockagentcore.private.gateway_arn_pattern"
local iam = require "aws_cdk.aws_iam"
local l2 = require "aws_cdk.l2"
local own_name = require "aws_cdk.aws_bedrockagentcore.private.own_name"
local service_principal = require "aws_cdk.aws_bedrockagentcore.private.service_principal"

local fail = engine.fail

local DESCRIPTION = "aws_bedrockagentcore.CfnGatewayProps.description"
local NAME = {
  longest = 48, pattern = "^([0-9a-zA-Z][-]?){1,48}$",
  said = "have only letters, digits and single hyphens after them",
}

local Gateway = l2.resource("aws_cdk.aws_bedrockagentcore.Gateway", agentcore.GatewayBase, {
  attributes = {
    created_at = "attr_created_at", gateway_arn = "attr_gateway_arn", gateway_id = "attr_gateway_identifier",
    gateway_url = "attr_gateway_url", status = "attr_status", status_reason = "attr_status_reasons",
    updated_at = "attr_updated_at",
  },
})

-- ---- defaults -------------------------------------------------------------------------------------------------------

local KEY_ACTIONS = {
  "kms:GenerateDataKey", "kms:GenerateDataKeyWithoutPlaintext", "kms:GenerateDataKeyPair",
  "kms:GenerateDataKeyPairWithoutPlaintext", "kms:Decrypt", "kms:Encrypt", "kms:ReEncryptFrom", "kms:ReEncryptTo",
  "kms:CreateGrant", "kms:DescribeKey",
}

-- A role that only this gateway can assume, as far as its name is known.
local function service_role(self)
  local source = gateway_arn_pattern(self, self.gateway_name, function()
    cdk.Annotations.of(self):add_warning_v2("aws-cdk-lib.aws-bedrockagentcore:wildcardGatewayServiceRoleTrust",
      "The gateway's name is known only at deployment, so all gateways of the account and region can assume its "
      .. "default role. To limit that to this one, set gateway_name to a text, or set role")
  end)
  local role = iam.Role(self, "ServiceRole", {
    assumed_by = service_principal(self, source),
    description = "Service role for Bedrock AgentCore Gateway " .. self.gateway_name,
  })
  if self.kms_key then
    role:add_to_policy(iam.PolicyStatement {
      effect = "Allow", actions = KEY_ACTIONS, resources = { self.kms_key.key_arn },
    })
  end
  return role
end

local function default_protocol(instructions)
  return agentcore.McpProtocolConfiguration {
    supported_versions = { agentcore.MCPProtocolVersion.MCP_2025_03_26 },
    search_type = agentcore.McpGatewaySearchType.SEMANTIC,
    instructions = instructions,
  }
end

local SCOPES = {
  { scope_name = "read", scope_description = "Read access to gateway tools" },
  { scope_name = "write", scope_description = "Write access to gateway tools" },
}

-- A user pool of the gateway's own, with a client that may read and write.
local function default_authorizer(self)
  local cognito = require "aws_cdk.aws_cognito"
  local pool = cognito.UserPool(self, "UserPool", { sign_in_case_sensitive = false })
  local server = pool:add_resource_server("ResourceServer", {
    identifier = cdk.Names.unique_resource_name(self, { max_length = 256, separator = "-" }), scopes = SCOPES,
  })
  local scopes = {}
  for i, scope in ipairs(SCOPES) do scopes[i] = cognito.OAuthScope.resource_server(server, scope) end
  local client = pool:add_client("DefaultClient", {
    generate_secret = true, o_auth = { flows = { client_credentials = true }, scopes = scopes },
  })
  local domain = pool:add_domain("Domain", {
    cognito_domain = {
      domain_prefix = cdk.Names.unique_resource_name(self, { max_length = 63, separator = "-" }):lower(),
    },
  })
  self.user_pool, self.user_pool_client, self.user_pool_domain, self.resource_server = pool, client, domain, server
  self.token_endpoint_url = "https://" .. domain.domain_name .. ".auth." .. engine.stack_of(self).region
    .. ".amazoncognito.com/oauth2/token"
  self.oauth_scopes = l2.pluck(scopes, "scope_name")
  return agentcore.GatewayAuthorizer.using_cognito { user_pool = pool, allowed_clients = { client } }
end

-- ---- interceptors ---------------------------------------------------------------------------------------------------

local POINTS = { "REQUEST", "RESPONSE" }

--- Has an interceptor see requests or responses. Fails if there is one at that point.
function Gateway:add_interceptor(interceptor)
  local point = interceptor.interception_point
  if self._interceptors[point] then
    fail(self, "a gateway can have at most 1 interceptor of %s, got another one", point)
  end
  self._interceptors[point] = interceptor:bind(self, self)
end

-- The L1 property.
local function interceptors(self)
  local all
  for _, point in ipairs(POINTS) do
    local bound = self._interceptors[point]
    if bound then
      all = all or engine.list {}
      all[#all + 1] = bound.configuration
    end
  end
  return all
end

-- ---- the gateway ----------------------------------------------------------------------------------------------------

local function check_tags(self, tags)
  for _, key in ipairs(engine.keys(tags or {})) do
    if not engine.is_unresolved(key) and key:lower():find "^aws:" then
      fail(self, "tags must not begin with aws:, got %s", engine.display(key))
    end
  end
end

-- All properties of the L1 resource.
local function l1_properties(self, props)
  local decides = props.policy_engine_configuration
  return {
    authorizer_configuration = self.authorizer_configuration:_render(),
    authorizer_type = self.authorizer_configuration.authorizer_type,
    description = self.description,
    exception_level = self.exception_level and self.exception_level.value,
    interceptor_configurations = engine.lazy(function() return interceptors(self) end),
    kms_key_arn = self.kms_key and self.kms_key.key_arn,
    name = self.gateway_name,
    policy_engine_configuration = decides and {
      arn = decides.policy_engine.policy_engine_arn,
      mode = (decides.mode or agentcore.PolicyEngineMode.ENFORCE).value,
    },
    protocol_configuration = self.protocol_configuration:_render(),
    protocol_type = self.protocol_configuration.protocol_type,
    role_arn = self.role.role_arn,
    tags = self.tags,
  }
end

--- Arguments: scope, id, GatewayProps: authorizer_configuration (default: a user pool of its own), description,
--- exception_level, gateway_name, interceptor_configurations, kms_key, policy_engine_configuration,
--- protocol_configuration (default: MCP), role, tags.
function Gateway:init(scope, id, props)
  props = props or {}
  self.gateway_name = own_name(self, agentcore.GatewayBase, scope, id, "gateway_name", props.gateway_name, NAME)
  if props.description ~= "" then l2.check_length(self, "description", props.description, 1, l2.limit(DESCRIPTION)) end
  self.description, self.kms_key = props.description, props.kms_key
  self.role = props.role or service_role(self)
  if self.kms_key then self.kms_key:grant_encrypt_decrypt(self.role) end
  self.protocol_configuration = props.protocol_configuration
    or default_protocol "Default gateway to connect to external MCP tools"
  self.authorizer_configuration = props.authorizer_configuration or default_authorizer(self)
  if self.authorizer_configuration.authorizer_type == "NONE" then
    cdk.Annotations.of(self):add_warning_v2("aws-cdk-lib.aws-bedrockagentcore:noAuthGateway",
      "Everybody on the internet can call this gateway. Let an interceptor or something else decide who is answered")
  end
  self.exception_level, self.tags = props.exception_level, props.tags or {}
  check_tags(self, props.tags)
  self._interceptors = {}
  for _, one in ipairs(props.interceptor_configurations or {}) do self:add_interceptor(one) end
  self.policy_engine_configuration = props.policy_engine_configuration
  self._resource = agentcore.CfnGateway(self, "Resource", l1_properties(self, props))
  if props.policy_engine_configuration then
    props.policy_engine_configuration.policy_engine:grant_evaluate_for_gateway(self.role, self)
    self._resource.node:add_dependency(self.role)
  end
end

-- ---- targets --------------------------------------------------------------------------------------------------------

local function adds(factory)
  return function(self, id, props)
    return agentcore.GatewayTarget[factory](self, id, l2.with({ gateway = self }, props))
  end
end

--- Adds a function, by AddLambdaTargetOptions: lambda_function, tool_schema (required).
Gateway.add_lambda_target = adds "for_lambda"

--- Adds an API that OpenAPI describes, by AddOpenApiTargetOptions: api_schema (required).
Gateway.add_open_api_target = adds "for_open_api"

--- Adds an API that a model of Smithy describes, by AddSmithyTargetOptions: smithy_model (required).
Gateway.add_smithy_target = adds "for_smithy"

--- Adds a server of MCP, by AddMcpServerTargetOptions: credential_provider_configurations, endpoint (required).
Gateway.add_mcp_server_target = adds "for_mcp_server"

--- Adds a REST API, by AddApiGatewayTargetOptions: api_gateway_tool_configuration, rest_api (required).
Gateway.add_api_gateway_target = adds "for_api_gateway"

-- ---- imported -------------------------------------------------------------------------------------------------------

local Imported = l2.imported(Gateway, agentcore.GatewayBase)

function Imported:init(scope, id, attrs)
  agentcore.GatewayBase.init(self, scope, id)
  for _, field in ipairs { "gateway_arn", "gateway_id", "gateway_name", "role" } do self[field] = attrs[field] end
  self.protocol_configuration = default_protocol "Imported gateway"
  self.authorizer_configuration = agentcore.GatewayAuthorizer.using_aws_iam()
end

--- A gateway made elsewhere.
-- @param attrs aws_bedrockagentcore.GatewayAttributes: gateway_arn, gateway_id, gateway_name, role (required)
function Gateway.from_gateway_attributes(scope, id, attrs) return Imported(scope, id, attrs) end

return { Gateway = Gateway }
