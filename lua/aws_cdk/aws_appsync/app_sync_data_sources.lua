--- What handlers of an event API use.
local data_source_base = require "aws_cdk.aws_appsync.private.data_source_base"
local references = require "aws_cdk.aws_appsync.private.references"

local BaseDataSource, BackedDataSource, class = data_source_base {
  prefix = "AppSync", resource = "resource", api_id = references.event_api_id, whole = references.whole_event_api,
}

return {
  AppSyncBackedDataSource = BackedDataSource,
  AppSyncBaseDataSource = BaseDataSource,
  AppSyncDynamoDbDataSource = class("DynamoDbDataSource", "dynamo_db"),
  AppSyncEventBridgeDataSource = class("EventBridgeDataSource", "event_bridge"),
  AppSyncHttpDataSource = class("HttpDataSource", "http"),
  AppSyncLambdaDataSource = class("LambdaDataSource", "lambda"),
  AppSyncOpenSearchDataSource = class("OpenSearchDataSource", "open_search"),
  AppSyncRdsDataSource = class("RdsDataSource", "rds"),
}
