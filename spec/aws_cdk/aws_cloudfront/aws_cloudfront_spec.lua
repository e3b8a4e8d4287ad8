-- Distributions, and what belongs to them. The cases are twins of tools/golden/aws_cloudfront.js.
local acm = require "aws_cdk.aws_certificatemanager"
local cdk = require "aws_cdk"
local cloudfront = require "aws_cdk.aws_cloudfront"
local cloudwatch = require "aws_cdk.aws_cloudwatch"
local constructs = require "constructs"
local ec2 = require "aws_cdk.aws_ec2"
local elbv2 = require "aws_cdk.aws_elasticloadbalancingv2"
local engine = require "luacdk.engine"
local golden = require "spec.support.golden"
local iam = require "aws_cdk.aws_iam"
local kinesis = require "aws_cdk.aws_kinesis"
local lambda = require "aws_cdk.aws_lambda"
local origins = require "aws_cdk.aws_cloudfront_origins"
local s3 = require "aws_cdk.aws_s3"
local refuses = require "spec.support.refuses"

local ENV = { account = "111122223333", region = "eu-west-1" }
local HOME = { account = "111122223333", region = "us-east-1" }
local CERTIFICATE = "arn:aws:acm:us-east-1:111122223333:certificate/11112222-3333"
local VERSION = "arn:aws:lambda:us-east-1:111122223333:function:f:1"
local KEY = "-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----"
local LONG = ("x"):rep(60)
local FLAGS = {
  "@aws-cdk/aws-cloudfront:defaultSecurityPolicyTLSv1.2_2021",
  "@aws-cdk/aws-cloudfront:defaultViewerProtocolPolicyRedirectToHttps",
  "@aws-cdk/aws-cloudfront:defaultFunctionRuntimeV2_0",
}

local function outputs(stack)
  return function(id, value) cdk.CfnOutput(stack, id, { value = value }) end
end

-- The entries of `base`, and of `own` in their place.
local function merged(own, base)
  local all = {}
  for name, value in pairs(base) do all[name] = value end
  for name, value in pairs(own) do all[name] = value end
  return all
end

local cases = {}

function cases.cache_policies(app)
  local stack = cdk.Stack(app, "S")
  local out = outputs(stack)
  local plain = cloudfront.CachePolicy(stack, "Plain")
  out("Id", plain.cache_policy_id)
  out("Ref", plain.cache_policy_ref.cache_policy_id)
  cloudfront.CachePolicy(stack, "Full", {
    cache_policy_name = "a_b-9", comment = "c", default_ttl = cdk.Duration.days(2), min_ttl = cdk.Duration.minutes(1),
    max_ttl = cdk.Duration.days(10), cookie_behavior = cloudfront.CacheCookieBehavior.all(),
    header_behavior = cloudfront.CacheHeaderBehavior.allow_list("X-A", "X-B"),
    query_string_behavior = cloudfront.CacheQueryStringBehavior.deny_list "q", enable_accept_encoding_gzip = true,
    enable_accept_encoding_brotli = true,
  })
  cloudfront.CachePolicy(stack, "Raised", {
    min_ttl = cdk.Duration.days(400), cookie_behavior = cloudfront.CacheCookieBehavior.allow_list("a", "b"),
    header_behavior = cloudfront.CacheHeaderBehavior.none(),
    query_string_behavior = cloudfront.CacheQueryStringBehavior.allow_list "q",
  })
  cloudfront.CachePolicy(stack, "Excluded", {
    default_ttl = cdk.Duration.seconds(0), max_ttl = cdk.Duration.seconds(0),
    cookie_behavior = cloudfront.CacheCookieBehavior.deny_list "c",
    query_string_behavior = cloudfront.CacheQueryStringBehavior.all(),
  })
  local token = cdk.Token.as_number(cdk.Fn.import_value "ttl")
  cloudfront.CachePolicy(stack, "Tokens", {
    cache_policy_name = cdk.Fn.import_value "name", default_ttl = cdk.Duration.seconds(token),
    max_ttl = cdk.Duration.seconds(1),
  })
  cloudfront.CachePolicy(cdk.Stack(app, "Here", { env = ENV }), LONG .. LONG)
  local imported = cloudfront.CachePolicy.from_cache_policy_id(stack, "ImportedOne", "p")
  out("Imported", imported.cache_policy_ref.cache_policy_id)
  for _, name in ipairs {
    "AMPLIFY", "CACHING_OPTIMIZED", "CACHING_OPTIMIZED_FOR_UNCOMPRESSED_OBJECTS", "CACHING_DISABLED",
    "ELEMENTAL_MEDIA_PACKAGE", "USE_ORIGIN_CACHE_CONTROL_HEADERS", "USE_ORIGIN_CACHE_CONTROL_HEADERS_QUERY_STRINGS",
  } do
    out(name, cloudfront.CachePolicy[name].cache_policy_id)
  end
end

function cases.origin_request_policies(app)
  local stack = cdk.Stack(app, "S")
  local out = outputs(stack)
  local plain = cloudfront.OriginRequestPolicy(stack, "Plain")
  out("Id", plain.origin_request_policy_id)
  out("Ref", plain.origin_request_policy_ref.origin_request_policy_id)
  local Header = cloudfront.OriginRequestHeaderBehavior
  local Cookie = cloudfront.OriginRequestCookieBehavior
  local Query = cloudfront.OriginRequestQueryStringBehavior
  local function policy(id, header_behavior, cookie_behavior, query_string_behavior)
    return cloudfront.OriginRequestPolicy(stack, id, {
      header_behavior = header_behavior, cookie_behavior = cookie_behavior,
      query_string_behavior = query_string_behavior,
    })
  end
  policy("All", Header.all(), Cookie.all(), Query.all())
  policy("None", Header.none(), Cookie.none(), Query.none())
  policy("Allowed", Header.allow_list "X-A", Cookie.allow_list("a", "b"), Query.allow_list "q")
  policy("Denied", Header.deny_list("X-A", "X-B"), Cookie.deny_list "a", Query.deny_list("q", "r"))
  policy("Added", Header.all "CloudFront-Viewer-Country")
  cloudfront.OriginRequestPolicy(stack, "Named", { origin_request_policy_name = "n", comment = "c" })
  cloudfront.OriginRequestPolicy(stack, "Token", { origin_request_policy_name = cdk.Fn.import_value "name" })
  local imported = cloudfront.OriginRequestPolicy.from_origin_request_policy_id(stack, "ImportedOne", "p")
  out("Imported", imported.origin_request_policy_id)
  for _, name in ipairs {
    "USER_AGENT_REFERER_HEADERS", "CORS_CUSTOM_ORIGIN", "CORS_S3_ORIGIN", "ALL_VIEWER", "ELEMENTAL_MEDIA_TAILOR",
    "ALL_VIEWER_AND_CLOUDFRONT_2022", "ALL_VIEWER_EXCEPT_HOST_HEADER", "HOST_HEADER_ONLY",
  } do
    out(name, cloudfront.OriginRequestPolicy[name].origin_request_policy_ref.origin_request_policy_id)
  end
