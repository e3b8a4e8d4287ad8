--- ARNs of public layers: of a known region at once, otherwise looked up at deployment.
local engine = require "luacdk.engine"
local region_info = require "aws_cdk.region_info"

local M = {}

--- Whether any region has a layer.
-- @param fact the fact's name, e.g. "params-and-secrets-layer:1_0_103_arm64"
function M.exists(fact)
  local Fact = region_info.Fact
  for _, region in ipairs(Fact.regions) do
    if Fact.find(region, fact) then return true end
  end
  return false
end

--- The ARN of a layer where `scope` is deployed.
-- @param what the layer in words, for the error of a region that does not have it
function M.find(scope, fact, what)
  local stack = engine.stack_of(scope)
  local region = stack.region
  if engine.is_unresolved(region) then return stack:regional_fact(fact) end
  local arn = region_info.Fact.find(region, fact)
  if not arn then engine.fail(scope, "%s is not available in region %s", what, region) end
  return arn
end

return M
