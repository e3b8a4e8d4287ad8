-- What destinations have in common: logs, buffers, processors, backups. What depends on something comes with it, in a
-- list that the caller keeps.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local iam = require "aws_cdk.aws_iam"
local l2 = require "aws_cdk.l2"
local logs = require "aws_cdk.aws_logs"
local s3 = require "aws_cdk.aws_s3"

local fail, display, is_unresolved = engine.fail, engine.display, engine.is_unresolved

local M = {}

M.BY_QUERY = "!{partitionKeyFromQuery:"
M.BY_LAMBDA = "!{partitionKeyFromLambda:"

M.LONGEST_RETRY = 7200

--- Whether a string that may contain tokens contains another one.
function M.has(text, part) return text ~= nil and tostring(text):find(part, 1, true) ~= nil end

--- A role for Firehose, of this id.
function M.role(scope, id, conditions)
  return iam.Role(scope, id, {
    assumed_by = iam.ServicePrincipal("firehose.amazonaws.com", conditions and { conditions = conditions }),
  })
end

--- Options of CloudWatch Logs, unless logging is off.
function M.logging(scope, config, role, stream_id, dependables)
  if config and config.logging == false and not config.log_group then return nil end
  local group = config and config.log_group or scope.node:try_find_child "LogGroup" or logs.LogGroup(scope, "LogGroup")
  dependables[#dependables + 1] = group:grant_write(role)
  return {
    enabled = true, log_group_name = group.log_group_name,
    log_stream_name = group:add_stream(stream_id).log_stream_name,
  }
end

-- The buffer must be larger before a step that reads records.
local HINTS = "aws_kinesisfirehose.CfnDeliveryStream.BufferingHintsProperty."
local SMALLEST_BIG_BUFFER, SHORTEST_BIG_INTERVAL = 64, 60

--- How long and how much is held back.
function M.buffering(scope, interval, size, converts, partitions)
  if not interval and not size and not converts and not partitions then return nil end
  local big = converts or partitions
  local seconds = l2.within(scope, HINTS .. "interval_in_seconds", interval, "the buffering interval", "seconds") or 300
  local mebibytes = l2.within(scope, HINTS .. "size_in_m_bs", size, "the buffering size", "mebibytes")
    or big and 128 or 5
  if not is_unresolved(seconds) and partitions and seconds < SHORTEST_BIG_INTERVAL then
    fail(scope, "the buffering interval must be at least %d seconds with dynamic partitioning, got %s",
      SHORTEST_BIG_INTERVAL, display(seconds))
  end
  if not is_unresolved(mebibytes) and big and mebibytes < SMALLEST_BIG_BUFFER then
    fail(scope, "the buffering size must be at least %d mebibytes with dynamic partitioning or conversion, got %s",
      SMALLEST_BIG_BUFFER, display(mebibytes))
  end
  return { interval_in_seconds = seconds, size_in_m_bs = mebibytes }
end

--- The encryption of files, by a key that the role may use.
function M.encryption(role, key)
  if not key then return nil end
  key:grant_encrypt_decrypt(role)
  return { kms_encryption_config = { awskms_key_arn = key.key_arn } }
end

local function text_of(number) return is_unresolved(number) and tostring(number) or engine.json(number) end

local function rendered(processor, scope, options)
  local config = processor:bind(scope, options)
  if config.parameters then return { type = config.processor_type, parameters = config.parameters } end
  local props = processor.props
  local parameters = {
    { parameter_name = "RoleArn", parameter_value = options.role.role_arn }, config.processor_identifier,
  }
  local function add(name, value)
    if value then parameters[#parameters + 1] = { parameter_name = name, parameter_value = text_of(value) } end
  end
  add("BufferIntervalInSeconds", props.buffer_interval and props.buffer_interval:to_seconds())
  add("BufferSizeInMBs", props.buffer_size and props.buffer_size:to_mebibytes())
  add("NumberOfRetries", props.retries ~= 0 and props.retries)
  return { type = config.processor_type, parameters = parameters }
end

local function check_partitions(scope, prefix, by_lambda, by_query)
  if (prefix or "") == "" then fail(scope, "dynamic partitioning needs a data_output_prefix") end
  if not by_lambda and not by_query then
    fail(scope, "dynamic partitioning needs a LambdaFunctionProcessor or a MetadataExtractionProcessor")
  end
  if by_lambda and not by_query and not M.has(prefix, M.BY_LAMBDA) then
    fail(scope, "data_output_prefix must use keys of the function as %skey}", M.BY_LAMBDA)
  end
  if not by_lambda and M.has(prefix, M.BY_LAMBDA) then
    fail(scope, "data_output_prefix has %s…}, but there is no LambdaFunctionProcessor", M.BY_LAMBDA)
  end
  if not by_query and M.has(prefix, M.BY_QUERY) then
    fail(scope, "data_output_prefix has %s…}, but there is no MetadataExtractionProcessor", M.BY_QUERY)
  end
end

--- What is done with records. Options: role, and of files dynamic_partitioning_enabled and prefix.
function M.processing(scope, props, options)
  if props.processor and props.processors then fail(scope, "give processors or processor, not both") end
  local all, types = {}, {}
  for i, processor in ipairs(props.processor and { props.processor } or props.processors or {}) do
    all[i] = rendered(processor, scope, options)
    types[all[i].type] = true
  end
  if types.CloudWatchLogProcessing and not types.Decompression then
    fail(scope, "a CloudWatchLogProcessor needs a DecompressionProcessor beside it")
  end
  if options.dynamic_partitioning_enabled then
    check_partitions(scope, options.prefix, types.Lambda, types.MetadataExtraction)
  end
  return #all > 0 and { enabled = true, processors = all } or nil
end

--- Where records are kept beside their destination.
function M.backup(scope, role, props, dependables)
  if not props or props.mode == nil and not props.bucket then return nil end
  local bucket = props.bucket or s3.Bucket(scope, "BackupBucket")
  dependables[#dependables + 1] = bucket:grant_read_write(role)
  local logging = M.logging(scope, props.logging_config, role, "S3Backup", dependables)
  return {
    bucket_arn = bucket.bucket_arn,
    role_arn = role.role_arn,
    prefix = props.data_output_prefix,
    error_output_prefix = props.error_output_prefix,
    buffering_hints = M.buffering(scope, props.buffering_interval, props.buffering_size),
    compression_format = props.compression and props.compression.value,
    encryption_configuration = M.encryption(role, props.encryption_key),
    cloud_watch_logging_options = logging,
  }
end

local NOT_TIME_ZONES = { cdk.TimeZone.ETC_UTC, cdk.TimeZone.ETC_GMT, cdk.TimeZone.FACTORY }

--- The name of the time zone that prefixes are written in.
function M.time_zone(scope, time_zone)
  if not time_zone then return nil end
  local name = time_zone.timezone_name
  if is_unresolved(name) or name == "UTC" then return name end
  local refused = name:find "^%a%a%a$" or not name:find "^[%a/_]+$"
  for _, one in ipairs(NOT_TIME_ZONES) do refused = refused or one.timezone_name == name end
  if refused then
    fail(scope, "time_zone must be UTC or a zone with a name like Europe/London, got %s", display(name))
  end
  return name
end

return M
