--- Targets of rules.
local engine = require "luacdk.engine"

return engine.module("aws_cdk.aws_events_targets", {
  CloudWatchLogGroup = "log_group",
  FirehoseDeliveryStream = "firehose",
  KinesisFirehoseStream = "firehose",
  KinesisFirehoseStreamV2 = "firehose",
})
