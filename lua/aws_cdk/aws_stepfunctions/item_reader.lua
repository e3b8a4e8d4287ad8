--- Where a distributed map reads its items.
local engine = require "luacdk.engine"
local iam = require "aws_cdk.aws_iam"
local asl = require "aws_cdk.aws_stepfunctions.private.asl"
local json_path_token = require "aws_cdk.aws_stepfunctions.private.json_path_token"
local s3_integration = require "aws_cdk.aws_stepfunctions.private.s3_integration"

local given = asl.given

-- ---- what all readers have ------------------------------------------------------------------------------------------

local Reader = engine.class "aws_cdk.aws_stepfunctions.S3ItemReader"

local function init(self, props, action)
  self._bucket = props.bucket
  self.bucket_name_path = props.bucket_name_path
  self.max_items = props.max_items
  self.resource = s3_integration.resource(action)
end

Reader.get.bucket = function(self)
  return self._bucket or engine.fail(nil, "the item reader has no bucket: it is named by bucket_name_path")
end

function Reader:_location() return s3_integration.location(self._bucket, self.bucket_name_path) end

--- Messages about what is missing or contradictory, as a list.
function Reader:validate_item_reader()
  return s3_integration.check_bucket(self._bucket, self.bucket_name_path, true)
end

-- ---- the objects of a bucket ----------------------------------------------------------------------------------------

local S3ObjectsItemReader = engine.class("aws_cdk.aws_stepfunctions.S3ObjectsItemReader", Reader)

--- Argument: S3ObjectsItemReaderProps.
function S3ObjectsItemReader:init(props)
  init(self, props, "listObjectsV2")
  self.prefix = props.prefix
end

--- The reader in Amazon States Language.
function S3ObjectsItemReader:render(query_language)
  local location = self:_location()
  if given(self.prefix) then location.Prefix = self.prefix end
  return json_path_token.render_object(engine.ordered(
    "Resource", self.resource,
    "ReaderConfig", given(self.max_items) and engine.ordered("MaxItems", self.max_items) or nil,
    s3_integration.arguments_key(query_language), location))
end

--- The permissions that the state machine needs.
function S3ObjectsItemReader:provide_policy_statements()
  local bucket = self._bucket
  return { iam.PolicyStatement { actions = { "s3:ListBucket" }, resources = { bucket and bucket.bucket_arn or "*" } } }
end

-- ---- the content of an object ---------------------------------------------------------------------------------------

local FileReader = engine.class("aws_cdk.aws_stepfunctions.S3FileItemReader", Reader)

function FileReader:init(props)
  init(self, props, "getObject")
  self.key = props.key
end

-- More of the configuration, as keys and values in turn.
function FileReader:_reader_config() return nil end

--- The reader in Amazon States Language.
function FileReader:render(query_language)
  local location = self:_location()
  location.Key = self.key
  local config = engine.ordered("InputType", self._input_type)
  if given(self.max_items) then config.MaxItems = self.max_items end
  engine.extend(config, self:_reader_config())
  return json_path_token.render_object(engine.ordered(
    "Resource", self.resource, "ReaderConfig", config, s3_integration.arguments_key(query_language), location))
end

--- The permissions that the state machine needs; none if the bucket is given by a path.
function FileReader:provide_policy_statements()
  return self._bucket and { s3_integration.on_objects({ "s3:GetObject" }, self._bucket) } or {}
end

local function file_reader(name, input_type)
  local class = engine.class("aws_cdk.aws_stepfunctions." .. name, FileReader)
  function class:init(props)
    FileReader.init(self, props)
    self._input_type = input_type
  end
  return class
end

-- ---- CSV ------------------------------------------------------------------------------------------------------------

local CsvHeaders = engine.class "aws_cdk.aws_stepfunctions.CsvHeaders"

function CsvHeaders:init(location, headers)
  self.header_location = location
  self.headers = headers
end

--- The first row of the file names the columns.
function CsvHeaders.use_first_row() return CsvHeaders "FIRST_ROW" end

--- The columns have these names.
function CsvHeaders.use(headers) return CsvHeaders("GIVEN", headers) end

local S3CsvItemReader = engine.class("aws_cdk.aws_stepfunctions.S3CsvItemReader", FileReader)

--- Argument: S3CsvItemReaderProps.
function S3CsvItemReader:init(props)
  FileReader.init(self, props)
  self._input_type = "CSV"
  self.csv_headers = props.csv_headers or CsvHeaders.use_first_row()
  self.csv_delimiter = props.csv_delimiter
end

function S3CsvItemReader:_reader_config()
  return engine.ordered(
    "CSVDelimiter", self.csv_delimiter, "CSVHeaderLocation", self.csv_headers.header_location,
    "CSVHeaders", self.csv_headers.headers)
end

return {
  CsvHeaders = CsvHeaders, S3CsvItemReader = S3CsvItemReader, S3ObjectsItemReader = S3ObjectsItemReader,
  S3JsonItemReader = file_reader("S3JsonItemReader", "JSON"),
  S3JsonLItemReader = file_reader("S3JsonLItemReader", "JSONL"),
  S3ManifestItemReader = file_reader("S3ManifestItemReader", "MANIFEST"),
}
