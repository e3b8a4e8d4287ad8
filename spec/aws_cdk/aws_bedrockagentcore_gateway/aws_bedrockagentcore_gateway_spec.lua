-- Gateways, policies and identities of Amazon Bedrock AgentCore. The cases are twins of
-- tools/golden/aws_bedrockagentcore_gateway.js.
local agentcore = require "aws_cdk.aws_bedrockagentcore"
local api = require "aws_cdk.aws_apigateway"
local assert = require "luassert"
local assertions = require "aws_cdk.assertions"
local cdk = require "aws_cdk"
local cloudwatch = require "aws_cdk.aws_cloudwatch"
local cognito = require "aws_cdk.aws_cognito"
local golden = require "spec.support.golden"
local iam = require "aws_cdk.aws_iam"
local kms = require "aws_cdk.aws_kms"
local lambda = require "aws_cdk.aws_lambda"
local luacdk = require "spec.support.luacdk"
local s3 = require "aws_cdk.aws_s3"

local ENV = { account = "111122223333", region = "eu-west-1" }
local FILES = "spec/fixtures/agentcore/"
local ARN = "arn:aws:bedrock-agentcore:eu-west-1:111122223333:"
local SECRET = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:s"

local Gateway, GatewayTarget = agentcore.Gateway, agentcore.GatewayTarget
local GatewayAuthorizer = agentcore.GatewayAuthorizer
local GatewayCredentialProvider = agentcore.GatewayCredentialProvider
local ApiSchema, ToolSchema = agentcore.ApiSchema, agentcore.ToolSchema
local PolicyAction, PolicyAttribute, PolicyCondition = agentcore.PolicyAction, agentcore.PolicyAttribute,
  agentcore.PolicyCondition
local PolicyEffect, PolicyPrincipal = agentcore.PolicyEffect, agentcore.PolicyPrincipal
local PolicyResource, PolicyStatement = agentcore.PolicyResource, agentcore.PolicyStatement

local function outputs(stack)
  return function(id, ...)
    local value = ""
    for _, one in ipairs { ... } do value = value .. one end
    cdk.CfnOutput(stack, "Out" .. id, { value = value })
  end
end

local function function_of(stack)
  return lambda.Function(stack, "Fn", {
    runtime = lambda.Runtime.PYTHON_3_12, handler = "index.handler", code = lambda.Code.from_inline "pass",
  })
end

local function show(stack, metrics)
  cloudwatch.Dashboard(stack, "Dashboard", { widgets = { { cloudwatch.GraphWidget { left = metrics } } } })
end

local cases = {}

function cases.gateways(app)
  local GatewayCustomClaim, GatewayProtocol = agentcore.GatewayCustomClaim, agentcore.GatewayProtocol
  local LambdaInterceptor = agentcore.LambdaInterceptor
  local stack = cdk.Stack(app, "S", { env = ENV })
  local out, fn = outputs(stack), function_of(stack)
  local key, user = kms.Key(stack, "Key"), iam.User(stack, "User")
  local plain = Gateway(stack, "Plain")
  local claims = {
    GatewayCustomClaim.with_string_value("team", "a"),
    GatewayCustomClaim.with_string_array_value("roles", { "admin" }),
    GatewayCustomClaim.with_string_array_value("groups", { "x", "y" }, agentcore.CustomClaimOperator.CONTAINS_ANY),
  }
  local full = Gateway(stack, "Full", {
    gateway_name = "Full-1", description = "d", kms_key = key, exception_level = agentcore.GatewayExceptionLevel.DEBUG,
    tags = { a = "b", c = "d" },
    protocol_configuration = GatewayProtocol.mcp {
      instructions = "use it", search_type = agentcore.McpGatewaySearchType.SEMANTIC,
      supported_versions = {
        agentcore.MCPProtocolVersion.MCP_2025_06_18, agentcore.MCPProtocolVersion.of "2030-01-01",
      },
    },
    authorizer_configuration = GatewayAuthorizer.using_custom_jwt {
      discovery_url = "https://example.com/.well-known/openid-configuration", allowed_audience = { "a" },
      allowed_clients = { "c" }, allowed_scopes = { "s" }, custom_claims = claims,
    },
    interceptor_configurations = { LambdaInterceptor.for_request(fn, { pass_request_headers = true }) },
  })
  full:add_interceptor(LambdaInterceptor.for_response(fn))
  local pool = cognito.UserPool(stack, "Pool")
  local client = pool:add_client "Client"
  Gateway(stack, "ByPool", {
    authorizer_configuration = GatewayAuthorizer.using_cognito {
      user_pool = pool, allowed_clients = { client }, allowed_audiences = { "a" }, allowed_scopes = { "s" },
      custom_claims = { claims[1] },
    },
    protocol_configuration = GatewayProtocol.mcp(),
    role = iam.Role.from_role_arn(stack, "Given", "arn:aws:iam::111122223333:role/r"), kms_key = key,
  })
  local signed = Gateway(stack, "Signed", { authorizer_configuration = GatewayAuthorizer.using_aws_iam() })
  Gateway(stack, "Open", {
    authorizer_configuration = GatewayAuthorizer.with_no_auth(),
    gateway_name = cdk.CfnParameter(stack, "Name").value_as_string,
  })
  local known = Gateway.from_gateway_attributes(stack, "Known", {
    gateway_arn = ARN .. "gateway/g", gateway_id = "known-0123456789", gateway_name = "known", role = signed.role,
  })
  for _, gateway in ipairs { full, known } do
    gateway:grant_read(user)
    gateway:grant_manage(user)
    gateway:grant_invoke(user)
    gateway:grant(user, "bedrock-agentcore:Other")
  end
  show(stack, {
    plain:metric "Any", plain:metric_duration(), plain:metric_invocations(), plain:metric_latency(),
    plain:metric_system_errors { statistic = "Maximum", region = "us-east-1" },
    known:metric_target_execution_time(), known:metric_throttles { dimensions_map = { More = "m" } },
    known:metric_user_errors(),
    known:metric_target_type("LAMBDA", { dimensions_map = { More = "m" }, period = cdk.Duration.minutes(1) }),
  })
  out("Arn", plain.gateway_arn)
  out("Id", full.gateway_ref.gateway_identifier)
  out("Url", plain.gateway_url)
  out("Status", plain.status, plain.created_at, plain.updated_at, cdk.Fn.join(",", plain.status_reason))
  out("Token", plain.token_endpoint_url)
  out("Scopes", cdk.Fn.join(" ", plain.oauth_scopes))
  out("Pool", plain.user_pool.user_pool_id, plain.user_pool_client.user_pool_client_id,
    plain.resource_server.user_pool_resource_server_id, plain.user_pool_domain.domain_name)
  out("Known", known.gateway_ref.gateway_arn, known.protocol_configuration.protocol_type,
    known.authorizer_configuration.authorizer_type)
