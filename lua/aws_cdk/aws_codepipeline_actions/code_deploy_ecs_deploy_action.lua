--- Deploys images to a service of ECS with CodeDeploy, blue and green.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local actions = require "aws_cdk.aws_codepipeline_actions"
local common = require "aws_cdk.aws_codepipeline_actions.private.common"

local fail = engine.fail

local MOST_IMAGES = 4

local CodeDeployEcsDeployAction =
  engine.class("aws_cdk.aws_codepipeline_actions.CodeDeployEcsDeployAction", actions.Action)

-- The artifact with the file `what`, given either alone or with the file's name.
local function artifact_of(props, what)
  local file, input = props[what .. "_file"], props[what .. "_input"]
  if (file == nil) == (input == nil) then
    fail(nil, "an ECS deploy action with CodeDeploy needs either %s_input or %s_file, got %s", what, what,
      file and "both" or "neither")
  end
  return file and file.artifact or input
end

--- Arguments: CodeDeployEcsDeployActionProps: action_name, deployment_group (all required),
-- task_definition_template_input or _file, app_spec_template_input or _file, container_image_inputs (up to 4).
function CodeDeployEcsDeployAction:init(props)
  local images = props.container_image_inputs or {}
  self._task_definition = artifact_of(props, "task_definition_template")
  self._app_spec = artifact_of(props, "app_spec_template")
  if #images > MOST_IMAGES then
    fail(nil, "container_image_inputs must have at most %d items, got %d", MOST_IMAGES, #images)
  end
  local inputs = { self._task_definition, self._app_spec }
  for _, image in ipairs(images) do inputs[#inputs + 1] = image.input end
  actions.Action.init(self, common.properties(props, {
    resource = props.deployment_group, category = "Deploy", provider = "CodeDeployToECS", inputs = inputs,
    artifact_bounds = common.bounds(1, 5, 0, 0),
  }))
  self._props = props
end

local function allow_all(group, role)
  common.allow(role, {
    "codedeploy:GetApplication", "codedeploy:GetApplicationRevision", "codedeploy:RegisterApplicationRevision",
  }, { group.application.application_arn })
  common.allow(role, { "codedeploy:CreateDeployment", "codedeploy:GetDeployment" }, { group.deployment_group_arn })
  common.allow(role, { "codedeploy:GetDeploymentConfig" }, { group.deployment_config.deployment_config_arn })
  common.allow(role, { "ecs:RegisterTaskDefinition" }, "*")
  common.allow(role, { "iam:PassRole" }, "*", {
    StringEqualsIfExists = { ["iam:PassedToService"] = { "ecs-tasks.amazonaws.com" } },
  })
end

-- The bucket's policy names the role, so that must be there first.
local function deploy_after(bucket, role)
  local is_owned = cdk.Resource.is_owned_resource
  if is_owned(bucket) and is_owned(role) then
    engine.stack_of(bucket):add_stack_dependency(engine.stack_of(role),
      ("the policy of the bucket %s names the role %s"):format(bucket.node.path, role.node.path))
  end
end

function CodeDeployEcsDeployAction:_bound(_, _, options)
  local props = self._props
  local group, task_definition, app_spec =
    props.deployment_group, props.task_definition_template_file, props.app_spec_template_file
  allow_all(group, options.role)
  options.bucket:grant_read(options.role)
  deploy_after(options.bucket, options.role)
  local configuration = engine.ordered(
    "ApplicationName", group.application.application_name,
    "DeploymentGroupName", group.deployment_group_name,
    "TaskDefinitionTemplateArtifact", self._task_definition:_later_name(),
    "TaskDefinitionTemplatePath", task_definition and task_definition.file_name or "taskdef.json",
    "AppSpecTemplateArtifact", self._app_spec:_later_name(),
    "AppSpecTemplatePath", app_spec and app_spec.file_name or "appspec.yaml")
  for i, image in ipairs(props.container_image_inputs or {}) do
    engine.extend(configuration, engine.ordered(
      ("Image%dArtifactName"):format(i), image.input:_later_name(),
      ("Image%dContainerName"):format(i), common.given(image.task_definition_placeholder) or "IMAGE"))
  end
  return { configuration = configuration }
end

return { CodeDeployEcsDeployAction = CodeDeployEcsDeployAction }