end

function cases.response_headers_policies(app)
  local stack = cdk.Stack(app, "S")
  local out = outputs(stack)
  local plain = cloudfront.ResponseHeadersPolicy(stack, "Plain")
  out("Id", plain.response_headers_policy_id)
  out("Ref", plain.response_headers_policy_ref.response_headers_policy_id)
  cloudfront.ResponseHeadersPolicy(stack, "Full", {
    response_headers_policy_name = "n", comment = "c", remove_headers = { "Server", cdk.Fn.import_value "header" },
    server_timing_sampling_rate = 12.3456,
    cors_behavior = {
      access_control_allow_credentials = true, access_control_allow_headers = { "X-A" },
      access_control_allow_methods = { "GET", "POST" }, access_control_allow_origins = { "*" },
      access_control_expose_headers = { "X-B" }, access_control_max_age = cdk.Duration.hours(1), origin_override = true,
    },
    custom_headers_behavior = { custom_headers = { { header = "X-C", value = "v", override = false } } },
    security_headers_behavior = {
      content_security_policy = { content_security_policy = "default-src https:", override = true },
      content_type_options = { override = true },
      frame_options = { frame_option = cloudfront.HeadersFrameOption.DENY, override = true },
      referrer_policy = { referrer_policy = cloudfront.HeadersReferrerPolicy.NO_REFERRER, override = true },
      strict_transport_security = {
        access_control_max_age = cdk.Duration.days(2), include_subdomains = true, override = true, preload = false,
      },
      xss_protection = { protection = true, mode_block = false, report_uri = "https://example.com", override = true },
    },
  })
  cloudfront.ResponseHeadersPolicy(stack, "Some", {
    server_timing_sampling_rate = 0, remove_headers = {}, security_headers_behavior = {},
    cors_behavior = {
      access_control_allow_credentials = false, access_control_allow_headers = { "*" },
      access_control_allow_methods = { "ALL" },
      access_control_allow_origins = cdk.Token.as_list(cdk.Fn.import_value "origins"), origin_override = false,
    },
  })
  local imported = cloudfront.ResponseHeadersPolicy.from_response_headers_policy_id(stack, "ImportedOne", "p")
  out("Imported", imported.response_headers_policy_id)
  for _, name in ipairs {
    "CORS_ALLOW_ALL_ORIGINS", "CORS_ALLOW_ALL_ORIGINS_WITH_PREFLIGHT", "SECURITY_HEADERS",
    "CORS_ALLOW_ALL_ORIGINS_AND_SECURITY_HEADERS", "CORS_ALLOW_ALL_ORIGINS_WITH_PREFLIGHT_AND_SECURITY_HEADERS",
  } do
    out(name, cloudfront.ResponseHeadersPolicy[name].response_headers_policy_id)
  end
end

function cases.keys(app)
  local stack = cdk.Stack(app, "S")
  local out = outputs(stack)
  local key = cloudfront.PublicKey(stack, "Key", { encoded_key = KEY })
  local named = cloudfront.PublicKey(stack, LONG, { encoded_key = cdk.Fn.import_value "key", comment = "c" })
  local given = cloudfront.PublicKey(stack, "Given", { encoded_key = KEY, public_key_name = "n" })
  local imported = cloudfront.PublicKey.from_public_key_id(stack, "Imported", "K1")
  local group = cloudfront.KeyGroup(stack, "Group", { items = { key, named, given, imported } })
  cloudfront.KeyGroup(group, LONG .. "y", { items = { imported }, comment = "c" })
  cloudfront.KeyGroup(stack, "GivenGroup", { items = {}, key_group_name = "g" })
  out("KeyId", key.public_key_id)
  out("KeyRef", key.public_key_ref.public_key_id)
  out("GroupId", group.key_group_id)
  out("GroupRef", group.key_group_ref.key_group_id)
  out("ImportedGroupId", cloudfront.KeyGroup.from_key_group_id(stack, "ImportedGroup", "G1").key_group_ref.key_group_id)
end

function cases.functions(app)
  local code = cloudfront.FunctionCode.from_inline "code"
  local stacks = { anywhere = cdk.Stack(app, "S"), here = cdk.Stack(app, "Here", { env = ENV }) }
  for _, stack in pairs(stacks) do
    local out = outputs(stack)
    local plain = cloudfront.Function(stack, "Plain", { code = code })
    out("Arn", plain.function_arn)
    out("Name", plain.function_name)
    out("Stage", plain.function_stage)
    out("Ref", plain.function_ref.function_arn)
    cloudfront.Function(stack, LONG, {
      code = cloudfront.FunctionCode.from_file { file_path = "spec/fixtures/appsync/resolver.js" },
    })
    local store = cloudfront.KeyValueStore(stack, "Store")
    cloudfront.Function(stack, "Stored", { code = code, key_value_store = store })
    cloudfront.Function(stack, "Full", {
      code = code, function_name = "n", comment = "c", auto_publish = false,
      runtime = cloudfront.FunctionRuntime.custom "cloudfront-js-9.0", key_value_store = store,
    })
    cloudfront.Function(stack, "Newer", { code = code, runtime = cloudfront.FunctionRuntime.JS_2_0 })
    local imported = cloudfront.Function.from_function_attributes(stack, "Imported", {
      function_name = "f", function_arn = "arn:f",
    })
    out("ImportedArn", imported.function_ref.function_arn)
    out("ImportedName", imported.function_name)
  end
end

