--- The scripts and libraries of jobs.
local engine = require "luacdk.engine"
local assets = require "luacdk.assets"
local l2 = require "aws_cdk.l2"

local Code = engine.class "aws_cdk.aws_glue.Code"

function Code:init() end

local S3Code = engine.class("aws_cdk.aws_glue.S3Code", Code)

--- Arguments: bucket, key.
function S3Code:init(bucket, key) self._bucket, self._key = bucket, key end

--- The place of the file, which the grantee may read from now on: { s3_location = { bucket_name, object_key } }.
function S3Code:bind(_, grantable)
  self._bucket:grant_read(grantable, self._key)
  return { s3_location = { bucket_name = self._bucket.bucket_name, object_key = self._key } }
end

local AssetCode = engine.class("aws_cdk.aws_glue.AssetCode", Code)

--- Arguments: path of a file, AssetOptions. Fails if there is no such file or it is a folder.
function AssetCode:init(path, options)
  local found = assets.lstat(path)
  if not found then engine.fail(nil, "there is no file %s", engine.display(path)) end
  if found.type == "directory" then
    engine.fail(nil, "the code of a job is a file, and %s is a folder", engine.display(path))
  end
  self._path, self._options = path, options
end

--- The same as for S3Code. The file belongs to the first stack that uses it.
function AssetCode:bind(scope, grantable)
  local asset = self._asset
  if not asset then
    asset = require("aws_cdk.aws_s3_assets").Asset(scope, "Code" .. assets.md5(self._path),
      l2.with({ path = self._path }, self._options))
    self._asset = asset
  elseif engine.stack_of(asset) ~= engine.stack_of(scope) then
    engine.fail(scope, "the code is an asset of stack %s already: -> call Code.from_asset once for each stack",
      engine.stack_of(asset).stack_name)
  end
  asset:grant_read(grantable)
  return { s3_location = { bucket_name = asset.s3_bucket_name, object_key = asset.s3_object_key } }
end

--- An object in a bucket.
function Code.from_bucket(bucket, key) return S3Code(bucket, key) end

--- A file of this machine.
function Code.from_asset(path, options) return AssetCode(path, options) end

return { AssetCode = AssetCode, Code = Code, S3Code = S3Code }