end

function cases.targets(app)
  local ApiGatewayHttpMethod, ApiKeyCredentialLocation, SchemaDefinitionType = agentcore.ApiGatewayHttpMethod,
    agentcore.ApiKeyCredentialLocation, agentcore.SchemaDefinitionType
  local stack = cdk.Stack(app, "S", { env = ENV })
  local out, fn = outputs(stack), function_of(stack)
  local bucket, user = s3.Bucket(stack, "Bucket"), iam.User(stack, "User")
  local gateway = Gateway(stack, "Gateway", {
    authorizer_configuration = GatewayAuthorizer.using_aws_iam(), gateway_name = "gateway",
  })
  local api_key = agentcore.ApiKeyCredentialProvider(stack, "ApiKey")
  local given_key = GatewayCredentialProvider.from_api_key_identity_arn {
    provider_arn = ARN .. "token-vault/default/apikeycredentialprovider/k", secret_arn = SECRET,
    credential_location = ApiKeyCredentialLocation.query_parameter(),
  }
  local oauth = agentcore.OAuth2CredentialProvider.using_github(stack, "OAuth", {
    client_id = "c", client_secret = cdk.SecretValue.unsafe_plain_text "s",
  })
  local tools = {
    {
      name = "order", description = "finds orders",
      input_schema = {
        type = SchemaDefinitionType.OBJECT, description = "what", required = { "id" },
        properties = {
          id = { type = SchemaDefinitionType.STRING, description = "" },
          tags = { type = SchemaDefinitionType.ARRAY, items = { type = SchemaDefinitionType.of "string" } },
          deep = { type = SchemaDefinitionType.OBJECT, properties = { n = { type = SchemaDefinitionType.INTEGER } } },
        },
      },
      output_schema = { type = SchemaDefinitionType.NUMBER },
    },
    {
      name = "none", description = "d",
      input_schema = { type = SchemaDefinitionType.OBJECT, properties = {}, required = {} },
    },
  }
  local first = gateway:add_lambda_target("Function", {
    lambda_function = fn, tool_schema = ToolSchema.from_inline(tools), gateway_target_name = "fn", description = "d",
  })
  gateway:add_lambda_target("FunctionFile", {
    lambda_function = fn, tool_schema = ToolSchema.from_local_asset(FILES .. "tools.json"),
    credential_provider_configurations = {},
  })
  gateway:add_lambda_target("FunctionS3", {
    lambda_function = fn, tool_schema = ToolSchema.from_s3_file(bucket, "tools.json", "222233334444"),
    credential_provider_configurations = { GatewayCredentialProvider.from_iam_role() },
  })
  local schema = ApiSchema.from_local_asset(FILES .. "open_api.json")
  gateway:add_open_api_target("OpenApi", {
    api_schema = schema,
    credential_provider_configurations = { GatewayCredentialProvider.from_api_key_identity(api_key) },
  })
  gateway:add_open_api_target("OpenApiText", {
    api_schema = ApiSchema.from_inline(luacdk.read(FILES .. "open_api.json")),
    credential_provider_configurations = {
      GatewayCredentialProvider.from_api_key_identity(api_key, {
        credential_location = ApiKeyCredentialLocation.header {
          credential_parameter_name = "X-Key", credential_prefix = "Key ",
        },
      }),
    },
  })
  gateway:add_open_api_target("OpenApiS3", {
    api_schema = ApiSchema.from_s3_file(bucket, "api.json"), credential_provider_configurations = { given_key },
  })
  gateway:add_open_api_target("OpenApiAny", {
    api_schema = ApiSchema.from_inline "a: 1", validate_open_api_schema = false,
  })
  gateway:add_smithy_target("Smithy", { smithy_model = ApiSchema.from_local_asset(FILES .. "model.smithy") })
  gateway:add_smithy_target("SmithyText", { smithy_model = ApiSchema.from_inline "namespace a" })
  gateway:add_mcp_server_target("Server", {
    endpoint = "https://example.com/mcp",
    credential_provider_configurations = {
      GatewayCredentialProvider.from_oauth_identity(oauth, {
        scopes = { "a", "b" }, custom_parameters = { x = "y" },
      }),
    },
  })
  gateway:add_mcp_server_target("ServerByArn", {
    endpoint = "https://example.com/mcp",
    credential_provider_configurations = {
      GatewayCredentialProvider.from_oauth_identity_arn {
        provider_arn = ARN .. "token-vault/default/oauth2credentialprovider/o", secret_arn = SECRET, scopes = {},
      },
    },
  })
  gateway:add_mcp_server_target("ServerSigned", {
    endpoint = "https://example.com",
    credential_provider_configurations = {
      GatewayCredentialProvider.from_iam_role { service = "execute-api", region = "eu-west-1" },
    },
  })
  local rest = api.RestApi(stack, "Rest")
  rest.root:add_method "GET"
  local filters = {
    { filter_path = "/orders/*", methods = { ApiGatewayHttpMethod.GET, ApiGatewayHttpMethod.of "POST" } },
  }
  gateway:add_api_gateway_target("Api", {
    rest_api = rest, api_gateway_tool_configuration = { tool_filters = filters },
  })
  gateway:add_api_gateway_target("ApiStage", {
    rest_api = rest, stage = "dev",
    credential_provider_configurations = { GatewayCredentialProvider.from_iam_role() },
    api_gateway_tool_configuration = {
      tool_filters = filters,
      tool_overrides = {
        { path = "/orders/{id}", method = ApiGatewayHttpMethod.DELETE, name = "drop", description = "d" },
        { path = "/", method = ApiGatewayHttpMethod.GET, name = "root" },
      },
    },
    metadata_configuration = {
      allowed_query_parameters = { "q" }, allowed_request_headers = { "h" }, allowed_response_headers = { "r" },
    },
  })
  local known = Gateway.from_gateway_attributes(stack, "Known", {
    gateway_arn = ARN .. "gateway/g", gateway_id = "known-0123456789", gateway_name = "known",
    role = iam.Role.from_role_arn(stack, "Role", "arn:aws:iam::111122223333:role/r"),
  })
  GatewayTarget(stack, "Target", {
    gateway = known,
    target_configuration = agentcore.LambdaTargetConfiguration.create(fn, ToolSchema.from_inline(tools)),
  })
  GatewayTarget.for_lambda(stack, "ForLambda", {
    gateway = known, lambda_function = fn, tool_schema = ToolSchema.from_local_asset(FILES .. "tools.json"),
  })
  GatewayTarget.for_open_api(stack, "ForOpenApi", { gateway = known, api_schema = schema })
  GatewayTarget.for_smithy(stack, "ForSmithy", {
    gateway = known, smithy_model = ApiSchema.from_s3_file(bucket, "m", "222233334444"),
  })
  GatewayTarget.for_mcp_server(stack, "ForServer", {
    gateway = known, endpoint = cdk.Fn.import_value "url", credential_provider_configurations = { given_key },
  })
  GatewayTarget.for_api_gateway(stack, "ForApi", {
    gateway = known, stage = "s", api_gateway_tool_configuration = { tool_filters = filters },
    rest_api = api.RestApi.from_rest_api_attributes(stack, "Api", { rest_api_id = "a", root_resource_id = "r" }),
  })
  local there = GatewayTarget.from_gateway_target_attributes(stack, "There", {
    gateway = known, gateway_target_name = "n", target_arn = ARN .. "gateway/g/target/t", target_id = "t",
    status = "READY",
  })
  for _, target in ipairs { first, there } do
    target:grant_read(user)
    target:grant_manage(user)
    target:grant(user, "bedrock-agentcore:Other")
  end
  first:grant_sync(user)
  out("Arn", first.target_arn)
  out("Id", first.gateway_target_ref.target_id, first.gateway_target_ref.gateway_identifier)
  out("Status", first.status, first.created_at, first.updated_at, cdk.Fn.join(",", first.status_reasons))
  out("There", there.gateway_target_ref.target_id, there.description, first.target_type, there.target_protocol_type)
