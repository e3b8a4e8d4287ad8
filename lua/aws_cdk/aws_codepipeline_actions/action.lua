--- The base of the actions of this module, and of actions of one's own.
local engine = require "luacdk.engine"
local codepipeline = require "aws_cdk.aws_codepipeline"

local Action = engine.class("aws_cdk.aws_codepipeline_actions.Action", codepipeline.Action)

--- Arguments: ActionProperties: action_name, category, provider, artifact_bounds (all required) and more.
function Action:init(action_properties)
  codepipeline.Action.init(self)
  self._provided_action_properties = action_properties
end

return { Action = Action }
