--- What records are converted into.
local engine = require "luacdk.engine"

-- Fails for numbers outside CloudFormation's bounds for `field`; sizes are shown in `unit`.
local function checked(struct, field, name, value, unit)
  if value == nil then return nil end
  local number = unit and value:to_bytes() or value
  local low, high = engine.bounds("aws_cdk.aws_kinesisfirehose.CfnDeliveryStream." .. struct, field)
  if type(number) == "number" and (number < low or number > high) then
    if unit then
      engine.fail(nil, "%s must be at least %s, got %s", name, unit(low), unit(number))
    elseif high < math.huge then
      engine.fail(nil, "%s must be between %d and %d, got %s", name, low, high, engine.display(number))
    end
    engine.fail(nil, "%s must be at least %d, got %s", name, low, engine.display(number))
  end
  return number
end

local function unit_of(label, size)
  return function(bytes) return engine.json(bytes / size) .. " " .. label end
end

local KIBIBYTES, MEBIBYTES = unit_of("KiB", 1024), unit_of("MiB", 1024 * 1024)

local function value_of(word) return word and word.value end

local ParquetOutputFormat = engine.class "aws_cdk.aws_kinesisfirehose.ParquetOutputFormat"

local PARQUET = "ParquetSerDeProperty"

--- Arguments: ParquetOutputFormatProps.
function ParquetOutputFormat:init(props)
  self.props = props
  props = props or {}
  self._serializer = {
    block_size_bytes = checked(PARQUET, "block_size_bytes", "block_size", props.block_size, MEBIBYTES),
    page_size_bytes = checked(PARQUET, "page_size_bytes", "page_size", props.page_size, KIBIBYTES),
    compression = value_of(props.compression),
    enable_dictionary_compression = props.enable_dictionary_compression,
    max_padding_bytes = props.max_padding and props.max_padding:to_bytes(),
    writer_version = props.writer_version,
  }
end

function ParquetOutputFormat:create_output_format_config()
  return { serializer = { parquet_ser_de = self._serializer } }
end

local OrcOutputFormat = engine.class "aws_cdk.aws_kinesisfirehose.OrcOutputFormat"

local ORC = "OrcSerDeProperty"

--- Arguments: OrcOutputFormatProps.
function OrcOutputFormat:init(props)
  self.props = props
  props = props or {}
  local serializer = {
    block_size_bytes = checked(ORC, "block_size_bytes", "block_size", props.block_size, MEBIBYTES),
    stripe_size_bytes = checked(ORC, "stripe_size_bytes", "stripe_size", props.stripe_size, MEBIBYTES),
    bloom_filter_columns = props.bloom_filter_columns,
    compression = value_of(props.compression),
    enable_padding = props.enable_padding,
    format_version = props.format_version,
  }
  for _, field in ipairs {
    "bloom_filter_false_positive_probability", "dictionary_key_threshold", "padding_tolerance", "row_index_stride",
  } do
    serializer[field] = checked(ORC, field, field, props[field])
  end
  self._serializer = serializer
end

function OrcOutputFormat:create_output_format_config() return { serializer = { orc_ser_de = self._serializer } } end

--- The output formats without settings.
local OutputFormat = engine.class "aws_cdk.aws_kinesisfirehose.OutputFormat"

return {
  OrcOutputFormat = OrcOutputFormat, OutputFormat = OutputFormat, ParquetOutputFormat = ParquetOutputFormat,
}
