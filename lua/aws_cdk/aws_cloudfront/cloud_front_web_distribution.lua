--- The older kind of distributions; Distribution is its successor.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local cloudfront = require "aws_cdk.aws_cloudfront"
local distributions = require "aws_cdk.aws_cloudfront.private.distributions"
local iam = require "aws_cdk.aws_iam"
local identities = require "aws_cdk.aws_cloudfront.private.identities"
local l2 = require "aws_cdk.l2"

local fail, display, is_unresolved = engine.fail, engine.display, engine.is_unresolved

local NAME = "aws_cdk.aws_cloudfront.CloudFrontWebDistribution"
local METHODS = {
  GH = { "GET", "HEAD" },
  GHO = { "GET", "HEAD", "OPTIONS" },
  ALL = { "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT" },
}
local PROTOCOLS = {
  ["sni-only"] = { "TLSv1", "TLSv1.1_2016", "TLSv1_2016", "TLSv1.2_2018", "TLSv1.2_2019", "TLSv1.2_2021" },
  ["static-ip"] = { "TLSv1.2_2018", "TLSv1.2_2019", "TLSv1.2_2021" },
  vip = { "SSLv3", "TLSv1" },
}
local FAILOVER_CODES = { 500, 502, 503, 504 }
local MAX_ATTEMPTS, DEFAULT_ATTEMPTS = 3, 3
local MAX_TIMEOUT, DEFAULT_TIMEOUT = 10, 10

local function deprecated(member)
  engine.deprecated(member and NAME .. "#" .. member or NAME, "use `Distribution` instead")
end

local CloudFrontWebDistribution = engine.class(NAME, cdk.Resource)

-- ---- origins --------------------------------------------------------------------------------------------------------

-- Lets CloudFront read the bucket; the settings of the origin.
local function bucket_config(source)
  local identity = source and source.origin_access_identity
  if not identity then return source and {} or nil end
  identities.permit(source.s3_bucket_source, identity)
  return identities.config(identity)
end

local function seconds(duration, default)
  local value = duration and duration:to_seconds()
  return value and value ~= 0 and value or default
end

local function custom_config(source)
  if not source then return nil end
  local function port(value, default) return value ~= 0 and value or default end
  return {
    http_port = port(source.http_port, 80),
    https_port = port(source.https_port, 443),
    origin_keepalive_timeout = seconds(source.origin_keepalive_timeout, 5),
    origin_read_timeout = seconds(source.origin_read_timeout, 30),
    origin_protocol_policy = source.origin_protocol_policy or cloudfront.OriginProtocolPolicy.HTTPS_ONLY,
    origin_ssl_protocols = source.allowed_origin_ssl_versions or { cloudfront.OriginSslPolicy.TLS_V1_2 },
  }
end

local function check_connection(self, field, value, highest)
  if is_unresolved(value) or value % 1 ~= 0 or value < 1 or value > highest then
    fail(self, "%s must be a whole number between 1 and %d, got %s", field, highest, display(value))
  end
end

local function custom_headers(headers)
  local list = {}
  for i, name in ipairs(engine.keys(headers)) do list[i] = { header_name = name, header_value = headers[name] } end
  return #list > 0 and list or nil
end

local function filled(text) return text ~= "" and text or nil end

local function origin(self, id, config, bucket, custom)
  local source = bucket or custom
  if not source then fail(self, "an origin needs s3_origin_source or custom_origin_source") end
  if bucket and custom then fail(self, "s3_origin_source and custom_origin_source are mutually exclusive") end
  local shield, of_source = filled(config.origin_shield_region), filled(source.origin_shield_region)
  if shield and of_source then
    fail(self, "origin_shield_region cannot be given twice: for the origin and for its source")
  end
  shield = shield or of_source
  local s3_config = bucket_config(bucket)
  local attempts = config.connection_attempts or DEFAULT_ATTEMPTS
  local timeout = config.connection_timeout and config.connection_timeout:to_seconds() or DEFAULT_TIMEOUT
  check_connection(self, "connection_attempts", attempts, MAX_ATTEMPTS)
  check_connection(self, "connection_timeout", timeout, MAX_TIMEOUT)
  return {
    id = id,
    domain_name = bucket and bucket.s3_bucket_source.bucket_regional_domain_name or source.domain_name,
    origin_path = source.origin_path,
    origin_custom_headers = custom_headers(source.origin_headers),
    s3_origin_config = s3_config,
    origin_shield = shield and { enabled = true, origin_shield_region = shield } or nil,
    custom_origin_config = custom_config(custom),
    connection_attempts = attempts,
    connection_timeout = timeout,
  }
end

