local engine = require "luacdk.engine"
local cdk = require "aws_cdk"

local M = {}

--- The function of the stack that handles the library's own small custom resources.
function M.service_token(scope)
  return cdk.CustomResourceProvider.get_or_create(scope, "AWSCDKCfnUtilsProvider", {
    bundled_handler = "core/cfn-utils-provider",
  })
end

--- JSON text of a list that is known only at deployment; a custom resource of the stack makes it, one for each list.
function M.stringify(stack, list)
  local id = engine.unique_id { "CdkJsonStringify", engine.json(list) }
  local resource = stack.node:try_find_child(id) or cdk.CustomResource(stack, id, {
    service_token = M.service_token(stack),
    resource_type = "Custom::AWSCDKCfnJsonStringify",
    properties = { Value = list },
  })
  return resource:get_att_string("Value")
end

return M
