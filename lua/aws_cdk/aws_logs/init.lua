--- CloudWatch Logs: log groups, streams, filters, queries and retention.
local engine = require "luacdk.engine"

return engine.module("aws_cdk.aws_logs", {
  CustomDataIdentifier = "data_protection_policy",
  DataConverterProcessor = "processors",
  DataIdentifier = "data_protection_policy",
  FilterPattern = "pattern",
  JsonMutatorProcessor = "processors",
  JsonPattern = "pattern",
  ParserProcessor = "processors",
  QueryString = "query_definition",
  SpaceDelimitedTextPattern = "pattern",
  StringMutatorProcessor = "processors",
  VendedLogParser = "processors",
})
