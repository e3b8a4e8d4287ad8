-- GraphQL APIs and event APIs. The cases are twins of tools/golden/aws_appsync.js.
local acm = require "aws_cdk.aws_certificatemanager"
local appsync = require "aws_cdk.aws_appsync"
local assert = require "luassert"
local cdk = require "aws_cdk"
local cognito = require "aws_cdk.aws_cognito"
local dynamodb = require "aws_cdk.aws_dynamodb"
local events = require "aws_cdk.aws_events"
local engine = require "luacdk.engine"
local golden = require "spec.support.golden"
local iam = require "aws_cdk.aws_iam"
local lambda = require "aws_cdk.aws_lambda"
local luacdk = require "spec.support.luacdk"
local logs = require "aws_cdk.aws_logs"
local secretsmanager = require "aws_cdk.aws_secretsmanager"
local refuses = require "spec.support.refuses"

local ENV = { account = "111122223333", region = "eu-west-1" }

local CERTIFICATE = "arn:aws:acm:us-east-1:111122223333:certificate/c"
local SCHEMA = "spec/fixtures/appsync/schema.graphql"

-- Any table with the method will do.
local A_SCHEMA = {
  bind = function(_, api) return { api_id = api.api_id, definition = "type Query { a: String }" } end,
}

-- Resources of services that are not there yet, with permissions of one action.
local function stand_in(name, interface, fields, method, action)
  local class = engine.class("spec." .. name, cdk.Resource, "aws_cdk." .. interface)
  for field, value in pairs(fields) do class[field] = value end
  class[method] = function(_, grantee)
    return iam.Grant.add_to_principal { grantee = grantee, actions = { action }, resource_arns = { fields.arn } }
  end
  return class
end

local CLUSTER, EXECUTE = { cluster_identifier = "cluster", arn = "arn:cluster" }, "rds-data:ExecuteStatement"
local ServerlessCluster = stand_in("ServerlessCluster", "aws_rds.IServerlessCluster", CLUSTER, "grant_data_api_access",
  EXECUTE)
local DatabaseCluster = stand_in("DatabaseCluster", "aws_rds.IDatabaseCluster", CLUSTER, "grant_data_api_access",
  EXECUTE)

local DOMAIN = { domain_endpoint = "search.example", arn = "arn:domain" }
local Domain = stand_in("Domain", "aws_opensearchservice.IDomain", DOMAIN, "grant_read_write", "es:ESHttpGet")
local OldDomain = stand_in("OldDomain", "aws_elasticsearch.IDomain", DOMAIN, "grant_read_write", "es:ESHttpGet")

local function new_function(stack)
  return lambda.Function(stack, "Fn", {
    runtime = lambda.Runtime.PYTHON_3_12, handler = "index.handler", code = lambda.Code.from_inline "pass",
  })
end

local cases = {}

