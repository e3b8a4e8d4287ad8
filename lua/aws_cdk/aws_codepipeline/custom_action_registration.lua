--- Kinds of actions of one's own, which workers outside of CodePipeline do.
local engine = require "luacdk.engine"
local codepipeline = require "aws_cdk.aws_codepipeline"

local CustomActionRegistration = engine.class("aws_cdk.aws_codepipeline.CustomActionRegistration", engine.Construct)

local function configuration_properties(given)
  if not given then return nil end
  local list = engine.list {}
  for i, property in ipairs(given) do
    list[i] = {
      name = property.name, description = property.description, type = property.type,
      key = property.key or false, queryable = property.queryable, required = property.required,
      secret = property.secret or false,
    }
  end
  return list
end

--- Arguments: scope, id, CustomActionRegistrationProps: category, provider, artifact_bounds (all required), version
-- ("1"), entity_url, execution_url, action_properties.
function CustomActionRegistration:init(scope, id, props)
  engine.Construct.init(self, scope, id)
  local bounds = props.artifact_bounds
  local version = props.version
  codepipeline.CfnCustomActionType(self, "Resource", {
    category = props.category,
    input_artifact_details = { minimum_count = bounds.min_inputs, maximum_count = bounds.max_inputs },
    output_artifact_details = { minimum_count = bounds.min_outputs, maximum_count = bounds.max_outputs },
    provider = props.provider,
    version = version ~= "" and version or "1",
    settings = { entity_url_template = props.entity_url, execution_url_template = props.execution_url },
    configuration_properties = configuration_properties(props.action_properties),
  })
end

return { CustomActionRegistration = CustomActionRegistration }
