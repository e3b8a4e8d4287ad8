--- Clients: applications that sign users in with a user pool.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local cognito = require "aws_cdk.aws_cognito"
local l2 = require "aws_cdk.l2"
local of_user_pool = require "aws_cdk.aws_cognito.private.of_user_pool"
local cx_api = require "aws_cdk.cx_api"

local fail, is_unresolved = engine.fail, engine.is_unresolved

local REDIRECT_URI = [[^[^\p{Z}\p{C}]{1,1024}$]]
local SOME_CALLBACK_URL = "https://example.com"

-- Flows that can be allowed, by fields of AuthFlow, in the order in which they are written.
local AUTH_FLOWS = {
  { "user_password", "ALLOW_USER_PASSWORD_AUTH" },
  { "admin_user_password", "ALLOW_ADMIN_USER_PASSWORD_AUTH" },
  { "custom", "ALLOW_CUSTOM_AUTH" },
  { "user_srp", "ALLOW_USER_SRP_AUTH" },
  { "user", "ALLOW_USER_AUTH" },
}

local UserPoolClient = engine.class("aws_cdk.aws_cognito.UserPoolClient", cdk.Resource)

local Imported = of_user_pool(UserPoolClient, {
  reference = { "user_pool_client_ref", "client_id", "user_pool_client_id" }, import = "from_user_pool_client_id",
})

Imported.get.user_pool_client_secret = function(self)
  fail(self, "user_pool_client_secret is unknown for an imported client")
end

-- ---- OAuth ----------------------------------------------------------------------------------------------------------

local function has_grant(flows) return flows.authorization_code_grant or flows.implicit_code_grant end

-- Where users may come back to; an example's address if nobody says.
local function callback_urls(self, o_auth)
  local urls = o_auth.callback_urls
  if not has_grant(self.o_auth_flows) then return urls end
  if not urls then return { SOME_CALLBACK_URL } end
  if not is_unresolved(urls) and #urls == 0 then
    fail(self, "callback_urls must have a URL for authorization_code_grant and implicit_code_grant")
  end
  return urls
end

local function check_default_redirect(self, uri, urls)
  if not uri or uri == "" or is_unresolved(uri) then return end
  if urls and (is_unresolved(urls) or not l2.includes(urls, uri)) then
    fail(self, "default_redirect_uri must be one of callback_urls, got %s", engine.display(uri))
  end
  if not engine.matches(REDIRECT_URI, uri, "u") then
    fail(self, "default_redirect_uri must have 1 to 1024 characters and no blanks, got %s", engine.display(uri))
  end
end

