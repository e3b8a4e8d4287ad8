-- REST APIs and what belongs to them. The cases are twins of tools/golden/aws_apigateway.js.
local acm = require "aws_cdk.aws_certificatemanager"
local api = require "aws_cdk.aws_apigateway"
local cdk = require "aws_cdk"
local cloudwatch = require "aws_cdk.aws_cloudwatch"
local cognito = require "aws_cdk.aws_cognito"
local ec2 = require "aws_cdk.aws_ec2"
local engine = require "luacdk.engine"
local elb = require "aws_cdk.aws_elasticloadbalancingv2"
local firehose = require "aws_cdk.aws_kinesisfirehose"
local golden = require "spec.support.golden"
local iam = require "aws_cdk.aws_iam"
local lambda = require "aws_cdk.aws_lambda"
local logs = require "aws_cdk.aws_logs"
local route53 = require "aws_cdk.aws_route53"
local route53_targets = require "aws_cdk.aws_route53_targets"
local s3 = require "aws_cdk.aws_s3"
local sfn = require "aws_cdk.aws_stepfunctions"
local refuses = require "spec.support.refuses"

local ENV = { account = "111122223333", region = "eu-west-1" }
local FLAGS = {
  "disableCloudWatchRole", "requestValidatorUniqueId", "usagePlanKeyOrderInsensitiveId",
  "authorizerChangeDeploymentLogicalId", "logGroupDestinationArnWithoutWildcard",
}

local function stack_of(app, flags)
  local stack = cdk.Stack(app, "S", { env = ENV })
  for _, name in ipairs(flags and FLAGS or {}) do stack.node:set_context("@aws-cdk/aws-apigateway:" .. name, true) end
  return stack
end

local function function_of(scope, id, more)
  local props = { code = lambda.Code.from_inline "x", handler = "index.handler", runtime = lambda.Runtime.PYTHON_3_13 }
  for name, value in pairs(more or {}) do props[name] = value end
  return lambda.Function(scope, id, props)
end

local function service() return iam.ServicePrincipal "apigateway.amazonaws.com" end

local cases = {}

-- ---- resources and integrations -------------------------------------------------------------------------------------

function cases.resources(app)
  local stack = cdk.Stack(app, "S")
  local rest = api.RestApi(stack, "Api", {
    default_cors_preflight_options = { allow_origins = api.Cors.ALL_ORIGINS, allow_methods = api.Cors.ALL_METHODS },
    default_method_options = { api_key_required = true, operation_name = "All" },
    default_integration = api.HttpIntegration "https://example.com",
  })
  rest.root:add_method "any"
  local books = rest.root:add_resource "books"
  books:add_method "GET"
  local book = books:add_resource("{book_id}", { default_method_options = { operation_name = "Book" } })
  book:add_method "GET"
  book:add_proxy()
  rest.root:resource_for_path("/books/x/y"):add_method("DELETE", api.MockIntegration())
  rest.root:resource_for_path("books/"):add_method "POST"
  cdk.CfnOutput(stack, "Same", { value = books:get_resource("x"):get_resource("y").resource_id })
  cdk.CfnOutput(stack, "Path", { value = book.path })

  local cors = api.RestApi(stack, "Cors", { cloud_watch_role = false })
  cors.root:add_cors_preflight {
    allow_origins = { "https://a.com", "https://b.com", "https://c.com" }, allow_headers = { "X-One", "X-Two" },
    allow_methods = { "GET", "PUT" }, allow_credentials = true, max_age = cdk.Duration.minutes(60),
    expose_headers = { "X-Out" }, status_code = 200,
  }
  cors.root:add_resource("any", {
    default_cors_preflight_options = {
      allow_origins = { "https://a.com" }, allow_methods = { "ANY" }, disable_cache = true,
    },
  }):add_resource "below"
  local text = cdk.Fn.import_value "text"
  cors.root:add_resource("later"):add_cors_preflight {
    allow_origins = { text, "https://" .. text }, allow_headers = { text, "X" }, allow_methods = { text },
    expose_headers = { "X", text }, status_code = cdk.Token.as_number(cdk.Fn.import_value "status"),
  }
  api.RestApi(stack, "NoEndpoints", {
    endpoint_configuration = { types = {}, vpc_endpoints = {} },
  }).root:add_method "GET"

  local proxy = api.RestApi(stack, "Proxy", { cloud_watch_role = false })
  local all = proxy.root:add_proxy { any_method = false, default_integration = api.MockIntegration() }
  all:add_method "GET"
  proxy.root:add_method "PUT"
  all:add_method "PUT"
  local known =
    api.Resource.from_resource_attributes(stack, "Known", { path = "/p", resource_id = "r", rest_api = proxy })
  cdk.CfnOutput(stack, "KnownMethod", { value = known:add_method("POST").method_id })
end

