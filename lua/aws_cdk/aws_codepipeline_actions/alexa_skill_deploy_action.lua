--- Deploys a skill of Alexa.
local engine = require "luacdk.engine"
local actions = require "aws_cdk.aws_codepipeline_actions"
local common = require "aws_cdk.aws_codepipeline_actions.private.common"

local AlexaSkillDeployAction = engine.class("aws_cdk.aws_codepipeline_actions.AlexaSkillDeployAction", actions.Action)

--- Arguments: AlexaSkillDeployActionProps: action_name, client_id, client_secret, refresh_token, skill_id, input (all
-- required), parameter_overrides_artifact.
function AlexaSkillDeployAction:init(props)
  actions.Action.init(self, common.properties(props, {
    category = "Deploy", owner = "ThirdParty", provider = "AlexaSkillsKit",
    inputs = { props.input, props.parameter_overrides_artifact },
    artifact_bounds = common.bounds(1, 2, 0, 0),
  }))
  self._props = props
end

function AlexaSkillDeployAction:_bound()
  local props = self._props
  return {
    configuration = engine.ordered(
      "ClientId", props.client_id,
      "ClientSecret", props.client_secret:unsafe_unwrap(),
      "RefreshToken", props.refresh_token:unsafe_unwrap(),
      "SkillId", props.skill_id),
  }
end

return { AlexaSkillDeployAction = AlexaSkillDeployAction }
