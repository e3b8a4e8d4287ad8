-- Amazon Kinesis Data Streams: the module table; every class loads its file on first use.
local engine = require "luacdk.engine"

return engine.module("aws_cdk.aws_kinesis", {
  ResourcePolicy = "resource_policy",
  Stream = "stream",
  StreamConsumer = "stream_consumer",
})