function cases.key_value_stores(app)
  local stack = cdk.Stack(app, "S")
  local out = outputs(stack)
  local plain = cloudfront.KeyValueStore(stack, "Plain", { key_value_store_name = "n", comment = "c" })
  out("Arn", plain.key_value_store_arn)
  out("Id", plain.key_value_store_id)
  out("Status", plain.key_value_store_status)
  out("Ref", plain.key_value_store_ref.key_value_store_arn)
  out("RefName", plain.key_value_store_ref.key_value_store_name)
  local bucket = s3.Bucket.from_bucket_name(stack, "Bucket", "bucket")
  cloudfront.KeyValueStore(stack, "OfBucket", { source = cloudfront.ImportSource.from_bucket(bucket, "key.json") })
  local asset = cloudfront.ImportSource.from_asset("spec/fixtures/appsync/resolver.js", { display_name = "d" })
  cloudfront.KeyValueStore(stack, "OfAsset", { source = asset })
  cloudfront.KeyValueStore(stack, "OfAssetAgain", { source = asset })
  cloudfront.KeyValueStore(stack, "Inline", {
    source = cloudfront.ImportSource.from_inline '{"data":[{"key":"k","value":"é"}]}',
  })
  cloudfront.KeyValueStore(stack, LONG, { source = cloudfront.S3ImportSource(bucket, "other.json") })
  local imported = cloudfront.KeyValueStore.from_key_value_store_arn(stack, "Imported",
    "arn:aws:cloudfront::111122223333:key-value-store/k")
  out("ImportedId", imported.key_value_store_id)
  out("ImportedRef", imported.key_value_store_ref.key_value_store_name)
  local token = cloudfront.KeyValueStore.from_key_value_store_arn(stack, "Token", cdk.Fn.import_value "store")
  out("TokenId", token.key_value_store_id)
end

