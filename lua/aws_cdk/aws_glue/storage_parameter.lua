--- Parameters of how the data of a table is stored.
local engine = require "luacdk.engine"
local number_text = require("aws_cdk.l2").number_text

local StorageParameter = engine.class "aws_cdk.aws_glue.StorageParameter"

function StorageParameter:init(key, value) self.key, self.value = key, value end

local function same(value) return value end

-- Static method → the key, and what its argument becomes.
local ROWS = {
  column_count_mismatch_handling = { "column_count_mismatch_handling", same },
  compression_type = { "compression_type", same },
  data_cleansing_enabled = { "data_cleansing_enabled", tostring },
  invalid_char_handling = { "invalid_char_handling", same },
  num_rows = { "num_rows", number_text },
  numeric_overflow_handling = { "numeric_overflow_handling", same },
  orc_schema_resolution = { "orc.schema.resolution", same },
  skip_header_line_count = { "skip.header.line.count", number_text },
  surplus_bytes_handling = { "surplus_bytes_handling", same },
  surplus_char_handling = { "surplus_char_handling", same },
  write_kms_key_id = { "write.kms.key.id", function(key) return key.key_ref.key_arn end },
  write_max_file_size_mb = { "write.maxfilesize.mb", number_text },
  write_parallel = { "write.parallel", same },
}

for name, row in pairs(ROWS) do
  local key, text = row[1], row[2]
  StorageParameter[name] = function(value) return StorageParameter(key, text(value)) end
end

return { StorageParameter = StorageParameter }
