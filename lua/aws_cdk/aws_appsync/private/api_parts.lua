--- What GraphQL APIs and event APIs have in common: keys, logs, domains, authorizers.
local engine = require "luacdk.engine"
local appsync = require "aws_cdk.aws_appsync"
local cdk = require "aws_cdk"
local iam = require "aws_cdk.aws_iam"
local logs = require "aws_cdk.aws_logs"

local fail = engine.fail

local SERVICE = "appsync.amazonaws.com"

local M = {}

--- The principal of AppSync.
function M.principal() return iam.ServicePrincipal(SERVICE) end

--- The providers or modes of `list` with that type.
function M.of_type(list, authorization_type)
  local found = {}
  for _, one in ipairs(list) do
    if one.authorization_type == authorization_type then found[#found + 1] = one end
  end
  return found
end

--- A key of the API. `config` may be nil.
function M.api_key(self, config)
  config = config or {}
  local expires, Duration = config.expires, cdk.Duration
  if expires and (expires:is_before(Duration.days(1)) or expires:is_after(Duration.days(365))) then
    fail(self, "an API key must expire in 1 to 365 days")
  end
  local name = config.name ~= "" and config.name or "Default"
  return appsync.CfnApiKey(self, name .. "ApiKey", {
    expires = expires and expires:to_epoch(), description = config.description, api_id = self.api_id,
  })
end

--- The ARN of the role in which AppSync writes logs.
function M.logs_role_arn(self, config)
  if config.role then return config.role.role_ref.role_arn end
  return iam.Role(self, "ApiLogsRole", {
    assumed_by = M.principal(),
    managed_policies = {
      iam.ManagedPolicy.from_aws_managed_policy_name "service-role/AWSAppSyncPushToCloudWatchLogs",
    },
  }).role_arn
end

--- The log group of the API, which AppSync makes.
function M.log_group(self, config)
  local name = "/aws/appsync/apis/" .. self.api_id
  if not config then return logs.LogGroup.from_log_group_name(self, "LogGroup", name) end
  local retention = logs.LogRetention(self, "LogRetention", {
    log_group_name = name, retention = config.retention or logs.RetentionDays.INFINITE,
  })
  return logs.LogGroup.from_log_group_arn(self, "LogGroup", retention.log_group_arn)
end

--- A domain of one's own, for the API.
function M.domain(self, options, description)
  local domain = appsync.CfnDomainName(self, "DomainName", {
    domain_name = options.domain_name,
    certificate_arn = options.certificate.certificate_ref.certificate_arn,
    description = description,
  })
  appsync.CfnDomainNameApiAssociation(self, "DomainAssociation", {
    domain_name = options.domain_name, api_id = self.api_id,
  }):add_resource_dependency(domain)
  return domain
end

--- The domain of the API, which must have one.
function M.own_domain(self)
  return self._domain_name or fail(self, "only an API with a domain_name has a domain of its own")
end

--- L1 properties of an identity provider.
function M.open_id_connect(config)
  return config and {
    auth_ttl = config.token_expiry_from_auth, client_id = config.client_id, iat_ttl = config.token_expiry_from_issue,
    issuer = config.oidc_provider,
  }
end

--- L1 properties of a user pool; `default_action` for those that have one.
function M.user_pool(config, default_action)
  return config and {
    user_pool_id = config.user_pool.user_pool_id, aws_region = config.user_pool.env.region,
    app_id_client_regex = config.app_id_client_regex, default_action = default_action,
  }
end

--- L1 properties of a function that decides.
function M.lambda_authorizer(config)
  local ttl = config and config.results_cache_ttl
  return config and {
    authorizer_result_ttl_in_seconds = ttl and ttl:to_seconds(), authorizer_uri = config.handler.function_arn,
    identity_validation_expression = config.validation_regex,
  }
end

--- Lets AppSync invoke the function that decides, for the API or, without `source_arn`, for any.
function M.permit_authorizer(id, config, source_arn)
  config.handler:add_permission(id .. "-appsync", {
    principal = M.principal(), action = "lambda:InvokeFunction", source_arn = source_arn,
  })
end

return M
