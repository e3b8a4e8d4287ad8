--- Event APIs: clients publish in channels, and subscribe to them.
local engine = require "luacdk.engine"
local EventApiBase = require("aws_cdk.aws_appsync.event_api_base").EventApiBase
local appsync = require "aws_cdk.aws_appsync"
local l2 = require "aws_cdk.l2"
local parts = require "aws_cdk.aws_appsync.private.api_parts"

local fail, display, is_unresolved = engine.fail, engine.display, engine.is_unresolved

local LONGEST_CONTACT = 256 -- CloudFormation takes 250

local EventApi = engine.class("aws_cdk.aws_appsync.EventApi", EventApiBase)

-- ---- authorization --------------------------------------------------------------------------------------------------

-- What providers of a type cannot do without.
local CONFIGS = {
  OPENID_CONNECT = "open_id_connect_config", AMAZON_COGNITO_USER_POOLS = "cognito_config",
  AWS_LAMBDA = "lambda_authorizer_config",
}

local function check_providers(self, providers)
  local keys = parts.of_type(providers, "API_KEY")
  for _, provider in ipairs(keys) do
    local name = provider.api_key_config and provider.api_key_config.name
    if #keys > 1 and (name or "") == "" then fail(self, "with more than one API key, each must have a name") end
  end
  for _, once in ipairs { "AWS_LAMBDA", "AWS_IAM" } do
    if #parts.of_type(providers, once) > 1 then fail(self, "an API can have only one auth provider %s", once) end
  end
  for _, provider in ipairs(providers) do
    local config = CONFIGS[provider.authorization_type]
    if config and not provider[config] then
      fail(self, "authorization by %s needs %s", provider.authorization_type, config)
    end
  end
end

local function check_types(self, providers, name, types)
  for _, one in ipairs(types) do
    if #parts.of_type(providers, one) == 0 then fail(self, "%s has %s, which no auth provider is of", name, one) end
  end
  if #types == 0 then fail(self, "%s must not be empty", name) end
end

local function check_contact(self, contact)
  if not contact or is_unresolved(contact) then return end
  local length = utf8.len(contact) or #contact
  if length < 1 or length > LONGEST_CONTACT then
    fail(self, "owner_contact must have 1 to %d characters, got %d", LONGEST_CONTACT, length)
  end
  if not contact:find "^[%w_ .-]+$" then
    fail(self, "owner_contact can contain only letters, digits, blanks, and the characters . - _, got %s",
      display(contact))
  end
end

local function modes(types)
  local all = {}
  for i, one in ipairs(types) do all[i] = { auth_type = one } end
  return all
end

local function event_config(self, providers, log_config)
  local all = {}
  for i, provider in ipairs(providers) do
    all[i] = {
      auth_type = provider.authorization_type,
      cognito_config = parts.user_pool(provider.cognito_config),
      open_id_connect_config = parts.open_id_connect(provider.open_id_connect_config),
      lambda_authorizer_config = parts.lambda_authorizer(provider.lambda_authorizer_config),
    }
  end
  return {
    auth_providers = all,
    connection_auth_modes = modes(self.connection_mode_types),
    default_publish_auth_modes = modes(self.default_publish_mode_types),
    default_subscribe_auth_modes = modes(self.default_subscribe_mode_types),
    log_config = log_config and {
      cloud_watch_logs_role_arn = parts.logs_role_arn(self, log_config),
      log_level = log_config.field_log_level or appsync.AppSyncFieldLogLevel.NONE,
    },
  }
end

local function authorize(self, id, providers)
  self.api_keys = {}
  for _, provider in ipairs(parts.of_type(providers, "API_KEY")) do
    local config = provider.api_key_config
    self.api_keys[config and config.name or "Default"] = parts.api_key(self, config)
  end
  local by_function = parts.of_type(providers, "AWS_LAMBDA")[1]
  if by_function then parts.permit_authorizer(id, by_function.lambda_authorizer_config, self.api_arn) end
end

-- ---- the API --------------------------------------------------------------------------------------------------------

--- Arguments: scope, id, EventApiProps: api_name (required).
function EventApi:init(scope, id, props)
  local name, given = props.api_name, props.authorization_config or {}
  l2.within(scope, "aws_appsync.CfnApiProps.name", name, "api_name")
  EventApiBase.init(self, scope, id, { physical_name = name })
  local providers = given.auth_providers or { { authorization_type = appsync.AppSyncAuthorizationType.API_KEY } }
  local types = l2.pluck(providers, "authorization_type")
  self.auth_provider_types = types
  self.connection_mode_types = given.connection_auth_mode_types or types
  self.default_publish_mode_types = given.default_publish_auth_mode_types or types
  self.default_subscribe_mode_types = given.default_subscribe_auth_mode_types or types
  check_contact(self, props.owner_contact)
  check_providers(self, providers)
  check_types(self, providers, "connection_auth_mode_types", self.connection_mode_types)
  check_types(self, providers, "default_publish_auth_mode_types", self.default_publish_mode_types)
  check_types(self, providers, "default_subscribe_auth_mode_types", self.default_subscribe_mode_types)
  local resource = appsync.CfnApi(self, "Resource", {
    name = self.physical_name,
    owner_contact = props.owner_contact,
    event_config = event_config(self, providers, props.log_config),
  })
  self.api_id, self.api_arn = resource.attr_api_id, resource.attr_api_arn
  self.http_dns, self.realtime_dns = resource.attr_dns_http, resource.attr_dns_realtime
  authorize(self, id, providers)
  if props.domain_name then
    self._domain_name = parts.domain(self, props.domain_name, "domain for " .. name .. " Event API")
  end
  self.log_group = parts.log_group(self, props.log_config)
end

EventApi.get.app_sync_domain_name = function(self) return parts.own_domain(self).attr_app_sync_domain_name end

EventApi.get.custom_http_endpoint = function(self)
  return "https://" .. parts.own_domain(self).attr_domain_name .. "/event"
end

EventApi.get.custom_realtime_endpoint = function(self)
  return "wss://" .. parts.own_domain(self).attr_domain_name .. "/event/realtime"
end

-- ---- APIs that exist already ----------------------------------------------------------------------------------------

local Imported = engine.class("aws_cdk.aws_appsync.ImportedEventApi", EventApiBase, "aws_cdk.aws_appsync.IEventApi")

function Imported:init(scope, id, attrs)
  EventApiBase.init(self, scope, id)
  self.api_id, self.http_dns, self.realtime_dns = attrs.api_id, attrs.http_dns, attrs.realtime_dns
  self.api_arn = attrs.api_arn or engine.stack_of(scope):format_arn {
    service = "appsync", resource = "apis", resource_name = attrs.api_id,
  }
  self.auth_provider_types = attrs.auth_provider_types or {}
end

--- An API that exists already. Attributes: api_id, http_dns, realtime_dns (required).
function EventApi.from_event_api_attributes(scope, id, attrs) return Imported(scope, id, attrs) end

return { EventApi = EventApi }
