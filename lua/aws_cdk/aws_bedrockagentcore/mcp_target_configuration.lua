--- What a gateway makes tools of: functions, APIs, and servers of MCP.
local engine = require "luacdk.engine"
local agentcore = require "aws_cdk.aws_bedrockagentcore"
local checks = require "aws_cdk.aws_bedrockagentcore.private.checks"
local iam = require "aws_cdk.aws_iam"
local l2 = require "aws_cdk.l2"
local open_api = require "aws_cdk.aws_bedrockagentcore.private.open_api"

local fail, display, is_unresolved = engine.fail, engine.display, engine.is_unresolved

local McpTargetConfiguration = engine.class "aws_cdk.aws_bedrockagentcore.McpTargetConfiguration"

function McpTargetConfiguration:init() end

-- The L1 property.
function McpTargetConfiguration:_render() return { mcp = self:_render_mcp_configuration() } end

local BOUND = { bound = true }

-- ---- functions ------------------------------------------------------------------------------------------------------

local LambdaTargetConfiguration =
  engine.class("aws_cdk.aws_bedrockagentcore.LambdaTargetConfiguration", McpTargetConfiguration)

--- Arguments: a function, a ToolSchema.
function LambdaTargetConfiguration:init(lambda_function, tool_schema)
  self.target_type = "LAMBDA"
  self.lambda_function, self.tool_schema = lambda_function, tool_schema
end

--- Lets the gateway call the function and read the schema.
function LambdaTargetConfiguration:bind(scope, gateway)
  self.tool_schema:bind(scope)
  self.tool_schema:grant_permissions_to_role(gateway.role)
  self.lambda_function:grant_invoke(gateway.role)
  return BOUND
end

function LambdaTargetConfiguration:_render_mcp_configuration()
  return {
    lambda = { lambda_arn = self.lambda_function.function_arn, tool_schema = self.tool_schema:_render() },
  }
end

-- ---- APIs by their description --------------------------------------------------------------------------------------

local OpenApiTargetConfiguration =
  engine.class("aws_cdk.aws_bedrockagentcore.OpenApiTargetConfiguration", McpTargetConfiguration)

--- Arguments: an ApiSchema, whether it is checked (default true).
function OpenApiTargetConfiguration:init(api_schema, validate_schema)
  self.target_type = "OPENAPI_SCHEMA"
  self.api_schema = api_schema
  self._checked = validate_schema ~= false
end

--- Lets the gateway read the schema. Fails if it is one that gateways do not take, or a file that cannot be read.
function OpenApiTargetConfiguration:bind(scope, gateway)
  local schema = self.api_schema
  if self._checked then
    if schema.inline_schema ~= nil and schema.inline_schema ~= "" then
      open_api.check(scope, "the OpenAPI schema", schema.inline_schema)
    elseif engine.is_a(schema, agentcore.AssetApiSchema) then
      open_api.check_file(scope, schema._path)
    end
  end
  schema:bind(scope)
  schema:grant_permissions_to_role(gateway.role)
  return BOUND
end

function OpenApiTargetConfiguration:_render_mcp_configuration()
  return { open_api_schema = self.api_schema:_render() }
end

local SmithyTargetConfiguration =
  engine.class("aws_cdk.aws_bedrockagentcore.SmithyTargetConfiguration", McpTargetConfiguration)

--- Argument: an ApiSchema with a model of Smithy.
function SmithyTargetConfiguration:init(smithy_model)
  self.target_type = "SMITHY_MODEL"
  self.smithy_model = smithy_model
end

--- Lets the gateway read the model.
function SmithyTargetConfiguration:bind(scope, gateway)
  self.smithy_model:bind(scope)
  self.smithy_model:grant_permissions_to_role(gateway.role)
  return BOUND
end

function SmithyTargetConfiguration:_render_mcp_configuration() return { smithy_model = self.smithy_model:_render() } end

-- ---- servers --------------------------------------------------------------------------------------------------------

local McpServerTargetConfiguration =
  engine.class("aws_cdk.aws_bedrockagentcore.McpServerTargetConfiguration", McpTargetConfiguration)

--- Argument: the server's URL. Fails unless it begins with https:// and has no characters that must be encoded.
function McpServerTargetConfiguration:init(endpoint)
  self.target_type = "MCP_SERVER"
  self.endpoint = endpoint
  if is_unresolved(endpoint) then return end
  if not endpoint:find "^https://[^\r\n]" or endpoint:find "[ <>]" then
    fail(nil, "endpoint must be a URL with https:// and without blanks, < and >, got %s", display(endpoint))
  end
end

--- There is nothing to be made, and nothing to be permitted.
function McpServerTargetConfiguration.bind() return BOUND end

function McpServerTargetConfiguration:_render_mcp_configuration()
  return { mcp_server = { endpoint = self.endpoint } }
end

-- ---- REST APIs ------------------------------------------------------------------------------------------------------

