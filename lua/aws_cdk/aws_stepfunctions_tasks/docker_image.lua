--- The image of a container that SageMaker runs.
local engine = require "luacdk.engine"
local task = require "aws_cdk.aws_stepfunctions_tasks.private.task"

local DockerImage = engine.class "aws_cdk.aws_stepfunctions_tasks.DockerImage"

-- The base is abstract; the factories make this one.
local NamedImage = engine.class("aws_cdk.aws_stepfunctions_tasks.NamedDockerImage", DockerImage)

function NamedImage:init(uri, repository, allow_any)
  self._uri, self._repository, self._allow_any = uri, repository, allow_any
end

--- Allows the task to pull the image; gives its URI.
function NamedImage:bind(user)
  if self._repository then self._repository:grant_pull(user) end
  if self._allow_any then
    user.grant_principal:add_to_principal_policy(task.allow({
      "ecr:BatchCheckLayerAvailability", "ecr:GetDownloadUrlForLayer", "ecr:BatchGetImage",
    }, { "*" }))
  end
  return { image_uri = self._uri }
end

--- An image of a repository, by its tag or digest; without a word the latest.
function DockerImage.from_ecr_repository(repository, tag_or_digest)
  return NamedImage(repository:repository_uri_for_tag_or_digest(tag_or_digest or "latest"), repository)
end

--- The image that the expression names when the task runs. `allow_any_ecr_image_pull` is true without a word.
function DockerImage.from_json_expression(expression, allow_any_ecr_image_pull)
  return NamedImage(expression, nil, allow_any_ecr_image_pull ~= false)
end

--- An image that SageMaker can pull without being allowed to.
function DockerImage.from_registry(image_uri) return NamedImage(image_uri) end

--- An image that is built from a folder.
function DockerImage.from_asset(scope, id, props)
  local asset = require("aws_cdk.aws_ecr_assets").DockerImageAsset(scope, id, props)
  return NamedImage(asset.image_uri, asset.repository)
end

return { DockerImage = DockerImage }
