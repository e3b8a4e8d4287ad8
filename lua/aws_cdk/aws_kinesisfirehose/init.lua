-- Amazon Data Firehose: the module table; every class loads its file on first use.
local engine = require "luacdk.engine"

return engine.module("aws_cdk.aws_kinesisfirehose", {
  AppendDelimiterToRecordProcessor = "append_delimiter_to_record_processor",
  CloudWatchLogProcessor = "cloud_watch_log_processor",
  Datadog = "datadog",
  DecompressionProcessor = "decompression_processor",
  DeliveryStream = "delivery_stream",
  DisableLogging = "logging_config",
  EnableLogging = "logging_config",
  HiveJsonInputFormat = "input_format",
  HttpEndpoint = "http_endpoint",
  InputFormat = "input_format",
  KinesisStreamSource = "kinesis_stream_source",
  LambdaFunctionProcessor = "lambda_function_processor",
  MetadataExtractionProcessor = "metadata_extraction_processor",
  OpenXJsonInputFormat = "input_format",
  OrcOutputFormat = "output_format",
  OutputFormat = "output_format",
  ParquetOutputFormat = "output_format",
  RecordDeAggregationProcessor = "record_de_aggregation_processor",
  S3Bucket = "s3_bucket",
  SchemaConfiguration = "schema_configuration",
  StreamEncryption = "stream_encryption",
  TimestampParser = "input_format",
})
