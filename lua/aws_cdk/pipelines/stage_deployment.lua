--- Deployments of stages: all of their stacks, with steps before and after them.
local engine = require "luacdk.engine"
local cx_api = require "aws_cdk.cx_api"
local dry_run = require "aws_cdk.private.dry_run"
local l2 = require "aws_cdk.l2"
local pipelines = require "aws_cdk.pipelines"

local fail, display = engine.fail, engine.display

local StageDeployment = engine.class "aws_cdk.pipelines.StageDeployment"

-- `load` gives the deployments of the stacks when they are first asked for.
function StageDeployment:init(load, props)
  self._load = load
  self.stage_name = props.stage_name or ""
  self.pre, self.post, self.stack_steps = props.pre or {}, props.post or {}, props.stack_steps or {}
end

--- The deployments of the stacks.
l2.kept(StageDeployment, "stacks", function(self) return self._load() end)

local function check_stack(stage, artifact)
  local options = artifact.assume_role_additional_options
  if options and options.Tags and artifact.assume_role_arn then
    fail(stage, "the stack %s is deployed with session tags of the role %s, which a pipeline cannot have",
      display(artifact.stack_name), artifact.assume_role_arn)
  end
end

-- Synthesises the stage, and gives the deployments of its stacks.
local function deployments_of(stage, stack_steps)
  local artifacts = stage:synth({ validate_on_synthesis = true }).stacks
  if #artifacts == 0 then fail(stage, "the stage %s needs at least one stack", display(stage.node.path)) end
  local deployments, by_id = {}, {}
  for i, artifact in ipairs(artifacts) do
    check_stack(stage, artifact)
    deployments[i] = pipelines.StackDeployment.from_artifact(artifact)
    by_id[artifact.id] = deployments[i]
  end
  for _, steps in ipairs(stack_steps) do
    local deployment = by_id[steps.stack.artifact_id]
    if not deployment then
      fail(stage, "stack_steps names the stack %s, which is not part of the stage", display(steps.stack.node.path))
    end
    deployment:add_stack_steps(steps.pre or {}, steps.change_set or {}, steps.post or {})
  end
  for i, artifact in ipairs(artifacts) do
    for _, dependency in ipairs(artifact.dependencies) do
      if engine.is_a(dependency, cx_api.CloudFormationStackArtifact) then
        deployments[i]:add_stack_dependency(by_id[dependency.id])
      end
    end
  end
  return deployments
end

--- Synthesises the stage, and gives its deployment. Arguments: stage, StageDeploymentProps: stage_name, pre, post,
-- stack_steps. A dry run synthesises it only when a template is asked for.
function StageDeployment.from_stage(stage, props)
  props = props or {}
  local function load() return deployments_of(stage, props.stack_steps or {}) end
  local deployment = StageDeployment(load, l2.with({ stage_name = stage.stage_name }, props))
  if not dry_run.is_on() or dry_run.is_previewing() then deployment._stacks = load() end
  return deployment
end

--- Always nil: whether there are change sets is said by the pipeline (use_change_sets).
StageDeployment.get.prepare_step = function() return nil end

--- Adds steps before all stacks, or after them.
StageDeployment.add_pre = l2.adds "pre"
StageDeployment.add_post = l2.adds "post"

return { StageDeployment = StageDeployment }
