--- Takes images of a repository as the source of a pipeline.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local events = require "aws_cdk.aws_events"
local targets = require "aws_cdk.aws_events_targets"
local actions = require "aws_cdk.aws_codepipeline_actions"
local common = require "aws_cdk.aws_codepipeline_actions.private.common"

local EcrSourceAction = engine.class("aws_cdk.aws_codepipeline_actions.EcrSourceAction", actions.Action)

--- Arguments: EcrSourceActionProps: action_name, repository, output (all required), image_tag ("latest"; "" for each).
function EcrSourceAction:init(props)
  actions.Action.init(self, common.source(props, "ECR"))
  self._props = props
end

common.variables(EcrSourceAction, {
  registry_id = "RegistryId", repository_name = "RepositoryName", image_digest = "ImageDigest", image_tag = "ImageTag",
  image_uri = "ImageURI",
})

function EcrSourceAction:_bound(scope, stage, options)
  local repository, tag = self._props.repository.repository_ref, self._props.image_tag
  common.allow(options.role, { "ecr:DescribeImages" }, { repository.repository_arn })
  events.Rule(scope, cdk.Names.node_unique_id(stage.pipeline.node) .. "SourceEventRule", {
    targets = { targets.CodePipeline(stage.pipeline) },
    event_pattern = {
      detail_type = { "ECR Image Action" },
      source = { "aws.ecr" },
      detail = engine.ordered(
        "result", { "SUCCESS" },
        "repository-name", { repository.repository_name },
        "image-tag", tag ~= "" and { tag or "latest" } or nil,
        "action-type", { "PUSH" }),
    },
  })
  options.bucket:grant_write(options.role)
  return {
    configuration = engine.ordered(
      "RepositoryName", repository.repository_name,
      "ImageTag", common.given(tag)),
  }
end

return { EcrSourceAction = EcrSourceAction }
