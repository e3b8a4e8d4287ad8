--- Where the source of a pipeline comes from.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local actions = require "aws_cdk.aws_codepipeline_actions"
local pipelines = require "aws_cdk.pipelines"
local step_output = require "aws_cdk.pipelines.private.step_output"

local MOST_PARTS = 23 -- of the path of a repository

local CodePipelineSource = engine.class("aws_cdk.pipelines.CodePipelineSource", pipelines.Step)

--- Arguments: id. Subclasses have a method `_get_action(output, action_name, run_order, variables_namespace)`.
function CodePipelineSource:init(id)
  pipelines.Step.init(self, id)
  self.is_source = true
end

--- Adds the source's action to a stage of the pipeline.
function CodePipelineSource:produce_action(stage, options)
  local output = options.artifacts:to_code_pipeline(self.primary_output)
  stage:add_action(self:_get_action(output, options.action_name, options.run_order, options.variables_namespace))
  return { run_orders_consumed = 1 }
end

--- A variable of the source's action as a value for other steps, such as "CommitId".
function CodePipelineSource:source_attribute(name) return step_output.token(self, name) end

-- A kind of sources. `begin(self, …)` gives the step's id and what describe needs, `describe(self, action_name)` the
-- properties of the action.
local function kind(name, begin, class_of_action, describe)
  local class = engine.class("aws_cdk.pipelines." .. name, CodePipelineSource)

  function class:init(...)
    local id, facts = begin(...)
    CodePipelineSource.init(self, id)
    self._facts = facts
    self:_configure_primary_output(pipelines.FileSet("Source", self))
  end

  function class:_get_action(output, action_name, run_order, variables_namespace)
    local facts = self._facts
    local props = describe(facts, facts.options, action_name)
    props.action_name = facts.options.action_name or props.action_name
    props.output, props.run_order, props.variables_namespace = output, run_order, variables_namespace
    return actions[class_of_action](props)
  end

  return class
end

local function parts_of(repo_string)
  local parts = {}
  for part in (repo_string .. "/"):gmatch "([^/]*)/" do parts[#parts + 1] = part end
  return parts
end

-- ---- repositories by their path -------------------------------------------------------------------------------------

local GitHub = kind("GitHubSource", function(repo_string, branch, options)
  local parts = not engine.is_unresolved(repo_string) and parts_of(repo_string) or {}
  if #parts ~= 2 then
    engine.fail(nil, "a repository on GitHub has the form <owner>/<repository>, got %s", engine.display(repo_string))
  end
  return repo_string, {
    owner = parts[1], repo = parts[2], branch = branch, options = options,
    token = options.authentication or cdk.SecretValue.secrets_manager "github-token",
  }
end, "GitHubSourceAction", function(facts, options, action_name)
  return {
    action_name = action_name, oauth_token = facts.token, owner = facts.owner, repo = facts.repo,
    branch = facts.branch, trigger = options.trigger,
  }
end)

--- A repository on GitHub, `owner/repository`, with a token. Options: authentication (SecretValue, by default the
-- secret "github-token"), trigger, action_name.
function CodePipelineSource.git_hub(repo_string, branch, props) return GitHub(repo_string, branch, props or {}) end

local function is_path(repo_string)
  if engine.is_unresolved(repo_string) then return false end
  local parts = parts_of(repo_string)
  if #parts < 2 or #parts > MOST_PARTS then return false end
  for _, part in ipairs(parts) do
    if part == "" then return false end
  end
  return true
end

local Connection = kind("CodeStarConnectionSource", function(repo_string, branch, options)
  if not is_path(repo_string) then
    engine.fail(nil, "a repository has the form <owner>/<repository> or <owner>/<group>/…/<repository>, got %s",
      engine.display(repo_string))
  end
  local owner, repo = repo_string:match "^([^/]*)/(.*)$"
  return repo_string, { owner = owner, repo = repo, branch = branch, options = options }
end, "CodeStarConnectionsSourceAction", function(facts, options, action_name)
  return {
    action_name = action_name, connection_arn = options.connection_arn, owner = facts.owner, repo = facts.repo,
    branch = facts.branch, code_build_clone_output = options.code_build_clone_output,
    trigger_on_push = options.trigger_on_push,
  }
end)

--- A repository by a connection. Options: connection_arn (required), trigger_on_push, code_build_clone_output,
-- action_name.
function CodePipelineSource.connection(repo_string, branch, props) return Connection(repo_string, branch, props) end

-- ---- resources ------------------------------------------------------------------------------------------------------

local S3 = kind("S3Source", function(bucket, object_key, options)
  return bucket.node.addr, { bucket = bucket, key = object_key, options = options }
end, "S3SourceAction", function(facts, options)
  return {
    action_name = facts.bucket.bucket_name, bucket_key = facts.key, trigger = options.trigger, bucket = facts.bucket,
    role = options.role,
  }
end)

--- A file of a bucket. Options: trigger, role, action_name.
function CodePipelineSource.s3(bucket, object_key, props) return S3(bucket, object_key, props or {}) end

local Ecr = kind("ECRSource", function(repository, options)
  return repository.node.addr, { repository = repository, options = options }
end, "EcrSourceAction", function(facts, options)
  local name = facts.repository.repository_ref.repository_name
  return {
    action_name = cdk.Fn.join("_", cdk.Fn.split("/", name)), repository = facts.repository,
    image_tag = options.image_tag,
  }
end)

--- Images of a repository. Options: image_tag, action_name.
function CodePipelineSource.ecr(repository, props) return Ecr(repository, props or {}) end

local CodeCommit = kind("CodeCommitSource", function(repository, branch, options)
  local name = repository.repository_name
  return engine.is_unresolved(name) and repository.node.addr or name,
    { repository = repository, branch = branch, options = options }
end, "CodeCommitSourceAction", function(facts, options)
  return {
    action_name = facts.repository.repository_name, branch = facts.branch, trigger = options.trigger,
    repository = facts.repository, event_role = options.event_role,
    code_build_clone_output = options.code_build_clone_output,
  }
end)

--- A repository of CodeCommit. Options: trigger, event_role, code_build_clone_output, action_name.
function CodePipelineSource.code_commit(repository, branch, props)
  return CodeCommit(repository, branch, props or {})
end

return { CodePipelineSource = CodePipelineSource }
