--- The first commit of a repository.
local engine = require "luacdk.engine"
local assets = require "luacdk.assets"
local s3_assets = require "aws_cdk.aws_s3_assets"

local Code = engine.class "aws_cdk.aws_codecommit.Code"

local AssetCode = engine.class("aws_cdk.aws_codecommit.AssetCode", Code)

function AssetCode:init(asset, branch)
  self._asset, self._branch = asset, branch
end

--- The L1 property.
function AssetCode:bind(scope)
  local asset = self._asset
  if not asset.is_zip_archive then
    engine.fail(scope, "the code of a repository must be a .zip file or a directory, got %s",
      engine.display(asset.asset_path))
  end
  return {
    code = { branch_name = self._branch, s3 = { bucket = asset.s3_bucket_name, key = asset.s3_object_key } },
  }
end

local PathCode = engine.class("aws_cdk.aws_codecommit.PathCode", Code)

function PathCode:init(path, branch)
  self._path, self._branch = path, branch
end

function PathCode:bind(scope)
  local asset = s3_assets.Asset(scope, "PathResolvedCodeAsset", { path = self._path })
  return AssetCode(asset, self._branch):bind(scope)
end

-- The absolute path of what must be a directory, or a file.
local function resolved(path, kind, noun)
  local absolute = assets.path.resolve(path)
  local status = assets.stat(absolute)
  if not status then engine.fail(nil, "%s does not exist", engine.display(path)) end
  if status.type ~= kind then engine.fail(nil, "%s must be a %s", engine.display(path), noun) end
  return absolute
end

--- The files of a directory, committed to `branch` ("main" unless given).
function Code.from_directory(directory_path, branch)
  return PathCode(resolved(directory_path, "directory", "directory"), branch)
end

--- The files of a ZIP file.
function Code.from_zip_file(file_path, branch) return PathCode(resolved(file_path, "file", "ZIP file"), branch) end

--- The files of an aws_s3_assets.Asset: of a directory or a ZIP file.
function Code.from_asset(asset, branch) return AssetCode(asset, branch) end

return { Code = Code }
