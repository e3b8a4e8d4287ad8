--- Makes new versions of functions when a flag that changes their hash is switched.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local lambda = require "aws_cdk.aws_lambda"
local function_hash = require "aws_cdk.aws_lambda.function_hash"

local FunctionVersionUpgrade = engine.class("aws_cdk.aws_lambda.FunctionVersionUpgrade")

function FunctionVersionUpgrade:init(feature_flag, enabled)
  self._feature_flag = feature_flag
  self._enabled = enabled == nil or enabled
end

--- Appends the version hash to the description of functions for which the flag is as expected.
function FunctionVersionUpgrade:visit(node)
  if not engine.is_a(node, lambda.Function) then return end
  if cdk.FeatureFlags.of(node):is_enabled(self._feature_flag) ~= self._enabled then return end
  local resource = node.node.default_child
  local description = resource.description and resource.description .. " " or ""
  resource:add_property_override("Description", description .. "version-hash:" .. function_hash.calculate(node))
end

return { FunctionVersionUpgrade = FunctionVersionUpgrade }
