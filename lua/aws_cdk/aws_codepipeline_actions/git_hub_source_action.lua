--- Takes a repository on GitHub as the source of a pipeline, with an OAuth token.
local engine = require "luacdk.engine"
local codepipeline = require "aws_cdk.aws_codepipeline"
local actions = require "aws_cdk.aws_codepipeline_actions"
local common = require "aws_cdk.aws_codepipeline_actions.private.common"

local GitHubSourceAction = engine.class("aws_cdk.aws_codepipeline_actions.GitHubSourceAction", actions.Action)

--- Arguments: GitHubSourceActionProps: action_name, owner, repo, oauth_token (SecretValue), output (all required),
-- branch ("master"), trigger (WEBHOOK).
function GitHubSourceAction:init(props)
  actions.Action.init(self, common.source(props, "GitHub", { owner = "ThirdParty" }))
  self._props = props
end

common.variables(GitHubSourceAction, {
  repository_name = "RepositoryName", branch_name = "BranchName", author_date = "AuthorDate",
  committer_date = "CommitterDate", commit_id = "CommitId", commit_message = "CommitMessage", commit_url = "CommitUrl",
})

local function add_webhook(self, scope, pipeline)
  codepipeline.CfnWebhook(scope, "WebhookResource", {
    authentication = "GITHUB_HMAC",
    authentication_configuration = { secret_token = self._props.oauth_token:unsafe_unwrap() },
    filters = { { json_path = "$.ref", match_equals = "refs/heads/{Branch}" } },
    target_action = self.action_properties.action_name,
    target_pipeline = pipeline.pipeline_name,
    target_pipeline_version = 1,
    register_with_third_party = true,
  })
end

function GitHubSourceAction:_bound(scope, stage)
  local props = self._props
  local trigger = props.trigger
  if trigger == nil or trigger == "WebHook" then add_webhook(self, scope, stage.pipeline) end
  return {
    configuration = engine.ordered(
      "Owner", props.owner,
      "Repo", props.repo,
      "Branch", common.given(props.branch) or "master",
      "OAuthToken", props.oauth_token:unsafe_unwrap(),
      "PollForSourceChanges", trigger == "Poll"),
  }
end

return { GitHubSourceAction = GitHubSourceAction }
