--- Values that records are partitioned by are taken out of them.
local engine = require "luacdk.engine"
local kinesisfirehose = require "aws_cdk.aws_kinesisfirehose"

local MetadataExtractionProcessor = engine.class "aws_cdk.aws_kinesisfirehose.MetadataExtractionProcessor"

local MAX_KEYS = 50

--- Arguments: MetadataExtractionProcessorOptions (json_parsing_engine, metadata_extraction_query), the keys that the
--- query gives.
function MetadataExtractionProcessor:init(options, keys)
  self._options = options
  self._keys = keys
  self.props = {}
end

--- Queries in jq 1.6, by the key that each one gives.
function MetadataExtractionProcessor.jq16(query)
  local keys, parts = engine.keys(query), {}
  if #keys == 0 then engine.fail(nil, "the query of MetadataExtractionProcessor must have at least one key") end
  if #keys > MAX_KEYS then
    engine.fail(nil, "the query of MetadataExtractionProcessor can have at most %d keys, got %d", MAX_KEYS, #keys)
  end
  for i, key in ipairs(keys) do parts[i] = engine.json(key) .. ":" .. tostring(query[key]) end
  return MetadataExtractionProcessor({
    json_parsing_engine = kinesisfirehose.JsonParsingEngine.JQ_1_6,
    metadata_extraction_query = "{" .. table.concat(parts, ",") .. "}",
  }, keys)
end

-- The prefix must use each of the keys, and no other.
local function check_keys(scope, keys, prefix)
  local used, left = {}, 0
  for key in (prefix or ""):gmatch "!{partitionKeyFromQuery:([^{}]+)}" do
    if not used[key] then left = left + 1 end
    used[key] = true
  end
  local all = #keys == left
  for _, key in ipairs(keys) do all = all and used[key] end
  if not all then
    engine.fail(scope, "data_output_prefix must use each key of the query as !{partitionKeyFromQuery:<key>}, and no"
      .. " other; the keys are %s", table.concat(keys, ", "))
  end
end

function MetadataExtractionProcessor:bind(scope, options)
  if not options.dynamic_partitioning_enabled then
    engine.fail(scope, "MetadataExtractionProcessor needs dynamic_partitioning")
  end
  check_keys(scope, self._keys, options.prefix)
  local own = self._options
  return {
    processor_type = "MetadataExtraction",
    parameters = {
      { parameter_name = "MetadataExtractionQuery", parameter_value = own.metadata_extraction_query },
      { parameter_name = "JsonParsingEngine", parameter_value = own.json_parsing_engine.parsing_engine },
    },
  }
end

return { MetadataExtractionProcessor = MetadataExtractionProcessor }