function cases.graphql_apis(app)
  local GraphqlApi, Definition, Type = appsync.GraphqlApi, appsync.Definition, appsync.AuthorizationType
  local stack = cdk.Stack(app, "S", { env = ENV })
  local function out(id, value) cdk.CfnOutput(stack, id, { value = value }) end
  local definition = Definition.from_file(SCHEMA)
  local user_pool = cognito.UserPool(stack, "Users")
  local handler = new_function(stack)
  local plain = GraphqlApi(stack, "Plain", { name = "plain", definition = definition })
  local full = GraphqlApi(stack, "Full", {
    name = "full", definition = definition,
    authorization_config = {
      default_authorization = {
        authorization_type = Type.USER_POOL,
        user_pool_config = {
          user_pool = user_pool, app_id_client_regex = "^x", default_action = appsync.UserPoolDefaultAction.DENY,
        },
      },
      additional_authorization_modes = {
        { authorization_type = Type.IAM },
        { authorization_type = Type.USER_POOL, user_pool_config = { user_pool = user_pool } },
        { authorization_type = Type.API_KEY, api_key_config = { name = "Mine", description = "d" } },
        {
          authorization_type = Type.OIDC,
          open_id_connect_config = {
            oidc_provider = "https://oidc.example", client_id = "c", token_expiry_from_auth = 1,
            token_expiry_from_issue = 2,
          },
        },
        {
          authorization_type = Type.LAMBDA,
          lambda_authorizer_config = {
            handler = handler, results_cache_ttl = cdk.Duration.minutes(2), validation_regex = ".*",
          },
        },
      },
    },
    log_config = {
      exclude_verbose_content = true, field_log_level = appsync.FieldLogLevel.ALL,
      retention = logs.RetentionDays.ONE_WEEK,
    },
    xray_enabled = true, visibility = appsync.Visibility.GLOBAL,
    introspection_config = appsync.IntrospectionConfig.DISABLED, query_depth_limit = 10, resolver_count_limit = 100,
    owner_contact = "me", environment_variables = { B_1 = "b", a2 = "a" },
    domain_name = {
      domain_name = "api.example.com",
      certificate = acm.Certificate.from_certificate_arn(stack, "Certificate", CERTIFICATE),
    },
    enhanced_metrics_config = {
      data_source_level_metrics_behavior = appsync.DataSourceLevelMetricsBehavior.PER_DATA_SOURCE_METRICS,
      operation_level_metrics_config = appsync.OperationLevelMetricsConfig.ENABLED,
      resolver_level_metrics_behavior = appsync.ResolverLevelMetricsBehavior.PER_RESOLVER_METRICS,
    },
  })
  full:add_environment_variable("LATER", handler.function_name)
  local hidden = GraphqlApi(stack, "Hidden", {
    name = "hidden", schema = A_SCHEMA, visibility = appsync.Visibility.PRIVATE,
    authorization_config = {
      default_authorization = { authorization_type = Type.LAMBDA, lambda_authorizer_config = { handler = handler } },
      additional_authorization_modes = { { authorization_type = Type.API_KEY } },
    },
    log_config = { role = iam.Role(stack, "Role", { assumed_by = iam.ServicePrincipal("appsync.amazonaws.com") }) },
  })
  GraphqlApi(stack, "Oidc", {
    name = "oidc", definition = definition,
    authorization_config = {
      default_authorization = {
        authorization_type = Type.OIDC, open_id_connect_config = { oidc_provider = "https://oidc.example" },
      },
    },
  })
  local imported = GraphqlApi.from_graphql_api_attributes(stack, "Imported", {
    graphql_api_id = "api-id", modes = { Type.IAM }, graph_ql_endpoint_arn = "arn:endpoint",
  })
  local user = iam.User(stack, "User")
  full:grant(user, appsync.IamResource.custom("types/Query/*", "types/Note/*"), "appsync:GraphQL", "appsync:Other")
  full:grant(user, appsync.IamResource.all(), "appsync:GraphQL")
  plain:grant_query(user)
  plain:grant_mutation(user, "write")
  hidden:grant_subscription(user, "a", "b")
  imported:grant_query(user, "note")
  out("Arn", plain.arn)
  out("Key", plain.api_key)
  out("Id", full.api_id)
  out("Url", full.graphql_url)
  out("Name", full.name)
  out("Endpoint", full.graph_ql_endpoint_arn)
  out("OwnDomain", full.app_sync_domain_name)
  out("LogGroup", full.log_group.log_group_arn)
  out("PlainLogGroup", plain.log_group.log_group_arn)
  out("Ref", full.graph_ql_api_ref.graph_ql_api_arn)
  out("ImportedArn", imported.arn)
  out("Fields", appsync.IamResource.of_type("Note", "id"):resource_arns(imported)[1])
end

