-- Delivery streams. The cases are twins of tools/golden/aws_kinesisfirehose.js.
local cdk = require "aws_cdk"
local cloudwatch = require "aws_cdk.aws_cloudwatch"
local ec2 = require "aws_cdk.aws_ec2"
local firehose = require "aws_cdk.aws_kinesisfirehose"
local glue = require "aws_cdk.aws_glue"
local golden = require "spec.support.golden"
local iam = require "aws_cdk.aws_iam"
local kinesis = require "aws_cdk.aws_kinesis"
local kms = require "aws_cdk.aws_kms"
local lambda = require "aws_cdk.aws_lambda"
local logs = require "aws_cdk.aws_logs"
local s3 = require "aws_cdk.aws_s3"
local secretsmanager = require "aws_cdk.aws_secretsmanager"
local refuses = require "spec.support.refuses"

local DeliveryStream, S3Bucket, StreamEncryption = firehose.DeliveryStream, firehose.S3Bucket, firehose.StreamEncryption
local BackupMode, Compression = firehose.BackupMode, firehose.Compression
local Aggregation, Extraction = firehose.RecordDeAggregationProcessor, firehose.MetadataExtractionProcessor
local ENV = { account = "111122223333", region = "eu-west-1" }

local function role_of(scope)
  return iam.Role(scope, "Role", { assumed_by = iam.ServicePrincipal "firehose.amazonaws.com" })
end

local function function_of(scope)
  return lambda.Function(scope, "Fn", {
    runtime = lambda.Runtime.PYTHON_3_12, handler = "index.handler", code = lambda.Code.from_inline "pass",
  })
end

local cases = {}

function cases.delivery_streams(app)
  local stack, placed = cdk.Stack(app, "S"), cdk.Stack(app, "Placed", { env = ENV })
  local function out(id, value) cdk.CfnOutput(stack, id, { value = value }) end
  local bucket = s3.Bucket(stack, "Bucket")
  local function make(id, props)
    props.destination = S3Bucket(bucket)
    return DeliveryStream(stack, id, props)
  end
  local plain = make("Plain", {})
  local key = kms.Key(stack, "Key")
  local named = make("Named", {
    delivery_stream_name = "named", encryption = StreamEncryption.customer_managed_key(key), role = role_of(stack),
  })
  make("OwnKey", { encryption = StreamEncryption.customer_managed_key() })
  make("GivenKey", { encryption = StreamEncryption.customer_managed_key(kms.Key(stack, "Other")) })
  make("AwsKey", { encryption = StreamEncryption.aws_owned_key() })
  make("NoKey", { encryption = StreamEncryption.unencrypted() })
  make("FromStream", {
    source = firehose.KinesisStreamSource(kinesis.Stream(stack, "Stream")),
    encryption = StreamEncryption.unencrypted(),
  })
  local user = iam.User(stack, "User")
  plain:grant(user, "firehose:DescribeDeliveryStream")
  plain:grant_put_records(user)
  named.grants:put_records(user)
  local imported = {
    DeliveryStream.from_delivery_stream_name(stack, "ByName", "by-name"),
    DeliveryStream.from_delivery_stream_arn(stack, "ByArn",
      "arn:aws:firehose:us-east-1:444455556666:deliverystream/by-arn"),
    DeliveryStream.from_delivery_stream_attributes(stack, "ByBoth", {
      delivery_stream_name = "a", delivery_stream_arn = "arn:b", role = iam.Role.from_role_name(stack, "R", "r"),
    }),
  }
  for i, one in ipairs(imported) do
    one:grant_put_records(user)
    out("Name" .. i - 1, one.delivery_stream_name)
    out("Arn" .. i - 1, one.delivery_stream_arn)
  end
  bucket:grant_read(plain)
  bucket:grant_delete(imported[3])
  local group = ec2.SecurityGroup(placed, "Group", { vpc = ec2.Vpc(placed, "Vpc") })
  local near = DeliveryStream(placed, "Near", {
    destination = S3Bucket(s3.Bucket.from_bucket_name(placed, "B", "bbb"),
      { logging_config = firehose.DisableLogging() }),
  })
  group.connections:allow_from(near, ec2.Port.tcp(5439))
  ec2.SecurityGroup(stack, "Group", { vpc = ec2.Vpc(stack, "Vpc") }).connections:allow_from(plain, ec2.Port.tcp(5439))
  local function alarm(id, metric)
    cloudwatch.Alarm(stack, id, { metric = metric, threshold = 1, evaluation_periods = 1 })
  end
  alarm("Any", plain:metric "X")
  alarm("Bytes", plain:metric_incoming_bytes())
  alarm("Records", plain:metric_incoming_records { period = cdk.Duration.minutes(1) })
  alarm("Backup", imported[1]:metric_backup_to_s3_bytes())
  alarm("Fresh", plain:metric_backup_to_s3_data_freshness())
  alarm("BackupRecords", plain:metric_backup_to_s3_records())
  out("Name", plain.delivery_stream_name)
  out("Arn", named.delivery_stream_arn)
  out("Ref", plain.delivery_stream_ref.delivery_stream_arn)
