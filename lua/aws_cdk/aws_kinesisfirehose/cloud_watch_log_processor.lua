--- The messages of CloudWatch Logs are taken out of the records that bring them.
local engine = require "luacdk.engine"

local CloudWatchLogProcessor = engine.class "aws_cdk.aws_kinesisfirehose.CloudWatchLogProcessor"

--- Arguments: CloudWatchLogProcessorOptions: data_message_extraction, which must be true.
function CloudWatchLogProcessor:init(options)
  if not options.data_message_extraction then engine.fail(nil, "data_message_extraction must be true") end
  self.props = {}
end

function CloudWatchLogProcessor:bind()
  return {
    processor_type = "CloudWatchLogProcessing",
    parameters = { { parameter_name = "DataMessageExtraction", parameter_value = "true" } },
  }
end

return { CloudWatchLogProcessor = CloudWatchLogProcessor }
