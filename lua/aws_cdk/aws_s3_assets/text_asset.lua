-- For the library: an asset of one file, whose content is given.
local engine = require "luacdk.engine"
local assets = require "luacdk.assets"
local cdk = require "aws_cdk"
local texts = require "aws_cdk.private.texts"
local Asset = require("aws_cdk.aws_s3_assets.asset").Asset

local SALT_CONTEXT = "@aws-cdk/core:assetHashSalt"

local TextStaging = engine.class("aws_cdk.aws_s3_assets.TextStaging", cdk.AssetStaging)
TextStaging.__interface = rawget(cdk.AssetStaging, "__schema")

function TextStaging:init(scope, id, path, text, is_file)
  engine.Construct.init(self, scope, id)
  local stage = engine.stage_of(self)
  if not stage then
    engine.fail(self, "there is no output folder: -> assets must be made inside an App or Stage")
  end
  local salt = self.node:try_get_context(SALT_CONTEXT)
  local hash = texts.hash_of({ { is_file and "" or path, texts.content_of(text) } }, salt and tostring(salt))
  local name = "asset." .. hash .. (is_file and assets.extension(path) or "")
  texts.stage(self, name, function(target)
    if is_file then
      texts.check(self, assets.write_file(target, text))
    else
      texts.write_files(self, target, { [path] = function() return text end })
    end
  end)
  self.asset_hash, self.packaging, self.is_archive = hash, is_file and "file" or "zip", not is_file
  self._asset_outdir = assets.path.resolve(stage.asset_outdir)
  self.absolute_staged_path = assets.path.join(self._asset_outdir, name)
  self.source_path = self.absolute_staged_path
end

local TextAsset = engine.class("aws_cdk.aws_s3_assets.TextAsset", Asset)
TextAsset.__interface = rawget(Asset, "__schema")

--- Arguments: scope, id, the file's path in the asset, its text, options: is_file makes the file itself the asset, not
--- a folder with it; deploy_time.
function TextAsset:init(scope, id, path, text, options)
  options = options or {}
  self._file = { path, text, options.is_file }
  Asset.init(self, scope, id, { deploy_time = options.deploy_time })
end

function TextAsset:_stage() return TextStaging(self, "Stage", table.unpack(self._file, 1, 3)) end

return TextAsset
