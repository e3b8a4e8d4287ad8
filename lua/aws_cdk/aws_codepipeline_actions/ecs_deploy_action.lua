--- Deploys images to a service of ECS.
local engine = require "luacdk.engine"
local actions = require "aws_cdk.aws_codepipeline_actions"
local common = require "aws_cdk.aws_codepipeline_actions.private.common"

local LONGEST_TIMEOUT = 60 -- minutes

local ACTIONS = {
  "ecs:DescribeServices", "ecs:DescribeTaskDefinition", "ecs:DescribeTasks", "ecs:ListTasks",
  "ecs:RegisterTaskDefinition", "ecs:TagResource", "ecs:UpdateService",
}

local EcsDeployAction = engine.class("aws_cdk.aws_codepipeline_actions.EcsDeployAction", actions.Action)

local function input_of(props)
  local file = props.image_file
  if (file == nil) == (props.input == nil) then
    engine.fail(nil, "an ECS deploy action needs either input or image_file, got %s", file and "both" or "neither")
  end
  return file and file.artifact or props.input
end

--- Arguments: EcsDeployActionProps: action_name, service (all required), input or image_file, deployment_timeout (1 to
-- 60 minutes).
function EcsDeployAction:init(props)
  actions.Action.init(self, common.deploy(props, "ECS", input_of(props), props.service))
  local timeout = props.deployment_timeout and props.deployment_timeout:to_minutes()
  if timeout and (timeout < 1 or timeout > LONGEST_TIMEOUT) then
    engine.fail(nil, "deployment_timeout must be between 1 and %d minutes, got %s", LONGEST_TIMEOUT,
      engine.display(timeout))
  end
  self._props, self._timeout = props, timeout
end

function EcsDeployAction:_bound(_, _, options)
  local service, file = self._props.service, self._props.image_file
  common.allow(options.role, ACTIONS, "*")
  common.allow(options.role, { "iam:PassRole" }, "*", {
    StringEqualsIfExists = { ["iam:PassedToService"] = { "ec2.amazonaws.com", "ecs-tasks.amazonaws.com" } },
  })
  options.bucket:grant_read(options.role)
  return {
    configuration = engine.ordered(
      "ClusterName", service.cluster.cluster_name,
      "ServiceName", service.service_name,
      "FileName", file and file.file_name,
      "DeploymentTimeout", self._timeout),
  }
end

return { EcsDeployAction = EcsDeployAction }
