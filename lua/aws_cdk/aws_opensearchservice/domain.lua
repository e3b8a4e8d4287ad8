--- Domains of OpenSearch, and of Elasticsearch from 1.5 to 7.10.
local cdk = require "aws_cdk"
local checks = require "aws_cdk.aws_opensearchservice.private.checks"
local cx_api = require "aws_cdk.cx_api"
local engine = require "luacdk.engine"
local opensearchservice = require "aws_cdk.aws_opensearchservice"
local search_domain = require "aws_cdk.aws_opensearchservice.private.search_domain"

local DEFAULT_COORDINATOR = "m5.large.search"
local DEFAULT_WINDOW = { hours = 22, minutes = 0 }
local DEFAULT_SESSION = 60 -- minutes

local function saml(self, access, f)
  local options, enabled = access.saml_authentication_options, access.saml_authentication_enabled
  if enabled == nil then enabled = options ~= nil end
  if not enabled then return nil end
  checks.saml(self, options, f.advanced)
  return {
    enabled = true,
    idp = { entity_id = options.idp_entity_id, metadata_content = options.idp_metadata_content },
    master_user_name = options.master_user_name,
    master_backend_role = options.master_backend_role,
    roles_key = options.roles_key or "roles",
    subject_key = options.subject_key,
    session_timeout_minutes = options.session_timeout_minutes or DEFAULT_SESSION,
  }
end

local function cognito(options)
  return options and {
    enabled = true, identity_pool_id = options.identity_pool_id, role_arn = options.role.role_ref.role_arn,
    user_pool_id = options.user_pool_id,
  }
end

local function window(self, props)
  local enabled, start = props.off_peak_window_enabled, props.off_peak_window_start
  if enabled == nil then enabled = start ~= nil end
  if not enabled then return nil end
  checks.window(self, start)
  return { enabled = true, off_peak_window = { window_start_time = start or DEFAULT_WINDOW } }
end

local function updates(props)
  local automatic, latest = props.enable_auto_software_update, props.use_latest_service_software_for_blue_green
  if automatic == nil and latest == nil then return nil end
  return { auto_software_update_enabled = automatic, use_latest_service_software_for_blue_green = latest }
end

local function switch(value)
  if value == nil then return nil end
  return { enabled = value }
end

local ROW = {
  newer = true,
  suffix = ".search",
  no_ebs = { "i3", "r6gd", "i4g", "i4i", "i8g", "im4gn", "r7gd", "r8gd", "oi2" },
  cognito = "cognito_dashboards_auth",
  default_tls = opensearchservice.TLSSecurityPolicy.TLS_1_2,
  policy_id = "AccessPolicy", policy_type = "Custom::OpenSearchAccessPolicy",
  policy_call = {
    service = "OpenSearch", action = "updateDomainConfig", output_paths = { "DomainConfig.AccessPolicies" },
  },
  policy_actions = { "es:UpdateDomainConfig" },
}

function ROW.version(self, text)
  local plain = not engine.is_unresolved(text) and text
  local elasticsearch = plain and plain:match "^Elasticsearch_(.*)$"
  return checks.version_number(self, elasticsearch or plain and plain:sub(#"OpenSearch_" + 1) or text),
    elasticsearch ~= nil and elasticsearch ~= false
end

function ROW.complete(self, props, f, properties, cluster)
  local capacity = props.capacity or {}
  if f.standby == nil and cdk.FeatureFlags.of(self):is_enabled(cx_api.ENABLE_OPENSEARCH_MULTIAZ_WITH_STANDBY) then
    f.standby = true
  end
  checks.newer(self, props, f)
  checks.coordinators(self, capacity.node_options, DEFAULT_COORDINATOR, ROW)
  local saml_options = saml(self, props.fine_grained_access_control or {}, f)
  if properties.advanced_security_options then properties.advanced_security_options.saml_options = saml_options end
  cluster.cold_storage_options = switch(props.cold_storage_enabled)
  cluster.multi_az_with_standby_enabled = f.standby
  cluster.node_options = capacity.node_options
  properties.engine_version = props.version.version
  properties.cluster_config = cluster
  properties.cognito_options = cognito(props.cognito_dashboards_auth)
  properties.off_peak_window_options = window(self, props)
  properties.software_update_options = updates(props)
  properties.ip_address_type = props.ip_address_type
  local vectors = switch(props.s3_vectors_engine_enabled)
  properties.aiml_options = vectors and { s3_vectors_engine = vectors }
  return opensearchservice.CfnDomain(self, "Resource", properties)
end

return { Domain = search_domain("aws_cdk.aws_opensearchservice.Domain", ROW) }
