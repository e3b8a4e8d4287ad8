--- Versions of the CloudWatch Lambda Insights extension.
local engine = require "luacdk.engine"
local layer_arns = require "aws_cdk.aws_lambda.layer_arns"

local LambdaInsightsVersion = engine.class("aws_cdk.aws_lambda.LambdaInsightsVersion")

local function fact(version, architecture)
  return ("cloudwatch-lambda-insights-version:%s_%s"):format(version:gsub("%.", "_"), architecture)
end

--- A version by the ARN of its layer.
function LambdaInsightsVersion.from_insight_version_arn(arn)
  local version = LambdaInsightsVersion()
  version._arn = arn
  return version
end

--- The layer's ARN; for a version by number that of x86_64 where the value is used.
LambdaInsightsVersion.get.layer_version_arn = function(self)
  if not self._arn then
    local version = self._version
    self._arn = engine.lazy(function(ctx)
      return layer_arns.find(ctx.scope, fact(version, "x86_64"), "Lambda Insights " .. version)
    end)
  end
  return self._arn
end

function LambdaInsightsVersion:_bind(scope, fn)
  local version = self._version
  if not version then return { arn = self._arn } end
  local architecture = fn.architecture and fn.architecture.name or "x86_64"
  local name = fact(version, architecture)
  if not layer_arns.exists(name) then
    engine.fail(fn, "Lambda Insights %s does not exist for the architecture %s", version, architecture)
  end
  return { arn = layer_arns.find(scope, name, "Lambda Insights " .. version) }
end

for _, member in ipairs(engine.schema.type("aws_cdk.aws_lambda.LambdaInsightsVersion").members) do
  local number = member.name:match "^VERSION_(.+)$"
  if number then
    local version = LambdaInsightsVersion()
    version._version = number:gsub("_", ".")
    LambdaInsightsVersion[member.name] = version
  end
end

return { LambdaInsightsVersion = LambdaInsightsVersion }
