--- Feature flags of Lambda: context keys and whether they are on.
local engine = require "luacdk.engine"

local NULL = engine.NULL

local flags = {
  CREATE_NEW_POLICIES = "@aws-cdk/aws-lambda:createNewPoliciesWithAddToRolePolicy",
  RECOGNIZE_LAYER_VERSION = "@aws-cdk/aws-lambda:recognizeLayerVersion",
  RECOGNIZE_VERSION_PROPS = "@aws-cdk/aws-lambda:recognizeVersionProps",
  USE_CDK_MANAGED_LOG_GROUP = "@aws-cdk/aws-lambda:useCdkManagedLogGroup",
}

--- Whether a flag is on for a construct.
-- Asks the tree directly: with thousands of functions an object for each question costs more than the answer.
-- @param default what holds when the context does not say (false if left out)
function flags.enabled(construct, flag, default)
  local value = construct._node:try_get_context(flag)
  if value == nil then return default or false end
  return value ~= false and value ~= 0 and value ~= "" and value ~= NULL
end

return flags
