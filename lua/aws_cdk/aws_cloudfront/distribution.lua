--- Distributions: what CloudFront serves, from which origins.
local engine = require "luacdk.engine"
local cache_behavior = require "aws_cdk.aws_cloudfront.private.cache_behavior"
local cdk = require "aws_cdk"
local cloudfront = require "aws_cdk.aws_cloudfront"
local constructs = require "constructs"
local cx_api = require "aws_cdk.cx_api"
local distributions = require "aws_cdk.aws_cloudfront.private.distributions"
local iam = require "aws_cdk.aws_iam"
local unscoped_actions = require "aws_cdk.aws_cloudfront.private.unscoped_actions"

local fail, display, is_unresolved = engine.fail, engine.display, engine.is_unresolved

local HOME_REGION = "us-east-1"
local LONGEST_ORIGIN_ID = 128
local FAILOVER_CODES = { 500, 502, 503, 504 }

local Distribution = engine.class("aws_cdk.aws_cloudfront.Distribution", cdk.Resource)

-- ---- properties -----------------------------------------------------------------------------------------------------

-- Fails if the ARN is of another region than the one in which CloudFront looks.
local function check_region(self, what, arn)
  local region = self.stack:split_arn(arn, cdk.ArnFormat.SLASH_RESOURCE_NAME).region
  if not is_unresolved(region) and region ~= HOME_REGION then
    fail(self, "%s of a distribution must be in %s, got one in %s", what, HOME_REGION, display(region))
  end
end

local function check_certificate(self, props)
  local warn = function(id, text) cdk.Annotations.of(self):add_warning_v2("@aws-cdk/aws-cloudfront:" .. id, text) end
  if props.certificate then
    check_region(self, "the certificate", props.certificate.certificate_ref.certificate_arn)
    local names = props.domain_names
    if not names or not is_unresolved(names) and #names == 0 then
      warn("emptyDomainNames", "the distribution has a certificate, but no domain_names; move the domain name of "
        .. "another distribution to it with `aws cloudfront associate-alias`")
    end
    return
  end
  if props.minimum_protocol_version then
    warn("minimumProtocolVersionWithoutCertificate", "minimum_protocol_version has no effect without a certificate")
  end
  if props.ssl_support_method then
    warn("sslSupportMethodWithoutCertificate", "ssl_support_method has no effect without a certificate")
  end
end

local function check_web_acl(self, web_acl_id)
  if is_unresolved(web_acl_id) or web_acl_id:sub(1, 4) ~= "arn:" then return end
  check_region(self, "the web ACL", web_acl_id)
end

local function error_responses(self, responses)
  if not responses or #responses == 0 then return nil end
  local list = {}
  for i, one in ipairs(responses) do
    local status, page = one.response_http_status, one.response_page_path
    if status == 0 then status = nil end
    if page == "" then page = nil end
    if not status and not one.ttl and not page then
      fail(self, "error_responses[%d] needs response_http_status, response_page_path or ttl", i)
    end
    list[i] = {
      error_caching_min_ttl = one.ttl and one.ttl:to_seconds(),
      error_code = one.http_status,
      response_code = page and (one.response_http_status or one.http_status) or one.response_http_status,
      response_page_path = one.response_page_path,
    }
  end
  return list
end

local function logging(self, props)
  local bucket = props.log_bucket
  if not props.enable_logging and not bucket then return nil end
  if props.enable_logging == false then fail(self, "log_bucket cannot be given with enable_logging = false") end
  if not bucket then
    local s3 = require "aws_cdk.aws_s3"
    bucket = s3.Bucket(self, "LoggingBucket", {
      encryption = s3.BucketEncryption.S3_MANAGED, object_ownership = s3.ObjectOwnership.OBJECT_WRITER,
    })
  end
  return {
    bucket = bucket.bucket_regional_domain_name, include_cookies = props.log_includes_cookies,
    prefix = props.log_file_prefix,
  }
end

local function viewer_certificate(self, props)
  if not props.certificate then return nil end
  local Protocol = cloudfront.SecurityPolicyProtocol
  local newer = cdk.FeatureFlags.of(self):is_enabled(cx_api.CLOUDFRONT_DEFAULT_SECURITY_POLICY_TLS_V1_2_2021)
  return {
    acm_certificate_arn = props.certificate.certificate_ref.certificate_arn,
    minimum_protocol_version = props.minimum_protocol_version
      or newer and Protocol.TLS_V1_2_2021 or Protocol.TLS_V1_2_2019,
    ssl_support_method = props.ssl_support_method or cloudfront.SSLMethod.SNI,
  }