end

function cases.identities(app)
  local ApiKeyCredentialProvider, OAuth2CredentialProvider, WorkloadIdentity = agentcore.ApiKeyCredentialProvider,
    agentcore.OAuth2CredentialProvider, agentcore.WorkloadIdentity
  local stack = cdk.Stack(app, "S")
  local out = outputs(stack)
  local function client(more)
    more = more or {}
    more.client_id, more.client_secret = "c", cdk.SecretValue.secrets_manager "s"
    return more
  end
  local function endpoints()
    return { authorization_endpoint = "https://a", issuer = "https://i", token_endpoint = "https://t" }
  end
  local function method(vendor)
    return OAuth2CredentialProvider["using_" .. vendor:gsub("(%l)(%u)", "%1_%2"):lower()]
  end
  for vendor in ("Atlassian Dropbox Facebook Github Google Hubspot Linkedin Notion Reddit Salesforce Slack Spotify "
    .. "Twitch X Yandex Zoom"):gmatch "%w+" do
    method(vendor)(stack, vendor, client())
  end
  for vendor in ("Auth0 Cognito CyberArk FusionAuth Okta OneLogin PingOne"):gmatch "%w+" do
    method(vendor)(stack, vendor, client(endpoints()))
  end
  OAuth2CredentialProvider.using_microsoft(stack, "Microsoft", client { tenant_id = "t" })
  OAuth2CredentialProvider.using_custom(stack, "Custom", client { discovery_url = "https://d" })
  local metadata = endpoints()
  metadata.response_types = { "code" }
  OAuth2CredentialProvider.using_custom(stack, "Metadata", client {
    authorization_server_metadata = metadata, o_auth2_credential_provider_name = "n_1-2", tags = { k = "v", a = "b" },
  })
  local own = OAuth2CredentialProvider(stack, "Own", {
    credential_provider_vendor = agentcore.OAuth2CredentialProviderVendor.of("CustomOauth2").value,
    oauth2_provider_config_input = { github_oauth2_provider_config = { client_id = "c" } }, tags = {},
  })
  local known_oauth = OAuth2CredentialProvider.from_o_auth2_credential_provider_attributes(stack, "KnownOAuth", {
    credential_provider_arn = ARN .. "token-vault/default/oauth2credentialprovider/o", credential_provider_vendor = "v",
    client_secret_arn = SECRET, callback_url = "u",
  })
  local key = ApiKeyCredentialProvider(stack, "Key", {
    api_key = cdk.SecretValue.unsafe_plain_text "k", api_key_credential_provider_name = "key", tags = { k = "v" },
  })
  local plain = ApiKeyCredentialProvider(stack, "Plain")
  local known = ApiKeyCredentialProvider.from_api_key_credential_provider_attributes(stack, "KnownKey", {
    credential_provider_arn = ARN .. "token-vault/default/apikeycredentialprovider/k", api_key_secret_arn = SECRET,
    created_time = "t", last_updated_time = "u",
  })
  local bare = ApiKeyCredentialProvider.from_api_key_credential_provider_attributes(stack, "Bare", {
    credential_provider_arn = ARN .. "token-vault/default/apikeycredentialprovider/b",
  })
  local identity = WorkloadIdentity(stack, "Identity", {
    workload_identity_name = "w.1", allowed_resource_oauth2_return_urls = { "https://r" }, tags = { k = "v" },
  })
  local other = WorkloadIdentity.from_workload_identity_attributes(stack, "Other", {
    workload_identity_arn = ARN .. "workload-identity-directory/default/workload-identity/w",
    workload_identity_name = "w",
  })
  WorkloadIdentity(stack, "Simple")
  for i, one in ipairs { own, known_oauth, key, known, bare, identity, other } do
    local role = iam.Role(stack, "Role" .. i - 1, { assumed_by = iam.AccountRootPrincipal() })
    one:grant_read(role)
    one:grant_admin(role)
    one:grant_use(role)
    one:grant(role, "bedrock-agentcore:Other")
    one:grant_full_access(iam.User(stack, "User" .. i - 1))
  end
  out("Key", key.api_key_credential_provider_ref.credential_provider_arn, key.api_key_secret_arn, key.created_time,
    key.last_updated_time)
  out("KeyName", plain.api_key_credential_provider_name)
  out("Known", known.api_key_secret_arn, known.created_time, known:bind_for_gateway_api_key_target().provider_arn)
  out("OAuth", own.callback_url, own.client_secret_arn, own.created_time, own.last_updated_time,
    own.credential_provider_vendor)
  out("OAuthRef", own.o_auth2_credential_provider_ref.credential_provider_arn,
    known_oauth:bind_for_gateway_o_auth_target({ "s" }, { a = "b" }).secret_arn)
  out("Identity", identity.workload_identity_ref.workload_identity_arn, identity.workload_identity_name,
    identity.created_time, identity.last_updated_time)
  out("Other", other.workload_identity_ref.workload_identity_name)