-- The L1 origins and their groups, and the behaviours with the origin of each.
local function origins(self, configs)
  local list, groups, behaviors = {}, {}, {}
  for i, config in ipairs(configs) do
    local id = "origin" .. i
    local primary = origin(self, id, config, config.s3_origin_source, config.custom_origin_source)
    local bucket, custom = config.failover_s3_origin_source, config.failover_custom_origin_source
    if bucket or custom then
      local secondary_id, codes = "originSecondary" .. i, config.failover_criteria_status_codes or FAILOVER_CODES
      local shared = { origin_shield_region = config.origin_shield_region }
      list[#list + 1] = origin(self, secondary_id, shared, bucket, custom)
      groups[#groups + 1] = {
        id = "OriginGroup" .. i,
        members = { items = { { origin_id = id }, { origin_id = secondary_id } }, quantity = 2 },
        failover_criteria = { status_codes = { items = codes, quantity = #codes } },
      }
      id = "OriginGroup" .. i
    end
    for _, behavior in ipairs(config.behaviors) do
      behaviors[#behaviors + 1] = l2.with({ target_origin_id = id }, behavior)
    end
    list[#list + 1] = primary
  end
  return list, #groups > 0 and { items = groups, quantity = #groups } or nil, behaviors
end

-- ---- behaviours -----------------------------------------------------------------------------------------------------

local function trust(associations)
  for _, one in ipairs(associations or {}) do
    local role = one.lambda_function.role
    if role then distributions.trust_edge(role) end
  end
end

local function behavior(self, given, protocol_policy)
  local associations = given.lambda_function_associations
  if given.trusted_signers then
    engine.deprecated("aws_cdk.aws_cloudfront.Behavior#trusted_signers", "use `trusted_key_groups` instead")
  end
  distributions.check_edge_lambdas(self, associations)
  local made = {
    allowed_methods = METHODS[given.allowed_methods or "GH"],
    cached_methods = METHODS[given.cached_methods or "GH"],
    compress = given.compress ~= false,
    default_ttl = given.default_ttl and given.default_ttl:to_seconds(),
    forwarded_values = given.forwarded_values or { query_string = false, cookies = { forward = "none" } },
    max_ttl = given.max_ttl and given.max_ttl:to_seconds(),
    min_ttl = given.min_ttl and given.min_ttl:to_seconds(),
    trusted_key_groups = l2.pluck(given.trusted_key_groups, "key_group_ref.key_group_id"),
    trusted_signers = given.trusted_signers,
    target_origin_id = given.target_origin_id,
    viewer_protocol_policy = given.viewer_protocol_policy or protocol_policy
      or cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
    path_pattern = not given.is_default_behavior and given.path_pattern or nil,
    function_associations = distributions.functions(given.function_associations),
    lambda_function_associations = distributions.edge_lambdas(associations, "lambda_function"),
  }
  trust(associations)
  return made
end

-- The L1 behaviours: the default one, and the others.
local function all_behaviors(self, behaviors, protocol_policy)
  local default, others = {}, {}
  for _, one in ipairs(behaviors) do table.insert(one.is_default_behavior and default or others, one) end
  if #default ~= 1 then
    fail(self, "exactly one behavior of all origins must have is_default_behavior, got %d", #default)
  end
  for i, one in ipairs(others) do
    if not filled(one.path_pattern) then fail(self, "a behavior that is not the default needs a path_pattern") end
    others[i] = behavior(self, one, protocol_policy)
  end
  return behavior(self, default[1], protocol_policy), others[1] and others or nil
end

-- ---------------------------------------------------------------------------------------------------------------------

local function check_protocol(self, certificate)
  local protocol, method = certificate.minimum_protocol_version, certificate.ssl_support_method
  if protocol == nil or method == nil then return end
  if not l2.includes(PROTOCOLS[method], protocol) then
    fail(self, "the ssl_method %s takes the security_policy %s, got %s", method,
      table.concat(PROTOCOLS[method], ", "), protocol)
  end
end

local function logging(self, config)
  if not config then return nil end
  local bucket = config.bucket
  if not bucket then
    local s3 = require "aws_cdk.aws_s3"
    bucket = s3.Bucket(self, "LoggingBucket", { encryption = s3.BucketEncryption.S3_MANAGED })
  end
  self.logging_bucket = bucket
  return {
    bucket = bucket.bucket_regional_domain_name, include_cookies = config.include_cookies or false,
    prefix = config.prefix,
  }
end

--- Arguments: scope, id, CloudFrontWebDistributionProps: origin_configs (required).
function CloudFrontWebDistribution:init(scope, id, props)
  deprecated()
  cdk.Resource.init(self, scope, id)
  local list, groups, behaviors = origins(self, props.origin_configs)
  local default, others = all_behaviors(self, behaviors, props.viewer_protocol_policy)
  local given = props.viewer_certificate
  local certificate = given and given.props or { cloud_front_default_certificate = true }
  check_protocol(self, certificate)
  local resource = cloudfront.CfnDistribution(self, "CFDistribution", {
    distribution_config = {
      comment = distributions.comment(props.comment),
      enabled = props.enabled ~= false,
      default_root_object = props.default_root_object or "index.html",
      http_version = props.http_version or cloudfront.HttpVersion.HTTP2,
      price_class = props.price_class or cloudfront.PriceClass.PRICE_CLASS_100,
      ipv6_enabled = props.enable_ip_v6 ~= false,
      custom_error_responses = props.error_configurations,
      web_acl_id = props.web_acl_id,
      origins = list,
      origin_groups = groups,
      default_cache_behavior = default,
      cache_behaviors = others,
      aliases = given and given.aliases,
      viewer_certificate = certificate,
      logging = logging(self, props.logging_config),
      restrictions = distributions.restrictions(props.geo_restriction),
    },
  })
  self.node.default_child = resource
  self.distribution_domain_name, self.distribution_id = resource.attr_domain_name, resource.ref
  self.domain_name = self.distribution_domain_name
end

distributions.complete(CloudFrontWebDistribution, function(self, grantee, ...)
  return iam.Grant.add_to_principal {
    grantee = grantee, actions = { ... }, resource_arns = { distributions.arn(self) },
  }
end, deprecated)

--- Lets the grantee remove files from the caches.
function CloudFrontWebDistribution:grant_create_invalidation(identity)
  deprecated "grant_create_invalidation"
  return self.grants:create_invalidation(identity)
end

return { CloudFrontWebDistribution = CloudFrontWebDistribution }
