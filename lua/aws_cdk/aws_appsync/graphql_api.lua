--- GraphQL APIs.
local engine = require "luacdk.engine"
local GraphqlApiBase = require("aws_cdk.aws_appsync.graphql_api_base").GraphqlApiBase
local allow_merging = require "aws_cdk.aws_appsync.private.merging"
local appsync = require "aws_cdk.aws_appsync"
local cdk = require "aws_cdk"
local iam = require "aws_cdk.aws_iam"
local l2 = require "aws_cdk.l2"
local parts = require "aws_cdk.aws_appsync.private.api_parts"

local fail, display, is_unresolved = engine.fail, engine.display, engine.is_unresolved

local LONGEST_CONTACT = 256
local MAX_VARIABLES, LONGEST_VALUE = 50, 512
local SHORTEST_KEY, LONGEST_KEY = 2, 64

local GraphqlApi = engine.class("aws_cdk.aws_appsync.GraphqlApi", GraphqlApiBase)

-- ---- authorization --------------------------------------------------------------------------------------------------

-- What modes of a type cannot do without.
local CONFIGS = {
  OPENID_CONNECT = "open_id_connect_config", AMAZON_COGNITO_USER_POOLS = "user_pool_config",
  AWS_LAMBDA = "lambda_authorizer_config",
}

local function check_modes(self, modes)
  for _, mode in ipairs(modes) do
    local config = CONFIGS[mode.authorization_type]
    if config and not mode[config] then fail(self, "authorization by %s needs %s", mode.authorization_type, config) end
  end
  for _, once in ipairs { "AWS_LAMBDA", "API_KEY", "AWS_IAM" } do
    if #parts.of_type(modes, once) > 1 then fail(self, "an API can have only one authorization mode %s", once) end
  end
end

local function additional(modes)
  if #modes < 2 then return nil end
  local all = {}
  for i = 2, #modes do
    local mode = modes[i]
    all[i - 1] = {
      authentication_type = mode.authorization_type,
      user_pool_config = parts.user_pool(mode.user_pool_config),
      open_id_connect_config = parts.open_id_connect(mode.open_id_connect_config),
      lambda_authorizer_config = parts.lambda_authorizer(mode.lambda_authorizer_config),
    }
  end
  return all
end

-- The config in `field` of the mode with that type, if it has one.
local function config_of(modes, authorization_type, field)
  for _, mode in ipairs(parts.of_type(modes, authorization_type)) do
    if mode[field] then return mode[field] end
  end
  return nil
end

local function authorize(self, id, modes)
  if #parts.of_type(modes, "API_KEY") > 0 then
    local key = parts.api_key(self, config_of(modes, "API_KEY", "api_key_config"))
    if self._schema then key:add_resource_dependency(self._schema) end
    self.api_key = key.attr_api_key
  end
  local config = config_of(modes, "AWS_LAMBDA", "lambda_authorizer_config")
  if config then
    local scoped = cdk.FeatureFlags._is_enabled(self, "@aws-cdk/aws-appsync:appSyncGraphQLAPIScopeLambdaPermission")
    parts.permit_authorizer(id, config, scoped and self.arn or nil)
  end
end

-- ---- schema or source APIs ------------------------------------------------------------------------------------------

local function associate(self, source)
  local merge_type, other = source.merge_type or appsync.MergeType.AUTO_MERGE, source.source_api
  local by_arn = cdk.FeatureFlags._is_enabled(self, "@aws-cdk/aws-appsync:useArnForSourceApiAssociationIdentifier")
  local association = appsync.CfnSourceApiAssociation(self, other.node.id .. "Association", {
    source_api_identifier = by_arn and other.arn or other.api_id,
    merged_api_identifier = by_arn and self.arn or self.api_id,
    source_api_association_config = { merge_type = merge_type },
    description = source.description,
  })
  other:add_schema_dependency(association)
  allow_merging(association, self._merged_role, merge_type)
end

