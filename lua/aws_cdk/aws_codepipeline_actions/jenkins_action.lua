--- Builds or tests with Jenkins.
local engine = require "luacdk.engine"
local actions = require "aws_cdk.aws_codepipeline_actions"
local common = require "aws_cdk.aws_codepipeline_actions.private.common"

local JenkinsAction = engine.class("aws_cdk.aws_codepipeline_actions.JenkinsAction", actions.Action)

--- Arguments: JenkinsActionProps: action_name, jenkins_provider, project_name, type (all required), inputs, outputs.
function JenkinsAction:init(props)
  local provider = props.jenkins_provider
  actions.Action.init(self, common.properties(props, {
    category = props.type == actions.JenkinsActionType.BUILD and "Build" or "Test",
    provider = provider.provider_name, owner = "Custom", version = provider.version,
    artifact_bounds = common.bounds(0, 5, 0, 5),
  }))
  self._props = props
end

function JenkinsAction:_bound()
  self._props.jenkins_provider:_register(self.action_properties.category)
  return { configuration = { ProjectName = self._props.project_name } }
end

return { JenkinsAction = JenkinsAction }
