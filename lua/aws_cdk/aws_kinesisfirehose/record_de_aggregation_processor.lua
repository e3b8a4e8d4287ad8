--- Splits aggregated records, for dynamic partitioning.
local engine = require "luacdk.engine"
local base64 = require "aws_cdk.private.base64"

local RecordDeAggregationProcessor = engine.class "aws_cdk.aws_kinesisfirehose.RecordDeAggregationProcessor"

--- Arguments: RecordDeAggregationProcessorOptions: sub_record_type (required), delimiter in base64.
function RecordDeAggregationProcessor:init(options)
  self._options = options
  self.props = {}
end

--- Records are consecutive JSON objects.
function RecordDeAggregationProcessor.json() return RecordDeAggregationProcessor { sub_record_type = "JSON" } end

--- Records are separated by this string.
function RecordDeAggregationProcessor.delimited(delimiter)
  return RecordDeAggregationProcessor { sub_record_type = "DELIMITED", delimiter = base64(delimiter) }
end

function RecordDeAggregationProcessor:bind(scope, options)
  local kind, delimiter = self._options.sub_record_type, self._options.delimiter
  if not options.dynamic_partitioning_enabled then
    engine.fail(scope, "RecordDeAggregationProcessor needs dynamic_partitioning")
  end
  local parameters = { { parameter_name = "SubRecordType", parameter_value = kind } }
  if kind == "DELIMITED" then
    if (delimiter or "") == "" then engine.fail(scope, "sub_record_type DELIMITED needs a delimiter") end
    parameters[2] = { parameter_name = "Delimiter", parameter_value = delimiter }
  end
  return { processor_type = "RecordDeAggregation", parameters = parameters }
end

return { RecordDeAggregationProcessor = RecordDeAggregationProcessor }
