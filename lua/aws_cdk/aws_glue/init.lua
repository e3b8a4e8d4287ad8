-- AWS Glue: the module table; classes whose file has another name.
local engine = require "luacdk.engine"

return engine.module("aws_cdk.aws_glue", {
  AssetCode = "code",
  CatalogBase = "catalog",
  CloudWatchEncryption = "security_configuration",
  ConnectionNetwork = "connection",
  ConnectionType = "connection",
  DataCatalogEncryptionAtRest = "catalog",
  DataQualityTargetTable = "data_quality_ruleset",
  JobBase = "job",
  JobBookmarksEncryption = "security_configuration",
  PySparkEtlJob = "spark_jobs",
  PySparkFlexEtlJob = "spark_jobs",
  PySparkStreamingJob = "spark_jobs",
  S3Code = "code",
  S3Encryption = "security_configuration",
  S3TableEncryption = "s3_table",
  S3TableStorage = "s3_table",
  ScalaSparkEtlJob = "spark_jobs",
  ScalaSparkFlexEtlJob = "spark_jobs",
  ScalaSparkStreamingJob = "spark_jobs",
  TableClientSideEncryption = "s3_table",
  Type = "schema",
  WorkflowBase = "workflow",
})
