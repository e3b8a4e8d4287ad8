--- Deploys an artifact to instances with CodeDeploy.
local engine = require "luacdk.engine"
local actions = require "aws_cdk.aws_codepipeline_actions"
local common = require "aws_cdk.aws_codepipeline_actions.private.common"

local CodeDeployServerDeployAction =
  engine.class("aws_cdk.aws_codepipeline_actions.CodeDeployServerDeployAction", actions.Action)

--- Arguments: CodeDeployServerDeployActionProps: action_name, deployment_group, input (all required).
function CodeDeployServerDeployAction:init(props)
  actions.Action.init(self, common.deploy(props, "CodeDeploy", props.input, props.deployment_group))
  self._group = props.deployment_group
end

function CodeDeployServerDeployAction:_bound(_, _, options)
  local group, role = self._group, options.role
  common.allow(role, { "codedeploy:GetApplicationRevision", "codedeploy:RegisterApplicationRevision" },
    { group.application.application_arn })
  common.allow(role, { "codedeploy:CreateDeployment", "codedeploy:GetDeployment" }, { group.deployment_group_arn })
  common.allow(role, { "codedeploy:GetDeploymentConfig" }, { group.deployment_config.deployment_config_arn })
  for _, instances in ipairs(group.auto_scaling_groups or {}) do options.bucket:grant_read(instances) end
  options.bucket:grant_read(role)
  return {
    configuration = engine.ordered(
      "ApplicationName", group.application.application_name,
      "DeploymentGroupName", group.deployment_group_name),
  }
end

return { CodeDeployServerDeployAction = CodeDeployServerDeployAction }
