--- The kinds of images.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local ecr_assets = require "aws_cdk.aws_ecr_assets"
local ecs = require "aws_cdk.aws_ecs"
local l2 = require "aws_cdk.l2"

local ContainerImage = ecs.ContainerImage

local function let_pull(repository, container_definition)
  repository:grant_pull(container_definition.task_definition:obtain_execution_role())
end

-- ---- of a registry --------------------------------------------------------------------------------------------------

local RepositoryImage = engine.class("aws_cdk.aws_ecs.RepositoryImage", ContainerImage)

--- Arguments: the image's name, { credentials }.
function RepositoryImage:init(image_name, props)
  self._image_name, self._credentials = image_name, props and props.credentials
end

local function is_in_ecr(name)
  if engine.is_unresolved(name) then return false end
  local account, rest = name:match "^(%w[%w_-]*)%.dkr%.ecr%.(.*)$"
  return account ~= nil and (rest:find "^%w[%w_-]*%.amazonaws.com/" or rest:find "^%w[%w_-]*%.amazonaws.com%.cn/")
end

--- Called by the container that has the image.
function RepositoryImage:bind(scope, container_definition)
  local name, credentials = self._image_name, self._credentials
  if is_in_ecr(name) then
    cdk.Annotations.of(scope):add_warning_v2("@aws-cdk/aws-ecs:ecrImageRequiresPolicy",
      "the task may not pull this image from ECR yet; use ContainerImage.from_ecr_repository, or add a policy")
  end
  if credentials then credentials:grant_read(container_definition.task_definition:obtain_execution_role()) end
  return {
    image_name = name,
    repository_credentials = credentials and { credentials_parameter = credentials.secret_arn } or nil,
  }
end

-- ---- of ECR ---------------------------------------------------------------------------------------------------------

local EcrImage = engine.class("aws_cdk.aws_ecs.EcrImage", ContainerImage)

--- Arguments: the repository, the image's tag or digest.
function EcrImage:init(repository, tag_or_digest)
  self._repository = repository
  self.image_name = repository:repository_uri_for_tag_or_digest(tag_or_digest)
end

--- Called by the container that has the image.
function EcrImage:bind(_, container_definition)
  let_pull(self._repository, container_definition)
  return { image_name = self.image_name }
end

local TagParameterContainerImage = engine.class("aws_cdk.aws_ecs.TagParameterContainerImage", ContainerImage)

--- Arguments: the repository, { is_image_digest }.
function TagParameterContainerImage:init(repository, props)
  self._repository, self._is_digest = repository, props and props.is_image_digest
end

--- Called by the container that has the image.
function TagParameterContainerImage:bind(scope, container_definition)
  local repository = self._repository
  let_pull(repository, container_definition)
  self._parameter = cdk.CfnParameter(scope, "ImageTagParam")
  local uri = self._is_digest and repository.repository_uri_for_digest or repository.repository_uri_for_tag
  return { image_name = uri(repository, self._parameter.value_as_string) }
end

for field, source in pairs { tag_parameter_name = "logical_id", tag_parameter_value = "value_as_string" } do
  TagParameterContainerImage.get[field] = function(self)
    return engine.lazy(function()
      if self._parameter then return self._parameter[source] end
      return engine.fail(nil, "%s is known when a container has the image", field)
    end, { kind = "string" })
  end
end

-- ---- built here -----------------------------------------------------------------------------------------------------

local AssetImage = engine.class("aws_cdk.aws_ecs.AssetImage", ContainerImage)

--- Arguments: the folder with the Dockerfile, AssetImageProps.
function AssetImage:init(directory, props) self._directory, self._props = directory, props end

--- Called by the container that has the image.
function AssetImage:bind(scope, container_definition)
  self:_pin_version(container_definition)
  local asset = ecr_assets.DockerImageAsset(scope, "AssetImage",
    l2.with({ directory = self._directory }, self._props))
  let_pull(asset.repository, container_definition)
  return { image_name = asset.image_uri }
end

return {
  AssetImage = AssetImage, EcrImage = EcrImage, RepositoryImage = RepositoryImage,
  TagParameterContainerImage = TagParameterContainerImage,
}
