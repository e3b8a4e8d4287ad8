--- Images of containers.
local engine = require "luacdk.engine"
local ecr_assets = require "aws_cdk.aws_ecr_assets"
local ecs = require "aws_cdk.aws_ecs"

local ContainerImage = engine.class "aws_cdk.aws_ecs.ContainerImage"

function ContainerImage:init() end

-- Its name is the content's hash, so versions need not be resolved; containers of AWS Batch have no versions.
function ContainerImage:_pin_version(container_definition)
  local disable = container_definition._default_disable_version_consistency
  if disable then disable(container_definition) end
end

-- An image that `asset(scope)` gives.
local AssetOf = engine.class("aws_cdk.aws_ecs.BuiltImage", ContainerImage)

function AssetOf:init(asset, pins_version) self._asset, self._pins_version = asset, pins_version end

--- Called by the container that has the image.
function AssetOf:bind(scope, container_definition)
  if self._pins_version then self:_pin_version(container_definition) end
  local asset = self._asset(scope)
  asset.repository:grant_pull(container_definition.task_definition:obtain_execution_role())
  return { image_name = asset.image_uri }
end

--- An image of a registry, by its name: "amazon/amazon-ecs-sample".
function ContainerImage.from_registry(name, props) return ecs.RepositoryImage(name, props) end

--- An image of a repository in ECR, by its tag or digest.
function ContainerImage.from_ecr_repository(repository, tag)
  if tag == nil then tag = "latest" end
  return ecs.EcrImage(repository, tag)
end

--- An image that is built from a folder with a Dockerfile.
function ContainerImage.from_asset(directory, props) return ecs.AssetImage(directory, props) end

--- An image that is built by an asset.
function ContainerImage.from_docker_image_asset(asset) return AssetOf(function() return asset end, true) end

--- An image from a file that `docker save` wrote.
function ContainerImage.from_tarball(tarball_file)
  return AssetOf(function(scope)
    return ecr_assets.TarballImageAsset(scope, "Tarball", { tarball_file = tarball_file })
  end)
end

return { ContainerImage = ContainerImage }
