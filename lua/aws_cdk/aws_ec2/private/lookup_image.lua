--- Image ids from SSM parameters.
local cdk = require "aws_cdk"

local M = {}

--- The id that the parameter has when the stack is deployed.
function M.at_deployment(scope, parameter_name)
  local ssm = require "aws_cdk.aws_ssm"
  return ssm.StringParameter.value_for_typed_string_parameter_v2(scope, parameter_name,
    ssm.ParameterValueType.AWS_EC2_IMAGE_ID)
end

--- Acknowledges that the literal id of a look-up is meant to be in the template.
function M.acknowledge(scope)
  cdk.Validations.of(scope):acknowledge {
    id = "CloudFormation-Validate::W9010", reason = "the id of the image comes from a look-up and is meant to "
      .. "be literal",
  }
end

--- The id, looked up now and kept in the context, or at deployment.
function M.of(scope, cached_in_context, parameter_name, additional_cache_key)
  if not cached_in_context then return M.at_deployment(scope, parameter_name) end
  M.acknowledge(scope)
  return require("aws_cdk.aws_ssm").StringParameter.value_from_lookup(scope, parameter_name, nil,
    { additional_cache_key = additional_cache_key })
end

return M
