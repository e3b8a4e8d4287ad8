--- Takes a repository of CodeCommit as the source of a pipeline.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local targets = require "aws_cdk.aws_events_targets"
local actions = require "aws_cdk.aws_codepipeline_actions"
local clone = require "aws_cdk.aws_codepipeline_actions.private.clone"
local common = require "aws_cdk.aws_codepipeline_actions.private.common"
local cx_api = require "aws_cdk.cx_api"

local OLD_DEFAULT_BRANCH, NEW_DEFAULT_BRANCH = "master", "main"

local PULL_ACTIONS = {
  "codecommit:GetBranch", "codecommit:GetCommit", "codecommit:UploadArchive", "codecommit:GetUploadArchiveStatus",
  "codecommit:CancelUploadArchive",
}

local CodeCommitSourceAction = engine.class("aws_cdk.aws_codepipeline_actions.CodeCommitSourceAction", actions.Action)

--- Arguments: CodeCommitSourceActionProps: action_name, repository, output (all required), branch, trigger (EVENTS),
-- event_role, custom_event_rule, code_build_clone_output (false).
function CodeCommitSourceAction:init(props)
  if props.branch == "" then engine.fail(nil, "branch must not be empty") end
  if props.code_build_clone_output then
    props.output:set_metadata(clone.REPOSITORY_ARN, props.repository.repository_arn)
  end
  actions.Action.init(self, common.source(props, "CodeCommit", { resource = props.repository }))
  self._props = props
end

common.variables(CodeCommitSourceAction, {
  repository_name = "RepositoryName", branch_name = "BranchName", author_date = "AuthorDate",
  committer_date = "CommitterDate", commit_id = "CommitId", commit_message = "CommitMessage",
})

local function branch_for(self, scope)
  if self._props.branch ~= nil then return self._props.branch end
  local new = cdk.FeatureFlags.of(scope):is_enabled(cx_api.CODECOMMIT_SOURCE_ACTION_DEFAULT_BRANCH_NAME)
  return new and NEW_DEFAULT_BRANCH or OLD_DEFAULT_BRANCH
end

-- The id of the rule below the repository: with the branch in it unless that is the default one, or with a number if
-- the branch is known only at deployment.
local function rule_id(props, stage)
  local base, branch = cdk.Names.node_unique_id(stage.pipeline.node), props.branch
  if branch == nil or branch == OLD_DEFAULT_BRANCH then return base .. "EventRule" end
  if not engine.is_unresolved(branch) then return ("%s-%s-EventRule"):format(base, branch) end
  local count = 0
  while props.repository.node:try_find_child(base .. count .. "EventRule") do count = count + 1 end
  return base .. count .. "EventRule"
end

local function add_rule(self, stage, branch)
  local props = self._props
  local custom, trigger, pipeline = props.custom_event_rule, props.trigger, stage.pipeline
  local id = rule_id(props, stage)
  if custom then
    props.repository:on_event(id, {
      event_pattern = custom.event_pattern, target = custom.target, rule_name = custom.rule_name,
      description = custom.description, cross_stack_scope = pipeline,
    })
  elseif trigger == nil or trigger == "Events" then
    props.repository:on_commit(id, {
      target = targets.CodePipeline(pipeline, { event_role = props.event_role }), branches = { branch },
      cross_stack_scope = pipeline,
    })
  end
end

local function in_other_account(repository, pipeline)
  return cdk.Token.compare_strings(repository.env.account, engine.stack_of(pipeline).account)
    == cdk.TokenComparison.DIFFERENT
end

function CodeCommitSourceAction:_bound(scope, stage, options)
  local props = self._props
  local repository, clones = props.repository, props.code_build_clone_output
  local branch = branch_for(self, scope)
  add_rule(self, stage, branch)
  options.bucket:grant_read_write(options.role)
  if in_other_account(repository, stage.pipeline) then options.bucket:grant_put_acl(options.role) end
  local allowed = { table.unpack(PULL_ACTIONS) }
  allowed[#allowed + 1] = clones and "codecommit:GetRepository" or nil
  common.allow(options.role, allowed, { repository.repository_arn })
  return {
    configuration = engine.ordered(
      "RepositoryName", repository.repository_name,
      "BranchName", branch,
      "PollForSourceChanges", props.trigger == "Poll",
      "OutputArtifactFormat", clones and clone.FORMAT or nil),
  }
end

return { CodeCommitSourceAction = CodeCommitSourceAction }