function cases.integrations(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local rest = api.RestApi(stack, "Api", { cloud_watch_role = false })
  local role = iam.Role(stack, "Role", { assumed_by = service() })
  local n = -1
  local function add(integration)
    n = n + 1
    return rest.root:add_resource("r" .. n):add_method("GET", integration)
  end
  add(api.MockIntegration {
    cache_key_parameters = { "method.request.path.a" }, cache_namespace = "n",
    content_handling = api.ContentHandling.CONVERT_TO_TEXT, credentials_passthrough = true,
    passthrough_behavior = api.PassthroughBehavior.NEVER, timeout = cdk.Duration.seconds(3),
    request_parameters = { ["integration.request.header.a"] = "'x'" },
    request_templates = { ["application/json"] = "{}" },
    integration_responses = {
      {
        status_code = "200", response_templates = { ["application/json"] = "{}" },
        response_parameters = { ["method.response.header.a"] = "'1'", ["method.response.header.b"] = "'2'" },
      },
      {
        selection_pattern = "4\\d\\d", status_code = "400", content_handling = api.ContentHandling.CONVERT_TO_BINARY,
      },
    },
  })
  add(api.HttpIntegration("https://example.com",
    { http_method = "POST", proxy = false, options = { credentials_role = role } }))
  add(api.HttpIntegration("https://example.com",
    { options = { response_transfer_mode = api.ResponseTransferMode.STREAM } }))
  add(api.AwsIntegration {
    service = "sqs", action = "SendMessage", action_parameters = { A = "b c&d", ["e f"] = "(g)'!*~ä" },
    options = { credentials_role = role },
  })
  add(api.AwsIntegration {
    service = "s3", subdomain = "b", path = "x/y", region = "us-east-1", proxy = true, integration_http_method = "GET",
  })
  add(api.Integration {
    type = api.IntegrationType.HTTP, integration_http_method = "ANY", uri = "http://x",
    options = { cache_key_parameters = {} },
  })

  local fn, named = function_of(stack, "Fn"), function_of(stack, "NamedFn", { function_name = "named" })
  add(api.LambdaIntegration(fn))
  add(api.LambdaIntegration(named, { proxy = false, allow_test_invoke = false }))
  add(api.LambdaIntegration(named:add_alias "live", { response_transfer_mode = api.ResponseTransferMode.STREAM }))
  add(api.LambdaIntegration(lambda.Function.from_function_name(stack, "Known", "known")))
  local shared = api.LambdaIntegration(fn, { scope_permission_to_method = false })
  add(shared)
  add(shared)
  add(api.LambdaIntegration(named, { scope_permission_to_method = false, allow_test_invoke = false }))

  local vpc = ec2.Vpc(stack, "Vpc", { max_azs = 1, nat_gateways = 0 })
  local function balancer(id)
    return elb.NetworkLoadBalancer(stack, id, { vpc = vpc, vpc_subnets = { subnet_type = ec2.SubnetType.PUBLIC } })
  end
  local one, two = balancer "One", balancer "Two"
  local link = api.VpcLink(stack, "Link", { targets = { one } })
  add(api.Integration {
    type = api.IntegrationType.HTTP_PROXY, integration_http_method = "ANY",
    options = { connection_type = api.ConnectionType.VPC_LINK, vpc_link = link },
  })
  local wide = api.VpcLink(stack, "Wide", { vpc_link_name = "wide", description = "d" })
  wide:add_targets(one, two)
  add(api.Integration {
    type = api.IntegrationType.HTTP_PROXY, integration_http_method = "GET", uri = "http://y",
    options = { vpc_link = wide },
  })
  local known = api.VpcLink.from_vpc_link_id(stack, "KnownLink", "l")
  add(api.HttpIntegration("http://z",
    { options = { vpc_link = known, connection_type = api.ConnectionType.VPC_LINK } }))
  cdk.CfnOutput(stack, "LinkId", { value = known.vpc_link_ref.vpc_link_id })

  local endpoint = {
    endpoint_name = "e",
    grant_invoke = function(_, grantee)
      return iam.Grant.add_to_principal {
        grantee = grantee, actions = { "sagemaker:InvokeEndpoint" }, resource_arns = { "*" },
      }
    end,
  }
  add(api.SagemakerIntegration(endpoint))
  add(api.SagemakerIntegration(endpoint,
    { credentials_role = role, request_templates = { ["application/json"] = "{}" } }))
end

-- ---- what requests and responses are like ---------------------------------------------------------------------------

local function models(app, flags)
  local Type = api.JsonSchemaType
  local stack = stack_of(app, flags)
  local rest = api.RestApi(stack, "Api")
  local plain = rest:add_model("Plain", {
    schema = {
      type = Type.OBJECT,
      properties = { age = { type = Type.INTEGER, minimum = 1 }, name = { type = Type.STRING } },
    },
  })
  local full = api.Model(stack, "Full", {
    rest_api = rest, model_name = "Full", description = "all of it", content_type = "text/plain",
    schema = {
      schema = api.JsonSchemaVersion.DRAFT7, id = "i", title = "t", description = "d",
      type = { Type.OBJECT, Type.NULL },
      default = { ref = "r", schema = { { ref = "s" } } },
      properties = {
        list = {
          type = Type.ARRAY, items = { { type = Type.STRING }, { ref = "#/definitions/one" } }, max_items = 3,
          unique_items = true,
        },
        ref = { ref = "#/definitions/one" },
        schema = { enum = { "a", 1, { ref = "x" } } },
      },
      required = {},
      additional_properties = { type = Type.BOOLEAN },
      all_of = { { type = Type.OBJECT }, { min_properties = 1 } },
      definitions = { one = { type = Type.STRING, format = "date", max_length = 8, pattern = "^a" } },
      dependencies = { list = { "ref" }, ref = { ["not"] = { type = Type.NULL } } },
      pattern_properties = { ["^x-"] = { type = Type.NUMBER, exclusive_minimum = true, multiple_of = 0.5 } },
    },
  })
  local named = api.Model.from_model_name(stack, "Named", "elsewhere")
  local validator = rest:add_request_validator("Validator", {
    request_validator_name = "v", validate_request_body = true, validate_request_parameters = false,
  })
  local items = rest.root:add_resource "items"
  items:add_method("POST", nil, {
    operation_name = "Put", request_models = { ["application/json"] = plain, ["text/plain"] = named },
    request_validator = validator,
    request_parameters = { ["method.request.header.a"] = true, ["method.request.querystring.b"] = false },
    method_responses = {
      {
        status_code = "200", response_models = { ["application/json"] = full, ["text/plain"] = api.Model.EMPTY_MODEL },
        response_parameters = { ["method.response.header.x"] = true },
      },
      { status_code = "400", response_models = { ["application/json"] = api.Model.ERROR_MODEL } },
    },
  }):add_method_response { status_code = "500" }
  items:add_method("PUT", nil, {
    request_validator = api.RequestValidator.from_request_validator_id(stack, "OtherValidator", "rv"),
  })
  items:add_method("PATCH", nil, { request_validator_options = { validate_request_parameters = true } })
  if flags then
    items:add_method("DELETE", nil, { request_validator_options = { request_validator_name = "second" } })
  end
  rest:add_gateway_response("Denied", {
    type = api.ResponseType.ACCESS_DENIED, status_code = "418", response_headers = { a = "'x'", b = "'y'" },
    templates = { ["application/json"] = "{}" },
  })
  api.GatewayResponse(stack, "Own", { rest_api = rest, type = api.ResponseType.of "quota_exceeded" })
  local known = api.GatewayResponse.from_gateway_response_id(stack, "Known", "gr")
  cdk.CfnOutput(stack, "KnownId", { value = known.gateway_response_ref.gateway_response_id })
  cdk.CfnOutput(stack, "ModelId", { value = full.model_id })
end

function cases.models(app) models(app, false) end
function cases.models_with_flags(app) models(app, true) end

-- ---- who may ask, and how much --------------------------------------------------------------------------------------

local function authorizers(app, flags)
  local stack = stack_of(app, flags)
  local rest = api.RestApi(stack, "Api")
  local fn, named = function_of(stack, "Fn"), function_of(stack, "NamedFn", { function_name = "named" })
  local far = lambda.Function.from_function_arn(stack, "Far", "arn:aws:lambda:us-east-1:111122223333:function:far")
  local token = api.TokenAuthorizer(stack, "Token", { handler = fn })
  local full = api.TokenAuthorizer(stack, "TokenFull", {
    handler = named, authorizer_name = "full", identity_source = api.IdentitySource.header "X-Token",
    validation_regex = "^a", results_cache_ttl = cdk.Duration.minutes(1),
    assume_role = iam.Role(stack, "Role", { assumed_by = service() }),
  })
  local Source = api.IdentitySource
  local request = api.RequestAuthorizer(stack, "Request", {
    handler = far, assume_role = iam.Role.from_role_arn(stack, "FarRole", "arn:aws:iam::111122223333:role/far"),
    identity_sources = { Source.query_string "q", Source.stage_variable "v", Source.context "c" },
  })
  local uncached = api.RequestAuthorizer(stack, "Uncached", {
    handler = fn, identity_sources = {}, results_cache_ttl = cdk.Duration.seconds(0),
  })
  local pools = {
    cognito.UserPool(stack, "Pool"),
    cognito.UserPool.from_user_pool_arn(stack, "FarPool",
      "arn:aws:cognito-idp:us-east-1:111122223333:userpool/us-east-1_p"),
  }
  local by_pools = api.CognitoUserPoolsAuthorizer(stack, "Cognito", { cognito_user_pools = pools })
  local by_pools_full = api.CognitoUserPoolsAuthorizer(stack, "CognitoFull", {
    cognito_user_pools = pools, authorizer_name = "pools", identity_source = "method.request.header.b",
    results_cache_ttl = cdk.Duration.hours(1),
  })
  local root = rest.root
  for i, authorizer in ipairs { token, full, request, uncached } do
    root:add_resource("r" .. i - 1):add_method("GET", nil, { authorizer = authorizer })
  end
  local users = root:add_resource("users", {
    default_method_options = {
      authorizer = by_pools, authorization_scopes = { "read" }, api_key_required = true, operation_name = "Op",
    },
  })
  users:add_method "GET"
  users:add_method("POST", nil, { authorizer = by_pools_full, authorization_type = api.AuthorizationType.COGNITO })
  users:add_method("PUT", nil, { authorization_type = api.AuthorizationType.NONE, api_key_required = false })
  local plain = root:add_resource "plain"
  plain:add_method("GET", nil, { authorization_type = api.AuthorizationType.IAM })
  plain:add_method("PUT", nil, {
    authorizer = { authorizer_id = "known", authorization_type = api.AuthorizationType.CUSTOM },
  })
  local user = iam.User(stack, "User")
  plain:add_method("DELETE", nil, { authorization_type = api.AuthorizationType.IAM }):grant_execute(user)
  cdk.CfnOutput(stack, "Arn", { value = token.authorizer_arn })
  cdk.CfnOutput(stack, "PoolArn", { value = by_pools.authorizer_arn })
end

function cases.authorizers(app) authorizers(app, false) end
function cases.authorizers_with_flags(app) authorizers(app, true) end

local function plans(app, flags)
  local stack = stack_of(app, flags)
  local rest = api.RestApi(stack, "Api", { api_key_source_type = api.ApiKeySourceType.HEADER })
  local get = rest.root:add_method("GET", nil, { api_key_required = true })
  local put = rest.root:add_resource("x"):add_method "PUT"
  local stage = rest.deployment_stage
  local key = rest:add_api_key "Key"
  local other = stage:add_api_key("Other", { api_key_name = "other", value = ("v"):rep(20) })
  local imported = api.ApiKey.from_api_key_id(stack, "Imported", "k")
  local full = api.ApiKey(stack, "Full", {
    customer_id = "c", description = "d", enabled = false, generate_distinct_id = true, stages = { stage },
  })
  local plan = rest:add_usage_plan("Plan", {
    name = "Easy", description = "d", quota = { limit = 1000, offset = 2, period = api.Period.MONTH },
    throttle = { burst_limit = 2, rate_limit = 10.5 },
    api_stages = {
      { stage = stage, throttle = { { method = get, throttle = { burst_limit = 1, rate_limit = 1 } } } },
    },
  })
  plan:add_api_key(key)
  plan:add_api_key(other)
  plan:add_api_key(imported, { override_logical_id = "ImportedPlanKey" })
  local empty = api.UsagePlan(stack, "Empty")
  empty:add_api_stage { api = rest, stage = stage, throttle = { { method = put, throttle = { rate_limit = 3 } } } }
  empty:add_api_stage { stage = stage }
  api.UsagePlan(stack, "Nothing", { quota = { limit = 0, period = api.Period.DAY } })
  api.UsagePlan.from_usage_plan_id(stack, "Known", "up"):add_api_key(full)
  local limited = api.RateLimitedApiKey(stack, "Limited", {
    api_key_name = "limited", customer_id = "c", stages = { stage }, api_stages = { { stage = stage } },
    quota = { limit = 5, period = api.Period.WEEK }, throttle = { burst_limit = 2 },
  })
  local unlimited = api.RateLimitedApiKey(stack, "Unlimited")
  local user, fn = iam.User(stack, "User"), function_of(stack, "Fn")
  key:grant_read(user)
  imported:grant_write(user)
  limited:grant_read_write(fn)
  unlimited.grants:read(fn)
  api.ApiKeyGrants.from_api_key(api.CfnApiKey(stack, "L1")):actions(user, { "apigateway:GET" })
  cdk.CfnOutput(stack, "Id", { value = limited.key_id })
  cdk.CfnOutput(stack, "Arn", { value = imported.key_arn })
end

function cases.plans(app) plans(app, false) end
function cases.plans_with_flags(app) plans(app, true) end

-- ---- stages and domains ---------------------------------------------------------------------------------------------

local function stages(app, flags)
  local stack = stack_of(app, flags)
  local Format, Level = api.AccessLogFormat, api.MethodLoggingLevel
  local group = logs.LogGroup(stack, "Logs")
  local rest = api.RestApi(stack, "Api", {
    rest_api_name = "named", description = "d", fail_on_warnings = true, binary_media_types = { "image/png" },
    retain_deployments = true, min_compression_size = cdk.Size.kibibytes(1), endpoint_export_name = "Url",
    parameters = { a = "b" }, disable_execute_api_endpoint = true, endpoint_types = { api.EndpointType.EDGE },
    cloud_watch_role = true, cloud_watch_role_removal_policy = cdk.RemovalPolicy.DESTROY,
    deploy_options = {
      stage_name = "beta", description = "the stage", access_log_destination = api.LogGroupLogDestination(group),
      access_log_format = Format.json_with_standard_fields(), cache_cluster_size = "1.6", cache_data_encrypted = true,
      cache_ttl = cdk.Duration.minutes(2), caching_enabled = true, client_certificate_id = "cc",
      data_trace_enabled = true, documentation_version = "1", logging_level = Level.INFO, metrics_enabled = true,
      throttling_burst_limit = 12, throttling_rate_limit = 23.5, tracing_enabled = true,
      variables = { one = "1", two = "2" },
      method_options = {
        ["/*/GET"] = { logging_level = Level.OFF }, ["//PUT"] = { metrics_enabled = false },
        ["/a/b/*"] = { caching_enabled = true }, ["/a/{b}/post"] = { throttling_rate_limit = 1 },
      },
    },
  })
  rest.root:add_method "GET"
  local own = api.RestApi(stack, "Own", { deploy = false, cloud_watch_role = false })
  local method = own.root:add_resource("a"):add_method "GET"
  local deployment =
    api.Deployment(stack, "Deployment", { api = own, description = "first", stage_name = "inner" })
  deployment:add_to_logical_id { some = "data", token = method.method_id }
  local stream = firehose.CfnDeliveryStream(stack, "Stream", {
    delivery_stream_name = "amazon-apigateway-x",
    s3_destination_configuration = { bucket_arn = "arn:aws:s3:::b", role_arn = "arn:aws:iam::111122223333:role/r" },
  })
  local stage = api.Stage(stack, "Stage", {
    deployment = deployment, stage_name = "dev", access_log_destination = api.FirehoseLogDestination(stream),
    cache_cluster_enabled = true,
    access_log_format =
      Format.custom(api.AccessLogField.context_request_id() .. " " .. api.AccessLogField.context_authorizer "x"),
  })
  own.deployment_stage = stage
  api.Stage(stack, "Plain", { deployment = deployment, access_log_destination = api.LogGroupLogDestination(group) })
  api.Stage(stack, "Some", {
    deployment = deployment, stage_name = "s",
    access_log_format = Format.json_with_standard_fields {
      caller = false, http_method = true, ip = false, protocol = false, request_time = true, resource_path = false,
      response_length = false, status = true, user = false,
    },
    access_log_destination = api.LogGroupLogDestination(logs.LogGroup.from_log_group_name(stack, "Known", "g")),
  })
  local imported = api.Stage.from_stage_attributes(stack, "Imported", { rest_api = own, stage_name = "there" })
  local function out(id, value) cdk.CfnOutput(stack, id, { value = value }) end
  out("Url", rest.url)
  out("Path", rest:url_for_path "/a/b")
  out("StageUrl", imported:url_for_path "/x")
  out("StageArn", stage.stage_arn)
  out("MethodArn", method.method_arn)
  out("TestArn", method.test_method_arn)
  out("Arn", rest:arn_for_execute_api("any", "/a", "s"))
  out("AllArn", own:arn_for_execute_api())
  imported:add_api_key "Key"
end

function cases.stages(app) stages(app, false) end
function cases.stages_with_flags(app) stages(app, true) end

function cases.domains(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local certificate = acm.CfnCertificate(stack, "Certificate", { domain_name = "example.com" })
  local rest = api.RestApi(stack, "Api", {
    cloud_watch_role = false,
    domain_name = {
      domain_name = "api.example.com", certificate = certificate, security_policy = api.SecurityPolicy.TLS_1_2,
    },
  })
  rest.root:add_method "GET"
  local deep = rest:add_domain_name("Deep", {
    domain_name = "deep.example.com", certificate = certificate, base_path = "a/b",
  })
  local edge = api.DomainName(stack, "Edge", {
    domain_name = "edge.example.com", certificate = certificate, endpoint_type = api.EndpointType.EDGE,
    security_policy = api.SecurityPolicy.TLS13_2025_EDGE, endpoint_access_mode = api.EndpointAccessMode.STRICT,
  })
  local mutual = api.DomainName(stack, "Mutual", {
    domain_name = "mutual.example.com", certificate = certificate, mapping = rest, base_path = "x",
    mtls = { bucket = s3.Bucket.from_bucket_name(stack, "Bucket", "bucket"), key = "k.pem", version = "1" },
  })
  local other = api.RestApi(stack, "Other", { cloud_watch_role = false })
  other.root:add_method "GET"
  mutual:add_base_path_mapping(other)
  mutual:add_base_path_mapping(other, { base_path = "y", attach_to_stage = false })
  mutual:add_base_path_mapping(rest, { base_path = "z", stage = other.deployment_stage })
  mutual:add_api_mapping(rest.deployment_stage, { base_path = "p/q" })
  edge:add_base_path_mapping(api.RestApi.from_rest_api_id(stack, "Far", "far"))
  local known = api.DomainName.from_domain_name_attributes(stack, "Known", {
    domain_name = "known.example.com", domain_name_alias_hosted_zone_id = "z",
    domain_name_alias_target = "t.example.com",
  })
  api.BasePathMapping(stack, "OfKnown", { domain_name = known, rest_api = rest, base_path = "$-_.+!*'()" })
  local zone = route53.HostedZone.from_hosted_zone_attributes(stack, "Zone",
    { hosted_zone_id = "z", zone_name = "example.com" })
  local function record(id, target)
    route53.ARecord(stack, id, { zone = zone, record_name = id, target = route53.RecordTarget.from_alias(target) })
  end
  record("api", route53_targets.ApiGateway(rest))
  record("edge", route53_targets.ApiGatewayDomain(edge))
  local function out(id, value) cdk.CfnOutput(stack, id, { value = value }) end
  for i, one in ipairs { rest.domain_name, deep, edge, known } do
    out("Name" .. i - 1, one.domain_name)
    out("Alias" .. i - 1, one.domain_name_alias_domain_name)
    out("Zone" .. i - 1, one.domain_name_alias_hosted_zone_id)
  end
  out("Arn", known.domain_name_ref.domain_name_arn)
end

-- ---- APIs of other kinds --------------------------------------------------------------------------------------------

function cases.definitions(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  stack.node:set_context("aws:cdk:enable-asset-metadata", true)
  local inline = api.SpecRestApi(stack, "Inline", {
    api_definition = api.ApiDefinition.from_inline {
      openapi = "3.0.2", paths = { ["/pets"] = { get = { responses = { ["200"] = { description = "x" } } } } },
    },
    rest_api_name = "inline", mode = api.RestApiMode.MERGE, fail_on_warnings = true, parameters = { a = "b" },
    binary_media_types = { "a/b" }, min_compression_size = cdk.Size.bytes(7), disable_execute_api_endpoint = true,
  })
  inline.root:add_resource("more"):add_method "GET"
  inline:add_to_resource_policy(iam.PolicyStatement {
    actions = { "execute-api:Invoke" }, resources = { "execute-api:/*" }, principals = { iam.AnyPrincipal() },
  })
  api.SpecRestApi(stack, "Asset", {
    api_definition = api.ApiDefinition.from_asset("spec/fixtures/aws_apigateway/definition.yaml",
      { display_name = "definition" }),
    cloud_watch_role = false,
  })
  local bucket = s3.Bucket.from_bucket_name(stack, "Bucket", "bucket")
  local stored = api.SpecRestApi(stack, "Stored", {
    api_definition = api.ApiDefinition.from_bucket(bucket, "k.yaml", "2"), deploy = false,
    policy = iam.PolicyDocument {
      statements = {
        iam.PolicyStatement {
          actions = { "execute-api:Invoke" }, resources = { "*" }, principals = { iam.AccountPrincipal "444455556666" },
        },
      },
    },
  })
  cdk.CfnOutput(stack, "Root", { value = stored.rest_api_root_resource_id })
end

function cases.lambda_api(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  api.LambdaRestApi(stack, "Proxy", { handler = function_of(stack, "Fn") })
  local open = api.LambdaRestApi(stack, "Open", {
    handler = function_of(stack, "Other"), proxy = false, cloud_watch_role = false,
    integration_options = { allow_test_invoke = false }, deploy_options = { variables = { a = "b" } },
    default_cors_preflight_options = { allow_origins = api.Cors.ALL_ORIGINS },
  })
  local items = open.root:add_resource "items"
  items:add_method "GET"
  items:add_proxy { default_method_options = { api_key_required = true } }
end

function cases.state_machines(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local function machine(id, name)
    return sfn.StateMachine(stack, id, {
      state_machine_type = sfn.StateMachineType.EXPRESS, state_machine_name = name,
      definition_body = sfn.DefinitionBody.from_chainable(sfn.Pass(stack, id .. "Pass")),
    })
  end
  local plain, named = machine "Plain", machine("Named", "named")
  local known = sfn.StateMachine.from_state_machine_arn(stack, "Known",
    "arn:aws:states:eu-west-1:111122223333:stateMachine:known")
  local start = api.StepFunctionsIntegration.start_execution
  local rest = api.RestApi(stack, "Api", { cloud_watch_role = false })
  rest.root:add_method("GET", start(plain))
  rest.root:add_method("POST", start(named, {
    authorizer = true, headers = true, path = false, querystring = false,
    request_context = {
      account_id = true, api_id = true, api_key = true, authorizer_principal_id = true, caller = true,
      cognito_authentication_provider = true, cognito_authentication_type = true, cognito_identity_id = true,
      cognito_identity_pool_id = true, http_method = true, stage = true, source_ip = true, user = true,
      user_agent = true, user_arn = true, request_id = true, resource_id = true, resource_path = true,
    },
  }))
  rest.root:add_method("PUT", start(known, {
    credentials_role = iam.Role(stack, "Role", { assumed_by = service() }),
    integration_responses = { { status_code = "200" } },
    passthrough_behavior = api.PassthroughBehavior.WHEN_NO_MATCH, request_context = { caller = false, user = true },
    use_default_method_responses = false,
  }))
  api.StepFunctionsRestApi(stack, "Machine", { state_machine = named })
  api.StepFunctionsRestApi(stack, "Full", {
    state_machine = plain, cloud_watch_role = false, headers = true, authorizer = true, path = false,
    querystring = false, request_context = { request_id = true },
    role = iam.Role.from_role_arn(stack, "FarRole", "arn:aws:iam::111122223333:role/far"),
    use_default_method_responses = false, deploy_options = { stage_name = "beta" },
  })
end

function cases.policies(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local vpc = ec2.Vpc(stack, "Vpc", { max_azs = 1, nat_gateways = 0 })
  local function endpoint(id)
    return vpc:add_interface_endpoint(id, {
      service = ec2.InterfaceVpcEndpointAwsService.APIGATEWAY, subnets = { subnet_type = ec2.SubnetType.PUBLIC },
    })
  end
  local one, two = endpoint "One", endpoint "Two"
  local rest = api.RestApi(stack, "Api", {
    cloud_watch_role = false,
    endpoint_configuration = {
      types = { api.EndpointType.PRIVATE }, vpc_endpoints = { one, two },
      ip_address_type = api.IpAddressType.DUAL_STACK,
    },
  })
  rest.root:add_method "GET"
  rest:grant_invoke_from_vpc_endpoints_only { one }
  rest:grant_invoke_from_vpc_endpoints_only { two, one }
  local result = rest:add_to_resource_policy(iam.PolicyStatement {
    actions = { "execute-api:Invoke" }, resources = { "execute-api:/prod/*" },
    principals = { iam.AccountPrincipal "444455556666" },
  })
  cdk.CfnOutput(stack, "Added", { value = tostring(result.statement_added) })
  local imported = api.RestApi.from_rest_api_id(stack, "Imported", "i")
  local refused = imported:add_to_resource_policy(iam.PolicyStatement())
  cdk.CfnOutput(stack, "NotAdded", { value = tostring(refused.statement_added) })
end

function cases.metrics(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local rest = api.RestApi(stack, "Api", { cloud_watch_role = false, rest_api_name = "named" })
  local method = rest.root:add_resource("a"):add_resource("{b}"):add_method "GET"
  local imported = api.RestApi.from_rest_api_attributes(stack, "Imported",
    { rest_api_id = "i", root_resource_id = "r", rest_api_name = "n" })
  local stage = rest.deployment_stage
  local n = -1
  local function alarm(metric)
    n = n + 1
    cloudwatch.Alarm(stack, "Alarm" .. n, { metric = metric, threshold = 1, evaluation_periods = 1 })
  end
  for _, name in ipairs {
    "metric_cache_hit_count", "metric_cache_miss_count", "metric_client_error", "metric_count",
    "metric_integration_latency", "metric_latency", "metric_server_error",
  } do
    alarm(rest[name](rest))
    alarm(imported[name](imported, { period = cdk.Duration.minutes(1) }))
    alarm(stage[name](stage, { statistic = "max" }))
    alarm(method[name](method, stage))
    alarm(method[name](method, stage, { statistic = "min" }))
  end
  alarm(rest:metric "X")
  alarm(stage:metric("X", { statistic = "p90" }))
  alarm(method:metric("X", stage, { label = "l" }))
end

function cases.imports(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local rest = api.RestApi.from_rest_api_attributes(stack, "Api", { rest_api_id = "i", root_resource_id = "r" })
  local fn = function_of(stack, "Fn")
  local items = rest.root:add_resource("items", { default_integration = api.LambdaIntegration(fn) })
  local method = items:add_method "GET"
  local deployment = api.Deployment(stack, "Deployment", { api = rest })
  deployment.node:add_dependency(method)
  rest.deployment_stage = api.Stage(stack, "Stage", { deployment = deployment })
  rest:add_usage_plan("Plan", { api_stages = { { stage = rest.deployment_stage } } })
  rest:add_api_key "Key"
  rest:add_gateway_response("Denied", { type = api.ResponseType.DEFAULT_4_XX })
  local by = api.RestApi.from_rest_api_id(stack, "ById", "b")
  api.Model(stack, "Model", { rest_api = by, schema = {} })
  api.RequestValidator(stack, "Validator", { rest_api = by })
  local stage = api.Stage.from_stage_attributes(stack, "KnownStage", { rest_api = by, stage_name = "s" })
  local function out(id, value) cdk.CfnOutput(stack, id, { value = value }) end
  out("Url", rest.url)
  out("Arn", by:arn_for_execute_api("GET", "/a"))
  out("StageUrl", stage:url_for_path())
  out("Ref", by.rest_api_ref.rest_api_id)
  out("ResourceRef", items.resource_ref.resource_id)
  api.RestApi(stack, "Clone", { clone_from = by, cloud_watch_role = false }).root:add_method "GET"
end

function cases.across_stacks(app)
  local one, two, three = cdk.Stack(app, "One", { env = ENV }), cdk.Stack(app, "Two", { env = ENV }),
    cdk.Stack(app, "Three", { env = ENV })
  local rest = api.RestApi(one, "Api", { deploy = false, cloud_watch_role = false })
  rest.root:add_method "ANY"
  local imported = api.RestApi.from_rest_api_attributes(two, "Api",
    { rest_api_id = rest.rest_api_id, root_resource_id = rest.rest_api_root_resource_id })
  local fn = function_of(two, "Fn")
  local method = imported.root:add_resource("pets"):add_method("GET", api.LambdaIntegration(fn), {
    method_responses = { { status_code = "200" } },
  })
  local deployment =
    api.Deployment(three, "Deployment", { api = api.RestApi.from_rest_api_id(three, "Api", rest.rest_api_id) })
  deployment.node:add_dependency(method)
  deployment:add_to_logical_id { resource = method.method_id }
  api.Stage(three, "Stage", { deployment = deployment })
  local user = api.RestApi(two, "User", { rest_api_name = cdk.PhysicalName.GENERATE_IF_NEEDED })
  user.root:add_method("GET", api.LambdaIntegration(fn), {
    authorizer = api.TokenAuthorizer(two, "Authorizer", { handler = fn }),
  })
  cdk.CfnOutput(three, "Url", { value = user.url })
  cdk.CfnOutput(three, "Model", { value = user:add_model("Model", { schema = {}, model_name = "Model" }).model_id })
end

function cases.nested_stacks(app)
  local stack = cdk.Stack(app, "S")
  stack.node:set_context("@aws-cdk/aws-apigateway:authorizerChangeDeploymentLogicalId", true)
  local one, two = cdk.NestedStack(stack, "One"), cdk.NestedStack(stack, "Two")
  local rest = api.RestApi(one, "Api", { cloud_watch_role = false })
  local fn = function_of(two, "Fn")
  local authorizer = api.TokenAuthorizer(stack, "Token", { handler = fn })
  rest.root:add_proxy {
    default_integration = api.LambdaIntegration(fn), default_method_options = { authorizer = authorizer },
  }
end

-- ---------------------------------------------------------------------------------------------------------------------

describe("aws_apigateway", function()
  golden.check("aws_apigateway", cases)

  local app, stack, rest
  before_each(function()
    app = cdk.App()
    stack = cdk.Stack(app, "S")
    rest = api.RestApi(stack, "Api")
  end)

  -- Makes each of `rows`, message → props, and expects it to be refused.
  local function refuses_each(Class, rows)
    local n = 0
    for text, props in pairs(rows) do
      n = n + 1
      refuses(text, Class, cdk.Stack(app, ("%s%d"):format(engine.class_name(Class):match "%w+$", n)), "Refused", props)
    end
  end

  it("refuses APIs that cannot be", function()
    refuses_each(api.RestApi, {
      ["deploy_options need deploy = true"] = { deploy = false, deploy_options = { stage_name = "x" } },
      ["min_compression_size and minimum_compression_size mean the same"] =
        { min_compression_size = cdk.Size.bytes(1), minimum_compression_size = 1 },
      ["endpoint_types and endpoint_configuration are mutually exclusive"] =
        { endpoint_types = { "EDGE" }, endpoint_configuration = { types = { "EDGE" } } },
      ["private APIs have the ip_address_type DUAL_STACK, got IPV4"] =
        { endpoint_configuration = { types = { "PRIVATE" }, ip_address_type = "ipv4" } },
      ["needs cloud_watch_role = true"] =
        { cloud_watch_role = false, cloud_watch_role_removal_policy = cdk.RemovalPolicy.DESTROY },
    })
    refuses("the REST API has no methods; add one to a resource", app.synth, app)
    local imported = api.RestApi.from_rest_api_id(stack, "Imported", "i")
    refuses("root of an API from RestApi.from_rest_api_id is not known", function() return imported.root end)
    refuses("rest_api_root_resource_id of an API from RestApi.from_rest_api_id is not known",
      function() return imported.rest_api_root_resource_id end)
    refuses("the API has no stage: give deploy = true, or set deployment_stage", function() return imported.url end)
    refuses("the API has no stage", imported.add_api_key, imported, "Key")
    refuses("path must begin with /, got 'a'", imported.arn_for_execute_api, imported, "GET", "a")
  end)

  it("refuses paths that API Gateway does not have", function()
    local root = rest.root
    refuses("a part of a path has letters, digits and :._-$", root.add_resource, root, "a/b")
    refuses("got '{a'", root.add_resource, root, "{a")
    assert.equal(root, root:resource_for_path "//")
    local a = root:add_resource "a"
    refuses("a path that begins with / is one of the root; '/b' is below /a", a.resource_for_path, a, "/b")
    local known = api.Resource.from_resource_attributes(stack, "K", { path = "/p", resource_id = "r", rest_api = rest })
    refuses("the parent of an imported resource is not known", function() return known.parent_resource end)
  end)

  it("refuses methods that contradict themselves", function()
    local root = rest.root
    refuses("'FETCH' is not an HTTP method; it must be one of ANY, OPTIONS, GET", root.add_method, root, "fetch")
    local authorizer = api.TokenAuthorizer(stack, "Token", { handler = function_of(stack, "Fn") })
    refuses("authorization_type is AWS_IAM, but the authorizer is of the type CUSTOM", root.add_method, root, "GET",
      nil, { authorizer = authorizer, authorization_type = api.AuthorizationType.IAM })
    refuses("request_validator and request_validator_options are mutually exclusive", root.add_method, root, "PUT",
      nil, { request_validator = rest:add_request_validator("V", {}), request_validator_options = {} })
    local spec = api.SpecRestApi(stack, "Spec", { api_definition = api.ApiDefinition.from_inline { openapi = "3" } })
    refuses("request_validator_options need an API made here by RestApi", spec.root.add_method, spec.root, "GET", nil,
      { request_validator_options = {} })
  end)

  it("warns of what methods ignore", function()
    local method = rest.root:add_method("GET", nil, {
      authorization_scopes = { "s" }, method_responses = { { status_code = "200" }, { status_code = "200" } },
    })
    rest.root:add_method("PUT", api.LambdaIntegration(function_of(stack, "Fn"),
      { scope_permission_to_method = false, allow_test_invoke = false }))
    local texts = {}
    for _, construct in ipairs { method, method.resource.node:find_child "PUT" } do
      for _, entry in ipairs(construct.node.metadata) do texts[#texts + 1] = entry.data end
    end
    texts = table.concat(texts, "\n")
    for _, text in ipairs {
      "authorization_scopes are ignored", "more than one response with the status code 200",
      "allow_test_invoke = false is ignored",
    } do
      assert.truthy(texts:find(text, 1, true), text)
    end
  end)

  it("refuses answers to preflight requests that browsers do not understand", function()
    local root, n = rest.root, 0
    for text, options in pairs {
      ["allow_origins must have at least one origin"] = { allow_origins = {} },
      ['allow_origins has either "*" alone or origins by name, got *,https://a.com'] =
        { allow_origins = { "*", "https://a.com" } },
      ["allow_methods has ANY alone or methods by name, got GET,ANY"] =
        { allow_origins = { "*" }, allow_methods = { "GET", "ANY" } },
      ["max_age and disable_cache are mutually exclusive"] =
        { allow_origins = { "*" }, max_age = cdk.Duration.days(1), disable_cache = true },
    } do
      n = n + 1
      refuses(text, root.add_cors_preflight, root:add_resource("r" .. n), options)
    end
  end)

  it("refuses integrations that contradict themselves", function()
    local link = api.VpcLink.from_vpc_link_id(stack, "Link", "l")
    for text, options in pairs {
      ["credentials_passthrough and credentials_role are mutually exclusive"] =
        { credentials_passthrough = true, credentials_role = iam.Role(stack, "R", { assumed_by = service() }) },
      ["the connection_type VPC_LINK needs vpc_link"] = { connection_type = api.ConnectionType.VPC_LINK },
      ["vpc_link needs the connection_type VPC_LINK, got INTERNET"] =
        { connection_type = api.ConnectionType.INTERNET, vpc_link = link },
      ["the timeout of an integration must be at least 50 milliseconds, got 49"] =
        { timeout = cdk.Duration.millis(49) },
      ["response_transfer_mode STREAM is for integrations of the types AWS_PROXY and HTTP_PROXY, got MOCK"] =
        { response_transfer_mode = api.ResponseTransferMode.STREAM },
    } do
      refuses(text, api.MockIntegration, options)
    end
    refuses("an integration of the type HTTP needs integration_http_method", api.Integration, { type = "HTTP" })
    for text, props in pairs {
      ["action_parameters need action"] = { action_parameters = { a = "b" }, path = "p" },
      ["path and action are mutually exclusive, got 'p' and 'a'"] = { action = "a", path = "p" },
      ["an AwsIntegration needs path or action"] = {},
    } do
      props.service = "s"
      refuses(text, api.AwsIntegration, props)
    end
    local uri = api.AwsIntegration({ service = "s", path = "p" }):bind(rest.root:add_method "GET").uri
    assert.is_truthy(stack:resolve(uri))
  end)

  it("refuses integrations by a VPC link whose address it cannot know", function()
    local function uri_of(link)
      return api.Integration {
        type = "HTTP_PROXY", integration_http_method = "ANY",
        options = { connection_type = "VPC_LINK", vpc_link = link },
      }:bind(rest.root:add_method("GET")).uri
    end
    local known = uri_of(api.VpcLink.from_vpc_link_id(stack, "Link", "l"))
    refuses("an integration by an imported VPC link needs uri", stack.resolve, stack, known)
  end)

  it("refuses VPC links without targets", function()
    rest.root:add_method "GET"
    api.VpcLink(stack, "Link")
    refuses("the VPC link has no targets; add a load balancer", app.synth, app)
  end)

  it("refuses stages that contradict themselves", function()
    local deployment = rest.latest_deployment
    local group = api.LogGroupLogDestination(logs.LogGroup(stack, "Logs"))
    local rows = {
      ["access_log_format needs access_log_destination"] = { access_log_format = api.AccessLogFormat.clf() },
      ["access_log_format must contain AccessLogField.context_request_id()"] =
        { access_log_destination = group, access_log_format = api.AccessLogFormat.custom "$context.requestIdentity" },
      ["cache_cluster_size '0.5' needs cache_cluster_enabled = true, got false"] =
        { cache_cluster_enabled = false, cache_cluster_size = "0.5" },
      ["/*/*: caching_enabled needs a cache cluster"] = { cache_cluster_enabled = false, caching_enabled = true },
      ["a key of method_options must begin with /, got 'a'"] = { method_options = { a = {} } },
      ["has the form /RESOURCE/METHOD, as in /foo/bar/GET, got '/a'"] = { method_options = { ["/a"] = {} } },
      ["/a/FETCH: 'FETCH' is not an HTTP method"] = { method_options = { ["/a/FETCH"] = {} } },
      ["the name of a delivery stream for access logs must begin with amazon-apigateway-, got 'x'"] = {
        access_log_destination = api.FirehoseLogDestination(
          firehose.CfnDeliveryStream(stack, "Stream", { delivery_stream_name = "x" })),
      },
    }
    for _, props in pairs(rows) do props.deployment = deployment end
    refuses_each(api.Stage, rows)
    local stage = rest.deployment_stage
    refuses("path must begin with /, got 'a'", stage.url_for_path, stage, "a")
  end)

  it("refuses changes of a deployment that is written", function()
    rest.root:add_method "GET"
    app:synth()
    refuses("the logical id is fixed by now: add to it before the synthesis", function()
      rest.latest_deployment.node:lock()
      rest.latest_deployment:add_to_logical_id "x"
    end)
  end)

  it("refuses keys and plans that contradict themselves", function()
    local without = api.RestApi.from_rest_api_id(stack, "Without", "w")
    refuses_each(api.ApiKey, {
      ["resources and stages are mutually exclusive"] = { resources = { rest }, stages = { rest.deployment_stage } },
      ["an API of resources has no deployment_stage"] = { resources = { without } },
    })
    refuses_each(api.UsagePlan, {
      ["limit must be a whole number, got 1.5"] = { quota = { limit = 1.5 } },
      ["burst_limit must be a whole number, got 0.5"] = { throttle = { burst_limit = 0.5 } },
    })
  end)

  it("refuses authorizers that cannot work", function()
    local fn = function_of(stack, "Fn")
    refuses_each(api.TokenAuthorizer, {
      ["results_cache_ttl must be at most 3600 seconds, got 3601"] =
        { handler = fn, results_cache_ttl = cdk.Duration.seconds(3601) },
    })
    refuses_each(api.RequestAuthorizer, {
      ["an authorizer whose results are cached needs identity_sources"] = { handler = fn, identity_sources = {} },
    })
    refuses("the name of an identity source must not be empty", api.IdentitySource.header, " ")
    local authorizer = api.TokenAuthorizer(stack, "Token", { handler = fn })
    refuses("no method has the authorizer", stack.resolve, stack, authorizer.authorizer_arn)
    rest.root:add_method("GET", nil, { authorizer = authorizer })
    local other = api.RestApi(stack, "Other")
    refuses("an authorizer belongs to one API, and this one is used by two", other.root.add_method, other.root, "GET",
      nil, { authorizer = authorizer })
    assert.is_true(api.Authorizer.is_authorizer(authorizer))
    assert.is_false(api.Authorizer.is_authorizer { authorizer_id = "x" })
    assert.is_true(api.RestApi.is_rest_api(rest))
  end)

  it("refuses domain names that API Gateway does not have", function()
    local certificate = acm.CfnCertificate(stack, "Certificate", { domain_name = "example.com" })
    local Policy, Mode = api.SecurityPolicy, api.EndpointAccessMode
    local EDGE = api.EndpointType.EDGE
    local rows = {
      ["domain_name must not have capital letters, got 'Example.com'"] = { domain_name = "Example.com" },
      ["mtls and the security_policy SecurityPolicy_TLS13_1_3_2025_09 cannot be combined"] = {
        security_policy = Policy.TLS13_1_3_2025_09, endpoint_access_mode = Mode.BASIC,
        mtls = { bucket = s3.Bucket.from_bucket_name(stack, "Bucket", "bucket"), key = "k" },
      },
      ["needs endpoint_access_mode STRICT"] = { security_policy = Policy.TLS13_1_3_2025_09 },
      ["endpoint_access_mode STRICT needs a security_policy that begins with SecurityPolicy_, got 'TLS_1_2'"] =
        { security_policy = Policy.TLS_1_2, endpoint_access_mode = Mode.STRICT },
      ["is only for edge-optimized endpoints, and endpoint_type is REGIONAL"] =
        { security_policy = Policy.TLS13_2025_EDGE, endpoint_access_mode = Mode.STRICT },
      ["is not for edge-optimized endpoints, and endpoint_type is EDGE"] =
        { security_policy = Policy.TLS13_1_3_2025_09, endpoint_access_mode = Mode.STRICT, endpoint_type = EDGE },
      ["the base_path 'a/b' has several parts, which needs the endpoint_type REGIONAL"] =
        { base_path = "a/b", endpoint_type = EDGE },
      ["the base_path 'a/b' has several parts, which needs a security_policy of TLS 1.2 or newer"] =
        { base_path = "a/b", security_policy = Policy.TLS_1_0 },
    }
    for _, props in pairs(rows) do
      props.certificate, props.domain_name = certificate, props.domain_name or "example.com"
    end
    refuses_each(api.DomainName, rows)
    local domain = api.DomainName(stack, "Domain", { certificate = certificate, domain_name = "example.com" })
    domain:add_base_path_mapping(rest)
    refuses("the root of the domain leads somewhere already", domain.add_base_path_mapping, domain, rest)
    domain:add_api_mapping(rest.deployment_stage, { base_path = "x" })
    refuses("the base_path 'x' of the domain leads somewhere already", domain.add_base_path_mapping, domain, rest,
      { base_path = "x" })
    refuses("a base path mapping has a path of one part, got 'y/z'", domain.add_base_path_mapping, domain, rest,
      { base_path = "y/z" })
    for text, path in pairs {
      ["base_path must not begin or end with /, got '/a'"] = "/a",
      ["base_path must not have an empty part, got 'a//b'"] = "a//b",
      ["base_path may have letters, digits and $-_.+!*'()/, got 'a b'"] = "a b",
    } do
      refuses(text, api.BasePathMapping, stack, "M" .. path,
        { domain_name = domain, rest_api = rest, base_path = path })
    end
  end)

  it("refuses definitions that are no definitions", function()
    refuses("an inline API definition must be a table, got 'x'", api.ApiDefinition.from_inline, "x")
    refuses("an inline API definition must not be empty", api.ApiDefinition.from_inline, {})
    refuses("an API definition must be a single file that is not a .zip", api.SpecRestApi, stack, "Folder",
      { api_definition = api.ApiDefinition.from_asset "spec/fixtures/aws_apigateway" })
  end)

  it("refuses what a proxy to a function does not take", function()
    local fn = function_of(stack, "Fn")
    refuses_each(api.LambdaRestApi, {
      ["leave out default_integration"] = { handler = fn, default_integration = api.MockIntegration() },
    })
    local root = api.LambdaRestApi(stack, "Proxy", { handler = fn }).root
    for _, name in ipairs { "add_resource", "add_method", "add_proxy" } do
      refuses(name .. "() cannot be called on a LambdaRestApi that is a proxy: give proxy = false", root[name], root,
        "GET")
    end
    rest.root:add_method "GET"
    api.LambdaRestApi(stack, "Variables", { handler = fn, deploy_options = { variables = { a = "$" } } })
    refuses("the stage variable a must have letters, digits or -._~:/?#&=, got '$'", app.synth, app)
  end)

  it("refuses state machines that cannot answer at once", function()
    local function machine(id, kind)
      return sfn.StateMachine(stack, id, {
        state_machine_type = kind, definition_body = sfn.DefinitionBody.from_chainable(sfn.Pass(stack, id .. "Pass")),
      })
    end
    local standard, express = machine("Standard", "STANDARD"), machine("Express", "EXPRESS")
    local known = sfn.StateMachine.from_state_machine_arn(stack, "Known",
      "arn:aws:states:eu-west-1:111122223333:stateMachine:known")
    refuses_each(api.StepFunctionsRestApi, {
      ["must be one made here of the type EXPRESS, got 'STANDARD'"] = { state_machine = standard },
      ["must be one made here of the type EXPRESS, got one of unknown type"] = { state_machine = known },
      ["leave out default_integration"] = { state_machine = express, default_integration = api.MockIntegration() },
    })
    refuses("the state machine of an API must be of the type EXPRESS, got 'STANDARD'", rest.root.add_method, rest.root,
      "GET", api.StepFunctionsIntegration.start_execution(standard))
  end)

  it("lets a class of one's own authorize requests", function()
    local Own = api.Authorizer:extend "Own"
    function Own:init(scope, id)
      Own.super.init(self, scope, id)
      self.authorizer_id = "own"
    end
    local method = rest.root:add_method("GET", nil, { authorizer = Own(stack, "Own") })
    local properties = stack:resolve(method.node.default_child._cfn_properties)
    assert.equal("own", properties.authorizer_id)
    assert.equal("CUSTOM", properties.authorization_type)
  end)
end)
