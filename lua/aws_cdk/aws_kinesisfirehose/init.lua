-- Amazon Data Firehose: the module table; every class loads its file on first use.
local engine = require "luacdk.engine"

return engine.module("aws_cdk.aws_kinesisfirehose", {
  DisableLogging = "logging_config",
  EnableLogging = "logging_config",
  HiveJsonInputFormat = "input_format",
  OpenXJsonInputFormat = "input_format",
  OrcOutputFormat = "output_format",
  ParquetOutputFormat = "output_format",
  TimestampParser = "input_format",
})
