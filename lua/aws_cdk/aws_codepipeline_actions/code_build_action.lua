--- Builds or tests with CodeBuild.
local engine = require "luacdk.engine"
local codebuild = require "aws_cdk.aws_codebuild"
local iam = require "aws_cdk.aws_iam"
local actions = require "aws_cdk.aws_codepipeline_actions"
local clone = require "aws_cdk.aws_codepipeline_actions.private.clone"
local common = require "aws_cdk.aws_codepipeline_actions.private.common"

local BUILDS = { "codebuild:BatchGetBuilds", "codebuild:StartBuild", "codebuild:StopBuild" }
local BATCHES = { "codebuild:BatchGetBuildBatches", "codebuild:StartBuildBatch", "codebuild:StopBuildBatch" }

local CodeBuildAction = engine.class("aws_cdk.aws_codepipeline_actions.CodeBuildAction", actions.Action)

--- Arguments: CodeBuildActionProps: action_name, project, input (all required), extra_inputs, outputs, type (BUILD),
-- environment_variables, check_secrets_in_plain_text_env_variables (true), execute_batch_build (false),
-- combine_batch_build_artifacts (false).
function CodeBuildAction:init(props)
  actions.Action.init(self, common.properties(props, {
    category = props.type == actions.CodeBuildActionType.TEST and "Test" or "Build", provider = "CodeBuild",
    inputs = { props.input, table.unpack(props.extra_inputs or {}) }, resource = props.project,
    artifact_bounds = common.bounds(1, 5, 0, 5),
  }))
  self._props = props
end

common.any_variable(CodeBuildAction)

local function allow_artifacts(self, scope, bucket)
  local project = self._props.project
  local has_outputs = #(self.action_properties.outputs or {}) > 0
  if has_outputs and engine.stack_of(scope).account ~= engine.stack_of(project).account then
    engine.fail(scope, "a CodeBuild action in another account cannot have outputs")
  end
  return function()
    if not project.role then return end
    if has_outputs then bucket:grant_read_write(project) else bucket:grant_read(project) end
  end
end

-- The project may clone the sources of which it gets only references.
local function allow_clones(project, inputs)
  local function allow(action, arn)
    if arn == nil then return end
    project:add_to_role_policy(iam.PolicyStatement { actions = { action }, resources = { arn } })
  end
  for _, input in ipairs(inputs) do
    allow("codestar-connections:UseConnection", input:get_metadata(clone.CONNECTION_ARN))
    allow("codecommit:GitPull", input:get_metadata(clone.REPOSITORY_ARN))
  end
end

local function environment(self, scope)
  local props = self._props
  if not props.environment_variables then return nil end
  return common.json(scope, codebuild.Project.serialize_env_variables(props.environment_variables,
    props.check_secrets_in_plain_text_env_variables ~= false, props.project))
end

function CodeBuildAction:_bound(scope, _, options)
  local props = self._props
  local project, inputs, batch = props.project, self.action_properties.inputs, props.execute_batch_build
  local allow = allow_artifacts(self, scope, options.bucket)
  common.allow(options.role, batch and BATCHES or BUILDS, { project.project_arn })
  allow()
  if engine.is_a(project, codebuild.Project) then
    project:bind_to_code_pipeline(scope, { artifact_bucket = options.bucket })
  end
  allow_clones(project, inputs)
  local configuration = engine.ordered(
    "ProjectName", project.project_name,
    "EnvironmentVariables", environment(self, scope),
    "PrimarySource", #inputs > 1 and props.input:_later_name() or nil,
    "BatchEnabled", batch and "true" or nil,
    "CombineArtifacts", batch and props.combine_batch_build_artifacts and "true" or nil)
  if batch then project:enable_batch_builds() end
  return { configuration = configuration }
end

return { CodeBuildAction = CodeBuildAction }
