-- For the library: an asset of one file, whose content is given.
local engine = require "luacdk.engine"
local assets = require "luacdk.assets"
local cdk = require "aws_cdk"
local texts = require "aws_cdk.private.texts"
local Asset = require("aws_cdk.aws_s3_assets.asset").Asset

local SALT_CONTEXT = "@aws-cdk/core:assetHashSalt"

local TextStaging = engine.class("aws_cdk.aws_s3_assets.TextStaging", cdk.AssetStaging)
TextStaging.__interface = rawget(cdk.AssetStaging, "__schema")

function TextStaging:init(scope, id, path, text)
  engine.Construct.init(self, scope, id)
  local stage = engine.stage_of(self)
  if not stage then
    engine.fail(self, "there is no output folder: -> assets must be made inside an App or Stage")
  end
  local salt = self.node:try_get_context(SALT_CONTEXT)
  local hash = texts.hash_of({ { path, texts.content_of(text) } }, salt and tostring(salt))
  texts.stage(self, "asset." .. hash, function(target)
    texts.write_files(self, target, { [path] = function() return text end })
  end)
  self.asset_hash, self.packaging, self.is_archive = hash, "zip", true
  self._asset_outdir = assets.path.resolve(stage.asset_outdir)
  self.absolute_staged_path = assets.path.join(self._asset_outdir, "asset." .. hash)
  self.source_path = self.absolute_staged_path
end

local TextAsset = engine.class("aws_cdk.aws_s3_assets.TextAsset", Asset)
TextAsset.__interface = rawget(Asset, "__schema")

--- Arguments: scope, id, the file's path in the asset, its text.
function TextAsset:init(scope, id, path, text)
  self._file = { path, text }
  Asset.init(self, scope, id, {})
end

function TextAsset:_stage() return TextStaging(self, "Stage", self._file[1], self._file[2]) end

return TextAsset
