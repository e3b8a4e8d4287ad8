local engine = require "luacdk.engine"
local assets = require "luacdk.assets"
local cdk = require "aws_cdk"
local kms = require "aws_cdk.aws_kms"
local s3 = require "aws_cdk.aws_s3"

local Construct = engine.Construct
local fail = engine.fail

--- A file or directory of this machine that is uploaded to the assets bucket.
local Asset = engine.class("aws_cdk.aws_s3_assets.Asset", Construct)

-- A synthesizer's answer must be usable in a template.
local function check_location(self, synthesizer, location)
  for _, name in ipairs { "bucket_name", "object_key", "s3_object_url", "http_url" } do
    local value = type(location) == "table" and location[name]
    if type(value) ~= "string" and not engine.is_unresolved(value) then
      fail(self, "%s:add_file_asset() must return a table with the string %s, got %s",
        engine.class_name(synthesizer) or "synthesizer", name, engine.display(value))
    end
  end
end

-- Puts the asset into the output folder.
function Asset:_stage(props)
  if props.path == "" then fail(self, "path cannot be empty: -> name a file or directory") end
  return cdk.AssetStaging(self, "Stage", {
    source_path = assets.path.resolve(tostring(props.path)),
    exclude = props.exclude,
    follow = props.follow_symlinks,
    ignore_mode = props.ignore_mode,
    extra_hash = props.extra_hash,
    asset_hash = props.asset_hash,
    asset_hash_type = props.asset_hash_type,
    bundling = props.bundling,
  })
end

function Asset:init(scope, id, props)
  Construct.init(self, scope, id)
  local staging = self:_stage(props)
  local stack = engine.stack_of(self)
  local synthesizer = stack.synthesizer
  self.is_bundled = props.bundling ~= nil
  self.asset_hash = staging.asset_hash
  self.asset_path = staging:relative_staged_path(stack)
  self.is_file = staging.packaging == "file"
  self.is_zip_archive = staging.is_archive
  local location = synthesizer:add_file_asset {
    packaging = staging.packaging,
    source_hash = staging.asset_hash,
    file_name = self.asset_path,
    deploy_time = props.deploy_time,
    display_name = props.display_name or cdk.Names.stack_relative_construct_path(self),
  }
  check_location(self, synthesizer, location)
  self.s3_bucket_name = location.bucket_name
  self.s3_object_key = location.object_key
  self.s3_object_url = location.s3_object_url
  self.http_url = location.http_url
  self.bucket = s3.Bucket.from_bucket_attributes(self, "AssetBucket", {
    bucket_name = location.bucket_name,
    encryption_key = location.kms_key_arn and kms.Key.from_key_arn(self, "Key", location.kms_key_arn) or nil,
  })
  for _, reader in ipairs(props.readers or {}) do self:grant_read(reader) end
end

Asset.get.source_hash = function(self) return self.asset_hash end
Asset.get.s3_url = function(self) return self.http_url end

--- Notes on the resource which of its properties came from this asset, for tools that run it locally. Only if the
-- context asks for it, as the `cdk` command does.
function Asset:add_resource_metadata(resource, resource_property)
  if not self.node:try_get_context "aws:cdk:enable-asset-metadata" then return end
  resource:add_metadata("aws:asset:path", self.asset_path)
  resource:add_metadata("aws:asset:is-bundled", self.is_bundled)
  resource:add_metadata("aws:asset:property", resource_property)
end

--- Lets a principal read the asset (and all others: the grant is on the bucket).
function Asset:grant_read(grantee)
  self.bucket:grant_read(grantee)
end

return { Asset = Asset }
