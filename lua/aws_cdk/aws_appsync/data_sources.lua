--- What the fields of a GraphQL API come from.
local appsync = require "aws_cdk.aws_appsync"
local cdk = require "aws_cdk"
local data_source_base = require "aws_cdk.aws_appsync.private.data_source_base"
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"
local references = require "aws_cdk.aws_appsync.private.references"

local BaseDataSource, BackedDataSource, class = data_source_base {
  prefix = "", resource = "ds", api_id = references.graphql_api_id, whole = references.whole_graphql_api,
}

local function with(self, props) return l2.with({ api = self._api, data_source = self }, props) end

--- Adds a resolver of the API that uses this. Arguments: id, BaseResolverProps.
function BaseDataSource:create_resolver(id, props) return appsync.Resolver(self._api, id, with(self, props)) end

--- Adds a function of the API that uses this. Arguments: id, BaseAppsyncFunctionProps.
function BaseDataSource:create_function(id, props) return appsync.AppsyncFunction(self._api, id, with(self, props)) end

local NoneDataSource = engine.class("aws_cdk.aws_appsync.NoneDataSource", BaseDataSource)

--- Arguments: scope, id, NoneDataSourceProps: api (required).
function NoneDataSource:init(scope, id, props) BaseDataSource.init(self, scope, id, props, { type = "NONE" }) end

local ElasticsearchDataSource = class("ElasticsearchDataSource", "elasticsearch")
local init = ElasticsearchDataSource.init

--- Arguments: scope, id, ElasticsearchDataSourceProps.
function ElasticsearchDataSource:init(scope, id, props)
  engine.deprecated("aws_cdk.aws_appsync.ElasticsearchDataSource", "use `OpenSearchDataSource` instead")
  init(self, scope, id, props)
  cdk.Validations.of(self):acknowledge {
    id = "CloudFormation-Validate::W9009", reason = "the deprecated property is what this data source is made of",
  }
end

return {
  BackedDataSource = BackedDataSource,
  BaseDataSource = BaseDataSource,
  DynamoDbDataSource = class("DynamoDbDataSource", "dynamo_db"),
  ElasticsearchDataSource = ElasticsearchDataSource,
  EventBridgeDataSource = class("EventBridgeDataSource", "event_bridge"),
  HttpDataSource = class("HttpDataSource", "http"),
  LambdaDataSource = class("LambdaDataSource", "lambda"),
  NoneDataSource = NoneDataSource,
  OpenSearchDataSource = class("OpenSearchDataSource", "open_search"),
  RdsDataSource = class("RdsDataSource", "rds"),
}
