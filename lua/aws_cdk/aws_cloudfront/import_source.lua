--- The first data of a key value store.
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"

local ImportSource = engine.class "aws_cdk.aws_cloudfront.ImportSource"

function ImportSource:init() end

local function location(bucket, key) return { source_type = "S3", source_arn = bucket:arn_for_objects(key) } end

local S3ImportSource = engine.class("aws_cdk.aws_cloudfront.S3ImportSource", ImportSource)

--- Arguments: bucket, key.
function S3ImportSource:init(bucket, key) self.bucket, self.key = bucket, key end

function S3ImportSource:_bind() return location(self.bucket, self.key) end

-- The place of the source's asset, which belongs to the first stack that uses it.
local function bind_asset(self, scope, make)
  local asset = self._asset
  if not asset then
    asset = make()
    self._asset = asset
  elseif engine.stack_of(asset) ~= engine.stack_of(scope) then
    engine.fail(scope, "the import source is an asset of stack %s already: -> make an ImportSource for each stack",
      engine.stack_of(asset).stack_name)
  end
  return location(asset.bucket, asset.s3_object_key)
end

local AssetImportSource = engine.class("aws_cdk.aws_cloudfront.AssetImportSource", ImportSource)

--- Arguments: path, AssetOptions.
function AssetImportSource:init(path, options) self.path, self._options = path, options end

function AssetImportSource:_bind(scope)
  return bind_asset(self, scope, function()
    return require("aws_cdk.aws_s3_assets").Asset(scope, "ImportSource",
      l2.with({ path = self.path, deploy_time = true }, self._options))
  end)
end

local InlineImportSource = engine.class("aws_cdk.aws_cloudfront.InlineImportSource", ImportSource)

--- Arguments: data.
function InlineImportSource:init(data)
  if engine.is_unresolved(data) then
    engine.fail(nil, "the data of an import source becomes a file: it must be known at synthesis, got %s",
      engine.display(data))
  end
  self.data = data
end

function InlineImportSource:_bind(scope)
  return bind_asset(self, scope, function()
    local TextAsset = require "aws_cdk.aws_s3_assets.text_asset"
    return TextAsset(scope, "ImportSource", "data.json", self.data, { is_file = true, deploy_time = true })
  end)
end

--- A file in a bucket.
function ImportSource.from_bucket(bucket, key) return S3ImportSource(bucket, key) end

--- A file of this machine.
function ImportSource.from_asset(path, options) return AssetImportSource(path, options) end

--- JSON text.
function ImportSource.from_inline(data) return InlineImportSource(data) end

return {
  AssetImportSource = AssetImportSource, ImportSource = ImportSource, InlineImportSource = InlineImportSource,
  S3ImportSource = S3ImportSource,
}
