--- The code of a DockerImageFunction, which unpacks it anew for every function.
local engine = require "luacdk.engine"
local ecr_assets = require "aws_cdk.aws_ecr_assets"
local lambda = require "aws_cdk.aws_lambda"

local DockerImageCode = engine.class "aws_cdk.aws_lambda.DockerImageCode"

local EcrCode = engine.class("aws_cdk.aws_lambda.EcrDockerImageCode", DockerImageCode)

function EcrCode:init(repository, props)
  self._repository = repository
  self._props = props
end

function EcrCode:_bind() return lambda.EcrImageCode(self._repository, self._props) end

local AssetCode = engine.class("aws_cdk.aws_lambda.AssetDockerImageCode", DockerImageCode)

function AssetCode:init(directory, props)
  self._directory = directory
  self._props = props
end

-- The image is built for the function's architecture, unless the props name a platform.
function AssetCode:_bind(architecture)
  local props = {}
  for name, value in pairs(self._props) do props[name] = value end
  if props.platform == nil and architecture and engine.has(architecture, "docker_platform") then
    props.platform = ecr_assets.Platform.custom(architecture.docker_platform)
  end
  return lambda.AssetImageCode(self._directory, props)
end

--- An image that is in a repository.
function DockerImageCode.from_ecr(repository, props)
  return EcrCode(repository, props or {})
end

--- An image built from a directory.
function DockerImageCode.from_image_asset(directory, props)
  return AssetCode(directory, props or {})
end

return { DockerImageCode = DockerImageCode }
