--- OpenAPI definitions: inline, in a bucket, or a file.
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"

local fail, display = engine.fail, engine.display

local ApiDefinition = engine.class "aws_cdk.aws_apigateway.ApiDefinition"

--- Called when the API is there.
function ApiDefinition.bind_after_create() end

--------------------------------------------------------------------------------------------------------------------

local S3ApiDefinition = engine.class("aws_cdk.aws_apigateway.S3ApiDefinition", ApiDefinition)

--- Arguments: bucket, key, object_version.
function S3ApiDefinition:init(bucket, key, object_version)
  local name = bucket.bucket_ref.bucket_name
  if not name then fail(bucket, "the bucket of an API definition must have a name") end
  self._location = { bucket = name, key = key, version = object_version }
end

function S3ApiDefinition:bind() return { s3_location = self._location } end

--- A definition in a bucket.
function ApiDefinition.from_bucket(bucket, key, object_version) return S3ApiDefinition(bucket, key, object_version) end

--------------------------------------------------------------------------------------------------------------------

local InlineApiDefinition = engine.class("aws_cdk.aws_apigateway.InlineApiDefinition", ApiDefinition)

--- Arguments: definition, a table.
function InlineApiDefinition:init(definition)
  if type(definition) ~= "table" and not engine.is_token(definition) then
    fail(nil, "an inline API definition must be a table, got %s", display(definition))
  end
  if type(definition) == "table" and next(definition) == nil then
    fail(nil, "an inline API definition must not be empty")
  end
  self._definition = definition
end

function InlineApiDefinition:bind() return { inline_definition = self._definition } end

--- A definition as a table.
function ApiDefinition.from_inline(definition) return InlineApiDefinition(definition) end

--------------------------------------------------------------------------------------------------------------------

local AssetApiDefinition = engine.class("aws_cdk.aws_apigateway.AssetApiDefinition", ApiDefinition)

--- Arguments: path, AssetOptions.
function AssetApiDefinition:init(path, options) self._path, self._options = path, options end

function AssetApiDefinition:bind(scope)
  local asset = self._asset
  if not asset then
    local props = l2.with({ path = self._path }, self._options)
    asset = require("aws_cdk.aws_s3_assets").Asset(scope, "APIDefinition", props)
    self._asset = asset
  end
  if asset.is_zip_archive then
    fail(scope, "an API definition must be a single file that is not a .zip, got %s", display(self._path))
  end
  return { s3_location = { bucket = asset.s3_bucket_name, key = asset.s3_object_key } }
end

--- Tells tools that work with local files where the definition is.
function AssetApiDefinition:bind_after_create(scope, rest_api)
  if not scope.node:try_get_context "aws:cdk:enable-asset-metadata" then return end
  if not self._asset then fail(scope, "bind_after_create() comes after bind()") end
  local resource = rest_api.node.default_child
  resource:add_metadata("aws:asset:path", self._asset.asset_path)
  resource:add_metadata("aws:asset:property", "BodyS3Location")
end

--- A definition in a local file.
function ApiDefinition.from_asset(file, options) return AssetApiDefinition(file, options) end

return {
  ApiDefinition = ApiDefinition, AssetApiDefinition = AssetApiDefinition, InlineApiDefinition = InlineApiDefinition,
  S3ApiDefinition = S3ApiDefinition,
}