end

-- ---- origins --------------------------------------------------------------------------------------------------------

-- A new scope below the distribution, and the id in CloudFront that is made of its path.
local function place(self, id)
  local scope = constructs.Construct(self, id)
  return scope, cdk.Names.unique_id(scope):sub(-LONGEST_ORIGIN_ID)
end

-- Keeps what binding an origin gave, and the id by which behaviours name it.
local function keep(self, origin, id, property)
  self._ids[origin] = id
  table.insert(self._origins, property or false)
end

local add_origin

local function add_group(self, origin, bound, origin_id)
  local failover = bound.failover_config
  local _, group_id = place(self, "OriginGroup" .. #self._groups + 1)
  keep(self, origin, group_id, bound.origin_property)
  local fallback_id = add_origin(self, failover.failover_origin, true)
  local codes = failover.status_codes or FAILOVER_CODES
  if #codes == 0 then fail(self, "the fallback_status_codes of an origin group cannot be empty") end
  table.insert(self._groups, {
    failover_criteria = { status_codes = { items = codes, quantity = #codes } },
    id = group_id,
    members = { items = { { origin_id = origin_id }, { origin_id = fallback_id } }, quantity = 2 },
    selection_criteria = bound.selection_criteria,
  })
  return group_id
end

-- The id by which behaviours name the origin: of its group, if it has one.
function add_origin(self, origin, is_fallback)
  local known = self._ids[origin]
  if known then return known end
  local scope, generated = place(self, "Origin" .. #self._origins + 1)
  local bound = engine.ask(self, "aws_cdk.aws_cloudfront.IOrigin", "bind", origin, scope, {
    origin_id = generated,
    distribution_id = engine.lazy(function() return self.distribution_id end, { kind = "string" }),
  })
  local property = bound.origin_property
  local id = property and property.id
  if self._taken[id or false] then
    fail(self, "an origin with the id %s already exists: each origin of a distribution needs an id of its own",
      display(id))
  end
  self._taken[id or false] = true
  id = id or generated
  if bound.failover_config then
    if is_fallback then fail(self, "the fallback_origin of an origin group cannot be an origin group") end
    return add_group(self, origin, bound, id)
  end
  keep(self, origin, id, property)
  return id
end

local function origins(self)
  local list = engine.list {}
  for _, property in ipairs(self._origins) do list[#list + 1] = property or nil end
  return list
end

local function groups(self)
  local list = self._groups
  return #list > 0 and { items = list, quantity = #list } or nil
end

-- ---- behaviours -----------------------------------------------------------------------------------------------------

local function check_grpc(self, options)
  if not options.enable_grpc then return end
  local version, Version = self._http_version, cloudfront.HttpVersion
  if version ~= Version.HTTP2 and version ~= Version.HTTP2_AND_3 then
    fail(self, "enable_grpc needs the http_version HTTP2 or HTTP2_AND_3, got %s", display(version))
  end
end

local function viewer_protocol_policy(self, given)
  if given then return given end
  local Policy = cloudfront.ViewerProtocolPolicy
  local flag = cx_api.CLOUDFRONT_DEFAULT_VIEWER_PROTOCOL_POLICY_REDIRECT_TO_HTTPS
  return cdk.FeatureFlags.of(self):is_enabled(flag) and Policy.REDIRECT_TO_HTTPS or Policy.ALLOW_ALL
end

local function behavior(self, path_pattern, origin, options)
  check_grpc(self, options)
  return cache_behavior.of(self, path_pattern, add_origin(self, origin), options,
    viewer_protocol_policy(self, options.viewer_protocol_policy))
end

--- Serves the paths that match the pattern from an origin.
function Distribution:add_behavior(path_pattern, origin, behavior_options)
  if path_pattern == "*" then fail(self, "the path pattern '*' is that of the default behavior") end
  table.insert(self._behaviors, behavior(self, path_pattern, origin, behavior_options or {}))
end

-- Whether all paths that match one pattern match the other, too. "*" is any text, "?" one character, also a slash.
local function covers(pattern, other)
  local wild = pattern:gsub("^/", ""):gsub("%p", function(mark)
    return mark == "*" and ".*" or mark == "?" and "[^*]" or "%" .. mark
  end)
  return other:gsub("^/", ""):find("^" .. wild .. "$") ~= nil
end

-- The patterns in order of precedence. A map read from a file has an order; in what a script writes, which has none in
-- Lua, no pattern comes after one that takes all of its paths.
local function by_precedence(behaviors)
  local patterns = engine.keys(behaviors)
  if engine.is_ordered(behaviors) then return patterns end
  local list = {}
  for _, pattern in ipairs(patterns) do
    local at = 1
    while list[at] and not covers(list[at], pattern) do at = at + 1 end
    table.insert(list, at, pattern)
  end
  return list
end

-- ---------------------------------------------------------------------------------------------------------------------

--- Arguments: scope, id, DistributionProps: default_behavior (required). The first behavior whose pattern matches a
--- path serves it: `additional_behaviors` are sorted by pattern, but with "/api/users/*" before "/api/*". Where they
--- overlap in other ways, call add_behavior in the order that you want.
function Distribution:init(scope, id, props)
  cdk.Resource.init(self, scope, id)
  check_certificate(self, props)
  self._origins, self._groups, self._behaviors = {}, {}, {}
  self._ids, self._taken = {}, {}
  self._http_version = props.http_version or cloudfront.HttpVersion.HTTP2
  self._publishes_more = props.publish_additional_metrics
  local default = behavior(self, nil, props.default_behavior.origin, props.default_behavior)
  local additional = props.additional_behaviors
  for _, pattern in ipairs(by_precedence(additional)) do
    self:add_behavior(pattern, additional[pattern].origin, additional[pattern])
  end
  self._web_acl_id = props.web_acl_id
  if props.web_acl_id then check_web_acl(self, props.web_acl_id) end
  local resource = cloudfront.CfnDistribution(self, "Resource", {
    distribution_config = {
      enabled = props.enabled ~= false,
      origins = engine.lazy(function() return origins(self) end, { kind = "any" }),
      origin_groups = engine.lazy(function() return groups(self) end, { kind = "any" }),
      default_cache_behavior = default,
      aliases = props.domain_names,
      cache_behaviors = engine.lazy(function() return self._behaviors end, { kind = "any", omit_empty = true }),
      comment = distributions.comment(props.comment),
      custom_error_responses = error_responses(self, props.error_responses),
      default_root_object = props.default_root_object,
      http_version = self._http_version,
      ipv6_enabled = props.enable_ipv6 ~= false,
      logging = logging(self, props),
      price_class = props.price_class,
      restrictions = distributions.restrictions(props.geo_restriction),
      viewer_certificate = viewer_certificate(self, props),
      web_acl_id = engine.lazy(function() return self._web_acl_id end, { kind = "string" }),
    },
  })
  self.distribution_domain_name, self.distribution_id = resource.attr_domain_name, resource.ref
  self.domain_name = self.distribution_domain_name
  if props.publish_additional_metrics then
    cloudfront.CfnMonitoringSubscription(self, "MonitoringSubscription", {
      distribution_id = self.distribution_id,
      monitoring_subscription = {
        realtime_metrics_subscription_config = { realtime_metrics_subscription_status = "Enabled" },
      },
    })
  end
end

--- Lets a web ACL filter the requests.
function Distribution:attach_web_acl_id(web_acl_id)
  if self._web_acl_id and self._web_acl_id ~= "" then fail(self, "the distribution has a web ACL already") end
  check_web_acl(self, web_acl_id)
  self._web_acl_id = web_acl_id
end

local function allow(grantee, actions, arn)
  if #actions == 0 then return nil end
  return iam.Grant.add_to_principal { grantee = grantee, actions = actions, resource_arns = { arn } }
end

distributions.complete(Distribution, function(self, grantee, ...)
  local scoped, unscoped = {}, {}
  for _, action in ipairs { ... } do
    table.insert(unscoped_actions[action] and unscoped or scoped, action)
  end
  local of_all = allow(grantee, unscoped, "*")
  local of_one = #scoped > 0 and allow(grantee, scoped, self.distribution_arn) or nil
  return of_one and of_all and of_one:combine(of_all) or of_one or of_all
end)

-- Metrics that CloudFront has only for distributions that ask for them.
local ADDITIONAL_METRICS = {
  metric401_error_rate = "401ErrorRate",
  metric403_error_rate = "403ErrorRate",
  metric404_error_rate = "404ErrorRate",
  metric502_error_rate = "502ErrorRate",
  metric503_error_rate = "503ErrorRate",
  metric504_error_rate = "504ErrorRate",
  metric_cache_hit_rate = "CacheHitRate",
  metric_origin_latency = "OriginLatency",
}

for method, name in pairs(ADDITIONAL_METRICS) do
  Distribution[method] = function(self, props)
    if not self._publishes_more then fail(self, "%s needs publish_additional_metrics = true", method) end
    return self:metric(name, props)
  end
end

return { Distribution = Distribution }
