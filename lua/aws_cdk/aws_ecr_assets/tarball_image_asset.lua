local engine = require "luacdk.engine"
local assets = require "luacdk.assets"
local docker = require("luacdk.process").docker
local cdk = require "aws_cdk"
local ecr = require "aws_cdk.aws_ecr"

local Construct = engine.Construct

--- An image from a file that `docker save` wrote.
local TarballImageAsset = engine.class("aws_cdk.aws_ecr_assets.TarballImageAsset", Construct)

-- The publisher's script: it loads the file, its first argument, and prints the name of the loaded image.
local LOAD = [[%s load -i "$1" | tail -n 1 | sed "s/Loaded image[^:]*: //g"]]

function TarballImageAsset:init(scope, id, props)
  Construct.init(self, scope, id)
  if not assets.exists(props.tarball_file) then engine.fail(self, "cannot find file at %s", props.tarball_file) end
  local staging = cdk.AssetStaging(self, "Staging", { source_path = props.tarball_file })
  local stage = engine.stage_of(self)
  local file = staging.absolute_staged_path
  if stage then file = assets.path.relative(stage.asset_outdir, file) end
  self.asset_hash = staging.asset_hash
  local location = engine.stack_of(self).synthesizer:add_docker_image_asset {
    source_hash = staging.asset_hash,
    executable = { "sh", "-c", LOAD:format(docker.program()), "cdk-tarball-image-asset", file },
    display_name = props.display_name or cdk.Names.stack_relative_construct_path(self),
  }
  self.repository = ecr.Repository.from_repository_name(self, "Repository", location.repository_name)
  self.image_uri = location.image_uri
  self.image_tag = location.image_tag or self.asset_hash
end

TarballImageAsset.get.source_hash = function(self) return self.asset_hash end

return { TarballImageAsset = TarballImageAsset }
