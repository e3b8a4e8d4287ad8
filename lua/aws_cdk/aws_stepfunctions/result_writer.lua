--- Where a distributed map writes its results.
local engine = require "luacdk.engine"
local asl = require "aws_cdk.aws_stepfunctions.private.asl"
local json_path_token = require "aws_cdk.aws_stepfunctions.private.json_path_token"
local s3_integration = require "aws_cdk.aws_stepfunctions.private.s3_integration"

local given = asl.given

local ACTIONS = { "s3:PutObject", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:AbortMultipartUpload" }

local function destination(rendered, writer, bucket_name_path, language)
  local location = s3_integration.location(writer.bucket, bucket_name_path)
  if given(writer.prefix) then location.Prefix = writer.prefix end
  rendered.Resource = s3_integration.resource "putObject"
  rendered[s3_integration.arguments_key(language)] = location
  return rendered
end

-- ---- format ---------------------------------------------------------------------------------------------------------

local WriterConfig = engine.class "aws_cdk.aws_stepfunctions.WriterConfig"

--- Argument: WriterConfigProps.
function WriterConfig:init(props)
  self.output_type = props.output_type
  self.transformation = props.transformation
end

-- ---- version 1 ------------------------------------------------------------------------------------------------------

local ResultWriter = engine.class "aws_cdk.aws_stepfunctions.ResultWriter"

--- Argument: ResultWriterProps.
function ResultWriter:init(props)
  engine.deprecated("aws_cdk.aws_stepfunctions.ResultWriter", "use `ResultWriterV2` instead")
  self.bucket = props.bucket
  self.prefix = props.prefix
end

--- The writer in Amazon States Language.
function ResultWriter:render(query_language)
  return json_path_token.render_object(destination(engine.ordered(), self, nil, query_language))
end

--- The permissions that the state machine needs.
function ResultWriter:provide_policy_statements() return { s3_integration.on_objects(ACTIONS, self.bucket) } end

-- ---- version 2 ------------------------------------------------------------------------------------------------------

local ResultWriterV2 = engine.class "aws_cdk.aws_stepfunctions.ResultWriterV2"

--- Argument: ResultWriterV2Props.
function ResultWriterV2:init(props)
  self.bucket = props.bucket
  self.bucket_name_path = props.bucket_name_path
  self.prefix = props.prefix
  self.writer_config = props.writer_config
end

--- The writer in Amazon States Language.
function ResultWriterV2:render(query_language)
  local rendered = engine.ordered()
  if self.bucket or given(self.bucket_name_path) then
    destination(rendered, self, self.bucket_name_path, query_language)
  end
  local config = self.writer_config
  if config then
    rendered.WriterConfig = engine.ordered("OutputType", config.output_type, "Transformation", config.transformation)
  end
  return json_path_token.render_object(rendered)
end

--- The permissions that the state machine needs.
function ResultWriterV2:provide_policy_statements()
  if given(self.bucket_name_path) then return { s3_integration.on_objects(ACTIONS) } end
  return self.bucket and { s3_integration.on_objects(ACTIONS, self.bucket) } or {}
end

--- Messages about what is contradictory, as a list.
function ResultWriterV2:validate_result_writer()
  return s3_integration.check_bucket(self.bucket, self.bucket_name_path)
end

return { ResultWriter = ResultWriter, ResultWriterV2 = ResultWriterV2, WriterConfig = WriterConfig }
