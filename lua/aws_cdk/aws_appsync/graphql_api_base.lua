--- What GraphQL APIs can do, those made here and those imported.
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"
local adds = require "aws_cdk.aws_appsync.private.adds"
local appsync = require "aws_cdk.aws_appsync"
local cdk = require "aws_cdk"
local iam = require "aws_cdk.aws_iam"

local GraphqlApiBase = engine.class("aws_cdk.aws_appsync.GraphqlApiBase", cdk.Resource)

GraphqlApiBase.get.graph_ql_api_ref = function(self) return { graph_ql_api_arn = self.arn } end

-- ---- data sources and resolvers -------------------------------------------------------------------------------------

local CLUSTER = { "serverless_cluster", "secret_store", "database_name" }

--- Adds a data source without anything behind it. Arguments: id, DataSourceOptions.
GraphqlApiBase.add_none_data_source = adds("NoneDataSource", {})

--- Adds a table. Arguments: id, table, DataSourceOptions.
GraphqlApiBase.add_dynamo_db_data_source = adds("DynamoDbDataSource", { "table" })

--- Adds an HTTP endpoint. Arguments: id, URL, HttpDataSourceOptions.
GraphqlApiBase.add_http_data_source = adds("HttpDataSource", { "endpoint" })

--- Adds a function. Arguments: id, function, DataSourceOptions.
GraphqlApiBase.add_lambda_data_source = adds("LambdaDataSource", { "lambda_function" })

--- Adds a serverless cluster. Arguments: id, cluster, secret, name of the database or nil, DataSourceOptions.
GraphqlApiBase.add_rds_data_source = adds("RdsDataSource", CLUSTER)

--- Adds a cluster with the Data API. Arguments: id, cluster, secret, name of the database or nil, DataSourceOptions.
GraphqlApiBase.add_rds_data_source_v2 = adds("RdsDataSource", CLUSTER)

--- Adds a domain. Arguments: id, domain, DataSourceOptions.
GraphqlApiBase.add_elasticsearch_data_source = adds("ElasticsearchDataSource", { "domain" })

--- Adds an event bus. Arguments: id, event bus, DataSourceOptions.
GraphqlApiBase.add_event_bridge_data_source = adds("EventBridgeDataSource", { "event_bus" })

--- Adds a domain. Arguments: id, domain, DataSourceOptions.
GraphqlApiBase.add_open_search_data_source = adds("OpenSearchDataSource", { "domain" })

--- Adds a resolver. Arguments: id, ExtendedResolverProps.
function GraphqlApiBase:create_resolver(id, props)
  local all = l2.with({ api = self }, props)
  return appsync.Resolver(self, id, all)
end

--- Makes the resource wait for the API's schema, where that is known. Gives whether it is.
function GraphqlApiBase.add_schema_dependency() return false end

-- ---- permissions ----------------------------------------------------------------------------------------------------

--- Lets the grantee perform the actions on these parts of the API.
function GraphqlApiBase:grant(grantee, resources, ...)
  return iam.Grant.add_to_principal {
    grantee = grantee, actions = { ... }, resource_arns = resources:resource_arns(self),
  }
end

for _, type in ipairs { "Mutation", "Query", "Subscription" } do
  --- Lets the grantee use these fields of the type, all if none is named.
  GraphqlApiBase["grant_" .. type:lower()] = function(self, grantee, ...)
    return self:grant(grantee, appsync.IamResource.of_type(type, ...), "appsync:GraphQL")
  end
end

return { GraphqlApiBase = GraphqlApiBase }
