-- Amazon RDS: the module table; every class loads its file on first use.
local engine = require "luacdk.engine"

return engine.module("aws_cdk.aws_rds", {
  AuroraEngineVersion = "aurora_engine_versions",
  AuroraMysqlEngineVersion = "aurora_engine_versions",
  AuroraPostgresEngineVersion = "aurora_engine_versions",
  SnapshotCredentials = "credentials",
})
