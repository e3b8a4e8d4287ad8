--- Feature flags of Lambda: context keys and whether they are on.
local engine = require "luacdk.engine"
local cx_api = require "aws_cdk.cx_api"

local NULL = engine.NULL

local flags = {
  CREATE_NEW_POLICIES = cx_api.LAMBDA_CREATE_NEW_POLICIES_WITH_ADDTOROLEPOLICY,
  RECOGNIZE_LAYER_VERSION = cx_api.LAMBDA_RECOGNIZE_LAYER_VERSION,
  RECOGNIZE_VERSION_PROPS = cx_api.LAMBDA_RECOGNIZE_VERSION_PROPS,
  USE_CDK_MANAGED_LOG_GROUP = cx_api.USE_CDK_MANAGED_LAMBDA_LOGGROUP,
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
