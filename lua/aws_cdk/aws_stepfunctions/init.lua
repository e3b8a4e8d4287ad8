-- AWS Step Functions: the module table; classes whose file has another name.
local engine = require "luacdk.engine"

return engine.module("aws_cdk.aws_stepfunctions", {
  AwsOwnedEncryptionConfiguration = "encryption_configuration",
  ChainDefinitionBody = "definition_body",
  CsvHeaders = "item_reader",
  CustomerManagedEncryptionConfiguration = "encryption_configuration",
  FileDefinitionBody = "definition_body",
  ProvideItems = "map_base",
  Result = "pass",
  ResultWriterV2 = "result_writer",
  S3CsvItemReader = "item_reader",
  S3JsonItemReader = "item_reader",
  S3JsonLItemReader = "item_reader",
  S3ManifestItemReader = "item_reader",
  S3ObjectsItemReader = "item_reader",
  StringDefinitionBody = "definition_body",
  WaitTime = "wait",
  WriterConfig = "result_writer",
})