local ApiGatewayTargetConfiguration =
  engine.class("aws_cdk.aws_bedrockagentcore.ApiGatewayTargetConfiguration", McpTargetConfiguration)

local METADATA = { "allowed_query_parameters", "allowed_request_headers", "allowed_response_headers" }

local function check_metadata(metadata)
  for _, field in ipairs(METADATA) do
    local list = metadata[field]
    if list ~= nil and not is_unresolved(list) then
      local property = "aws_bedrockagentcore.CfnGatewayTarget.MetadataConfigurationProperty." .. field
      l2.within(nil, property, list, field)
      for i, one in ipairs(list) do
        if not is_unresolved(one) then l2.within(nil, property, one, ("%s[%d]"):format(field, i)) end
      end
    end
  end
end

local function check_filter(filter, noun)
  if is_unresolved(filter.filter_path) then return end
  checks.pattern(nil, noun .. ".filter_path", filter.filter_path, [[^\/[\w\-{}\/*]*$]],
    "have a slash first, and only letters, digits, hyphens, underscores, braces, slashes and asterisks")
  if #filter.methods == 0 then fail(nil, "%s.methods must have at least 1 method, got none", noun) end
end

-- What follows a value that is known only at deployment is not looked at, as the reference does.
local function check_override(override, noun)
  if is_unresolved(override.path) then return end
  checks.pattern(nil, noun .. ".path", override.path, [[^\/[\w\-{}\/]*$]],
    "have a slash first, and only letters, digits, hyphens, underscores, braces and slashes")
  if is_unresolved(override.name) then return end
  l2.check_length(nil, noun .. ".name", override.name, 1, 64)
  if override.description ~= "" then l2.check_length(nil, noun .. ".description", override.description, 1, 200) end
end

--- Argument: ApiGatewayTargetConfigurationProps: api_gateway_tool_configuration, rest_api (required),
--- metadata_configuration, stage (default: that of the API's deployment).
function ApiGatewayTargetConfiguration:init(props)
  local tools, metadata = props.api_gateway_tool_configuration, props.metadata_configuration
  self.target_type = "API_GATEWAY"
  self._rest_api, self.rest_api_id = props.rest_api, props.rest_api.rest_api_id
  self.stage = props.stage
  if self.stage == nil then
    local deployed = props.rest_api.deployment_stage
    if not deployed then fail(nil, "an imported REST API has no stage of its own; -> set stage") end
    self.stage = deployed.stage_name
  end
  self.api_gateway_tool_configuration, self.metadata_configuration = tools, metadata
  l2.check_length(nil, "the id of rest_api", self.rest_api_id, 1, 256)
  l2.check_length(nil, "stage", self.stage, 1, 128)
  if #tools.tool_filters == 0 then fail(nil, "tool_filters must have at least 1 filter, got none") end
  for i, filter in ipairs(tools.tool_filters) do check_filter(filter, ("tool_filters[%d]"):format(i)) end
  for i, override in ipairs(tools.tool_overrides or {}) do
    check_override(override, ("tool_overrides[%d]"):format(i))
  end
  if metadata then check_metadata(metadata) end
end

--- Lets the gateway call the API.
function ApiGatewayTargetConfiguration:bind(_, gateway)
  gateway.role:add_to_principal_policy(iam.PolicyStatement {
    effect = "Allow", actions = { "execute-api:Invoke" },
    resources = { self._rest_api:arn_for_execute_api("*", "/*", self.stage) },
  })
  return BOUND
end

function ApiGatewayTargetConfiguration:_render_mcp_configuration()
  local given = self.api_gateway_tool_configuration
  local filters, overrides = engine.list {}, given.tool_overrides and engine.list {}
  for i, filter in ipairs(given.tool_filters) do
    filters[i] = { filter_path = filter.filter_path, methods = l2.pluck(filter.methods, "value") }
  end
  for i, override in ipairs(given.tool_overrides or {}) do
    overrides[i] = {
      path = override.path, method = override.method.value, name = override.name,
      description = override.description ~= "" and override.description or nil,
    }
  end
  return {
    api_gateway = {
      rest_api_id = self.rest_api_id, stage = self.stage,
      api_gateway_tool_configuration = { tool_filters = filters, tool_overrides = overrides },
    },
  }
end

-- ---- factories ------------------------------------------------------------------------------------------------------

local classes = {
  LambdaTargetConfiguration = LambdaTargetConfiguration, OpenApiTargetConfiguration = OpenApiTargetConfiguration,
  SmithyTargetConfiguration = SmithyTargetConfiguration, McpServerTargetConfiguration = McpServerTargetConfiguration,
  ApiGatewayTargetConfiguration = ApiGatewayTargetConfiguration,
}
-- The same as calling the class.
for _, class in pairs(classes) do
  class.create = function(...) return class(...) end
end

return l2.with({ McpTargetConfiguration = McpTargetConfiguration }, classes)
