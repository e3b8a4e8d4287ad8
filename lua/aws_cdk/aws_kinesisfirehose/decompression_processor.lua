--- The records of CloudWatch Logs are unpacked.
local engine = require "luacdk.engine"

local DecompressionProcessor = engine.class "aws_cdk.aws_kinesisfirehose.DecompressionProcessor"

--- Arguments: DecompressionProcessorOptions: compression_format (GZIP).
function DecompressionProcessor:init(options)
  self._format = options and options.compression_format
  self.props = {}
end

function DecompressionProcessor:bind()
  local format = self._format
  return {
    processor_type = "Decompression",
    parameters = {
      { parameter_name = "CompressionFormat", parameter_value = format and format.compression_format or "GZIP" },
    },
  }
end

return { DecompressionProcessor = DecompressionProcessor }
