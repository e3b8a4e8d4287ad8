--- Takes a repository on GitHub, Bitbucket and the like as the source of a pipeline, by a connection.
local engine = require "luacdk.engine"
local actions = require "aws_cdk.aws_codepipeline_actions"
local clone = require "aws_cdk.aws_codepipeline_actions.private.clone"
local common = require "aws_cdk.aws_codepipeline_actions.private.common"

local CodeStarConnectionsSourceAction =
  engine.class("aws_cdk.aws_codepipeline_actions.CodeStarConnectionsSourceAction", actions.Action)

--- Arguments: CodeStarConnectionsSourceActionProps: action_name, connection_arn, owner, repo, output (all required),
-- branch ("master"), code_build_clone_output (false), trigger_on_push (true).
function CodeStarConnectionsSourceAction:init(props)
  actions.Action.init(self, common.source(props, "CodeStarSourceConnection", { owner = "AWS" }))
  self._props = props
end

common.variables(CodeStarConnectionsSourceAction, {
  full_repository_name = "FullRepositoryName", branch_name = "BranchName", author_date = "AuthorDate",
  commit_id = "CommitId", commit_message = "CommitMessage", connection_arn = "ConnectionArn",
})

function CodeStarConnectionsSourceAction:_bound(_, _, options)
  local props = self._props
  local clones = props.code_build_clone_output
  common.allow(options.role, { "codestar-connections:UseConnection" }, { props.connection_arn })
  options.bucket:grant_read_write(options.role)
  options.bucket:grant_put_acl(options.role)
  if clones then props.output:set_metadata(clone.CONNECTION_ARN, props.connection_arn) end
  return {
    configuration = engine.ordered(
      "ConnectionArn", props.connection_arn,
      "FullRepositoryId", props.owner .. "/" .. props.repo,
      "BranchName", props.branch or "master",
      "OutputArtifactFormat", clones and clone.FORMAT or nil,
      "DetectChanges", props.trigger_on_push),
  }
end

return { CodeStarConnectionsSourceAction = CodeStarConnectionsSourceAction }
