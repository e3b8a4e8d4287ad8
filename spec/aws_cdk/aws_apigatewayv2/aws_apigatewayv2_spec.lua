-- HTTP and WebSocket APIs. The cases are twins of tools/golden/aws_apigatewayv2.js.
local apigateway = require "aws_cdk.aws_apigateway"
local apigw = require "aws_cdk.aws_apigatewayv2"
local authorizers = require "aws_cdk.aws_apigatewayv2_authorizers"
local cdk = require "aws_cdk"
local certificatemanager = require "aws_cdk.aws_certificatemanager"
local ec2 = require "aws_cdk.aws_ec2"
local golden = require "spec.support.golden"
local iam = require "aws_cdk.aws_iam"
local integrations = require "aws_cdk.aws_apigatewayv2_integrations"
local logs = require "aws_cdk.aws_logs"
local s3 = require "aws_cdk.aws_s3"
local refuses = require "spec.support.refuses"

local HttpMethod, HttpRouteKey = apigw.HttpMethod, apigw.HttpRouteKey

local ENV = { account = "111122223333", region = "eu-west-1" }
local CERTIFICATE = "arn:aws:acm:eu-west-1:111122223333:certificate/c"

local function outputs(stack)
  return function(id, ...)
    local value
    for _, part in ipairs { ... } do value = value == nil and part or value .. " " .. part end
    cdk.CfnOutput(stack, "Out" .. id, { value = value })
  end
end

local function certificate_in(stack)
  return certificatemanager.Certificate.from_certificate_arn(stack, "Certificate", CERTIFICATE)
end

local function url(id, props) return integrations.HttpUrlIntegration(id, "https://example.com", props) end

local cases = {}