end

-- A statement that permits everything, but for the properties given.
local function statement(given)
  local props = {
    effect = PolicyEffect.PERMIT, principal = PolicyPrincipal.any(), action = PolicyAction.any(),
    resource = PolicyResource.any_of_type "AgentCore::Gateway",
  }
  for name, value in pairs(given or {}) do props[name] = value end
  return PolicyStatement(props)
end

function cases.policies(app)
  local Policy, PolicyEngine = agentcore.Policy, agentcore.PolicyEngine
  local stack = cdk.Stack(app, "S", { env = ENV })
  local out, user = outputs(stack), iam.User(stack, "User")
  local engine = PolicyEngine(stack, "Engine", {
    policy_engine_name = "engine", description = "d", kms_key = kms.Key(stack, "Key"), tags = { k = "", a = "b" },
  })
  local plain = PolicyEngine(stack, "Plain")
  local known = PolicyEngine.from_policy_engine_attributes(stack, "Known", {
    policy_engine_arn = ARN .. "policy-engine/e-1", kms_key_arn = "arn:aws:kms:eu-west-1:111122223333:key/k",
  })
  local gateway = Gateway(stack, "Gateway", {
    gateway_name = "Gateway", authorizer_configuration = GatewayAuthorizer.using_aws_iam(),
    policy_engine_configuration = { policy_engine = engine },
  })
  Gateway(stack, "Logged", {
    authorizer_configuration = GatewayAuthorizer.using_aws_iam(),
    gateway_name = cdk.CfnParameter(stack, "Name").value_as_string,
    policy_engine_configuration = { policy_engine = known, mode = agentcore.PolicyEngineMode.LOG_ONLY },
  })
  local department, amount, place = PolicyAttribute.principal "department", PolicyAttribute.context "input.amount",
    PolicyAttribute.resource "in.city x"
  local first = engine:add_policy("All", {
    statement = statement(), policy_name = "all", description = "d",
    validation_mode = agentcore.PolicyValidationMode.IGNORE_ALL_FINDINGS,
  })
  engine:add_policy("Raw", {
    statement = PolicyStatement.from_cedar "  forbid(principal, action, resource is AgentCore::Gateway);\n",
  })
  engine:add_policy("Conditions", {
    statement = statement {
      effect = PolicyEffect.FORBID, principal = PolicyPrincipal.entity_type "AgentCore::OAuthUser",
      action = PolicyAction.one "AgentCore::Action::Target___tool",
      resource = PolicyResource.instance("AgentCore::Gateway", gateway.gateway_arn),
      when = {
        PolicyCondition.string_equals(department, "sales"),
        PolicyCondition.string_not_equals(department, cdk.Fn.import_value "d"),
        PolicyCondition.number_equals(amount, 1),
        PolicyCondition.any_of {
          PolicyCondition.number_less_than(amount, 10),
          PolicyCondition.all_of {
            PolicyCondition.number_greater_than(amount, -5), PolicyCondition.boolean_equals(place, true),
          },
        },
        PolicyCondition.any_of { PolicyCondition.number_not_equals(amount, 3) },
      },
      unless = {
        PolicyCondition.number_less_than_or_equals(amount, 10),
        PolicyCondition.number_greater_than_or_equals(amount, 20),
        PolicyCondition.ip_in_range(PolicyAttribute.context "ip", "10.0.0.0/8"),
        PolicyCondition.set_contains(department, "x"), PolicyCondition.string_in(department, { "a", "b" }),
        PolicyCondition.number_in(amount, { 1, 2 }), PolicyCondition.boolean_equals(amount, false),
      },
    },
  })
  Policy(stack, "Policy", {
    policy_engine = plain,
    statement = statement {
      principal = PolicyPrincipal.entity("AgentCore::OAuthUser", "u"),
      action = PolicyAction.any_of {
        "AgentCore::Action::A", 'My::Sub::Action::"B \\" c"', "AgentCore::Action::" .. cdk.Aws.REGION,
      },
    },
  })
  plain:add_policy("Group", { statement = statement { principal = PolicyPrincipal.in_group("My::Group", "g") } })
  local there = Policy.from_policy_attributes(stack, "There", {
    policy_arn = ARN .. "policy-engine/e-1/policy/p-1", policy_engine = known,
  })
  for _, one in ipairs { engine, known } do
    one:grant_read(user)
    one:grant_evaluate(user)
    one:grant_evaluate_for_gateway(user, gateway)
    one:grant(user, "bedrock-agentcore:Other")
  end
  first:grant_read(user)
  there:grant(user, "bedrock-agentcore:Other")
  show(stack, {
    engine:metric "Any", engine:metric_authorization_latency(), known:metric_authorizations(),
    known:metric_denied_requests { period = cdk.Duration.minutes(1) }, engine:metric_errors(), first:metric "Any",
    first:metric_evaluation_latency(), there:metric_evaluations { account = "1" },
  })
  iam.Role(stack, "Role", { assumed_by = engine.grant_principal })
  iam.Role(stack, "PolicyRole", { assumed_by = first.grant_principal })
  out("Engine", engine.policy_engine_ref.policy_engine_arn, engine.policy_engine_id, plain.policy_engine_name,
    #engine.policies)
  out("Known", known.policy_engine_id, known.kms_key.key_arn)
  out("Policy", first.policy_ref.policy_arn, first.policy_id, first.policy_name, first.validation_mode.value)
  out("There", there.policy_id, there.policy_engine.policy_engine_arn)
end

describe("aws_bedrockagentcore's gateways, policies and identities", function()
  golden.check("aws_bedrockagentcore_gateway", cases)

  local stack, gateway
  before_each(function()
    stack = cdk.Stack(cdk.App(), "S", { env = ENV })
    gateway = Gateway(stack, "Gateway", { authorizer_configuration = GatewayAuthorizer.using_aws_iam() })
  end)

  local function refuses(text, make, ...)
    local ok, message = pcall(make, ...)
    assert.is_false(ok, text)
    assert.truthy(tostring(message):find(text, 1, true), tostring(message))
    assert.truthy(tostring(message):find("_spec.lua:%d+: "), tostring(message))
  end

  it("refuses names, descriptions and tags that the service does not take", function()
    local id = 0
    local function wrong(text, class, props)
      id = id + 1
      refuses(text, agentcore[class], stack, "Wrong" .. id, props)
    end
    wrong("gateway_name must have only letters, digits and single hyphens after them, got 'a--b'", "Gateway",
      { gateway_name = "a--b" })
    wrong("gateway_name must have 1 to 48 characters, got 49", "Gateway", { gateway_name = ("x"):rep(49) })
    wrong("description must have 1 to 200 characters, got 201", "Gateway", { description = ("x"):rep(201) })
    wrong("tags must not begin with aws:, got 'AWS:x'", "Gateway", { tags = { ["AWS:x"] = "v" } })
    wrong("api_key_credential_provider_name must have only letters, digits, hyphens and underscores",
      "ApiKeyCredentialProvider", { api_key_credential_provider_name = "a.b" })
    wrong("api_key must have 1 to 65536 characters, got 65537", "ApiKeyCredentialProvider",
      { api_key = cdk.SecretValue.unsafe_plain_text(("x"):rep(65537)) })
    wrong("the key of a tag cannot begin with aws:", "ApiKeyCredentialProvider", { tags = { ["aws:x"] = "v" } })
    wrong("tag 'a' must have 1 to 256 characters, got 0", "WorkloadIdentity", { tags = { a = "" } })
    wrong("workload_identity_name must have 3 to 255 characters, got 2", "WorkloadIdentity",
      { workload_identity_name = "ab" })
    wrong("allowed_resource_oauth2_return_urls must have at least 1 URL", "WorkloadIdentity",
      { allowed_resource_oauth2_return_urls = {} })
    wrong("allowed_resource_oauth2_return_urls[2] must have 1 to 2048 characters, got 0", "WorkloadIdentity",
      { allowed_resource_oauth2_return_urls = { "https://x", "" } })
    wrong("policy_engine_name must have 1 to 48 letters, digits and underscores", "PolicyEngine",
      { policy_engine_name = "1a" })
    wrong("description must have at most 4096 characters, got 4097", "PolicyEngine", { description = ("x"):rep(4097) })
    local many = {}
    for i = 1, 51 do many["k" .. i] = "v" end
    wrong("tags must be at most 50, got 51", "PolicyEngine", { tags = many })
    wrong("the key of a tag must have 1 to 128 characters, got 129", "PolicyEngine",
      { tags = { [("k"):rep(129)] = "v" } })
  end)

  it("refuses wrong types", function()
    refuses("gateway_name: expected a string, got the number 5", Gateway, stack, "A", { gateway_name = 5 })
    refuses("expected", gateway.add_mcp_server_target, gateway, "B", "https://x")
    refuses("expected", GatewayAuthorizer.using_custom_jwt, nil)
    refuses("expected", PolicyCondition.number_equals, PolicyAttribute.context "a", "1")
    refuses("expected", ToolSchema.from_inline, { "a" })
    refuses("keys and values must be a table", agentcore.WorkloadIdentity, stack, "C",
      { tags = cdk.Aws.REGION })
  end)

  it("refuses interceptors at the same point, and tokens of which nobody is required", function()
    local fn = function_of(stack)
    local one = agentcore.LambdaInterceptor.for_request(fn)
    refuses("a gateway can have at most 1 interceptor of REQUEST", Gateway, stack, "A",
      { interceptor_configurations = { one, one } })
    gateway:add_interceptor(one)
    refuses("a gateway can have at most 1 interceptor of REQUEST", gateway.add_interceptor, gateway, one)
    refuses("an authorizer for JWTs needs allowed_audience, allowed_clients, allowed_scopes or custom_claims",
      GatewayAuthorizer.using_custom_jwt, { discovery_url = "https://x" })
    refuses("CONTAINS", agentcore.GatewayCustomClaim.with_string_array_value, "a", { "x", "y" })
    refuses("CONTAINS", agentcore.GatewayCustomClaim.with_string_array_value, "a", { "x" },
      agentcore.CustomClaimOperator.EQUALS)
  end)

  it("refuses credentials that do not go with a target, or are not known", function()
    refuses("region needs the service", GatewayCredentialProvider.from_iam_role, { region = "eu-west-1" })
    refuses("service must have only letters", GatewayCredentialProvider.from_iam_role, { service = "a b" })
    refuses("region must have 1 to 32 characters, got 33", GatewayCredentialProvider.from_iam_role,
      { service = "a", region = ("x"):rep(33) })
    refuses("a role's service and region are for targets of MCP_SERVER and OPENAPI_SCHEMA, got LAMBDA",
      gateway.add_lambda_target, gateway, "A", {
        lambda_function = function_of(stack), tool_schema = ToolSchema.from_inline {},
        credential_provider_configurations = { GatewayCredentialProvider.from_iam_role { service = "s3" } },
      })
    local key = agentcore.ApiKeyCredentialProvider.from_api_key_credential_provider_attributes(stack, "Key",
      { credential_provider_arn = ARN })
    refuses("the imported provider has no api_key_secret_arn", GatewayCredentialProvider.from_api_key_identity, key)
    local oauth = agentcore.OAuth2CredentialProvider.from_o_auth2_credential_provider_attributes(stack, "OAuth",
      { credential_provider_arn = ARN, credential_provider_vendor = "v", client_secret_arn = "" })
    refuses("the imported provider has no client_secret_arn", GatewayCredentialProvider.from_oauth_identity, oauth,
      { scopes = {} })
    for found, more in pairs { neither = {}, both = {
      discovery_url = "https://x",
      authorization_server_metadata = { authorization_endpoint = "a", issuer = "i", token_endpoint = "t" },
    } } do
      more.client_id, more.client_secret = "c", cdk.SecretValue.unsafe_plain_text "s"
      refuses("a custom provider needs discovery_url or authorization_server_metadata, got " .. found,
        agentcore.OAuth2CredentialProvider.using_custom, stack, "Custom", more)
    end
  end)

  it("refuses endpoints and parts of REST APIs that no target can have", function()
    for _, endpoint in ipairs { "http://x", "https://", "https://a b", "https://<a>" } do
      refuses("endpoint must be a URL with https://", agentcore.McpServerTargetConfiguration, endpoint)
    end
    local rest = api.RestApi.from_rest_api_attributes(stack, "Api", { rest_api_id = "a", root_resource_id = "r" })
    local GET = agentcore.ApiGatewayHttpMethod.GET
    local filter = { filter_path = "/", methods = { GET } }
    local function wrong(text, tools, metadata, stage)
      refuses(text, agentcore.ApiGatewayTargetConfiguration, {
        rest_api = rest, stage = stage or "s", api_gateway_tool_configuration = tools,
        metadata_configuration = metadata,
      })
    end
    local function override(given)
      given.method, given.name, given.path = GET, given.name or "n", given.path or "/"
      return { tool_filters = { filter }, tool_overrides = { given } }
    end
    wrong("tool_filters must have at least 1 filter, got none", { tool_filters = {} })
    wrong("tool_filters[1].filter_path must have a slash first",
      { tool_filters = { { filter_path = "a", methods = {} } } })
    wrong("tool_filters[1].methods must have at least 1 method",
      { tool_filters = { { filter_path = "/", methods = {} } } })
    wrong("tool_overrides[1].path must have a slash first", override { path = "/*" })
    wrong("tool_overrides[1].name must have 1 to 64 characters, got 65", override { name = ("x"):rep(65) })
    wrong("tool_overrides[1].description must have 1 to 200 characters, got 201",
      override { description = ("x"):rep(201) })
    refuses("an imported REST API has no stage of its own; set stage", agentcore.ApiGatewayTargetConfiguration,
      { rest_api = rest, api_gateway_tool_configuration = { tool_filters = { filter } } })
    wrong("stage must have 1 to 128 characters, got 0", { tool_filters = { filter } }, nil, "")
    wrong("allowed_query_parameters must have 1 to 10 items, got 0", { tool_filters = { filter } },
      { allowed_query_parameters = {} })
    wrong("allowed_query_parameters[1] must have 1 to 40 characters, got 41", { tool_filters = { filter } },
      { allowed_query_parameters = { ("x"):rep(41) } })
  end)

  it("refuses descriptions of APIs that gateways do not take", function()
    local START = '{"openapi":"3.0.1","servers":[{"url":"https://x"}],"paths":{"/a":{"get":{"operationId":"g"'
    local id = 0
    local function wrong(text, schema)
      id = id + 1
      refuses(text, gateway.add_open_api_target, gateway, "A" .. id, { api_schema = ApiSchema.from_inline(schema) })
    end
    wrong("the OpenAPI schema must be JSON; YAML is not supported", "openapi: 3.0.1")
    wrong("openapi must be a version 3.0.x or 3.1.x, got nothing; servers must have at least 1 server with a URL; "
      .. "paths must be an object", "{}")
    wrong("openapi must be a version 3.0.x or 3.1.x, got '2.0'", '{"openapi":"2.0"}')
    wrong("servers[0].url must be a URL with http:// or https://, got 'ftp://x'", '{"servers":[{"url":"ftp://x"}]}')
    wrong("GET /{?a} must have an operationId", '{"paths":{"/{?a}":{"get":{"x":1}}}}')
    wrong("the way in which /{?a} contains parameters is not supported", '{"paths":{"/{?a}":{}}}')
    wrong("got text/plain", START .. ',"requestBody":{"content":{"text/plain":{}}}}}}}')
    wrong("got multipart/form-data", START .. ',"responses":{"200":{"content":{"multipart/form-data":{}}}}}}}}')
    wrong("GET /a parameters[0].style matrix is not supported", START .. ',"parameters":[{"style":"matrix"}]}}}}')
    wrong("GET /a parameters must be a list", START .. ',"parameters":{}}}}}')
    wrong("GET /a parameters[0] must be an object", START .. ',"parameters":[null]}}}}')
    wrong("GET /a responses.200 must be an object", START .. ',"responses":{"200":null}}}}}')
    wrong("got 0", START .. ',"requestBody":{"content":[1]}}}}}')
    wrong("the callbacks of /a are not supported", START .. ',"callbacks":{}}}}}')
    wrong("oneOf at components.schemas.A.p[0] is not supported",
      START .. '}}},"components":{"schemas":{"A":{"p":[{"oneOf":[]}]}}}}')
    wrong("security is not supported", START .. '}}},"security":[{}]}')
    wrong("webhooks are not supported", START .. '}}},"webhooks":{}}')
    refuses("none.json", gateway.add_open_api_target, gateway, "B",
      { api_schema = ApiSchema.from_local_asset(FILES .. "none.json") })
    refuses("model.smithy must be JSON", gateway.add_open_api_target, gateway, "C",
      { api_schema = ApiSchema.from_local_asset(FILES .. "model.smithy") })
    local tools = ToolSchema.from_local_asset(FILES .. "tools.json")
    refuses("the path of a schema must be known when the program runs", gateway.add_smithy_target, gateway, "D",
      { smithy_model = ApiSchema.from_local_asset(cdk.Aws.REGION) })
    refuses("belongs to no construct yet", tools.grant_permissions_to_role, tools, gateway.role)
  end)

  it("refuses what cannot be written in Cedar", function()
    local attribute, token = PolicyAttribute.context "a", cdk.Aws.REGION
    local function wrong(text, given)
      local one = statement(given)
      refuses(text, one.to_cedar, one)
    end
    local function condition(text, one) wrong(text, { when = { one } }) end
    condition("a condition's value must have no double quotes", PolicyCondition.string_equals(attribute, 'a"b'))
    condition("a condition's value must be well-formed UTF-8", PolicyCondition.string_equals(attribute, "a\xFF"))
    condition("a condition's value must be a whole number, got 1.5", PolicyCondition.number_equals(attribute, 1.5))
    condition("a condition's value must be a whole number, got",
      PolicyCondition.number_equals(attribute, cdk.CfnParameter(stack, "N", { type = "Number" }).value_as_number))
    condition("a range of addresses must have no double quotes", PolicyCondition.ip_in_range(attribute, '"'))
    condition("an attribute must have a name", PolicyCondition.string_equals(PolicyAttribute.context(token), "a"))
    wrong("a principal's type must be identifiers of Cedar", { principal = PolicyPrincipal.entity_type "a::in" })
    wrong("a principal's id must not be empty", { principal = PolicyPrincipal.entity("A", "") })
    wrong("a group's type must be a type of entities", { principal = PolicyPrincipal.in_group(token, "g") })
    wrong("a resource's type must be identifiers of Cedar", { resource = PolicyResource.any_of_type "" })
    wrong("an action must have the form", { action = PolicyAction.one "GetGateway" })
    wrong("an action must have the form", { action = PolicyAction.one(token .. "::Action::x") })
    wrong("an action's name must not be empty", { action = PolicyAction.one "A::Action::" })
    wrong("an action's type must end in Action, such as AgentCore::Action, got 'A::B'",
      { action = PolicyAction.one 'A::B::"x"' })
    refuses("any_of needs at least 1 action, got none", PolicyAction.any_of, {})
    refuses("all_of needs at least 1 condition, got none", PolicyCondition.all_of, {})
    refuses("a condition needs at least 1 value, got none", PolicyCondition.string_in, attribute, {})
    refuses("the text of statement must have 35 to 153600 characters, got 18", agentcore.Policy, stack, "Short", {
      policy_engine = agentcore.PolicyEngine(stack, "Engine"),
      statement = PolicyStatement.from_cedar " permit(principal);",
    })
  end)

  it("does not know the names of imported policies, but can add policies to their engine", function()
    local engine = agentcore.PolicyEngine.from_policy_engine_attributes(stack, "Engine",
      { policy_engine_arn = ARN .. "policy-engine/e-0123456789" })
    local policy = agentcore.Policy.from_policy_attributes(stack, "There",
      { policy_arn = ARN .. "policy-engine/e-0123456789/policy/p-0123456789", policy_engine = engine })
    refuses("the name of an imported policy engine is not known", function() return engine.policy_engine_name end)
    refuses("the name of an imported policy is not known", function() return policy.policy_name end)
    agentcore.Policy(stack, "Policy", { policy_engine = engine, statement = statement() })
    local template = assertions.Template.from_stack(stack)
    template:has_resource_properties("AWS::BedrockAgentCore::Policy", { PolicyEngineId = "e-0123456789" })
  end)

  it("takes a user's own interceptors and targets", function()
    gateway:add_interceptor {
      interception_point = agentcore.InterceptionPoint.RESPONSE,
      bind = function()
        return { configuration = { interception_points = { "RESPONSE" }, interceptor = { lambda = { arn = "a" } } } }
      end,
    }
    local Own = agentcore.McpTargetConfiguration:extend "Own"
    function Own:init() self.target_type = agentcore.McpTargetType.MCP_SERVER end
    function Own.bind() return { bound = true } end
    function Own._render_mcp_configuration() return { mcp_server = { endpoint = "https://own" } } end
    GatewayTarget(stack, "Own", { gateway = gateway, target_configuration = Own() })
    local template = assertions.Template.from_stack(stack)
    template:has_resource_properties("AWS::BedrockAgentCore::GatewayTarget",
      { TargetConfiguration = { Mcp = { McpServer = { Endpoint = "https://own" } } } })
    template:has_resource_properties("AWS::BedrockAgentCore::Gateway",
      { InterceptorConfigurations = { { InterceptionPoints = { "RESPONSE" } } } })
  end)
end)
