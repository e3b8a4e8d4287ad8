--- Models for which throughput has been bought.
local engine = require "luacdk.engine"

local ProvisionedModel = engine.class "aws_cdk.aws_bedrock.ProvisionedModel"

--- The model with that ARN.
function ProvisionedModel.from_provisioned_model_arn(_, _, provisioned_model_arn)
  local model = ProvisionedModel()
  model.model_arn = provisioned_model_arn
  return model
end

return { ProvisionedModel = ProvisionedModel }