function cases.http_apis(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local out = outputs(stack)
  local plain = apigw.HttpApi(stack, "Plain")
  out("Url", plain.url)
  out("Endpoint", plain.api_endpoint)
  out("Id", plain.api_id, plain.http_api_id, plain.api_ref.api_id, tostring(plain.is_http_api))
  out("Name", plain.http_api_name)
  out("Stage", plain.default_stage.stage_name)
  apigw.HttpApi(stack, "Full", {
    api_name = "full", description = "d", disable_execute_api_endpoint = true, route_selection_expression = true,
    ip_address_type = apigw.IpAddressType.DUAL_STACK, default_integration = url "Fallback",
    cors_preflight = {
      allow_credentials = true, allow_headers = { "h" },
      allow_methods = { apigw.CorsHttpMethod.GET, apigw.CorsHttpMethod.ANY },
      allow_origins = { "https://example.com" }, expose_headers = { "e" }, max_age = cdk.Duration.hours(1),
    },
  })
  apigw.HttpApi(stack, "Open", { cors_preflight = { allow_origins = { "*" } }, route_selection_expression = false })
  local bare = apigw.HttpApi(stack, "Bare", { create_default_stage = false })
  out("BareUrl", bare.url == nil and "undefined")
  out("Arn0undefined", plain:arn_for_execute_api())
  out("Arn1GET", plain:arn_for_execute_api "GET")
  out("Arn2any", plain:arn_for_execute_api("any", "/a"))
  out("Arn3POST", plain:arn_for_execute_api("POST", "/b", "prod"))
  out("Arn2undefined", plain:arn_for_execute_api(nil, cdk.Fn.import_value "path"))
  local imported = apigw.HttpApi.from_http_api_attributes(stack, "Imported", {
    http_api_id = "a", api_endpoint = "https://a",
  })
  out("ImportedId", imported.api_id, imported.http_api_id, imported.api_ref.api_id, tostring(imported.is_http_api),
    imported.api_endpoint)
  out("ImportedArn", imported:arn_for_execute_api("GET", "/", "s"))
  out("HelperArn", apigw.HttpApiHelper.from_http_api(imported):arn_for_execute_api())
  local route = bare:add_routes({ path = "/", integration = url "I" })[1]
  out("Route", route.route_id, route.route_arn, route.path, route.route_ref.api_id, route.route_ref.route_id)
  apigw.HttpRoute(stack, "OfImported", {
    http_api = imported, route_key = HttpRouteKey.with("/x", HttpMethod.GET), integration = url "OfImported",
  })
end

function cases.routes(app)
  local stack = cdk.Stack(app, "S")
  local api = apigw.HttpApi(stack, "Api")
  local shared = url("Shared", { method = HttpMethod.GET })
  api:add_routes { path = "/a", methods = { HttpMethod.GET, HttpMethod.POST }, integration = shared }
  api:add_routes { path = "/a/{id}", integration = shared }
  api:add_routes {
    path = "/b/{proxy+}", methods = { HttpMethod.ANY }, integration = url("B", { timeout = cdk.Duration.millis(50) }),
  }
  api:add_routes { path = "/" .. cdk.Fn.import_value "path", methods = {}, integration = shared }
  local user = iam.User(stack, "User")
  local any = api:add_routes({
    path = "/iam/{id}/x", integration = url "Iam", authorizer = authorizers.HttpIamAuthorizer(),
  })[1]
  any:grant_invoke(user)
  any:grant_invoke(user, { http_methods = { HttpMethod.GET, HttpMethod.PUT, HttpMethod.GET } })
  local get = api:add_routes({
    path = "/iam", methods = { HttpMethod.GET }, integration = url "IamGet",
    authorizer = authorizers.HttpIamAuthorizer(),
  })[1]
  get:grant_invoke(user, { http_methods = { HttpMethod.GET } })
  local scoped = apigw.HttpApi(stack, "Scoped", {
    default_authorizer = authorizers.HttpJwtAuthorizer("Jwt", "https://issuer", { jwt_audience = { "a" } }),
    default_authorization_scopes = { "read", "write" }, default_integration = url "Fallback",
  })
  scoped:add_routes { path = "/default", integration = url "D" }
  scoped:add_routes { path = "/own", integration = url "O", authorization_scopes = { "own", "own", "read" } }
  scoped:add_routes { path = "/none", integration = url "N", authorization_scopes = {} }
  scoped:add_routes { path = "/open", integration = url "P", authorizer = apigw.HttpNoneAuthorizer() }
  scoped:add_routes {
    path = "/imported", integration = url "M",
    authorizer = apigw.HttpAuthorizer.from_http_authorizer_attributes(stack, "Imported", {
      authorizer_id = "i", authorizer_type = "CUSTOM",
    }),
  }
  apigw.HttpRoute(stack, "Key", { http_api = api, route_key = HttpRouteKey.DEFAULT, integration = url "K" })
end

function cases.stages_and_domains(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local out = outputs(stack)
  local certificate = certificate_in(stack)
  local domain = apigw.DomainName(stack, "Domain", { domain_name = "api.example.com", certificate = certificate })
  out("Domain", domain.name, domain.regional_domain_name, domain.regional_hosted_zone_id)
  out("DomainRef", domain.domain_name_ref.domain_name, domain.domain_name_ref.domain_name_arn)
  local full = apigw.DomainName(stack, "FullDomain", {
    domain_name = "full.example.com", certificate = certificate, certificate_name = "c",
    endpoint_type = apigw.EndpointType.REGIONAL, security_policy = apigw.SecurityPolicy.TLS_1_2,
    ip_address_type = apigw.IpAddressType.IPV4, ownership_certificate = certificate,
    mtls = { bucket = s3.Bucket.from_bucket_name(stack, "Bucket", "trust"), key = "store.pem", version = "v" },
  })
  full:add_endpoint { certificate = certificate, endpoint_type = apigw.EndpointType.EDGE }
  local imported_domain = apigw.DomainName.from_domain_name_attributes(stack, "ImportedDomain", {
    name = "i.example.com", regional_domain_name = "r", regional_hosted_zone_id = "Z",
  })
  out("ImportedDomain", imported_domain.domain_name_ref.domain_name, imported_domain.domain_name_ref.domain_name_arn)
  local api = apigw.HttpApi(stack, "Api", { default_domain_mapping = { domain_name = domain, mapping_key = "v1" } })
  out("DomainUrl", api.default_stage.domain_url)
  local stage = api:add_stage("Full", {
    stage_name = "full", auto_deploy = true, description = "d", detailed_metrics_enabled = true,
    throttle = { burst_limit = 5, rate_limit = 2.5 }, stage_variables = { a = "1", b = "2" },
    domain_mapping = { domain_name = full },
  })
  stage:add_stage_variable("c", "3")
  stage:add_stage_variable("b", "4")
  out("Stage", stage.stage_name, stage.url, stage.domain_url, stage.stage_ref.api_id, stage.stage_ref.stage_name,
    tostring(stage.is_http_stage))
  api:add_stage("Variable", { stage_name = "variable" }):add_stage_variable("only", "x")
  api:add_stage("Metrics", { stage_name = "", detailed_metrics_enabled = false, throttle = {} })
  local bare = apigw.HttpApi(stack, "Bare", { create_default_stage = false })
  apigw.HttpStage(stack, "OfBare", { http_api = bare })
  local imported = apigw.HttpStage.from_http_stage_attributes(stack, "ImportedStage", { api = bare, stage_name = "s" })
  out("ImportedStage", imported.stage_name, imported.stage_ref.api_id, imported.stage_ref.stage_name)
  local mapping = apigw.ApiMapping(stack, "Mapping", {
    api = api, domain_name = imported_domain, stage = stage, api_mapping_key = "k",
  })
  out("Mapping", mapping.api_mapping_id, mapping.mapping_key, mapping.domain_url, mapping.domain_name.name,
    mapping.api_mapping_ref.api_mapping_id, mapping.api_mapping_ref.domain_name)
  apigw.ApiMapping(stack, "DefaultMapping", { api = api, domain_name = imported_domain })
  apigw.ApiMapping(stack, "ImportedStageMapping", {
    api = bare, domain_name = domain, stage = imported, api_mapping_key = "i",
  })
  local imported_mapping = apigw.ApiMapping.from_api_mapping_attributes(stack, "ImportedMapping", {
    api_mapping_id = "m", domain_name = "d",
  })
  out("ImportedMapping", imported_mapping.api_mapping_id, imported_mapping.api_mapping_ref.domain_name)
end

function cases.vpc_links(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local out = outputs(stack)
  local vpc = ec2.Vpc(stack, "Vpc", { max_azs = 2, nat_gateways = 1 })
  local plain = apigw.VpcLink(stack, "Plain", { vpc = vpc })
  out("Link", plain.vpc_link_id, plain.vpc_link_ref.vpc_link_id)
  local full = apigw.VpcLink(stack, "Full", {
    vpc = vpc, vpc_link_name = "full", subnets = { subnet_type = ec2.SubnetType.PUBLIC },
    security_groups = { ec2.SecurityGroup(stack, "Group", { vpc = vpc }) },
  })
  full:add_subnets(vpc.private_subnets[1])
  full:add_security_groups(ec2.SecurityGroup.from_security_group_id(stack, "Other", "sg-1"))
  local imported = apigw.VpcLink.from_vpc_link_attributes(stack, "Imported", { vpc_link_id = "l", vpc = vpc })
  out("Imported", imported.vpc_link_id, imported.vpc_link_ref.vpc_link_id, imported.vpc.vpc_id)
  local api = apigw.HttpApi(stack, "Api")
  api:add_vpc_link { vpc = vpc }
  api:add_vpc_link { vpc = vpc, vpc_link_name = "ignored" }
  api:add_vpc_link { vpc = ec2.Vpc(stack, "Second", { max_azs = 1, nat_gateways = 1 }) }
end

local ALARM = { threshold = 1, evaluation_periods = 1 }

function cases.metrics(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local api = apigw.HttpApi(stack, "Api")
  local web_socket = apigw.WebSocketApi(stack, "WebSocket")
  for id, holder in pairs {
    Api = api, Stage = api.default_stage,
    Imported = apigw.HttpApi.from_http_api_attributes(stack, "Imported", { http_api_id = "a" }),
    ImportedStage = apigw.HttpStage.from_http_stage_attributes(stack, "ImportedStage", { api = api, stage_name = "s" }),
  } do
    for name, member in pairs {
      ClientError = "client_error", ServerError = "server_error", DataProcessed = "data_processed", Count = "count",
      IntegrationLatency = "integration_latency", Latency = "latency",
    } do
      holder["metric_" .. member](holder):create_alarm(stack, id .. name, ALARM)
    end
    holder:metric_latency({ statistic = "p99", period = cdk.Duration.minutes(1) })
      :create_alarm(stack, id .. "P99", ALARM)
    holder:metric("Any"):create_alarm(stack, id .. "Any", ALARM)
  end
  web_socket:metric("ConnectCount", { statistic = "Sum" }):create_alarm(stack, "ConnectCount", ALARM)
  apigw.WebSocketStage(stack, "WebSocketStage", { web_socket_api = web_socket, stage_name = "s" })
    :metric("MessageCount", { label = "l" }):create_alarm(stack, "MessageCount", ALARM)
end

function cases.integrations(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local out = outputs(stack)
  local api = apigw.HttpApi(stack, "Api")
  local Value, ParameterMapping, Credentials = apigw.MappingValue, apigw.ParameterMapping, apigw.IntegrationCredentials
  local role = iam.Role.from_role_arn(stack, "Role", "arn:aws:iam::111122223333:role/r")
  local integration = apigw.HttpIntegration(stack, "Full", {
    http_api = api, integration_type = apigw.HttpIntegrationType.AWS_PROXY,
    integration_subtype = apigw.HttpIntegrationSubtype.KINESIS_PUT_RECORD, integration_uri = "https://example.com",
    method = HttpMethod.POST, connection_id = "c", connection_type = apigw.HttpConnectionType.VPC_LINK,
    payload_format_version = apigw.PayloadFormatVersion.custom "3.0", secure_server_name = "s",
    credentials = Credentials.from_role(role), timeout = cdk.Duration.seconds(29),
    parameter_mapping = ParameterMapping():append_header("a", Value.request_header "x")
      :overwrite_header("b", Value.request_query_string "x"):remove_header("c")
      :append_query_string("a", Value.request_body "x"):overwrite_query_string("b", Value.request_path())
      :remove_query_string("c"):overwrite_path(Value.request_path_param "x"):custom("own", "value"),
  })
  out("Integration", integration.integration_id, integration.integration_ref.api_id,
    integration.integration_ref.integration_id)
  out("Api", integration.http_api.api_id)
  apigw.HttpIntegration(stack, "Caller", {
    http_api = api, integration_type = apigw.HttpIntegrationType.HTTP_PROXY, integration_uri = "https://example.com",
    credentials = Credentials.use_caller_identity(),
    parameter_mapping = ParameterMapping.from_object {
      a = Value.context_variable "x", b = Value.stage_variable "x", c = Value.custom "v", d = Value.NONE,
    },
  })
  local Own = apigw.HttpRouteIntegration:extend "Own"
  function Own.bind()
    return {
      type = apigw.HttpIntegrationType.HTTP_PROXY, uri = "https://own",
      payload_format_version = apigw.PayloadFormatVersion.VERSION_1_0,
    }
  end
  api:add_routes { path = "/own", integration = Own "Own" }
  apigw.HttpAuthorizer(stack, "Lambda", {
    http_api = api, type = apigw.HttpAuthorizerType.LAMBDA, identity_source = { "$request.header.a" },
    authorizer_uri = "u", role = role, authorizer_name = "n", enable_simple_responses = true,
    results_cache_ttl = cdk.Duration.minutes(1),
  })
  local authorizer = apigw.HttpAuthorizer(stack, "Jwt", {
    http_api = api, type = apigw.HttpAuthorizerType.JWT, identity_source = {}, jwt_audience = { "a" },
    jwt_issuer = "i", payload_format_version = apigw.AuthorizerPayloadVersion.VERSION_1_0,
  })
  out("Authorizer", authorizer.authorizer_id, authorizer.authorizer_ref.authorizer_id,
    authorizer.authorizer_ref.api_id)
end

local function mock(id) return integrations.WebSocketMockIntegration(id) end

function cases.web_sockets(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local out = outputs(stack)
  local plain = apigw.WebSocketApi(stack, "Plain")
  out("Api", plain.api_id, plain.api_endpoint, plain.api_ref.api_id, plain.web_socket_api_name,
    tostring(plain.is_websocket_api))
  local shared = mock "Shared"
  local full = apigw.WebSocketApi(stack, "Full", {
    api_name = "full", api_key_selection_expression = apigw.WebSocketApiKeySelectionExpression.HEADER_X_API_KEY,
    description = "d", route_selection_expression = "$request.body.kind",
    ip_address_type = apigw.IpAddressType.DUAL_STACK, disable_schema_validation = true,
    connect_route_options = {
      integration = shared,
      authorizer = apigw.WebSocketAuthorizer.from_web_socket_authorizer_attributes(stack, "Authorizer", {
        authorizer_id = "a", authorizer_type = "CUSTOM",
      }),
    },
    disconnect_route_options = { integration = shared },
    default_route_options = { integration = mock "Fallback", return_response = true },
  })
  local route = full:add_route("send", { integration = shared, return_response = false })
  out("Route", route.route_id, route.route_key, route.route_ref.api_id, route.route_ref.route_id)
  apigw.WebSocketRoute(stack, "Keyed", {
    web_socket_api = full, route_key = "keyed", integration = mock "K", api_key_required = true,
  })
  local domain = apigw.DomainName(stack, "Domain", {
    domain_name = "ws.example.com", certificate = certificate_in(stack),
  })
  local stage = apigw.WebSocketStage(stack, "Stage", {
    web_socket_api = full, stage_name = "prod", auto_deploy = true, description = "d", detailed_metrics_enabled = true,
    throttle = { rate_limit = 10, burst_limit = 20 }, stage_variables = { a = "1" },
    domain_mapping = { domain_name = domain, mapping_key = "ws" },
  })
  out("Stage", stage.stage_name, stage.url, stage.callback_url, stage.stage_ref.api_id)
  local user = iam.User(stack, "User")
  stage:grant_management_api_access(user)
  full:grant_manage_connections(user)
  out("Arn", full:arn_for_execute_api("any", "/a", "s"))
  out("ArnAll", full:arn_for_execute_api())
  out("ArnV2", full:arn_for_execute_api_v2("$connect", "s"))
  out("ArnV2All", full:arn_for_execute_api_v2())
  local imported = apigw.WebSocketApi.from_web_socket_api_attributes(stack, "Imported", {
    web_socket_id = "w", api_endpoint = "wss://w",
  })
  out("Imported", imported.api_id, imported.api_endpoint, imported.api_ref.api_id, tostring(imported.is_websocket_api))
  local imported_stage = apigw.WebSocketStage.from_web_socket_stage_attributes(stack, "ImportedStage", {
    api = imported, stage_name = "s",
  })
  out("ImportedStage", imported_stage.stage_name, imported_stage.stage_ref.api_id)
  local integration = apigw.WebSocketIntegration(stack, "Integration", {
    web_socket_api = full, integration_type = apigw.WebSocketIntegrationType.AWS, integration_uri = "u",
    integration_method = "POST", content_handling = apigw.ContentHandling.CONVERT_TO_TEXT,
    credentials_role = iam.Role.from_role_arn(stack, "Role", "arn:aws:iam::1:role/r"),
    request_parameters = { ["integration.request.header.b"] = "'1'", ["integration.request.header.a"] = "'2'" },
    request_templates = { ["application/json"] = "{}" }, passthrough_behavior = apigw.PassthroughBehavior.NEVER,
    template_selection_expression = "\\$default", timeout = cdk.Duration.seconds(1),
  })
  out("Integration", integration.integration_id, integration.integration_ref.api_id,
    integration.integration_ref.integration_id)
  local authorizer = apigw.WebSocketAuthorizer(stack, "Lambda", {
    web_socket_api = full, type = apigw.WebSocketAuthorizerType.LAMBDA,
    identity_source = { "route.request.header.a" }, authorizer_uri = "u",
  })
  out("AuthorizerRef", authorizer.authorizer_id, authorizer.authorizer_ref.authorizer_id,
    authorizer.authorizer_ref.api_id)
end

function cases.keys_and_plans(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local out = outputs(stack)
  local api = apigw.WebSocketApi(stack, "Api")
  local stage = apigw.WebSocketStage(stack, "Stage", { web_socket_api = api, stage_name = "s" })
  local user = iam.User(stack, "User")
  local key = apigw.ApiKey(stack, "Key")
  out("Key", key.key_id, key.key_arn, key.api_key_ref.api_key_id)
  key:grant_read(user)
  key:grant_write(user)
  apigw.ApiKey(stack, "FullKey", {
    api_key_name = "full", customer_id = "c", description = "d", enabled = false, generate_distinct_id = true,
    value = ("v"):rep(20),
  }):grant_read_write(user)
  local imported = apigw.ApiKey.from_api_key_id(stack, "ImportedKey", "k")
  imported:grant_read_write(user)
  out("Imported", imported.key_id, imported.key_arn, imported.api_key_ref.api_key_id)
  local plan = apigw.UsagePlan(stack, "Plan", {
    usage_plan_name = "plan", description = "d", quota = { limit = 100, offset = 2, period = apigw.Period.WEEK },
    throttle = { rate_limit = 2.5, burst_limit = 5 }, api_stages = { { api = api, stage = stage } },
  })
  out("PlanId", plan.usage_plan_id, plan.usage_plan_ref.usage_plan_id)
  plan:add_api_key(key)
  plan:add_api_key(imported, { override_logical_id = "Mine" })
  plan:add_api_stage {
    stage = apigw.WebSocketStage(stack, "Later", { web_socket_api = api, stage_name = "later" }),
  }
  plan:add_api_stage { api = api }
  apigw.UsagePlan(stack, "Empty")
  apigw.UsagePlan(stack, "NoStage", { api_stages = { { api = api } } })
  apigw.UsagePlan.from_usage_plan_id(stack, "ImportedPlan", "p"):add_api_key(key)
  local limited = apigw.RateLimitedApiKey(stack, "Limited", {
    api_key_name = "limited", quota = { limit = 1, period = apigw.Period.DAY },
    throttle = { rate_limit = 1, burst_limit = 1 }, api_stages = { { stage = stage } },
  })
  limited:grant_read(user)
  out("Limited", limited.key_id, limited.key_arn)
  apigw.RateLimitedApiKey(stack, "Unlimited", { description = "d" })
end

function cases.access_logs(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local Format = apigateway.AccessLogFormat
  local destination = apigw.LogGroupLogDestination(logs.LogGroup(stack, "Group"))
  local api = apigw.HttpApi(stack, "Api")
  for _, row in ipairs {
    { "Plain", "d" }, { "Json", "j", Format.json_with_standard_fields() },
    { "Own", "o", Format.custom "$context.extendedRequestId" },
    { "Later", "l", Format.custom(cdk.Fn.import_value "format") },
  } do
    api:add_stage(row[1], {
      stage_name = row[2], access_log_settings = { destination = destination, format = row[3] },
    })
  end
  local web_socket = apigw.WebSocketApi(stack, "WebSocket")
  apigw.WebSocketStage(stack, "Stage", {
    web_socket_api = web_socket, stage_name = "s", access_log_settings = { destination = destination },
  })
  local stage = apigw.HttpStage.from_http_stage_attributes(stack, "Imported", { api = api, stage_name = "s" })
  cdk.CfnOutput(stack, "Format", { value = stage:default_access_log_format():to_string() })
  local web_socket_stage = apigw.WebSocketStage.from_web_socket_stage_attributes(stack, "ImportedStage", {
    api = web_socket, stage_name = "s",
  })
  cdk.CfnOutput(stack, "WebSocketFormat", { value = web_socket_stage:default_access_log_format():to_string() })
end

describe("aws_apigatewayv2", function()
  golden.check("aws_apigatewayv2", cases)

  local stack, api, web_socket
  before_each(function()
    stack = cdk.Stack(cdk.App(), "S", { env = ENV })
    api = apigw.HttpApi(stack, "Api")
    web_socket = apigw.WebSocketApi(stack, "WebSocket")
  end)

  it("refuses APIs that cannot be called as they say", function()
    refuses("allow_credentials cannot be combined with allow_origins \"*\"", apigw.HttpApi, stack, "A",
      { cors_preflight = { allow_credentials = true, allow_origins = { "https://a", "*" } } })
    local domain = apigw.DomainName(stack, "D", { domain_name = "a.b", certificate = certificate_in(stack) })
    refuses("default_domain_mapping needs the default stage", apigw.HttpApi, stack, "B",
      { create_default_stage = false, default_domain_mapping = { domain_name = domain } })
    refuses("path must begin with /, got 'a'", api.arn_for_execute_api, api, "GET", "a")
    refuses("path must begin with /, got 'a'", web_socket.arn_for_execute_api, web_socket, "GET", "a")
  end)

  it("knows no endpoint of APIs that have none, or that were imported without", function()
    local closed = apigw.HttpApi(stack, "Closed", { disable_execute_api_endpoint = true })
    refuses("the API has no api_endpoint, since disable_execute_api_endpoint is set", function()
      return closed.api_endpoint
    end)
    refuses("the imported API has no api_endpoint", function()
      return apigw.HttpApi.from_http_api_attributes(stack, "I", { http_api_id = "i" }).api_endpoint
    end)
    refuses("the imported API has no api_endpoint", function()
      return apigw.WebSocketApi.from_web_socket_api_attributes(stack, "W", { web_socket_id = "w" }).api_endpoint
    end)
  end)

  it("knows no URL of imported stages, and of stages without a domain", function()
    refuses("the stage has no domain_url", function() return api.default_stage.domain_url end)
    local stage = apigw.HttpStage.from_http_stage_attributes(stack, "I", { api = api, stage_name = "s" })
    refuses("an imported stage has no url", function() return stage.url end)
    refuses("an imported stage has no domain_url", function() return stage.domain_url end)
    local other = apigw.WebSocketStage.from_web_socket_stage_attributes(stack, "W", {
      api = web_socket, stage_name = "s",
    })
    refuses("an imported stage has no url", function() return other.url end)
    refuses("an imported stage has no callback_url", function() return other.callback_url end)
  end)

  it("refuses routes that no request takes", function()
    for _, path in ipairs { "a", "/a/", "" } do
      refuses("the path of a route must begin with / and not end with it", HttpRouteKey.with, path)
    end
    refuses("path can have at most 1000 characters, got 1001", api.add_routes, api,
      { path = "/" .. ("x"):rep(1000), integration = url "I" })
    local odd = { bind = function() return { authorization_type = "ODD" } end }
    refuses("authorization_type must be one of AWS_IAM, JWT, CUSTOM and NONE, got 'ODD'", api.add_routes, api,
      { path = "/odd", integration = url "I", authorizer = odd })
  end)

  it("grants calls of routes that IAM authorizes, of their own method", function()
    local user = iam.User(stack, "User")
    local open = api:add_routes({ path = "/open", integration = url "I" })[1]
    refuses("grant_invoke is for routes that IAM authorizes", open.grant_invoke, open, user)
    local get = api:add_routes({
      path = "/get", methods = { HttpMethod.GET }, integration = url "I", authorizer = authorizers.HttpIamAuthorizer(),
    })[1]
    refuses("the route takes requests of the method GET only, http_methods has PUT", get.grant_invoke, get, user,
      { http_methods = { HttpMethod.PUT } })
  end)

  it("keeps integrations with one API, with a target, and in time", function()
    local shared, shared_mock = url "I", mock "M"
    api:add_routes { path = "/a", integration = shared }
    local other = apigw.HttpApi(stack, "Other")
    refuses("the integration 'I' already belongs to the API S/Api", other.add_routes, other,
      { path = "/a", integration = shared })
    web_socket:add_route("a", { integration = shared_mock })
    local other_socket = apigw.WebSocketApi(stack, "OtherSocket")
    refuses("the integration 'M' already belongs to the API S/WebSocket", other_socket.add_route, other_socket, "a",
      { integration = shared_mock })
    refuses("give integration_uri or integration_subtype", apigw.HttpIntegration, stack, "H",
      { http_api = api, integration_type = apigw.HttpIntegrationType.HTTP_PROXY })
    for i, timeout in ipairs { cdk.Duration.millis(49), cdk.Duration.seconds(30) } do
      refuses("timeout must be between 50 milliseconds and 29 seconds", api.add_routes, api,
        { path = "/t" .. i, integration = url("T", { timeout = timeout }) })
      refuses("timeout must be between 50 milliseconds and 29 seconds", apigw.WebSocketIntegration, stack, "W" .. i, {
        web_socket_api = web_socket, integration_type = apigw.WebSocketIntegrationType.MOCK, integration_uri = "",
        timeout = timeout,
      })
    end
  end)

  it("asks for what authorizers need, and refuses what is not theirs", function()
    local role = iam.Role.from_role_arn(stack, "Role", "arn:aws:iam::111122223333:role/r")
    local Type = apigw.HttpAuthorizerType
    local n = 0
    for _, row in ipairs {
      { "an authorizer of type JWT needs jwt_audience and jwt_issuer", { type = Type.JWT, jwt_audience = { "a" } } },
      { "an authorizer of type JWT needs jwt_audience and jwt_issuer",
        { type = Type.JWT, jwt_audience = {}, jwt_issuer = "i" } },
      { "an authorizer of type LAMBDA needs authorizer_uri", { type = Type.LAMBDA } },
      { "role belongs to authorizers of type LAMBDA", { type = Type.IAM, role = role } },
    } do
      n = n + 1
      row[2].http_api, row[2].identity_source = api, {}
      refuses(row[1], apigw.HttpAuthorizer, stack, "A" .. n, row[2])
    end
    refuses("an authorizer of type LAMBDA needs authorizer_uri", apigw.WebSocketAuthorizer, stack, "W",
      { web_socket_api = web_socket, identity_source = {}, type = apigw.WebSocketAuthorizerType.LAMBDA })
    refuses("only the route $connect can have an authorizer", web_socket.add_route, web_socket, "send",
      { integration = mock "M", authorizer = apigw.WebSocketNoneAuthorizer() })
  end)

  it("refuses domain names and mappings that API Gateway does not have", function()
    local certificate = certificate_in(stack)
    refuses("domain_name must not be empty", apigw.DomainName, stack, "A",
      { domain_name = "", certificate = certificate })
    refuses("ownership_certificate belongs to domains with mutual TLS", apigw.DomainName, stack, "B",
      { domain_name = "a.b", certificate = certificate, ownership_certificate = certificate })
    local domain = apigw.DomainName(stack, "C", { domain_name = "a.b", certificate = certificate })
    refuses("there already is an endpoint of the type REGIONAL", domain.add_endpoint, domain,
      { certificate = certificate })
    local bare = apigw.HttpApi(stack, "Bare", { create_default_stage = false })
    refuses("the API has no default stage; give stage", apigw.ApiMapping, stack, "M",
      { api = bare, domain_name = domain })
    refuses("api_mapping_key must not be empty", apigw.ApiMapping, stack, "N",
      { api = api, domain_name = domain, api_mapping_key = "" })
  end)

  it("wants a format of access logs by which requests are told apart", function()
    local destination = apigw.LogGroupLogDestination(logs.LogGroup(stack, "Group"))
    refuses("the format of the access log must have AccessLogField.context_request_id()", api.add_stage, api, "L", {
      stage_name = "l",
      access_log_settings = {
        destination = destination, format = apigateway.AccessLogFormat.custom "$context.requestIdentity",
      },
    })
  end)

  it("wants whole numbers in usage plans", function()
    refuses("the limit of quota must be a whole number, got 1.5", apigw.UsagePlan, stack, "Q",
      { quota = { limit = 1.5 } })
    refuses("the burst_limit of throttle must be a whole number, got 2.5", apigw.UsagePlan, stack, "T",
      { throttle = { burst_limit = 2.5 } })
  end)
end)
