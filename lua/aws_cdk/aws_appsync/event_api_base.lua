--- What event APIs can do, those made here and those imported.
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"
local adds = require "aws_cdk.aws_appsync.private.adds"
local appsync = require "aws_cdk.aws_appsync"
local iam = require "aws_cdk.aws_iam"

local EventApiBase = engine.class("aws_cdk.aws_appsync.EventApiBase", appsync.ApiBase)

--- Adds a namespace of channels, named as its id if it is not given a name. Arguments: id, ChannelNamespaceOptions.
function EventApiBase:add_channel_namespace(id, options)
  local props = l2.with({ api = self, channel_namespace_name = id }, options)
  return appsync.ChannelNamespace(self, id, props)
end

--- Adds a table. Arguments: id, table, AppSyncDataSourceOptions.
EventApiBase.add_dynamo_db_data_source = adds("AppSyncDynamoDbDataSource", { "table" })

--- Adds an HTTP endpoint. Arguments: id, URL, AppSyncHttpDataSourceOptions.
EventApiBase.add_http_data_source = adds("AppSyncHttpDataSource", { "endpoint" })

--- Adds a function. Arguments: id, function, AppSyncDataSourceOptions.
EventApiBase.add_lambda_data_source = adds("AppSyncLambdaDataSource", { "lambda_function" })

--- Adds a cluster. Arguments: id, cluster, secret, name of the database or nil, AppSyncDataSourceOptions.
EventApiBase.add_rds_data_source =
  adds("AppSyncRdsDataSource", { "serverless_cluster", "secret_store", "database_name" })

--- Adds an event bus. Arguments: id, event bus, AppSyncDataSourceOptions.
EventApiBase.add_event_bridge_data_source = adds("AppSyncEventBridgeDataSource", { "event_bus" })

--- Adds a domain. Arguments: id, domain, AppSyncDataSourceOptions.
EventApiBase.add_open_search_data_source = adds("AppSyncOpenSearchDataSource", { "domain" })

-- ---- permissions ----------------------------------------------------------------------------------------------------

local function has_iam(self)
  for _, one in ipairs(self.auth_provider_types) do
    if one == "AWS_IAM" then return true end
  end
  return false
end

--- Lets the grantee perform the actions on these parts of the API, which must authorize by IAM.
function EventApiBase:grant(grantee, resources, ...)
  if not has_iam(self) then
    engine.fail(self, "permissions need an API with the auth provider AppSyncAuthorizationType.IAM")
  end
  return iam.Grant.add_to_principal {
    grantee = grantee, actions = { ... }, resource_arns = resources:resource_arns(self),
  }
end

--- Lets the grantee publish in all channels.
function EventApiBase:grant_publish(grantee)
  return self:grant(grantee, appsync.AppSyncEventResource.all_channel_namespaces(), "appsync:EventPublish")
end

--- Lets the grantee subscribe to all channels.
function EventApiBase:grant_subscribe(grantee)
  return self:grant(grantee, appsync.AppSyncEventResource.all_channel_namespaces(), "appsync:EventSubscribe")
end

--- Lets the grantee publish in all channels, and subscribe to them.
function EventApiBase:grant_publish_and_subscribe(grantee)
  return self:grant(grantee, appsync.AppSyncEventResource.all_channel_namespaces(), "appsync:EventPublish",
    "appsync:EventSubscribe")
end

--- Lets the grantee connect.
function EventApiBase:grant_connect(grantee)
  return self:grant(grantee, appsync.AppSyncEventResource.for_api(), "appsync:EventConnect")
end

return { EventApiBase = EventApiBase }
