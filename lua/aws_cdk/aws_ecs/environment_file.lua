--- Files with environment variables of a container.
local engine = require "luacdk.engine"
local ecs = require "aws_cdk.aws_ecs"
local l2 = require "aws_cdk.l2"

local EnvironmentFile = engine.class "aws_cdk.aws_ecs.EnvironmentFile"
local AssetEnvironmentFile = engine.class("aws_cdk.aws_ecs.AssetEnvironmentFile", EnvironmentFile)
local S3EnvironmentFile = engine.class("aws_cdk.aws_ecs.S3EnvironmentFile", EnvironmentFile)

function EnvironmentFile:init() end

--- A file of the project.
function EnvironmentFile.from_asset(path, options) return AssetEnvironmentFile(path, options) end

--- An object of a bucket.
function EnvironmentFile.from_bucket(bucket, key, object_version)
  return S3EnvironmentFile(bucket, key, object_version)
end

--- Arguments: the file's path, AssetOptions.
function AssetEnvironmentFile:init(path, options) self.path, self._options = path, options end

--- Called by the container that reads the file.
function AssetEnvironmentFile:bind(scope)
  local asset = self._asset or require("aws_cdk.aws_s3_assets").Asset(scope, "EnvironmentFile",
    l2.with({ path = self.path }, self._options))
  self._asset = asset
  if not asset.is_file then engine.fail(scope, "%s must be a file", engine.display(self.path)) end
  return {
    file_type = ecs.EnvironmentFileType.S3,
    s3_location = { bucket_name = asset.s3_bucket_name, object_key = asset.s3_object_key },
  }
end

--- Arguments: the bucket, the object's key, its version.
function S3EnvironmentFile:init(bucket, key, object_version)
  self._location = { bucket_name = bucket.bucket_name, object_key = key, object_version = object_version }
end

--- Called by the container that reads the file.
function S3EnvironmentFile:bind()
  return { file_type = ecs.EnvironmentFileType.S3, s3_location = self._location }
end

return {
  AssetEnvironmentFile = AssetEnvironmentFile, EnvironmentFile = EnvironmentFile,
  S3EnvironmentFile = S3EnvironmentFile,
}
