local engine = require "luacdk.engine"
local cdk = require "aws_cdk"

local M = {}

--- The function of the stack that handles the library's own small custom resources.
function M.service_token(scope)
  return cdk.CustomResourceProvider.get_or_create(scope, "AWSCDKCfnUtilsProvider", {
    bundled_handler = "core/cfn-utils-provider",
  })
end

--- JSON text of a list that is known only at deployment; a custom resource makes it.
function M.stringify(scope, id, value)
  return cdk.CustomResource(scope, id, {
    service_token = M.service_token(engine.stack_of(scope)),
    resource_type = "Custom::AWSCDKCfnJsonStringify",
    properties = { Value = value },
  }):get_att_string("Value")
end

return M
