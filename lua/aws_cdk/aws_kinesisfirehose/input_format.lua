--- The format of records before conversion.
local engine = require "luacdk.engine"

local OpenXJsonInputFormat = engine.class "aws_cdk.aws_kinesisfirehose.OpenXJsonInputFormat"

--- Arguments: OpenXJsonInputFormatProps.
function OpenXJsonInputFormat:init(props) self.props = props end

function OpenXJsonInputFormat:create_input_format_config()
  local props = self.props or {}
  return {
    deserializer = {
      open_x_json_ser_de = {
        case_insensitive = props.lowercase_column_names,
        column_to_json_key_mappings = props.column_to_json_key_mappings,
        convert_dots_in_json_keys_to_underscores = props.convert_dots_in_json_keys_to_underscores,
      },
    },
  }
end

local HiveJsonInputFormat = engine.class "aws_cdk.aws_kinesisfirehose.HiveJsonInputFormat"

--- Arguments: HiveJsonInputFormatProps: timestamp_parsers.
function HiveJsonInputFormat:init(props) self.props = props end

function HiveJsonInputFormat:create_input_format_config()
  local parsers, formats = self.props and self.props.timestamp_parsers, nil
  if parsers then
    formats = {}
    for i, parser in ipairs(parsers) do formats[i] = parser.format end
  end
  return { deserializer = { hive_json_ser_de = { timestamp_formats = formats } } }
end

--- The input formats without settings.
local InputFormat = engine.class "aws_cdk.aws_kinesisfirehose.InputFormat"

--- How times are written in records.
local TimestampParser = engine.class "aws_cdk.aws_kinesisfirehose.TimestampParser"

function TimestampParser:init(format) self.format = format end

--- Times in a format of Joda-Time.
function TimestampParser.from_format_string(format)
  if format == TimestampParser.EPOCH_MILLIS.format then
    engine.fail(nil, "the format %s is reserved; -> use TimestampParser.EPOCH_MILLIS", format)
  end
  if not tostring(format):find "%S" then engine.fail(nil, "the time format cannot be blank") end
  return TimestampParser(format)
end

return {
  HiveJsonInputFormat = HiveJsonInputFormat, InputFormat = InputFormat, OpenXJsonInputFormat = OpenXJsonInputFormat,
  TimestampParser = TimestampParser,
}