end

function cases.buckets(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local bucket, key, fn = s3.Bucket(stack, "Bucket"), kms.Key(stack, "Key"), function_of(stack)
  local n = 0
  local function make(props)
    n = n + 1
    DeliveryStream(stack, "Stream" .. n, { destination = S3Bucket(bucket, props) })
  end
  make {
    compression = Compression.GZIP, buffering_interval = cdk.Duration.minutes(2),
    buffering_size = cdk.Size.mebibytes(8), encryption_key = key, file_extension = ".json.gz",
    time_zone = cdk.TimeZone.EUROPE_LONDON, data_output_prefix = "a/!{timestamp:yyyy}/",
    error_output_prefix = "e/!{firehose:error-output-type}/",
    logging_config = firehose.EnableLogging(logs.LogGroup(stack, "Group")),
    processors = {
      firehose.LambdaFunctionProcessor(fn,
        { buffer_interval = cdk.Duration.minutes(1), buffer_size = cdk.Size.mebibytes(1), retries = 5 }),
    },
    s3_backup = {
      mode = BackupMode.ALL, bucket = s3.Bucket(stack, "Backup"), compression = Compression.of "X",
      data_output_prefix = "b", error_output_prefix = "be", encryption_key = key,
      buffering_interval = cdk.Duration.seconds(0), buffering_size = cdk.Size.mebibytes(1),
      logging_config = firehose.DisableLogging(),
    },
    role = role_of(stack),
  }
  make {
    s3_backup = { mode = BackupMode.ALL }, processor = firehose.LambdaFunctionProcessor(fn),
    logging_config = firehose.EnableLogging(), time_zone = cdk.TimeZone.of "UTC",
  }
  make {
    processors = {
      firehose.DecompressionProcessor(), firehose.CloudWatchLogProcessor { data_message_extraction = true },
      firehose.AppendDelimiterToRecordProcessor(),
    },
  }
  make {
    dynamic_partitioning = { enabled = true, retry_duration = cdk.Duration.minutes(1) },
    data_output_prefix = "!{partitionKeyFromQuery:id}/!{partitionKeyFromLambda:x}/", error_output_prefix = "e",
    processors = { Aggregation.delimited "#", Extraction.jq16 { id = ".id" }, firehose.LambdaFunctionProcessor(fn) },
  }
  make {
    dynamic_partitioning = { enabled = true }, error_output_prefix = "e", buffering_size = cdk.Size.mebibytes(64),
    data_output_prefix = "!{partitionKeyFromQuery:a}/!{partitionKeyFromQuery:b}/",
    processors = { Aggregation.json(), Extraction.jq16 { a = ".a|tostring", b = ".b" } },
  }
  make { dynamic_partitioning = { enabled = false } }
end

function cases.formats(app)
  local stack = cdk.Stack(app, "S")
  local Input, Output = firehose.InputFormat, firehose.OutputFormat
  local table_ = glue.CfnTable(stack, "Table",
    { catalog_id = stack.account, database_name = "db", table_input = { name = "t" } })
  local schema = firehose.SchemaConfiguration.from_cfn_table(table_)
  local n = 0
  local function make(input_format, output_format, more)
    n = n + 1
    local props = { schema_configuration = schema, input_format = input_format, output_format = output_format }
    for name, value in pairs(more or {}) do props[name] = value end
    DeliveryStream(stack, "Stream" .. n, {
      destination = S3Bucket(s3.Bucket.from_bucket_name(stack, "Bucket" .. n, "bbb"),
        { data_format_conversion = props }),
    })
  end
  make(Input.OPENX_JSON, Output.PARQUET)
  make(Input.HIVE_JSON, Output.ORC, {
    schema_configuration =
      firehose.SchemaConfiguration.from_cfn_table(table_, { region = "us-east-1", version_id = "3" }),
  })
  make(firehose.OpenXJsonInputFormat {
    lowercase_column_names = false, column_to_json_key_mappings = { a = "A" },
    convert_dots_in_json_keys_to_underscores = true,
  }, firehose.ParquetOutputFormat {
    block_size = cdk.Size.mebibytes(64), compression = firehose.ParquetCompression.GZIP,
    enable_dictionary_compression = true, max_padding = cdk.Size.bytes(10), page_size = cdk.Size.kibibytes(64),
    writer_version = firehose.ParquetWriterVersion.V2,
  }, { enabled = false })
  local Parser = firehose.TimestampParser
  make(firehose.HiveJsonInputFormat { timestamp_parsers = { Parser.EPOCH_MILLIS, Parser.from_format_string "yyyy" } },
    firehose.OrcOutputFormat {
      block_size = cdk.Size.mebibytes(64), bloom_filter_columns = { "a" },
      bloom_filter_false_positive_probability = 0.5, compression = firehose.OrcCompression.ZLIB,
      dictionary_key_threshold = 1, enable_padding = true, format_version = firehose.OrcFormatVersion.V0_11,
      padding_tolerance = 0, row_index_stride = 1000, stripe_size = cdk.Size.mebibytes(8),
    })
end

function cases.addresses(app)
  local stack = cdk.Stack(app, "S")
  local HttpEndpoint, Datadog, Http = firehose.HttpEndpoint, firehose.Datadog, firehose.HttpCompression
  local secret = secretsmanager.Secret(stack, "Secret")
  DeliveryStream(stack, "Plain", { destination = HttpEndpoint { endpoint_config = { url = "https://x" } } })
  DeliveryStream(stack, "Full", {
    destination = HttpEndpoint {
      endpoint_config = {
        url = "https://x", name = "x", access_key = cdk.SecretValue.unsafe_plain_text "k", secret = secret,
      },
      attributes = { { name = "a", value = "b" } }, backup_mode = firehose.HttpBackupMode.ALL,
      buffering_hints = { interval = cdk.Duration.seconds(5), size = cdk.Size.mebibytes(2) },
      request_compression = Http.GZIP, retry_options = { duration = cdk.Duration.seconds(7200) },
      s3_backup = { bucket = s3.Bucket(stack, "Backup"), data_output_prefix = "p" },
      logging_config = firehose.DisableLogging(), role = role_of(stack),
    },
  })
  DeliveryStream(stack, "Datadog",
    { destination = Datadog { api_key = secret, endpoint = firehose.DatadogEndpoint.LOGS_EU } })
  DeliveryStream(stack, "Tagged", {
    destination = Datadog {
      api_key = secret, endpoint = firehose.DatadogEndpoint.of "https://dd", tags = { { name = "a", value = "b" } },
      request_compression = Http.NONE, buffering_hints = { size = cdk.Size.mebibytes(1) },
      retry_options = { duration = cdk.Duration.seconds(1) }, backup_mode = firehose.HttpBackupMode.ALL,
    },
  })
end

describe("aws_kinesisfirehose", function()
  golden.check("aws_kinesisfirehose", cases)

  local stack, bucket, n

  before_each(function()
    stack, n = cdk.Stack(cdk.App(), "S"), 0
    bucket = s3.Bucket(stack, "Bucket")
  end)

  local function refuse_all(rows)
    for _, row in ipairs(rows) do
      n = n + 1
      refuses(row[1], function()
        DeliveryStream(stack, "Stream" .. n, { destination = S3Bucket(bucket, row[2]) })
      end)
    end
  end

  it("refuses prefixes that Firehose does not understand", function()
    refuse_all {
      { "expressions of data_output_prefix have the form !{namespace:value}", { data_output_prefix = "!{x:y}" } },
      { "expressions of error_output_prefix have the form", { error_output_prefix = "!{timestamp}" } },
      { "expressions in data_output_prefix need an error_output_prefix", { data_output_prefix = "!{timestamp:yyyy}" } },
      { "error_output_prefix with expressions must have !{firehose:error-output-type}",
        { error_output_prefix = "!{timestamp:yyyy}" } },
      { "data_output_prefix cannot have !{firehose:error-output-type}", {
        data_output_prefix = "!{firehose:error-output-type}", error_output_prefix = "e",
      } },
      { "error_output_prefix cannot have the namespaces", {
        error_output_prefix = "!{firehose:error-output-type}!{partitionKeyFromQuery:a}",
      } },
      { "only with dynamic_partitioning", {
        data_output_prefix = "!{partitionKeyFromQuery:a}", error_output_prefix = "e",
      } },
    }
  end)

  it("refuses buffers, retries and names of files out of bounds", function()
    local seconds, mebibytes = cdk.Duration.seconds, cdk.Size.mebibytes
    local partitions = { enabled = true }
    refuse_all {
      { "the buffering interval must be between 0 and 900 seconds, got 901", { buffering_interval = seconds(901) } },
      { "the buffering size must be between 1 and 128 mebibytes, got 129", { buffering_size = mebibytes(129) } },
      { "the buffering size must be between 1 and 128 mebibytes, got 0", { buffering_size = mebibytes(0) } },
      { "retry_duration must be at most 7200 seconds, got 7201",
        { dynamic_partitioning = { enabled = false, retry_duration = seconds(7201) } } },
      { "file_extension must start with '.', got 'x'", { file_extension = "x" } },
      { "file_extension can have the characters 0-9, a-z", { file_extension = ".X" } },
      { "time_zone must be UTC or a zone with a name like Europe/London, got 'Etc/UTC'",
        { time_zone = cdk.TimeZone.ETC_UTC } },
      { "the backup of a bucket must have BackupMode.ALL", { s3_backup = { mode = BackupMode.FAILED } } },
      { "the buffering interval must be at least 60 seconds with dynamic partitioning, got 59", {
        dynamic_partitioning = partitions, buffering_interval = seconds(59), error_output_prefix = "e",
        data_output_prefix = "!{partitionKeyFromQuery:a}", processors = { Extraction.jq16 { a = ".a" } },
      } },
      { "the buffering size must be at least 64 mebibytes", {
        dynamic_partitioning = partitions, buffering_size = mebibytes(63), error_output_prefix = "e",
        data_output_prefix = "!{partitionKeyFromQuery:a}", processors = { Extraction.jq16 { a = ".a" } },
      } },
    }
    refuses("the retry duration must be at most 7200 seconds, got 7201", DeliveryStream, stack, "Http", {
      destination = firehose.HttpEndpoint {
        endpoint_config = { url = "https://x" }, retry_options = { duration = seconds(7201) },
      },
    })
  end)

  it("refuses processors that do not go together", function()
    local fn = firehose.LambdaFunctionProcessor(function_of(stack))
    local partitions = { enabled = true }
    refuse_all {
      { "give processors or processor, not both", { processors = {}, processor = fn } },
      { "a CloudWatchLogProcessor needs a DecompressionProcessor",
        { processors = { firehose.CloudWatchLogProcessor { data_message_extraction = true } } } },
      { "RecordDeAggregationProcessor needs dynamic_partitioning", { processors = { Aggregation.json() } } },
      { "MetadataExtractionProcessor needs dynamic_partitioning", { processors = { Extraction.jq16 { a = ".a" } } } },
      { "dynamic partitioning needs a data_output_prefix", { dynamic_partitioning = partitions } },
      { "dynamic partitioning needs a LambdaFunctionProcessor or",
        { dynamic_partitioning = partitions, data_output_prefix = "a" } },
      { "data_output_prefix must use keys of the function",
        { dynamic_partitioning = partitions, data_output_prefix = "a", processors = { fn } } },
      { "there is no MetadataExtractionProcessor", {
        dynamic_partitioning = partitions, error_output_prefix = "e", processors = { fn },
        data_output_prefix = "!{partitionKeyFromLambda:a}!{partitionKeyFromQuery:b}",
      } },
      { "there is no LambdaFunctionProcessor", {
        dynamic_partitioning = partitions, error_output_prefix = "e", processors = { Extraction.jq16 { b = ".b" } },
        data_output_prefix = "!{partitionKeyFromLambda:a}!{partitionKeyFromQuery:b}",
      } },
      { "data_output_prefix must use each key of the query", {
        dynamic_partitioning = partitions, data_output_prefix = "a", processors = { Extraction.jq16 { b = ".b" } },
      } },
      { "sub_record_type DELIMITED needs a delimiter", {
        dynamic_partitioning = partitions, data_output_prefix = "a",
        processors = { Aggregation { sub_record_type = "DELIMITED" } },
      } },
    }
    refuses("data_message_extraction must be true", firehose.CloudWatchLogProcessor,
      { data_message_extraction = false })
    refuses("must have at least one key", Extraction.jq16, {})
    local many = {}
    for i = 1, 51 do many["k" .. i] = ".k" end
    refuses("can have at most 50 keys, got 51", Extraction.jq16, many)
  end)

  it("refuses formats out of bounds", function()
    local Parquet, Orc, mebibytes = firehose.ParquetOutputFormat, firehose.OrcOutputFormat, cdk.Size.mebibytes
    refuses("block_size must be at least 64 MiB, got 63 MiB", Parquet, { block_size = mebibytes(63) })
    refuses("page_size must be at least 64 KiB, got 63 KiB", Parquet, { page_size = cdk.Size.kibibytes(63) })
    refuses("block_size must be at least 64 MiB, got 63 MiB", Orc, { block_size = mebibytes(63) })
    refuses("stripe_size must be at least 8 MiB, got 7 MiB", Orc, { stripe_size = mebibytes(7) })
    refuses("row_index_stride must be at least 1000, got 999", Orc, { row_index_stride = 999 })
    for _, field in ipairs {
      "bloom_filter_false_positive_probability", "dictionary_key_threshold", "padding_tolerance",
    } do
      refuses(field .. " must be between 0 and 1, got 1.5", Orc, { [field] = 1.5 })
    end
    refuses("the format millis is reserved", firehose.TimestampParser.from_format_string, "millis")
    refuses("the time format cannot be blank", firehose.TimestampParser.from_format_string, " ")
    refuses("compression cannot be given with data_format_conversion", S3Bucket, bucket, {
      compression = Compression.GZIP,
      data_format_conversion = {
        input_format = firehose.InputFormat.HIVE_JSON, output_format = firehose.OutputFormat.ORC,
        schema_configuration = firehose.SchemaConfiguration.from_cfn_table(
          glue.CfnTable(stack, "Table", { catalog_id = "c", database_name = "d", table_input = {} })),
      },
    })
  end)

  it("refuses encryption behind a data stream, and imports of nothing", function()
    refuses("a delivery stream whose source is a data stream is not encrypted itself", DeliveryStream, stack, "S", {
      destination = S3Bucket(bucket), source = firehose.KinesisStreamSource(kinesis.Stream(stack, "Stream")),
      encryption = StreamEncryption.aws_owned_key(),
    })
    refuses("is imported by delivery_stream_arn or delivery_stream_name, got neither",
      DeliveryStream.from_delivery_stream_attributes, stack, "I", {})
    refuses("does not contain the name of a delivery stream", DeliveryStream.from_delivery_stream_arn, stack, "A",
      "arn:aws:firehose:eu-west-1:111122223333:deliverystream")
  end)
end)
