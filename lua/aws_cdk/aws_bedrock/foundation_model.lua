--- Models that Bedrock offers.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"

local FoundationModel = engine.class "aws_cdk.aws_bedrock.FoundationModel"

--- The model with that identifier, in the region of the scope.
function FoundationModel.from_foundation_model_id(scope, _, foundation_model_id)
  local model = FoundationModel()
  model.model_id = foundation_model_id.model_id
  model.model_arn = cdk.Stack.of(scope):format_arn {
    service = "bedrock", account = "", resource = "foundation-model", resource_name = model.model_id,
  }
  return model
end

return { FoundationModel = FoundationModel }
