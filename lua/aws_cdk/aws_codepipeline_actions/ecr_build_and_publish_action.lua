--- Builds an image and puts it into a repository.
local engine = require "luacdk.engine"
local ecr = require "aws_cdk.aws_ecr"
local l2 = require "aws_cdk.l2"
local actions = require "aws_cdk.aws_codepipeline_actions"
local common = require "aws_cdk.aws_codepipeline_actions.private.common"

local PUBLIC_ACTIONS = {
  "ecr-public:DescribeRepositories", "ecr-public:InitiateLayerUpload", "ecr-public:UploadLayerPart",
  "ecr-public:CompleteLayerUpload", "ecr-public:PutImage", "ecr-public:BatchCheckLayerAvailability",
}
local PRIVATE_ACTIONS = {
  "ecr:DescribeRepositories", "ecr:InitiateLayerUpload", "ecr:UploadLayerPart", "ecr:CompleteLayerUpload",
  "ecr:PutImage", "ecr:GetDownloadUrlForLayer", "ecr:BatchCheckLayerAvailability",
}

local EcrBuildAndPublishAction =
  engine.class("aws_cdk.aws_codepipeline_actions.EcrBuildAndPublishAction", actions.Action)

--- Arguments: EcrBuildAndPublishActionProps: action_name, repository_name, input (all required),
-- dockerfile_directory_path, image_tags, registry_type (PRIVATE).
function EcrBuildAndPublishAction:init(props)
  actions.Action.init(self, common.properties(props, {
    category = "Build", provider = "ECRBuildAndPublish", inputs = { props.input },
    artifact_bounds = common.bounds(1, 1, 0, 0),
  }))
  self._props = props
end

common.variables(EcrBuildAndPublishAction, {
  ecr_image_digest_id = "ECRImageDigestId", ecr_repository_name = "ECRRepositoryName",
})

function EcrBuildAndPublishAction:_bound(scope, stage, options)
  local props, role, stack = self._props, options.role, engine.stack_of(scope)
  local public = props.registry_type == "public"
  common.allow(role, public and PUBLIC_ACTIONS or PRIVATE_ACTIONS, {
    stack:format_arn {
      service = public and "ecr-public" or "ecr", resource = "repository", resource_name = props.repository_name,
      region = public and "" or stack.region,
    },
  })
  local token = public and ecr.PublicGalleryAuthorizationToken or ecr.AuthorizationToken
  token.grant_read(role)
  common.allow_logs(scope, stage, role)
  common.allow_artifacts(self, options)
  return {
    configuration = engine.ordered(
      "ECRRepositoryName", props.repository_name,
      "DockerFilePath", props.dockerfile_directory_path,
      "ImageTags", l2.joined(props.image_tags, ","),
      "RegistryType", props.registry_type),
  }
end

return { EcrBuildAndPublishAction = EcrBuildAndPublishAction }
