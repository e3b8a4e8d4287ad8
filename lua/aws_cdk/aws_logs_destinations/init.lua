-- Destinations that log groups subscribe to: the module table; every class loads its file on first use.
local engine = require "luacdk.engine"

return engine.module("aws_cdk.aws_logs_destinations", {
  FirehoseDestination = "stream_destination",
  KinesisDestination = "stream_destination",
})
