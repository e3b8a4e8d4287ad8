--- When a function's runtime is updated.
local engine = require "luacdk.engine"

local RuntimeManagementMode = engine.class("aws_cdk.aws_lambda.RuntimeManagementMode")

function RuntimeManagementMode:init(mode, arn)
  self.mode = mode
  self.arn = arn
  self.runtime_management_config = { update_runtime_on = mode, runtime_version_arn = arn }
end

return { RuntimeManagementMode = RuntimeManagementMode }
