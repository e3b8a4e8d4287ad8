--- Appends a line end to each record.
local engine = require "luacdk.engine"

local AppendDelimiterToRecordProcessor = engine.class "aws_cdk.aws_kinesisfirehose.AppendDelimiterToRecordProcessor"

function AppendDelimiterToRecordProcessor:init() self.props = {} end

function AppendDelimiterToRecordProcessor:bind()
  return { processor_type = "AppendDelimiterToRecord", parameters = {} }
end

return { AppendDelimiterToRecordProcessor = AppendDelimiterToRecordProcessor }