function cases.data_sources(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local function out(id, value) cdk.CfnOutput(stack, id, { value = value }) end
  local api = appsync.GraphqlApi(stack, "Api", { name = "api", definition = appsync.Definition.from_file(SCHEMA) })
  local imported = appsync.GraphqlApi.from_graphql_api_attributes(stack, "Imported", { graphql_api_id = "api-id" })
  local l1 = appsync.CfnGraphQLApi(stack, "L1", { name = "l1", authentication_type = "API_KEY" })
  local table = dynamodb.Table(stack, "Table", {
    partition_key = { name = "id", type = dynamodb.AttributeType.STRING },
  })
  local fn = new_function(stack)
  local bus, secret = events.EventBus(stack, "Bus"), secretsmanager.Secret(stack, "Secret")
  local service_role = iam.Role(stack, "Role", { assumed_by = iam.ServicePrincipal("appsync.amazonaws.com") })
  local cluster, domain = ServerlessCluster(stack, "Cluster"), Domain(stack, "Domain")
  local none = api:add_none_data_source("None", {
    name = "no-thing", description = "d", metrics_config = appsync.DataSourceMetricsConfig.ENABLED,
  })
  local items = api:add_dynamo_db_data_source("Items", table)
  appsync.DynamoDbDataSource(stack, "ReadItems", {
    api = api, table = table, read_only_access = true, use_caller_credentials = true, service_role = service_role,
  })
  local http = api:add_http_data_source("Http", "https://api.example", {
    authorization_config = { signing_region = "eu-west-1", signing_service_name = "states" }, description = "d",
  })
  api:add_http_data_source("Plain-Http", "https://api.example")
  local compute = api:add_lambda_data_source("Compute", fn, { name = cdk.Fn.import_value("name") })
  api:add_event_bridge_data_source("Bridge", bus, { metrics_config = appsync.DataSourceMetricsConfig.DISABLED })
  api:add_rds_data_source("Rds", cluster, secret, "db", { description = "d" })
  api:add_rds_data_source_v2("RdsV2", DatabaseCluster(stack, "DatabaseCluster"), secret)
  api:add_open_search_data_source("Search", domain)
  api:add_elasticsearch_data_source("OldSearch", OldDomain(stack, "OldDomain"), { name = "old" })
  local far = imported:add_none_data_source("Far")
  appsync.NoneDataSource(stack, "OfL1", { api = l1 })
  http.grant_principal:add_to_principal_policy(iam.PolicyStatement {
    actions = { "states:StartExecution" }, resources = { "*" },
  })
  far:create_resolver("FarResolver", { type_name = "Query", field_name = "far" })
  local step = compute:create_function("Step",
    { name = "step", max_batch_size = 5, code = appsync.Code.from_inline("x"),
    runtime = appsync.FunctionRuntime.JS_1_0_0 })
  out("Names", none.name .. "," .. items.name .. "," .. http.name .. "," .. compute.name)
  out("Ds", items.ds.attr_data_source_arn)
  out("Step", step.function_id)
end

function cases.resolvers(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local function out(id, value) cdk.CfnOutput(stack, id, { value = value }) end
  local Template, Key, PrimaryKey, Values, Code, FunctionRuntime = appsync.MappingTemplate, appsync.KeyCondition,
    appsync.PrimaryKey, appsync.Values, appsync.Code, appsync.FunctionRuntime
  local api = appsync.GraphqlApi(stack, "Api", { name = "api", definition = appsync.Definition.from_file(SCHEMA) })
  local imported = appsync.GraphqlApi.from_graphql_api_attributes(stack, "Imported", {
    graphql_api_id = "api-id", graphql_api_arn = "arn:api",
  })
  local none = api:add_none_data_source("None")
  local items = api:add_dynamo_db_data_source("Items",
    dynamodb.Table(stack, "Table", { partition_key = { name = "id", type = dynamodb.AttributeType.STRING } }))
  local n = 0
  local function resolve(request, response)
    n = n + 1
    return items:create_resolver("Resolver" .. n, {
      type_name = "Query", field_name = "f" .. n, request_mapping_template = request,
      response_mapping_template = response,
    })
  end
  resolve(Template.dynamo_db_scan_table(), Template.dynamo_db_result_list())
  resolve(Template.dynamo_db_scan_table(true), Template.dynamo_db_result_item())
  resolve(Template.dynamo_db_get_item("id", "note"), Template.dynamo_db_result_item())
  resolve(Template.dynamo_db_get_item("id", "note", true), Template.from_string("x"))
  resolve(Template.dynamo_db_delete_item("id", "note"), Template.from_file("spec/fixtures/appsync/request.vtl"))
  resolve(Template.dynamo_db_query(Key.eq("id", "a"):and_(Key.begins_with("sort", "b")):and_(Key.eq("id", "b"))))
  resolve(Template.dynamo_db_query(Key.between("id", "a", "b"), "index"))
  resolve(Template.dynamo_db_query(Key.lt("id", "a"):and_(Key.le("n", "a")), "index", true))
  resolve(Template.dynamo_db_query(Key.gt("id", "a"):and_(Key.ge("n", "c"):and_(Key.gt("m", "d"))), nil, true))
  resolve(Template.dynamo_db_put_item(PrimaryKey.partition("id"):auto(), Values.projecting()))
  resolve(Template.dynamo_db_put_item(PrimaryKey.partition("id"):is("note"):sort("at"):auto(),
    Values.projecting("input")))
  resolve(Template.dynamo_db_put_item(PrimaryKey.partition("id"):auto():sort("at"):is("at.when"),
    Values.attribute("a"):is("$ctx.args.a"):attribute("b"):is("$ctx.args.b")))
  resolve(Template.dynamo_db_put_item(PrimaryKey.partition("id"):auto(),
    Values.projecting("input"):attribute("c"):is("$util.time.nowISO8601()")))
  resolve(Template.dynamo_db_put_item(PrimaryKey(appsync.Assign("a", "b"), appsync.Assign("c", "d")),
    appsync.AttributeValues("{}", { appsync.Assign("e", "f") })))
  resolve(Template.lambda_request(), Template.lambda_result())
  resolve(Template.lambda_request("$util.toJson($ctx.args)", "BatchInvoke"))
  local fn = none:create_function("Fn",
    { name = "fn", description = "d", request_mapping_template = Template.from_string("{}"),
    response_mapping_template = Template.from_string("$x") })
  local code = appsync.AppsyncFunction(stack, "Code", {
    api = api, name = "code", data_source = none, code = Code.from_asset("spec/fixtures/appsync/resolver.js"),
    runtime = FunctionRuntime.JS_1_0_0,
  })
  local by_arn = appsync.AppsyncFunction.from_appsync_function_attributes(stack, "ByArn",
    { function_arn = "arn:aws:appsync:eu-west-1:111122223333:apis/a/functions/f" })
  local l1 = appsync.CfnFunctionConfiguration(stack, "L1", {
    api_id = api.api_id, data_source_name = none.name, name = "l1",
  })
  api:create_resolver("Pipeline", {
    type_name = "Mutation", field_name = "write", pipeline_config = { fn, code, by_arn, l1 },
    code = Code.from_inline("export {}"), runtime = FunctionRuntime(appsync.FunctionRuntimeFamily.JS, "2.0.0"),
    caching_config = {
      ttl = cdk.Duration.minutes(1),
      caching_keys = { "$context.arguments", "$context.identity.sub", cdk.Fn.import_value("key") },
    },
    metrics_config = appsync.ResolverMetricsConfig.ENABLED,
  })
  local asset = Code.from_asset("spec/fixtures/appsync/resolver.js", { asset_hash = "h" })
  local direct = appsync.Resolver(stack, "Direct", {
    api = api, type_name = "Query", field_name = "direct", data_source = none, max_batch_size = 3, code = asset,
    caching_config = { ttl = cdk.Duration.hours(1) },
  })
  appsync.Resolver(stack, "Again", {
    api = imported, type_name = "Query", field_name = "again", pipeline_config = {}, code = asset,
  })
  out("Arn", direct.arn)
  out("FnArn", fn.function_arn)
  out("FnName", fn.function_name)
  out("FnRef", code.function_configuration_ref.function_arn)
  out("ByArnId", by_arn.function_id)
  out("ByArnRef", by_arn.function_configuration_ref.function_arn)
end

function cases.merged_apis(app)
  local Definition, GraphqlApi, MergeType = appsync.Definition, appsync.GraphqlApi, appsync.MergeType
  local stack = cdk.Stack(app, "S", { env = ENV })
  local function out(id, value) cdk.CfnOutput(stack, id, { value = value }) end
  local definition = Definition.from_file(SCHEMA)
  local first, second = GraphqlApi(stack, "First", { name = "first", definition = definition }),
    GraphqlApi(stack, "Second", { name = "second", definition = definition })
  local far = GraphqlApi.from_graphql_api_attributes(stack, "Far", { graphql_api_id = "far" })
  local merged = GraphqlApi(stack, "Merged", {
    name = "merged",
    definition = Definition.from_source_apis {
      source_apis = {
        { source_api = first, merge_type = MergeType.MANUAL_MERGE, description = "d" }, { source_api = second },
        { source_api = far },
      },
    },
  })
  local merged_api_execution_role = iam.Role(stack, "Role", {
    assumed_by = iam.ServicePrincipal("appsync.amazonaws.com"),
  })
  local own = GraphqlApi(stack, "Own", {
    name = "own",
    definition = Definition.from_source_apis {
      source_apis = {}, merged_api_execution_role = merged_api_execution_role,
    },
  })
  local association = appsync.SourceApiAssociation(stack, "Association", {
    source_api = first, merged_api = own, merged_api_execution_role = merged_api_execution_role, description = "d",
  })
  appsync.SourceApiAssociation(stack, "Manual", {
    source_api = second, merged_api = merged,
    merged_api_execution_role = iam.Role.from_role_name(stack, "OtherRole", "other"),
    merge_type = MergeType.MANUAL_MERGE,
  })
  local imported = appsync.SourceApiAssociation.from_source_api_association_attributes(stack, "Imported", {
    association_arn = "arn:aws:appsync:eu-west-1:111122223333:apis/a/sourceApiAssociations/s", source_api = first,
    merged_api = merged,
  })
  out("Arn", association.association_arn)
  out("Id", association.association_id)
  out("Status", association.association.attr_source_api_association_status)
  out("Ref", association.source_api_association_ref.association_arn)
  out("ImportedId", imported.association_id)
  out("ImportedRef", imported.source_api_association_ref.association_arn)
  out("Source", imported.source_api.api_id)
end

function cases.merged_apis_by_arn(app)
  local Definition, GraphqlApi = appsync.Definition, appsync.GraphqlApi
  local stack = cdk.Stack(app, "S", { env = ENV })
  stack.node:set_context("@aws-cdk/aws-appsync:useArnForSourceApiAssociationIdentifier", true)
  stack.node:set_context("@aws-cdk/aws-appsync:appSyncGraphQLAPIScopeLambdaPermission", true)
  local handler = new_function(stack)
  local first = GraphqlApi(stack, "First", {
    name = "first", definition = Definition.from_file(SCHEMA),
    authorization_config = {
      default_authorization = {
        authorization_type = appsync.AuthorizationType.LAMBDA, lambda_authorizer_config = { handler = handler },
      },
    },
  })
  GraphqlApi(stack, "Merged", {
    name = "merged", definition = Definition.from_source_apis { source_apis = { { source_api = first } } },
  })
end

function cases.event_apis(app)
  local EventApi, Type, Code = appsync.EventApi, appsync.AppSyncAuthorizationType, appsync.Code
  local stack = cdk.Stack(app, "S", { env = ENV })
  local function out(id, value) cdk.CfnOutput(stack, id, { value = value }) end
  local user_pool = cognito.UserPool(stack, "Users")
  local handler = new_function(stack)
  local plain = EventApi(stack, "Plain", { api_name = "plain" })
  local full = EventApi(stack, "Full", {
    api_name = "full", owner_contact = "me. my-self_1",
    authorization_config = {
      auth_providers = {
        { authorization_type = Type.USER_POOL, cognito_config = { user_pool = user_pool, app_id_client_regex = "^x" } },
        { authorization_type = Type.IAM },
        { authorization_type = Type.API_KEY, api_key_config = { name = "One", description = "d" } },
        { authorization_type = Type.API_KEY, api_key_config = { name = "Two" } },
        {
          authorization_type = Type.OIDC,
          open_id_connect_config = {
            oidc_provider = "https://oidc.example", client_id = "c", token_expiry_from_auth = 1,
            token_expiry_from_issue = 2,
          },
        },
        {
          authorization_type = Type.LAMBDA,
          lambda_authorizer_config = {
            handler = handler, results_cache_ttl = cdk.Duration.minutes(2), validation_regex = ".*",
          },
        },
      },
      connection_auth_mode_types = { Type.IAM, Type.API_KEY }, default_publish_auth_mode_types = { Type.USER_POOL },
      default_subscribe_auth_mode_types = { Type.OIDC, Type.LAMBDA },
    },
    log_config = {
      exclude_verbose_content = true, field_log_level = appsync.AppSyncFieldLogLevel.INFO,
      retention = logs.RetentionDays.ONE_WEEK,
    },
    domain_name = {
      domain_name = "events.example.com",
      certificate = acm.Certificate.from_certificate_arn(stack, "Certificate", CERTIFICATE),
    },
  })
  local iam_api = EventApi(stack, "Iam", {
    api_name = "iam", authorization_config = { auth_providers = { { authorization_type = Type.IAM } } },
    log_config = { role = iam.Role(stack, "Role", { assumed_by = iam.ServicePrincipal("appsync.amazonaws.com") }) },
  })
  local imported = EventApi.from_event_api_attributes(stack, "Imported", {
    api_id = "api-id", http_dns = "h", realtime_dns = "r", auth_provider_types = { Type.IAM },
  })
  local cluster, domain = ServerlessCluster(stack, "Cluster"), Domain(stack, "Domain")
  local table = dynamodb.Table(stack, "Table", {
    partition_key = { name = "id", type = dynamodb.AttributeType.STRING },
  })
  local items = full:add_dynamo_db_data_source("Items", table, { name = "the items", description = "d" })
  appsync.AppSyncDynamoDbDataSource(stack, "ReadItems", {
    api = full, table = table, read_only_access = true, use_caller_credentials = false,
  })
  full:add_http_data_source("Http", "https://api.example", {
    authorization_config = { signing_region = "eu-west-1", signing_service_name = "states" },
  })
  full:add_event_bridge_data_source("Bridge", events.EventBus(stack, "Bus"))
  full:add_rds_data_source("Rds", cluster, secretsmanager.Secret(stack, "Secret"), "db", { name = "rds" })
  full:add_open_search_data_source("Search", domain)
  local compute = full:add_lambda_data_source("Compute", handler)
  appsync.AppSyncHttpDataSource(stack, "OfL1", {
    api = appsync.CfnApi(stack, "L1", { name = "l1" }), endpoint = "https://api.example",
  })
  local user = iam.User(stack, "User")
  local news = full:add_channel_namespace("news")
  local direct = full:add_channel_namespace("direct", {
    channel_namespace_name = "straight",
    publish_handler_config = {
      data_source = compute, direct = true, lambda_invoke_type = appsync.LambdaInvokeType.EVENT,
    },
    subscribe_handler_config = { data_source = compute, direct = true },
    authorization_config = { publish_auth_mode_types = { Type.IAM }, subscribe_auth_mode_types = {} },
  })
  full:add_channel_namespace("coded", {
    code = Code.from_inline("export {}"), publish_handler_config = { data_source = items },
    subscribe_handler_config = {},
  })
  local own = appsync.ChannelNamespace(stack, "Own", {
    api = iam_api, code = Code.from_asset("spec/fixtures/appsync/resolver.js"),
    authorization_config = { publish_auth_mode_types = { Type.IAM } },
  })
  imported:add_channel_namespace("far")
  news:grant_publish(user)
  direct:grant_subscribe(user)
  own:grant_publish_and_subscribe(user)
  full:grant_publish(user)
  full:grant_subscribe(user)
  iam_api:grant_connect(user)
  imported:grant_publish_and_subscribe(user)
  imported:grant(user, appsync.AppSyncEventResource.all(), "appsync:EventConnect")
  imported:grant(user, appsync.AppSyncEventResource.of_channel_namespace("x"), "appsync:EventPublish")
  out("Arn", plain.api_arn)
  out("Id", plain.api_id)
  out("Key", plain.api_keys.Default.attr_api_key)
  out("KeyTwo", full.api_keys.Two.attr_api_key)
  out("Http", full.http_dns)
  out("Realtime", full.realtime_dns)
  out("OwnHttp", full.custom_http_endpoint)
  out("OwnRealtime", full.custom_realtime_endpoint)
  out("OwnDomain", full.app_sync_domain_name)
  out("LogGroup", full.log_group.log_group_arn)
  out("PlainLogGroup", plain.log_group.log_group_name)
  out("Ref", full.api_ref.api_arn)
  out("ImportedArn", imported.api_arn)
  out("Namespace", news.channel_namespace_arn)
  out("NamespaceRef", news.channel_namespace_ref.channel_namespace_arn)
  out("NamespaceByArn",
    appsync.ChannelNamespace.from_channel_namespace_arn(stack, "ImportedNamespace",
      "arn:namespace").channel_namespace_ref.channel_namespace_arn)
end

describe("aws_appsync", function()
  golden.check("aws_appsync", cases)

  local stack, n

  before_each(function() stack, n = cdk.Stack(cdk.App(), "S"), 0 end)

  -- Fails unless each construct of `class` with `own` and these props is refused by its text.
  local function refuses_each(class, own, texts)
    for text, more in pairs(texts) do
      local props = {}
      for name, value in pairs(own) do props[name] = value end
      for name, value in pairs(more) do props[name] = value end
      n = n + 1
      refuses(text, class, stack, "C" .. n, props)
    end
  end

  local function new_api(id, props)
    local all = { name = "api", definition = appsync.Definition.from_schema(A_SCHEMA) }
    for name, value in pairs(props or {}) do all[name] = value end
    return appsync.GraphqlApi(stack, id or "Api", all)
  end

  local function by(...)
    local modes = { ... }
    local first = table.remove(modes, 1)
    return { authorization_config = { default_authorization = first, additional_authorization_modes = modes } }
  end

  it("refuses GraphQL APIs that AppSync does not have", function()
    local Type, schema = appsync.AuthorizationType, appsync.Definition.from_schema(A_SCHEMA)
    local key, iam_mode = { authorization_type = Type.API_KEY }, { authorization_type = Type.IAM }
    local by_function =
      { authorization_type = Type.LAMBDA, lambda_authorizer_config = { handler = new_function(stack) } }
    local function expires(days)
      return by {
        authorization_type = Type.API_KEY,
        api_key_config = { expires = cdk.Expiration.after(cdk.Duration.days(days)) },
      }
    end
    refuses_each(appsync.GraphqlApi, { name = "n" }, { ["exactly one of definition and schema, got neither"] = {} })
    refuses_each(appsync.GraphqlApi, { name = "n", definition = schema }, {
      ["exactly one of definition and schema, got both"] = { schema = A_SCHEMA },
      ["authorization by OPENID_CONNECT needs open_id_connect_config"] = by { authorization_type = Type.OIDC },
      ["authorization by AMAZON_COGNITO_USER_POOLS needs user_pool_config"] =
        by(key, { authorization_type = Type.USER_POOL }),
      ["authorization by AWS_LAMBDA needs lambda_authorizer_config"] = by { authorization_type = Type.LAMBDA },
      ["an API can have only one authorization mode API_KEY"] = by(key, iam_mode, key),
      ["an API can have only one authorization mode AWS_IAM"] = by(iam_mode, iam_mode),
      ["an API can have only one authorization mode AWS_LAMBDA"] = by(by_function, by_function),
      ["query_depth_limit must be between 0 and 75, got 76"] = { query_depth_limit = 76 },
      ["query_depth_limit must be between 0 and 75, got -1"] = { query_depth_limit = -1 },
      ["resolver_count_limit must be between 0 and 10000, got 10001"] = { resolver_count_limit = 10001 },
      ["owner_contact must have at most 256 characters, got 257"] = { owner_contact = ("x"):rep(257) },
      ["must begin with a letter, and can contain only letters, digits and underscores, got '1a'"] =
        { environment_variables = { ["1a"] = "x" } },
      ["the name of an environment variable must have 2 to 64 characters, got 1: 'a'"] =
        { environment_variables = { a = "x" } },
      ["the value of environment variable 'ab' must have at most 512 characters, got 513"] =
        { environment_variables = { ab = ("x"):rep(513) } },
      ["an API key must expire in 1 to 365 days"] = expires(366),
    })
    refuses_each(appsync.GraphqlApi, { name = "n", definition = schema }, {
      ["an API key must expire in 1 to 365 days"] = expires(0),
    })
    refuses("cannot read the GraphQL schema: ", appsync.Definition.from_file, "spec/fixtures/appsync/none.graphql")
    refuses("only an API with a domain_name has a domain of its own",
      function() return new_api().app_sync_domain_name end)
  end)

  it("refuses what a merged API cannot have", function()
    local merged = appsync.GraphqlApi(stack, "Merged", {
      name = "merged", definition = appsync.Definition.from_source_apis { source_apis = {} },
    })
    refuses("a merged API cannot have environment variables", merged.add_environment_variable, merged, "key", "value")
    refuses("a merged API has no schema of its own", function() return merged.schema end)
  end)

  it("counts environment variables when the app is synthesised", function()
    local app, variables = cdk.App(), {}
    for i = 1, 50 do variables["key" .. i] = "x" end
    stack = cdk.Stack(app, "T")
    local api = new_api("Api", { environment_variables = variables })
    api:add_environment_variable("one_more", "x")
    refuses("an API can have at most 50 environment variables, got 51", app.synth, app)
  end)

  it("warns of metrics of whole requests", function()
    local api = new_api("Api", {
      enhanced_metrics_config = {
        data_source_level_metrics_behavior =
          appsync.DataSourceLevelMetricsBehavior.FULL_REQUEST_DATA_SOURCE_METRICS,
        operation_level_metrics_config = appsync.OperationLevelMetricsConfig.DISABLED,
        resolver_level_metrics_behavior = appsync.ResolverLevelMetricsBehavior.FULL_REQUEST_RESOLVER_METRICS,
      },
    })
    local found = {}
    for _, entry in ipairs(api.node.metadata) do
      if entry.type == "aws:cdk:warning" then found[#found + 1] = entry.data:match "every ([%a ]+) of a request" end
    end
    assert.same({ "data source", "resolver" }, found)
  end)

  it("refuses resolvers and functions that contradict themselves", function()
    local api = new_api()
    local none = api:add_none_data_source "None"
    local template, code = appsync.MappingTemplate.from_string "{}", appsync.Code.from_inline "x"
    local fn = none:create_function("Fn", { name = "fn", code = code, runtime = appsync.FunctionRuntime.JS_1_0_0 })
    local both = {
      ["a runtime needs code"] = { runtime = appsync.FunctionRuntime.JS_1_0_0 },
      ["code and mapping templates are mutually exclusive"] = { code = code, response_mapping_template = template },
    }
    local own = { api = api, type_name = "Query", field_name = "f" }
    refuses_each(appsync.Resolver, own, both)
    refuses_each(appsync.AppsyncFunction, { api = api, name = "f", data_source = none }, both)
    refuses_each(appsync.AppsyncFunction, { api = api, name = "f", data_source = none },
      { ["max_batch_size needs a LambdaDataSource"] = { max_batch_size = 3 } })
    refuses_each(appsync.Resolver, own, {
      ["data_source and pipeline_config are mutually exclusive, got the data source 'None'"] =
        { data_source = none, pipeline_config = { fn } },
      ["the ttl of caching_config must be between 1 and 3600 seconds, got 3601"] =
        { caching_config = { ttl = cdk.Duration.seconds(3601) } },
      ["the ttl of caching_config must be between 1 and 3600 seconds, got 0"] =
        { caching_config = { ttl = cdk.Duration.seconds(0) } },
      ["caching_keys must begin with $context.arguments, $context.source, $context.identity, got '$ctx.args'"] =
        { caching_config = { ttl = cdk.Duration.minutes(1), caching_keys = { "$context.source.a", "$ctx.args" } } },
    })
    local l1 = appsync.CfnGraphQLApi(stack, "L1", { name = "l1", authentication_type = "API_KEY" })
    local of_l1 = appsync.NoneDataSource(stack, "OfL1", { api = l1 })
    refuses("the api must be a GraphqlApi, made here or imported, to add to it", of_l1.create_resolver, of_l1, "R",
      { type_name = "Query", field_name = "f" })
    refuses("inline code cannot be empty", appsync.Code.from_inline, "")
    refuses("cannot read the mapping template: ", appsync.MappingTemplate.from_file, "spec/fixtures/appsync/none.vtl")
    refuses("IamResource.custom needs at least one ARN", appsync.IamResource.custom)
  end)

  it("refuses code that is an asset of another stack", function()
    local app = cdk.App()
    local code = appsync.Code.from_asset "spec/fixtures/appsync/resolver.js"
    stack = cdk.Stack(app, "One")
    local function use()
      new_api():create_resolver("R", {
        type_name = "Query", field_name = "f", code = code, runtime = appsync.FunctionRuntime.JS_1_0_0,
      })
    end
    use()
    stack = cdk.Stack(app, "Two")
    refuses("the code is an asset of stack One already: call Code.from_asset once for each stack", use)
  end)

  it("refuses event APIs that AppSync does not have", function()
    local Type = appsync.AppSyncAuthorizationType
    local key, iam_mode = { authorization_type = Type.API_KEY }, { authorization_type = Type.IAM }
    local function providers(...) return { authorization_config = { auth_providers = { ... } } } end
    refuses_each(appsync.EventApi, { api_name = "n" }, {
      ["api_name must have 1 to 50 characters, got 51"] = { api_name = ("x"):rep(51) },
      ["api_name must have 1 to 50 characters, got 0"] = { api_name = "" },
      ["owner_contact must have 1 to 256 characters, got 0"] = { owner_contact = "" },
      ["owner_contact can contain only letters, digits, blanks, and the characters . - _, got 'a@b'"] =
        { owner_contact = "a@b" },
      ["with more than one API key, each must have a name"] = providers(key, key),
      ["an API can have only one auth provider AWS_IAM"] = providers(iam_mode, iam_mode),
      ["authorization by OPENID_CONNECT needs open_id_connect_config"] = providers { authorization_type = Type.OIDC },
      ["authorization by AMAZON_COGNITO_USER_POOLS needs cognito_config"] =
        providers { authorization_type = Type.USER_POOL },
      ["authorization by AWS_LAMBDA needs lambda_authorizer_config"] = providers { authorization_type = Type.LAMBDA },
      ["connection_auth_mode_types must not be empty"] =
        { authorization_config = { auth_providers = { key }, connection_auth_mode_types = {} } },
      ["default_publish_auth_mode_types has AWS_IAM, which no auth provider is of"] =
        { authorization_config = { auth_providers = { key }, default_publish_auth_mode_types = { Type.IAM } } },
    })
    local api = appsync.EventApi(stack, "Api", { api_name = "n" })
    refuses("permissions need an API with the auth provider AppSyncAuthorizationType.IAM", api.grant_publish, api,
      iam.User(stack, "User"))
    refuses("only an API with a domain_name has a domain of its own", function() return api.custom_http_endpoint end)
    refuses("only an API with a domain_name has a domain of its own",
      function() return api.custom_realtime_endpoint end)
  end)

  it("refuses namespaces of channels that AppSync does not have", function()
    local api = appsync.EventApi(stack, "Api", { api_name = "n" })
    local compute = api:add_lambda_data_source("Compute", new_function(stack))
    local http = api:add_http_data_source("Http", "https://api.example")
    local Types = appsync.AppSyncAuthorizationType
    local EVENT = appsync.LambdaInvokeType.EVENT
    refuses_each(appsync.ChannelNamespace, { api = api }, {
      ["channel_namespace_name must have 1 to 50 characters, got 51"] = { channel_namespace_name = ("x"):rep(51) },
      ["a direct publish_handler_config needs an AppSyncLambdaDataSource as its data_source"] =
        { publish_handler_config = { direct = true, data_source = http } },
      ["a direct subscribe_handler_config needs an AppSyncLambdaDataSource as its data_source"] =
        { subscribe_handler_config = { direct = true } },
      ["the lambda_invoke_type of subscribe_handler_config needs direct = true"] =
        { subscribe_handler_config = { data_source = compute, lambda_invoke_type = EVENT } },
      ["code has nothing to do where publish_handler_config and subscribe_handler_config are direct"] = {
        code = appsync.Code.from_inline "x", publish_handler_config = { direct = true, data_source = compute },
        subscribe_handler_config = { direct = true, data_source = compute },
      },
      ["the API has no auth provider AWS_IAM, by which the namespace authorizes"] =
        { authorization_config = { subscribe_auth_mode_types = { Types.IAM } } },
    })
  end)

  it("says what is deprecated, and what to use instead", function()
    local result = luacdk.script [[
      local stack = cdk.Stack(cdk.App(), "S")
      appsync.GraphqlApi(stack, "A", {
        name = "a", schema = { bind = function(_, api) return { api_id = api.api_id, definition = "d" } end },
      })
    ]]
    assert.truthy(result.err:find("GraphqlApiProps#schema is deprecated.\n  use `definition` instead", 1, true),
      result.err)
  end)
end)
