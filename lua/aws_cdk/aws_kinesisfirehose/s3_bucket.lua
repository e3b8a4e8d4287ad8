--- Records go into files of a bucket.
local engine = require "luacdk.engine"
local destinations = require "aws_cdk.aws_kinesisfirehose.private.destinations"

local fail, display, is_unresolved, has = engine.fail, engine.display, engine.is_unresolved, destinations.has

local BACKUP_ALL, BACKUP_FAILED = 0, 1
local ERROR_TYPE = "!{firehose:error-output-type}"

local S3Bucket = engine.class "aws_cdk.aws_kinesisfirehose.S3Bucket"

local NAMESPACES = { firehose = true, timestamp = true, partitionKeyFromLambda = true, partitionKeyFromQuery = true }

local function check_expressions(name, prefix)
  for at in (prefix and tostring(prefix) or ""):gmatch "()!{" do
    local namespace = tostring(prefix):match("^!{(%a+):[^{}]+}", at)
    if not NAMESPACES[namespace] then
      fail(nil, "expressions of %s have the form !{namespace:value}, with the namespace firehose, timestamp,"
        .. " partitionKeyFromQuery or partitionKeyFromLambda, got %s", name, display(tostring(prefix):sub(at)))
    end
  end
end

local function check_prefixes(prefix, errors)
  check_expressions("data_output_prefix", prefix)
  check_expressions("error_output_prefix", errors)
  if has(prefix, "!{") and (errors or "") == "" then
    fail(nil, "expressions in data_output_prefix need an error_output_prefix")
  end
  if has(errors, "!{") and not has(errors, ERROR_TYPE) then
    fail(nil, "error_output_prefix with expressions must have %s", ERROR_TYPE)
  end
  if has(prefix, ERROR_TYPE) then fail(nil, "data_output_prefix cannot have %s", ERROR_TYPE) end
  if has(errors, destinations.BY_LAMBDA) or has(errors, destinations.BY_QUERY) then
    fail(nil, "error_output_prefix cannot have the namespaces partitionKeyFromLambda and partitionKeyFromQuery")
  end
end

--- Arguments: bucket, S3BucketProps.
function S3Bucket:init(bucket, props)
  props = props or {}
  self._bucket = bucket
  self._props = props
  if props.s3_backup and props.s3_backup.mode == BACKUP_FAILED then
    fail(nil, "the backup of a bucket must have BackupMode.ALL: what fails is in the bucket anyway")
  end
  if props.data_format_conversion and props.compression then
    fail(nil, "compression cannot be given with data_format_conversion: the output format has its own")
  end
  local prefix, partitions = props.data_output_prefix, props.dynamic_partitioning
  check_prefixes(prefix, props.error_output_prefix)
  if not (partitions and partitions.enabled)
    and (has(prefix, destinations.BY_LAMBDA) or has(prefix, destinations.BY_QUERY)) then
    fail(nil, "data_output_prefix can have partitionKeyFromLambda and partitionKeyFromQuery only with"
      .. " dynamic_partitioning")
  end
end

local function check_extension(scope, extension)
  if not extension or extension == "" or is_unresolved(extension) then return end
  if extension:sub(1, 1) ~= "." then fail(scope, "file_extension must start with '.', got %s", display(extension)) end
  if extension:find "[^0-9a-z!%-_.*'()]" then
    fail(scope, "file_extension can have the characters 0-9, a-z and !-_.*'(), got %s", display(extension))
  end
end

local function conversion(scope, role, props)
  if not props then return nil end
  return {
    enabled = props.enabled ~= false,
    schema_configuration = props.schema_configuration:bind(scope, { role = role }),
    input_format_configuration = props.input_format:create_input_format_config(),
    output_format_configuration = props.output_format:create_output_format_config(),
  }
end

local function partitioning(scope, props)
  if not props then return nil end
  local seconds = props.retry_duration and props.retry_duration:to_seconds()
  if type(seconds) == "number" and seconds > destinations.LONGEST_RETRY then
    fail(scope, "retry_duration must be at most %d seconds, got %s", destinations.LONGEST_RETRY, display(seconds))
  end
  return { enabled = props.enabled, retry_options = seconds and { duration_in_seconds = seconds } or nil }
end

function S3Bucket:bind(scope)
  local bucket, props = self._bucket, self._props
  local role = props.role or destinations.role(scope, "S3 Destination Role")
  local dependables = { bucket:grant_read_write(role) }
  local logging = destinations.logging(scope, props.logging_config, role, "S3Destination", dependables)
  local backup = destinations.backup(scope, role, props.s3_backup, dependables)
  check_extension(scope, props.file_extension)
  local converted = conversion(scope, role, props.data_format_conversion)
  local partitions = props.dynamic_partitioning and props.dynamic_partitioning.enabled
  local backs_up = props.s3_backup and (props.s3_backup.bucket or props.s3_backup.mode == BACKUP_ALL)
  return {
    extended_s3_destination_configuration = {
      cloud_watch_logging_options = logging,
      processing_configuration = destinations.processing(scope, props, {
        role = role, dynamic_partitioning_enabled = partitions, prefix = props.data_output_prefix,
      }),
      role_arn = role.role_arn,
      s3_backup_configuration = backup,
      s3_backup_mode = backs_up and "Enabled" or nil,
      buffering_hints = destinations.buffering(scope, props.buffering_interval, props.buffering_size,
        converted and converted.enabled, partitions),
      bucket_arn = bucket.bucket_arn,
      data_format_conversion_configuration = converted,
      compression_format = props.compression and props.compression.value,
      encryption_configuration = destinations.encryption(role, props.encryption_key),
      error_output_prefix = props.error_output_prefix,
      prefix = props.data_output_prefix,
      file_extension = props.file_extension,
      custom_time_zone = destinations.time_zone(scope, props.time_zone),
      dynamic_partitioning_configuration = partitioning(scope, props.dynamic_partitioning),
    },
    dependables = dependables,
  }
end

return { S3Bucket = S3Bucket }