local function o_auth_flows(self)
  local flows = self.o_auth_flows
  if has_grant(flows) and flows.client_credentials then
    fail(self, "client_credentials cannot be combined with authorization_code_grant or implicit_code_grant")
  end
  local all = {}
  if flows.client_credentials then all[#all + 1] = "client_credentials" end
  if flows.implicit_code_grant then all[#all + 1] = "implicit" end
  if flows.authorization_code_grant then all[#all + 1] = "code" end
  return #all > 0 and all or nil
end

-- The names of scopes, each once. Scopes about the user need OpenID Connect.
local function o_auth_scopes(o_auth)
  local OAuthScope = cognito.OAuthScope
  local scopes = o_auth.scopes or {
    OAuthScope.PROFILE, OAuthScope.PHONE, OAuthScope.EMAIL, OAuthScope.OPENID, OAuthScope.COGNITO_ADMIN,
  }
  local names, seen = engine.list {}, {}
  local function add(name)
    local key = tostring(name)
    if seen[key] then return end
    seen[key] = true
    names[#names + 1] = name
  end
  for _, scope in ipairs(scopes) do add(scope.scope_name) end
  if seen.phone or seen.email or seen.profile then add "openid" end
  return names
end

-- ---- tokens and sessions --------------------------------------------------------------------------------------------

-- The minutes of a duration between two others; nil for none.
local function minutes(self, name, low, high, value)
  if not value then return nil end
  if value:to_milliseconds() < low:to_milliseconds() or value:to_milliseconds() > high:to_milliseconds() then
    fail(self, "%s must be between %s and %s, got %s", name, low:to_human_string(), high:to_human_string(),
      value:to_human_string())
  end
  return value:to_minutes()
end

-- The L1 properties for validity periods.
local function lifetimes(self, props)
  local Duration = cdk.Duration
  local id, access, refresh = props.id_token_validity, props.access_token_validity, props.refresh_token_validity
  local least, longest = Duration.minutes(5), refresh or Duration.days(1)
  if refresh and longest:to_milliseconds() > Duration.days(1):to_milliseconds() then longest = Duration.days(1) end
  local rotation = props.refresh_token_rotation_grace_period
  local all = {
    session = minutes(self, "auth_session_validity", Duration.minutes(3), Duration.minutes(15),
      props.auth_session_validity),
    refresh = minutes(self, "refresh_token_validity", Duration.minutes(60), Duration.days(10 * 365), refresh),
    id = minutes(self, "id_token_validity", least, longest, id),
    access = minutes(self, "access_token_validity", least, longest, access),
  }
  if id or access or refresh then
    all.units = {
      id_token = id and "minutes", access_token = access and "minutes", refresh_token = refresh and "minutes",
    }
  end
  if rotation then
    if rotation:to_milliseconds() > Duration.minutes(1):to_milliseconds() then
      fail(self, "refresh_token_rotation_grace_period must be between 0 seconds and 1 minute, got %s",
        rotation:to_human_string())
    end
    all.rotation = { feature = "ENABLED", retry_grace_period_seconds = rotation:to_seconds() }
  end
  return all
end

-- ---- the rest -------------------------------------------------------------------------------------------------------

local function auth_flows(props)
  local given = props.auth_flows
  if not given or next(given) == nil then return nil end
  local flows = engine.list {}
  for _, row in ipairs(AUTH_FLOWS) do
    if given[row[1]] then flows[#flows + 1] = row[2] end
  end
  if not props.refresh_token_rotation_grace_period then flows[#flows + 1] = "ALLOW_REFRESH_TOKEN_AUTH" end
  return flows
end

-- The providers that were named, or those that the user pool has by now.
local function identity_providers(self, props)
  local given = props.supported_identity_providers
  local names = {}
  if given then
    return #given > 0 and l2.pluck(given, "name") or nil
  end
  local pool = props.user_pool
  if not (engine.has(pool, "user_pool_id") and engine.has(pool, "identity_providers")) then
    fail(self, "the identity providers of %s are unknown: -> give supported_identity_providers, or a user_pool that "
      .. "is a UserPool", engine.display(pool))
  end
  local seen = {}
  for _, provider in ipairs(pool.identity_providers) do
    local key = tostring(provider.provider_name)
    if not seen[key] then names[#names + 1] = provider.provider_name end
    seen[key] = true
  end
  if not seen.COGNITO then names[#names + 1] = "COGNITO" end
  return names
end

local function analytics(self, given)
  if not given then return nil end
  local application, id, external, role = given.application, given.application_id, given.external_id, given.role
  if id == "" then id = nil end
  if external == "" then external = nil end
  local some, all = id or external or role, id and external and role
  if application and some or not application and not all then
    fail(self, "analytics need either an application, or all of application_id, external_id and role")
  end
  return {
    application_arn = application and application.attr_arn,
    application_id = given.application_id,
    external_id = given.external_id,
    role_arn = role and role.role_ref.role_arn,
    user_data_shared = given.share_user_data,
  }
end

local function check(self, props)
  if props.disable_o_auth and props.o_auth then
    fail(self, "o_auth and disable_o_auth are mutually exclusive")
  end
  if props.enable_propagate_additional_user_context_data and not props.generate_secret then
    fail(self, "enable_propagate_additional_user_context_data needs a client with a secret: -> generate_secret = true")
  end
end

local EXISTENCE = { [true] = "ENABLED", [false] = "LEGACY" }

--- Arguments: scope, id, UserPoolClientProps: user_pool (required).
function UserPoolClient:init(scope, id, props)
  cdk.Resource.init(self, scope, id)
  check(self, props)
  local o_auth, allowed = props.o_auth or {}, not props.disable_o_auth
  self._user_pool, self._generate_secret = props.user_pool, props.generate_secret
  self._user_pool_client_name = props.user_pool_client_name
  self.o_auth_flows = o_auth.flows or { implicit_code_grant = true, authorization_code_grant = true }
  local urls, times = callback_urls(self, o_auth), lifetimes(self, props)
  check_default_redirect(self, o_auth.default_redirect_uri, urls)
  self._resource = cognito.CfnUserPoolClient(self, "Resource", {
    client_name = props.user_pool_client_name,
    generate_secret = props.generate_secret,
    user_pool_id = props.user_pool.user_pool_ref.user_pool_id,
    explicit_auth_flows = auth_flows(props),
    allowed_o_auth_flows = allowed and o_auth_flows(self) or nil,
    allowed_o_auth_scopes = allowed and o_auth_scopes(o_auth) or nil,
    default_redirect_uri = o_auth.default_redirect_uri,
    callback_ur_ls = allowed and urls and (is_unresolved(urls) or #urls > 0) and urls or nil,
    logout_ur_ls = o_auth.logout_urls,
    allowed_o_auth_flows_user_pool_client = allowed,
    prevent_user_existence_errors = EXISTENCE[props.prevent_user_existence_errors],
    supported_identity_providers = identity_providers(self, props),
    read_attributes = props.read_attributes and props.read_attributes:attributes(),
    write_attributes = props.write_attributes and props.write_attributes:attributes(),
    enable_token_revocation = props.enable_token_revocation,
    enable_propagate_additional_user_context_data = props.enable_propagate_additional_user_context_data,
    analytics_configuration = analytics(self, props.analytics),
    auth_session_validity = times.session,
    token_validity_units = times.units,
    id_token_validity = times.id,
    access_token_validity = times.access,
    refresh_token_validity = times.refresh,
    refresh_token_rotation = times.rotation,
  })
  self.user_pool_client_id = self._resource.ref
end

UserPoolClient.get.user_pool_client_name = function(self)
  return self._user_pool_client_name
    or fail(self, "user_pool_client_name is known only for a client that was given one")
end

--- The client's secret, which a custom resource asks for.
UserPoolClient.get.user_pool_client_secret = function(self)
  if not self._generate_secret then
    fail(self, "user_pool_client_secret needs generate_secret = true")
  end
  local secret = self._user_pool_client_secret
  if secret then return secret end
  local resources = require "aws_cdk.custom_resources"
  local pool = self._user_pool.user_pool_ref
  local logs_value = cdk.FeatureFlags._is_enabled(self, cx_api.LOG_USER_POOL_CLIENT_SECRET_VALUE)
  local described = resources.AwsCustomResource(self, "DescribeCognitoUserPoolClient", {
    resource_type = "Custom::DescribeCognitoUserPoolClient",
    on_update = {
      region = self.stack.region,
      service = "CognitoIdentityServiceProvider",
      action = "describeUserPoolClient",
      parameters = engine.ordered("UserPoolId", pool.user_pool_id, "ClientId", self.user_pool_client_id),
      physical_resource_id = resources.PhysicalResourceId.of(self.user_pool_client_id),
      logging = not logs_value and resources.Logging.with_data_hidden() or nil,
    },
    policy = resources.AwsCustomResourcePolicy.from_sdk_calls { resources = { pool.user_pool_arn } },
    install_latest_aws_sdk = false,
  })
  secret = cdk.SecretValue.resource_attribute(described:get_response_field "UserPoolClient.ClientSecret")
  self._user_pool_client_secret = secret
  return secret
end

return { UserPoolClient = UserPoolClient }
