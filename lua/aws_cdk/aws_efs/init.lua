-- Amazon Elastic File System: the module table; every class loads its file on first use.
local engine = require "luacdk.engine"

return engine.module("aws_cdk.aws_efs", {
  AccessPoint = "access_point",
  FileSystem = "file_system",
  ReplicationConfiguration = "replication_configuration",
})
