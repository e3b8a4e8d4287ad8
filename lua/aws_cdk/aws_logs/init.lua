--- CloudWatch Logs: log groups, streams, filters, queries and retention.
local engine = require "luacdk.engine"

return engine.module("aws_cdk.aws_logs", {
  CrossAccountDestination = "cross_account_destination",
  CustomDataIdentifier = "data_protection_policy",
  DataConverterProcessor = "processors",
  DataIdentifier = "data_protection_policy",
  DataProtectionPolicy = "data_protection_policy",
  FieldIndexPolicy = "field_index_policy",
  FilterPattern = "pattern",
  JsonMutatorProcessor = "processors",
  JsonPattern = "pattern",
  LogGroup = "log_group",
  LogGroupGrants = "log_group_grants",
  LogRetention = "log_retention",
  LogStream = "log_stream",
  MetricFilter = "metric_filter",
  ParserProcessor = "processors",
  QueryDefinition = "query_definition",
  QueryString = "query_definition",
  ResourcePolicy = "resource_policy",
  SpaceDelimitedTextPattern = "pattern",
  StringMutatorProcessor = "processors",
  SubscriptionFilter = "subscription_filter",
  Transformer = "transformer",
  VendedLogParser = "processors",
})