local function fill(self)
  local schema = self._definition.schema
  if schema then
    local config = schema:bind(self)
    self._schema = appsync.CfnGraphQLSchema(self, "Schema",
      { api_id = config.api_id, definition = config.definition })
    return
  end
  for _, source in ipairs(self._definition.source_api_options.source_apis) do associate(self, source) end
end

--- Makes the resource wait for the API's schema.
function GraphqlApi:add_schema_dependency(construct)
  if self._schema then construct:add_resource_dependency(self._schema) end
  return true
end

GraphqlApi.get.schema = function(self)
  return self._definition.schema or fail(self, "a merged API has no schema of its own")
end

-- ---- environment ----------------------------------------------------------------------------------------------------

--- Adds a variable that resolvers and functions can read.
function GraphqlApi:add_environment_variable(key, value)
  if self._definition.source_api_options then fail(self, "a merged API cannot have environment variables") end
  if not is_unresolved(key) then
    if not key:find "^%a+[%w_]*$" then
      fail(self, "the name of an environment variable must begin with a letter, and can contain only letters, digits"
        .. " and underscores, got %s", display(key))
    end
    if #key < SHORTEST_KEY or #key > LONGEST_KEY then
      fail(self, "the name of an environment variable must have %d to %d characters, got %d: %s", SHORTEST_KEY,
        LONGEST_KEY, #key, display(key))
    end
  end
  local length = not is_unresolved(value) and (utf8.len(value) or #value) or 0
  if length > LONGEST_VALUE then
    fail(self, "the value of environment variable %s must have at most %d characters, got %d", display(key),
      LONGEST_VALUE, length)
  end
  self._environment[key] = value
end

local function environment(self)
  self._environment = engine.ordered()
  for _, key in ipairs(engine.keys(self._given_environment)) do
    self:add_environment_variable(key, self._given_environment[key])
  end
  self.node:add_validation {
    validate = function()
      local count = #engine.keys(self._environment)
      if count <= MAX_VARIABLES then return {} end
      return { ("an API can have at most %d environment variables, got %d"):format(MAX_VARIABLES, count) }
    end,
  }
  return engine.lazy(function()
    return #engine.keys(self._environment) > 0 and self._environment or nil
  end, { kind = "any" })
end

-- ---- the API --------------------------------------------------------------------------------------------------------

local function check(self, props)
  if props.schema ~= nil then
    engine.deprecated("aws_cdk.aws_appsync.GraphqlApiProps#schema", "use `definition` instead")
  end
  if (props.schema == nil) == (props.definition == nil) then
    fail(self, "give exactly one of definition and schema, got %s", props.schema and "both" or "neither")
  end
  local contact = props.owner_contact
  l2.within(self, "aws_appsync.CfnGraphQLApiProps.query_depth_limit", props.query_depth_limit)
  l2.within(self, "aws_appsync.CfnGraphQLApiProps.resolver_count_limit", props.resolver_count_limit)
  local length = contact and not is_unresolved(contact) and (utf8.len(contact) or #contact) or 0
  if length > LONGEST_CONTACT then
    fail(self, "owner_contact must have at most %d characters, got %d", LONGEST_CONTACT, length)
  end
end

local function log_config(self, config)
  return config and {
    cloud_watch_logs_role_arn = parts.logs_role_arn(self, config),
    exclude_verbose_content = config.exclude_verbose_content,
    field_log_level = config.field_log_level or appsync.FieldLogLevel.NONE,
  }
end

-- Metrics of a whole request are there whatever data sources and resolvers say; so it may cost more than expected.
local WHOLE_REQUEST = {
  { "data_source", "@aws-cdk/aws-appsync:fullRequestDataSourceMetrics", "FULL_REQUEST_DATA_SOURCE_METRICS" },
  { "resolver", "@aws-cdk/aws-appsync:fullRequestResolverMetrics", "FULL_REQUEST_RESOLVER_METRICS" },
}

local function metrics(self, config)
  if not config then return nil end
  for _, row in ipairs(WHOLE_REQUEST) do
    local what, id, whole = table.unpack(row)
    if config[what .. "_level_metrics_behavior"] == whole then
      cdk.Annotations.of(self):add_warning_v2(id, ("with %s, metrics come from every %s of a request, even from those"
        .. " whose metrics_config is DISABLED"):format(whole, (what:gsub("_", " "))))
    end
  end
  return {
    data_source_level_metrics_behavior = config.data_source_level_metrics_behavior,
    operation_level_metrics_config = config.operation_level_metrics_config,
    resolver_level_metrics_behavior = config.resolver_level_metrics_behavior,
  }
end

local function merged_role(self)
  local options = self._definition.source_api_options
  if not options then return nil end
  return options.merged_api_execution_role
    or iam.Role(self, "MergedApiExecutionRole", { assumed_by = parts.principal() })
end

--- Arguments: scope, id, GraphqlApiProps: name (required), definition.
function GraphqlApi:init(scope, id, props)
  GraphqlApiBase.init(self, scope, id)
  local given = props.authorization_config or {}
  local default = given.default_authorization or { authorization_type = appsync.AuthorizationType.API_KEY }
  local modes = { default, table.unpack(given.additional_authorization_modes or {}) }
  check_modes(self, modes)
  check(self, props)
  self.modes = l2.pluck(modes, "authorization_type")
  self._definition = props.definition or appsync.Definition.from_schema(props.schema)
  self._merged_role = merged_role(self)
  self._given_environment = props.environment_variables
  local pool = default.user_pool_config
  self.visibility = props.visibility or appsync.Visibility.GLOBAL
  local resource = appsync.CfnGraphQLApi(self, "Resource", {
    environment_variables = environment(self),
    name = props.name,
    authentication_type = default.authorization_type,
    log_config = log_config(self, props.log_config),
    open_id_connect_config = parts.open_id_connect(default.open_id_connect_config),
    user_pool_config = parts.user_pool(pool, pool and (pool.default_action or appsync.UserPoolDefaultAction.ALLOW)),
    lambda_authorizer_config = parts.lambda_authorizer(default.lambda_authorizer_config),
    additional_authentication_providers = additional(modes),
    xray_enabled = props.xray_enabled,
    visibility = props.visibility,
    merged_api_execution_role_arn = self._merged_role and self._merged_role.role_arn,
    api_type = self._definition.source_api_options and "MERGED" or nil,
    introspection_config = props.introspection_config,
    query_depth_limit = props.query_depth_limit,
    resolver_count_limit = props.resolver_count_limit,
    owner_contact = props.owner_contact,
    enhanced_metrics_config = metrics(self, props.enhanced_metrics_config),
  })
  self.api_id, self.arn, self.graphql_url = resource.attr_api_id, resource.attr_arn, resource.attr_graph_ql_url
  self.name, self.graph_ql_endpoint_arn = resource.name, resource.attr_graph_ql_endpoint_arn
  fill(self)
  if props.domain_name then
    self._domain_name =
      parts.domain(self, props.domain_name, "domain for " .. self.name .. " at " .. self.graphql_url)
  end
  authorize(self, id, modes)
  self.log_group = parts.log_group(self, props.log_config)
end

GraphqlApi.get.app_sync_domain_name = function(self) return parts.own_domain(self).attr_app_sync_domain_name end

-- ---- APIs that exist already ----------------------------------------------------------------------------------------

local Imported = engine.class("aws_cdk.aws_appsync.ImportedGraphqlApi", GraphqlApiBase,
  "aws_cdk.aws_appsync.IGraphqlApi")

function Imported:init(scope, id, attrs)
  GraphqlApiBase.init(self, scope, id)
  self.api_id = attrs.graphql_api_id
  self.arn = attrs.graphql_api_arn
    or engine.stack_of(scope):format_arn { service = "appsync", resource = "apis/" .. attrs.graphql_api_id }
  self.graph_ql_endpoint_arn = attrs.graph_ql_endpoint_arn or ""
  self.visibility = attrs.visibility or appsync.Visibility.GLOBAL
  self.modes = attrs.modes or {}
end

--- An API that exists already. Attributes: graphql_api_id (required).
function GraphqlApi.from_graphql_api_attributes(scope, id, attrs) return Imported(scope, id, attrs) end

return { GraphqlApi = GraphqlApi }