function cases.realtime_logs(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local out = outputs(stack)
  local stream = kinesis.Stream(stack, "Stream")
  local encrypted = kinesis.Stream(stack, "Encrypted", { encryption = kinesis.StreamEncryption.KMS })
  local role = iam.Role(stack, "Role", { assumed_by = iam.ServicePrincipal "cloudfront.amazonaws.com" })
  local plain = cloudfront.RealtimeLogConfig(stack, "Plain", {
    end_points = {
      cloudfront.Endpoint.from_kinesis_stream(stream), cloudfront.Endpoint.from_kinesis_stream(encrypted),
    },
    fields = { "timestamp", "c-ip" }, sampling_rate = 1,
  })
  local named = cloudfront.RealtimeLogConfig(stack, "Named", {
    end_points = { cloudfront.Endpoint.from_kinesis_stream(stream, role) }, fields = { "timestamp" },
    sampling_rate = 100, realtime_log_config_name = "n",
  })
  out("Arn", plain.realtime_log_config_arn)
  out("Name", plain.realtime_log_config_name)
  out("Ref", plain.realtime_log_config_ref.realtime_log_config_arn)
  local other = cdk.Stack(app, "Other", { env = HOME })
  cdk.CfnOutput(other, "Arn", { value = named.realtime_log_config_arn })
  cdk.CfnOutput(other, "Name", { value = named.realtime_log_config_name })
end

function cases.access_to_origins(app)
  local stack = cdk.Stack(app, "S")
  local out = outputs(stack)
  for _, name in ipairs {
    "S3OriginAccessControl", "FunctionUrlOriginAccessControl", "MediaPackageV2OriginAccessControl",
  } do
    local plain = cloudfront[name](stack, name)
    cloudfront[name](stack, name .. "Full", {
      origin_access_control_name = "n", description = "d", signing = cloudfront.Signing("sigv4a", "no-override"),
    })
    out("Of" .. name, plain.origin_access_control_id)
    out("RefOf" .. name, plain.origin_access_control_ref.origin_access_control_id)
    local imported = cloudfront[name].from_origin_access_control_id(stack, name .. "Import", "c")
    out("ImportOf" .. name, imported.origin_access_control_ref.origin_access_control_id)
  end
  cloudfront.S3OriginAccessControl(stack, "Never", { signing = cloudfront.Signing.NEVER })
  cloudfront.S3OriginAccessControl(stack, "Newer", { signing = cloudfront.Signing.SIGV4_A_ALWAYS })
  local bucket = s3.Bucket(stack, "Bucket")
  local identity = cloudfront.OriginAccessIdentity(stack, "Identity")
  cloudfront.OriginAccessIdentity(stack, "Long", { comment = ("é"):rep(200) })
  local imported = cloudfront.OriginAccessIdentity.from_origin_access_identity_id(stack, "Imported", "I1")
  local older = cloudfront.OriginAccessIdentity.from_origin_access_identity_name(stack, "Older", "I2")
  bucket:grant_read(identity)
  bucket:grant_write(imported)
  out("Id", identity.origin_access_identity_id)
  out("Name", identity.origin_access_identity_name)
  out("User", identity.cloud_front_origin_access_identity_s3_canonical_user_id)
  out("Ref", identity.cloud_front_origin_access_identity_ref.cloud_front_origin_access_identity_id)
  out("ImportedRef", imported.cloud_front_origin_access_identity_ref.cloud_front_origin_access_identity_id)
  out("OlderName", older.origin_access_identity_name)
end

function cases.vpc_origins(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local out = outputs(stack)
  local vpc = ec2.Vpc.from_vpc_attributes(stack, "Vpc", {
    vpc_id = "vpc-1", availability_zones = { "eu-west-1a" }, private_subnet_ids = { "s-1" },
  })
  local instance = ec2.Instance(stack, "Instance", {
    vpc = vpc, instance_type = ec2.InstanceType "t3.micro", machine_image = ec2.MachineImage.latest_amazon_linux2023(),
  })
  local alb = elbv2.ApplicationLoadBalancer(stack, "Alb", { vpc = vpc })
  local nlb = elbv2.NetworkLoadBalancer(stack, "Nlb", { vpc = vpc })
  local plain = cloudfront.VpcOrigin(stack, "Plain", {
    endpoint = cloudfront.VpcOriginEndpoint.ec2_instance(instance),
  })
  cloudfront.VpcOrigin(stack, "Full", {
    endpoint = cloudfront.VpcOriginEndpoint.application_load_balancer(alb), vpc_origin_name = "n", http_port = 8080,
    https_port = 443, protocol_policy = cloudfront.OriginProtocolPolicy.HTTPS_ONLY,
    origin_ssl_protocols = { cloudfront.OriginSslPolicy.TLS_V1_1 },
  })
  local last = cloudfront.VpcOrigin(stack, LONG, {
    endpoint = cloudfront.VpcOriginEndpoint.network_load_balancer(nlb),
  })
  cdk.Tags.of(last):add("k", "v")
  out("Arn", plain.vpc_origin_arn)
  out("Id", plain.vpc_origin_id)
  out("Ref", plain.vpc_origin_ref.vpc_origin_arn)
  out("Domain", plain.domain_name)
  out("ArnById", cloudfront.VpcOrigin.from_vpc_origin_id(stack, "ById", "v").vpc_origin_arn)
  local by_arn = cloudfront.VpcOrigin.from_vpc_origin_arn(stack, "ByArn", "arn:aws:cloudfront::1:vpcorigin/w")
  out("IdByArn", by_arn.vpc_origin_ref.vpc_origin_id)
  local both = cloudfront.VpcOrigin.from_vpc_origin_attributes(stack, "Both", {
    vpc_origin_id = "x", vpc_origin_arn = "arn:x", domain_name = "d.example.com",
  })
  out("DomainOfBoth", both.domain_name)
end

function cases.distributions(app)
  local stack = cdk.Stack(app, "S")
  local out = outputs(stack)
  local origin = origins.HttpOrigin "example.com"
  local plain = cloudfront.Distribution(stack, "Plain", { default_behavior = { origin = origin } })
  out("Id", plain.distribution_id)
  out("Arn", plain.distribution_arn)
  out("Domain", plain.domain_name)
  out("Name", plain.distribution_domain_name)
  out("Ref", plain.distribution_ref.distribution_id)
  local certificate = acm.Certificate.from_certificate_arn(stack, "Certificate", CERTIFICATE)
  cloudfront.Distribution(stack, "Full", {
    default_behavior = { origin = origin }, certificate = certificate,
    domain_names = { "a.example.com", "b.example.com" }, comment = "c", default_root_object = "index.html",
    enabled = false, enable_ipv6 = false, http_version = cloudfront.HttpVersion.HTTP3,
    price_class = cloudfront.PriceClass.PRICE_CLASS_100,
    minimum_protocol_version = cloudfront.SecurityPolicyProtocol.TLS_V1_2_2025,
    ssl_support_method = cloudfront.SSLMethod.VIP, geo_restriction = cloudfront.GeoRestriction.allowlist("DE", "GB"),
    enable_logging = true, log_file_prefix = "p", log_includes_cookies = true, publish_additional_metrics = true,
    web_acl_id = "arn:aws:wafv2:us-east-1:111122223333:global/webacl/w/1",
    error_responses = {
      {
        http_status = 404, response_http_status = 200, response_page_path = "/404.html", ttl = cdk.Duration.minutes(1),
      },
      { http_status = 403, response_page_path = "/403.html" }, { http_status = 500, ttl = cdk.Duration.seconds(0) },
      { http_status = 502, response_http_status = 503 },
    },
  })
  local bucket = s3.Bucket(stack, "Logs", { object_ownership = s3.ObjectOwnership.OBJECT_WRITER })
  local other = cloudfront.Distribution(stack, "Other", {
    default_behavior = { origin = origin }, certificate = certificate, comment = LONG .. LONG .. "12345678é",
    log_bucket = bucket, web_acl_id = cdk.Fn.import_value "acl",
    geo_restriction = cloudfront.GeoRestriction.denylist "FR", error_responses = {}, domain_names = { "c.example.com" },
  })
  cloudfront.Distribution(stack, "Cut", {
    default_behavior = { origin = origin }, comment = LONG .. LONG .. "12345678éé",
  })
  cloudfront.Distribution(other, LONG, { default_behavior = { origin = origins.HttpOrigin "example.org" } })
  local attached = cloudfront.Distribution(stack, "Attached", { default_behavior = { origin = origin } })
  attached:attach_web_acl_id "acl"
  local imported = cloudfront.Distribution.from_distribution_attributes(stack, "Imported", {
    distribution_id = "E1", domain_name = "d1.cloudfront.net",
  })
  out("ImportedArn", imported.distribution_arn)
  out("ImportedRef", imported.distribution_ref.distribution_id)
  out("ImportedName", imported.distribution_domain_name)
end

function cases.behaviors(app)
  local stack = cdk.Stack(app, "S", { env = HOME })
  local origin = origins.HttpOrigin "example.com"
  local second = origins.HttpOrigin "second.example.com"
  local fn = lambda.Function(stack, "Fn", {
    code = lambda.Code.from_inline "c", handler = "index.handler", runtime = lambda.Runtime.NODEJS_22_X,
  })
  local edge = cloudfront.Function(stack, "Edge", { code = cloudfront.FunctionCode.from_inline "c" })
  local keys = cloudfront.KeyGroup.from_key_group_id(stack, "Keys", "G1")
  local full = {
    allowed_methods = cloudfront.AllowedMethods.ALLOW_ALL,
    cached_methods = cloudfront.CachedMethods.CACHE_GET_HEAD_OPTIONS, compress = false,
    cache_policy = cloudfront.CachePolicy.CACHING_DISABLED,
    origin_request_policy = cloudfront.OriginRequestPolicy.ALL_VIEWER,
    response_headers_policy = cloudfront.ResponseHeadersPolicy.SECURITY_HEADERS, smooth_streaming = true,
    trusted_key_groups = { keys },
    realtime_log_config = cloudfront.RealtimeLogConfig(stack, "Logs", {
      end_points = { cloudfront.Endpoint.from_kinesis_stream(kinesis.Stream(stack, "Stream")) },
      fields = { "timestamp" }, sampling_rate = 5,
    }),
    viewer_protocol_policy = cloudfront.ViewerProtocolPolicy.HTTPS_ONLY,
    function_associations = { { ["function"] = edge, event_type = cloudfront.FunctionEventType.VIEWER_REQUEST } },
    edge_lambdas = {
      {
        function_version = fn.current_version, event_type = cloudfront.LambdaEdgeEventType.ORIGIN_REQUEST,
        include_body = true,
      },
      {
        function_version = lambda.Version.from_version_arn(stack, "Version", VERSION),
        event_type = cloudfront.LambdaEdgeEventType.VIEWER_RESPONSE,
      },
    },
  }
  local all = cloudfront.Distribution(stack, "All", {
    default_behavior = merged({ origin = origin }, full),
    additional_behaviors = {
      ["/a/*"] = { origin = second, enable_grpc = true, allowed_methods = cloudfront.AllowedMethods.ALLOW_ALL },
      ["/b/*"] = merged({ origin = origin, compress = true }, full), ["/c"] = { origin = second, enable_grpc = false },
    },
  })
  all:add_behavior("/d", second)
  all:add_behavior("/e", origins.HttpOrigin "third.example.com", {
    viewer_protocol_policy = cloudfront.ViewerProtocolPolicy.ALLOW_ALL,
    cache_policy = cloudfront.CachePolicy(stack, "Policy"),
    origin_request_policy = cloudfront.OriginRequestPolicy(stack, "Forwarded"),
    response_headers_policy = cloudfront.ResponseHeadersPolicy(stack, "Headers"),
  })
end

function cases.grants_and_metrics(app)
  local stack = cdk.Stack(app, "S")
  local behavior = {
    default_behavior = { origin = origins.HttpOrigin "example.com" }, publish_additional_metrics = true,
  }
  local distribution = cloudfront.Distribution(stack, "Distribution", behavior)
  local web = cloudfront.CloudFrontWebDistribution(stack, "Web", {
    origin_configs = {
      { custom_origin_source = { domain_name = "example.com" }, behaviors = { { is_default_behavior = true } } },
    },
  })
  local attributes = { distribution_id = "E1", domain_name = "d1.cloudfront.net" }
  local imported = cloudfront.Distribution.from_distribution_attributes(stack, "Imported", attributes)
  local web_imported =
    cloudfront.CloudFrontWebDistribution.from_distribution_attributes(stack, "WebImported", attributes)
  local user = iam.User(stack, "User")
  for _, one in ipairs { distribution, web, imported, web_imported } do
    one:grant(user, "cloudfront:GetInvalidation", "cloudfront:ListKeyGroups", "cloudfront:Get*")
    one:grant_create_invalidation(user)
  end
  distribution:grant(user, "cloudfront:ListDistributions")
  distribution.grants:create_invalidation(iam.Role(stack, "Role", { assumed_by = iam.AccountRootPrincipal() }))
  cloudfront.DistributionGrants.from_distribution(imported):actions(user, { "cloudfront:GetDistribution" })
  local left = {}
  for i, method in ipairs {
    "metric_requests", "metric_bytes_uploaded",
    "metric_bytes_downloaded", "metric_total_error_rate",
    "metric4xx_error_rate", "metric5xx_error_rate",
    "metric_origin_latency", "metric_cache_hit_rate",
    "metric401_error_rate", "metric403_error_rate",
    "metric404_error_rate", "metric502_error_rate",
    "metric503_error_rate", "metric504_error_rate",
  } do
    left[#left + 1] = distribution[method](distribution, { label = "m" .. i })
  end
  local right = {
    distribution:metric("Own", { statistic = "Maximum" }), distribution:metric_requests(),
    distribution:metric_origin_latency(),
  }
  cloudwatch.Dashboard(stack, "Dashboard", { widgets = { { cloudwatch.GraphWidget { left = left, right = right } } } })
end

function cases.web_distributions(app)
  local stack = cdk.Stack(app, "S")
  local out = outputs(stack)
  local bucket = s3.Bucket(stack, "Bucket")
  local identity = cloudfront.OriginAccessIdentity(stack, "Identity")
  local certificate = acm.Certificate.from_certificate_arn(stack, "Certificate", CERTIFICATE)
  local plain = cloudfront.CloudFrontWebDistribution(stack, "Plain", {
    origin_configs = {
      { s3_origin_source = { s3_bucket_source = bucket }, behaviors = { { is_default_behavior = true } } },
    },
  })
  out("Id", plain.distribution_id)
  out("Arn", plain.distribution_arn)
  out("Domain", plain.distribution_domain_name)
  out("Ref", plain.distribution_ref.distribution_id)
  local fn = lambda.Function(stack, "Fn", {
    code = lambda.Code.from_inline "c", handler = "index.handler", runtime = lambda.Runtime.NODEJS_22_X,
  })
  local full = cloudfront.CloudFrontWebDistribution(stack, "Full", {
    comment = LONG .. LONG .. "123456789", default_root_object = "a.html", enabled = false, enable_ip_v6 = false,
    http_version = cloudfront.HttpVersion.HTTP1_1, price_class = cloudfront.PriceClass.PRICE_CLASS_200,
    viewer_protocol_policy = cloudfront.ViewerProtocolPolicy.ALLOW_ALL, web_acl_id = "acl",
    error_configurations = {
      { error_code = 404, response_code = 200, response_page_path = "/", error_caching_min_ttl = 1 },
    },
    geo_restriction = cloudfront.GeoRestriction.allowlist "DE",
    logging_config = { prefix = "p", include_cookies = true },
    viewer_certificate = cloudfront.ViewerCertificate.from_acm_certificate(certificate, {
      aliases = { "a.example.com" }, security_policy = cloudfront.SecurityPolicyProtocol.TLS_V1_2_2021,
      ssl_method = cloudfront.SSLMethod.STATIC_IP,
    }),
    origin_configs = {
      {
        s3_origin_source = {
          s3_bucket_source = bucket, origin_access_identity = identity, origin_path = "/p",
          origin_headers = { ["X-A"] = "1", ["X-B"] = "2" }, origin_shield_region = "eu-west-1",
        },
        connection_attempts = 2, connection_timeout = cdk.Duration.seconds(5),
        failover_custom_origin_source = { domain_name = "failover.example.com" },
        behaviors = {
          {
            is_default_behavior = true, allowed_methods = cloudfront.CloudFrontAllowedMethods.ALL, compress = false,
            cached_methods = cloudfront.CloudFrontAllowedCachedMethods.GET_HEAD_OPTIONS,
            default_ttl = cdk.Duration.days(1), max_ttl = cdk.Duration.days(2), min_ttl = cdk.Duration.seconds(0),
            forwarded_values = { query_string = true, headers = { "X-A" } }, trusted_signers = { "self" },
            trusted_key_groups = { cloudfront.KeyGroup.from_key_group_id(stack, "Keys", "G1") },
            lambda_function_associations = {
              {
                lambda_function = fn.current_version, event_type = cloudfront.LambdaEdgeEventType.VIEWER_REQUEST,
                include_body = true,
              },
            },
            function_associations = {
              {
                ["function"] = cloudfront.Function.from_function_attributes(stack, "Edge", {
                  function_name = "f", function_arn = "arn:f",
                }),
                event_type = cloudfront.FunctionEventType.VIEWER_RESPONSE,
              },
            },
          },
          { path_pattern = "/a", viewer_protocol_policy = cloudfront.ViewerProtocolPolicy.HTTPS_ONLY },
        },
      },
      {
        custom_origin_source = {
          domain_name = "example.com", http_port = 8080, https_port = 8443,
          origin_keepalive_timeout = cdk.Duration.seconds(9), origin_read_timeout = cdk.Duration.seconds(8),
          origin_protocol_policy = cloudfront.OriginProtocolPolicy.MATCH_VIEWER, origin_path = "/q",
          allowed_origin_ssl_versions = { cloudfront.OriginSslPolicy.SSL_V3 }, origin_headers = {},
        },
        origin_shield_region = "us-east-1", failover_s3_origin_source = { s3_bucket_source = bucket },
        failover_criteria_status_codes = { cloudfront.FailoverStatusCode.FORBIDDEN },
        behaviors = { { path_pattern = "/b" } },
      },
    },
  })
  out("Logs", full.logging_bucket.bucket_name)
  local function simple(id, props)
    return cloudfront.CloudFrontWebDistribution(stack, id, merged({
      origin_configs = {
        { custom_origin_source = { domain_name = "example.com" }, behaviors = { { is_default_behavior = true } } },
      },
    }, props))
  end
  simple("Iam", {
    viewer_certificate = cloudfront.ViewerCertificate.from_iam_certificate("i", {
      ssl_method = cloudfront.SSLMethod.VIP,
    }),
  })
  simple("Own", {
    viewer_certificate = cloudfront.ViewerCertificate.from_cloud_front_default_certificate "b.example.com",
  })
  simple("Logged", { logging_config = { bucket = bucket } })
end

function cases.flags(app)
  for _, flag in ipairs(FLAGS) do
    app.node:set_context(flag, true)
  end
  local stack = cdk.Stack(app, "S")
  local origin = origins.HttpOrigin "example.com"
  local distribution = cloudfront.Distribution(stack, "Distribution", {
    default_behavior = { origin = origin }, domain_names = { "example.com" },
    certificate = acm.Certificate.from_certificate_arn(stack, "Certificate", CERTIFICATE),
  })
  distribution:add_behavior("/a", origin)
  cloudfront.Function(stack, "Function", { code = cloudfront.FunctionCode.from_inline "c" })
end

function cases.edge_functions(app)
  local props = { code = lambda.Code.from_inline "c", handler = "index.handler", runtime = lambda.Runtime.NODEJS_22_X }
  local home = cdk.Stack(app, "Home", { env = HOME })
  local away = cdk.Stack(app, "Away", { env = ENV, tags = { stage = "test" } })
  local far = cdk.Stack(app, "Far", { env = { region = "ap-south-1" } })
  for _, stack in ipairs { home, away, far } do
    local out = outputs(stack)
    local fn = cloudfront.experimental.EdgeFunction(stack, "Fn", props)
    local named = cloudfront.experimental.EdgeFunction(stack, "Named+1", merged({
      function_name = "n-" .. stack.node.id, stack_id = "Edge" .. stack.node.id,
    }, props))
    cloudfront.Distribution(stack, "Distribution", {
      default_behavior = {
        origin = origins.HttpOrigin "example.com",
        edge_lambdas = {
          { function_version = fn, event_type = cloudfront.LambdaEdgeEventType.ORIGIN_REQUEST },
          { function_version = named.current_version, event_type = cloudfront.LambdaEdgeEventType.VIEWER_REQUEST },
        },
      },
    })
    fn:add_to_role_policy(iam.PolicyStatement { actions = { "s3:GetObject" }, resources = { "*" } })
    fn:add_alias("live", { description = "d" })
    fn:add_permission("Permission", { principal = iam.ServicePrincipal "s.amazonaws.com" })
    fn:configure_async_invoke { retry_attempts = 1 }
    fn:add_function_url()
    fn:add_event_source_mapping("Mapping", { event_source_arn = "arn:aws:sqs:us-east-1:111122223333:q" })
    out("Arn", fn.edge_arn)
    out("Version", fn.version)
    out("FunctionRef", fn.function_ref.function_arn)
    out("VersionRef", fn.version_ref.function_arn)
    out("Bound", tostring(fn.is_bound_to_vpc))
    out("Architecture", fn.architecture.name)
  end
  local fn = cloudfront.experimental.EdgeFunction(home, "Granted", props)
  local user = iam.User(home, "User")
  fn:grant_invoke(user)
  fn:grant_invoke_url(user)
  fn:grant_invoke_composite_principal(iam.CompositePrincipal(iam.AccountPrincipal "1", iam.AccountPrincipal "2"))
  local left = {
    fn:metric "M", fn:metric_duration(), fn:metric_errors { label = "l" }, fn:metric_invocations(),
    fn:metric_throttles(),
  }
  cloudwatch.Dashboard(home, "Dashboard", { widgets = { { cloudwatch.GraphWidget { left = left } } } })
end

describe("aws_cloudfront", function()
  golden.check("aws_cloudfront", cases)

  local function new_stack(env) return cdk.Stack(cdk.App(), "S", { env = env or ENV }) end

  local function refuses_class(class, text, props)
    refuses(text, function() cloudfront[class](new_stack(), "C", props) end)
  end

  local origin = origins.HttpOrigin "example.com"

  local function refuses_distribution(text, props)
    refuses_class("Distribution", text, merged(props, { default_behavior = { origin = origin } }))
  end

  it("refuses names and comments of policies that CloudFront does not take", function()
    refuses_class("CachePolicy", "cache_policy_name can contain only letters, digits, '-' and '_', got 'a b'",
      { cache_policy_name = "a b" })
    refuses_class("CachePolicy", "cache_policy_name can have at most 128 characters, got 129",
      { cache_policy_name = ("x"):rep(129) })
    refuses_class("CachePolicy", "comment can have at most 128 characters, got 130", { comment = ("x"):rep(130) })
    refuses_class("OriginRequestPolicy", "origin_request_policy_name can contain only",
      { origin_request_policy_name = "é" })
  end)

  it("needs names in lists of cookies, headers and query strings", function()
    for class, methods in pairs {
      CacheCookieBehavior = { "allow_list", "deny_list" },
      CacheHeaderBehavior = { "allow_list" },
      CacheQueryStringBehavior = { "allow_list", "deny_list" },
      OriginRequestCookieBehavior = { "allow_list", "deny_list" },
      OriginRequestHeaderBehavior = { "allow_list", "deny_list" },
      OriginRequestQueryStringBehavior = { "allow_list", "deny_list" },
    } do
      for _, method in ipairs(methods) do
        refuses(class .. "." .. method .. " needs at least one name", function() cloudfront[class][method]() end)
      end
    end
  end)

  it("refuses headers that an origin request policy cannot forward", function()
    local Header = cloudfront.OriginRequestHeaderBehavior
    refuses("must start with CloudFront-, got 'X-A'", function() Header.all("CloudFront-B", "X-A") end)
    refuses("the header 'Accept-Encoding' cannot be in an origin request policy", function()
      Header.allow_list "Accept-Encoding"
    end)
  end)

  it("tells that managed policies are in no stack", function()
    refuses("67f7725c-6f97-4210-82d7-5512b31e9d03 is a policy of CloudFront's own: it is in no stack",
      function() return cloudfront.ResponseHeadersPolicy.SECURITY_HEADERS.node end)
  end)

  it("refuses headers that CloudFront cannot send", function()
    local function cors(text, methods, headers)
      refuses_class("ResponseHeadersPolicy", text, {
        cors_behavior = {
          access_control_allow_credentials = true, access_control_allow_headers = headers,
          access_control_allow_methods = methods, access_control_allow_origins = { "*" }, origin_override = true,
        },
      })
    end
    cors("access_control_allow_methods can have GET, DELETE,", { "get" }, { "a" })
    cors("ALL in access_control_allow_methods cannot be combined", { "GET", "ALL" }, { "a" })
    cors("access_control_allow_headers cannot have '*' with access_control_allow_credentials, got 'X-*'", { "GET" },
      { "a", "X-*" })
    refuses_class("ResponseHeadersPolicy", "remove_headers cannot have the read-only header 'Via'",
      { remove_headers = { "Via" } })
    refuses_class("ResponseHeadersPolicy", "server_timing_sampling_rate must be between 0 and 100, got 101",
      { server_timing_sampling_rate = 101 })
    refuses_class("ResponseHeadersPolicy", "server_timing_sampling_rate can have at most 4 decimals, got 1.23456",
      { server_timing_sampling_rate = 1.23456 })
  end)

  it("refuses locations that are no country codes", function()
    refuses("GeoRestriction.allowlist needs at least one location", function()
      cloudfront.GeoRestriction.allowlist()
    end)
    refuses("two capital letters (ISO 3166-1 alpha-2), got 'us'", function()
      cloudfront.GeoRestriction.denylist("DE", "us")
    end)
  end)

  it("refuses keys without their frame", function()
    refuses_class("PublicKey", "encoded_key must be a key in PEM format", { encoded_key = "MIIB" })
  end)

  it("refuses functions whose runtime cannot read a key value store, and code that is not there", function()
    refuses_class("Function", "a function with key_value_store needs a newer runtime than cloudfront-js-1.0", {
      code = cloudfront.FunctionCode.from_inline "c", runtime = cloudfront.FunctionRuntime.JS_1_0,
      key_value_store = cloudfront.KeyValueStore.from_key_value_store_arn(new_stack(), "K",
        "arn:aws:cloudfront::1:key-value-store/k"),
    })
    refuses_class("Function", "cannot read the code of the function: ", {
      code = cloudfront.FunctionCode.from_file { file_path = "/not/there.js" },
    })
  end)

  it("refuses ARNs without the id of a key value store, and does not know the status of an imported one", function()
    local import = cloudfront.KeyValueStore.from_key_value_store_arn
    refuses("the ARN of a key value store is arn:aws:cloudfront::ACCOUNT:key-value-store/ID, got 'arn:aws:a:b:c:d'",
      function() import(new_stack(), "K", "arn:aws:a:b:c:d") end)
    refuses("the status of an imported key value store is not known", function()
      return import(new_stack(), "K", "arn:aws:cloudfront::1:key-value-store/k").key_value_store_status
    end)
  end)

  it("writes no file of data that is known only at deployment", function()
    refuses("the data of an import source becomes a file: it must be known at synthesis", function()
      cloudfront.ImportSource.from_inline(cdk.Fn.import_value "data")
    end)
  end)

  it("makes an import source an asset of one stack", function()
    local app = cdk.App()
    for _, source in ipairs {
      cloudfront.ImportSource.from_inline "{}", cloudfront.ImportSource.from_asset "spec/fixtures/appsync/resolver.js",
    } do
      local id = tostring(source)
      cloudfront.KeyValueStore(cdk.Stack(app, "A" .. #app.node.children), id, { source = source })
      refuses("make an ImportSource for each stack", function()
        cloudfront.KeyValueStore(cdk.Stack(app, "B" .. #app.node.children), id, { source = source })
      end)
    end
  end)

  it("refuses sampling rates of real-time logs that CloudFront does not take", function()
    refuses_class("RealtimeLogConfig", "sampling_rate must be between 1 and 100, got 0",
      { end_points = {}, fields = {}, sampling_rate = 0 })
    refuses_class("RealtimeLogConfig", "sampling_rate must be known at synthesis",
      { end_points = {}, fields = {}, sampling_rate = cdk.Token.as_number(cdk.Fn.import_value "r") })
  end)

  it("refuses ports of VPC origins that CloudFront does not take, and imports without an id", function()
    local instance = ec2.Instance
    local stack = new_stack()
    local endpoint = cloudfront.VpcOriginEndpoint.ec2_instance(instance(stack, "I", {
      vpc = ec2.Vpc(stack, "V"), instance_type = ec2.InstanceType "t3.micro",
      machine_image = ec2.MachineImage.latest_amazon_linux2023(),
    }))
    refuses_class("VpcOrigin", "http_port must be 80, 443 or between 1024 and 65535, got 81",
      { endpoint = endpoint, http_port = 81 })
    refuses_class("VpcOrigin", "https_port must be", { endpoint = endpoint, https_port = 65536 })
    refuses("a VPC origin is imported by vpc_origin_id or vpc_origin_arn, got neither", function()
      cloudfront.VpcOrigin.from_vpc_origin_attributes(new_stack(), "O", {})
    end)
    refuses("the ARN of a VPC origin is arn:aws:cloudfront::ACCOUNT:vpcorigin/ID, got 'arn:aws:a:b:c:d'", function()
      cloudfront.VpcOrigin.from_vpc_origin_arn(new_stack(), "O", "arn:aws:a:b:c:d")
    end)
  end)

  it("looks for certificates and web ACLs in us-east-1", function()
    refuses_distribution("the certificate of a distribution must be in us-east-1, got one in 'eu-west-1'", {
      certificate = acm.Certificate(new_stack(), "C", { domain_name = "a.b" }).certificate_arn
        and acm.Certificate.from_certificate_arn(new_stack(), "C", "arn:aws:acm:eu-west-1:1:certificate/c"),
    })
    refuses_distribution("the web ACL of a distribution must be in us-east-1, got one in 'eu-west-1'",
      { web_acl_id = "arn:aws:wafv2:eu-west-1:1:global/webacl/w/1" })
    local made = cloudfront.Distribution(new_stack(), "D", { default_behavior = { origin = origin } })
    refuses("must be in us-east-1", function() made:attach_web_acl_id "arn:aws:wafv2:eu-west-1:1:global/webacl/w/1" end)
    made:attach_web_acl_id "acl"
    refuses("the distribution has a web ACL already", function() made:attach_web_acl_id "acl" end)
  end)

  it("refuses responses to errors, and logs, that do nothing", function()
    refuses_distribution("error_responses[2] needs response_http_status, response_page_path or ttl",
      { error_responses = { { http_status = 404, response_http_status = 200 }, { http_status = 500 } } })
    refuses_distribution("log_bucket cannot be given with enable_logging = false",
      { enable_logging = false, log_bucket = s3.Bucket.from_bucket_name(new_stack(), "B", "bucket") })
  end)

  it("refuses behaviors that cannot be together", function()
    local all = cloudfront.AllowedMethods.ALLOW_ALL
    local fn = lambda.Version.from_version_arn(new_stack(), "V", VERSION)
    local function behavior(text, options, props)
      refuses_class("Distribution", text,
        merged({ default_behavior = merged({ origin = origin }, options) }, props or {}))
    end
    behavior("enable_grpc needs the http_version HTTP2 or HTTP2_AND_3, got 'http3'",
      { enable_grpc = true, allowed_methods = all }, { http_version = cloudfront.HttpVersion.HTTP3 })
    behavior("enable_grpc needs allowed_methods = cloudfront.AllowedMethods.ALLOW_ALL", { enable_grpc = true })
    behavior("edge_lambdas cannot be given with enable_grpc", {
      enable_grpc = true, allowed_methods = all,
      edge_lambdas = { { function_version = fn, event_type = cloudfront.LambdaEdgeEventType.ORIGIN_REQUEST } },
    })
    behavior("include_body belongs to the events ORIGIN_REQUEST and VIEWER_REQUEST, got 'origin-response'", {
      edge_lambdas = {
        { function_version = fn, event_type = cloudfront.LambdaEdgeEventType.ORIGIN_RESPONSE, include_body = true },
      },
    })
    refuses_distribution("the path pattern '*' is that of the default behavior",
      { additional_behaviors = { ["*"] = { origin = origin } } })
  end)

  it("lets a behavior take its paths before one that takes more", function()
    local function patterns(behaviors)
      local stack = new_stack()
      cloudfront.Distribution(stack, "D",
        { default_behavior = { origin = origin }, additional_behaviors = behaviors })
      local resource = assertions.Template.from_stack(stack):find_resources "AWS::CloudFront::Distribution"
      local list = {}
      for _, behavior in ipairs(select(2, next(resource)).Properties.DistributionConfig.CacheBehaviors) do
        list[#list + 1] = behavior.PathPattern
      end
      return list
    end
    local one = { origin = origin }
    assert.same({ "*.jpg", "/api/users/?d", "/api/users/*", "/api/*", "/static/*" }, patterns {
      ["/api/*"] = one, ["/api/users/*"] = one, ["/static/*"] = one, ["*.jpg"] = one, ["/api/users/?d"] = one,
    })
    assert.same({ "/images/*.jpg", "*.jpg" }, patterns { ["*.jpg"] = one, ["/images/*.jpg"] = one })
    assert.same({ "*.jpg", "/images/*.jpg" },
      patterns(engine.ordered("*.jpg", one, "/images/*.jpg", one)), "in its own order, where it has one")
  end)

  it("has the additional metrics of distributions that publish them", function()
    local made = cloudfront.Distribution(new_stack(), "D", { default_behavior = { origin = origin } })
    for _, name in ipairs {
      "metric_origin_latency", "metric_cache_hit_rate", "metric401_error_rate", "metric403_error_rate",
      "metric404_error_rate", "metric502_error_rate", "metric503_error_rate", "metric504_error_rate",
    } do
      refuses(name .. " needs publish_additional_metrics = true", function() made[name](made) end)
    end
  end)

  it("refuses origins of the older distributions that are none", function()
    local bucket = { s3_bucket_source = s3.Bucket.from_bucket_name(new_stack(), "B", "bucket") }
    local custom = { domain_name = "example.com" }
    local function refuses_origin(text, config, props)
      refuses_class("CloudFrontWebDistribution", text, merged(props or {}, {
        origin_configs = { merged(config, { behaviors = { { is_default_behavior = true } } }) },
      }))
    end
    refuses_origin("an origin needs s3_origin_source or custom_origin_source", {})
    refuses_origin("s3_origin_source and custom_origin_source are mutually exclusive",
      { s3_origin_source = bucket, custom_origin_source = custom })
    refuses_origin("origin_shield_region cannot be given twice", {
      origin_shield_region = "eu-west-1",
      custom_origin_source = { domain_name = "a.b", origin_shield_region = "eu-west-1" },
    })
    refuses_origin("connection_attempts must be a whole number between 1 and 3, got 4",
      { custom_origin_source = custom, connection_attempts = 4 })
    refuses_origin("connection_timeout must be a whole number between 1 and 10, got 11",
      { custom_origin_source = custom, connection_timeout = cdk.Duration.seconds(11) })
    refuses_origin("exactly one behavior of all origins must have is_default_behavior, got 0",
      { custom_origin_source = custom, behaviors = { { path_pattern = "/a" } } })
    refuses_origin("a behavior that is not the default needs a path_pattern",
      { custom_origin_source = custom, behaviors = { { is_default_behavior = true }, {} } })
    refuses_origin("include_body belongs to the events", {
      custom_origin_source = custom,
      behaviors = {
        {
          is_default_behavior = true,
          lambda_function_associations = {
            {
              lambda_function = lambda.Version.from_version_arn(new_stack(), "V", VERSION),
              event_type = cloudfront.LambdaEdgeEventType.VIEWER_RESPONSE, include_body = true,
            },
          },
        },
      },
    })
    refuses_origin("the ssl_method vip takes the security_policy SSLv3, TLSv1, got TLSv1.2_2021",
      { custom_origin_source = custom }, {
        viewer_certificate = cloudfront.ViewerCertificate.from_iam_certificate("i", {
          ssl_method = cloudfront.SSLMethod.VIP, security_policy = cloudfront.SecurityPolicyProtocol.TLS_V1_2_2021,
        }),
      })
  end)

  describe("an edge function", function()
    local EdgeFunction = cloudfront.experimental.EdgeFunction
    local props = {
      code = lambda.Code.from_inline "c", handler = "index.handler", runtime = lambda.Runtime.NODEJS_22_X,
    }

    it("needs a region", function()
      refuses("a stack with an EdgeFunction needs a region", function()
        EdgeFunction(cdk.Stack(cdk.App(), "S"), "F", props)
      end)
    end)

    it("needs an app", function()
      refuses("a stack with an EdgeFunction must be in an App or Stage", function()
        EdgeFunction(cdk.Stack(constructs.RootConstruct(), "S", { env = ENV }), "F", props)
      end)
    end)

    it("has neither connections nor a latest version", function()
      local fn = EdgeFunction(new_stack(HOME), "F", props)
      refuses("functions of Lambda@Edge have no connections", function() return fn.connections end)
      refuses("Lambda@Edge runs published versions, not $LATEST", function() return fn.latest_version end)
    end)

    it("refuses environment variables at synthesis", function()
      local stack = new_stack()
      EdgeFunction(stack, "F", merged({ environment = { K = "v" } }, props))
      refuses("Lambda@Edge allows no environment variables, and the function has [K]", function()
        stack.node.root:synth()
      end)
    end)
  end)
end)
