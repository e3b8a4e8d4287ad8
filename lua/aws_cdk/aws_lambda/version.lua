--- Published versions of functions.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local l2 = require "aws_cdk.l2"
local lambda = require "aws_cdk.aws_lambda"
local function_base = require "aws_cdk.aws_lambda.function_base"

local FunctionBase, QualifiedFunctionBase = function_base.FunctionBase, function_base.QualifiedFunctionBase
local fail = engine.fail
local is_unresolved = engine.is_unresolved

local Version = engine.class("aws_cdk.aws_lambda.Version", QualifiedFunctionBase)

Version._can_create_permissions = true

local function provisioned_concurrency(self, count)
  if not count or count == 0 then return nil end
  if not is_unresolved(count) and count < 1 then
    fail(self, "provisioned_concurrent_executions must be at least 1; it is %s", engine.display(count))
  end
  return { provisioned_concurrent_executions = count }
end

local function literal(value) return value ~= nil and not is_unresolved(value) end

local function scaling_config(self, min, max)
  if min == nil and max == nil then return nil end
  for name, value in pairs { min_execution_environments = min, max_execution_environments = max } do
    if literal(value) and value < 0 then
      fail(self, "%s must be at least 0; it is %s", name, engine.display(value))
    end
  end
  if literal(min) and literal(max) and min > max then
    fail(self, "min_execution_environments must be at most max_execution_environments; they are %s and %s",
      engine.display(min), engine.display(max))
  end
  return { min_execution_environments = min, max_execution_environments = max }
end

function Version:init(scope, id, props)
  QualifiedFunctionBase.init(self, scope, id)
  local fn = props.lambda
  self.lambda = fn
  self.architecture = fn.architecture
  local provisioned = props.provisioned_concurrent_executions
  if provisioned and provisioned ~= 0 and fn.tenancy_config then
    fail(self, "a function with tenant isolation cannot have provisioned concurrency")
  end
  local version = lambda.CfnVersion(self, "Resource", {
    code_sha256 = props.code_sha256,
    description = props.description,
    function_name = fn.function_name,
    provisioned_concurrency_config = provisioned_concurrency(self, provisioned),
    function_scaling_config = scaling_config(self, props.min_execution_environments, props.max_execution_environments),
  })
  -- Its logical id changes with every update, which a comparison of stacks must not take for a move.
  version:add_metadata("aws:cdk:do-not-refactor", true)
  if props.removal_policy then
    version:apply_removal_policy(props.removal_policy, { default = cdk.RemovalPolicy.DESTROY })
  end
  self.version = version.attr_version
  self._qualifier = self.version
  self.function_arn = version.ref
  self:_configure_async_invoke_by(props)
end

Version.get.function_name = function(self)
  return self.lambda.function_name .. ":" .. self.version
end

l2.delegated(Version, "lambda", { "grant_principal", "role" })

--- The ARN for Lambda@Edge; using it checks that the function has no environment variables.
Version.get.edge_arn = function(self)
  local fn = self.lambda
  local own = engine.is_a(fn, lambda.Function)
  if own then fn:_prepare_edge() end
  return engine.lazy(function()
    if own then fn:_check_edge_compatibility() end
    return self.function_arn
  end, { cached = true })
end

function Version:metric(metric_name, props)
  return self:_qualified_metric(self.lambda.function_arn .. ":" .. self.version, metric_name, props)
end

--- An alias of this version, its child; replaced with every update, as the version is.
function Version:add_alias(alias_name, options)
  engine.deprecated("aws_cdk.aws_lambda.Version#add_alias", "call `add_alias` on the function or make a lambda.Alias")
  return FunctionBase._make_alias(self, self, alias_name, options)
end

-- ---- imports --------------------------------------------------------------------------------------------------------

local ImportedVersion = engine.class("aws_cdk.aws_lambda.ImportedVersion", QualifiedFunctionBase,
  "aws_cdk.aws_lambda.IVersion")

function ImportedVersion:init(scope, id, fn, version, arn)
  QualifiedFunctionBase.init(self, scope, id)
  self.lambda = fn
  self.version = version
  self._qualifier = version
  self.function_name = fn.function_name .. ":" .. version
  self.function_arn = arn
  self.grant_principal = fn.grant_principal
  self.role = fn.role
  self.architecture = fn.architecture
  self._can_create_permissions = self:_is_stack_account()
end

ImportedVersion.get.edge_arn = function(self)
  if self.version == "$LATEST" then
    fail(self, "$LATEST cannot be used for Lambda@Edge; -> use a published version")
  end
  return self.function_arn
end

ImportedVersion.add_alias = Version.add_alias

-- The ARN of the function in the ARN of a version.
local function unqualified(arn)
  if not is_unresolved(arn) then
    local parts = {}
    for part in (arn .. ":"):gmatch "([^:]*):" do
      if #parts == 7 then break end
      parts[#parts + 1] = part
    end
    return table.concat(parts, ":")
  end
  local parts = {}
  for i = 0, 6 do
    parts[i + 1] = cdk.Fn.select(i, cdk.Fn.split(":", arn))
  end
  return cdk.Fn.join(":", parts)
end

--- A version defined elsewhere, by its ARN.
function Version.from_version_arn(scope, id, version_arn)
  local fn = lambda.Function.from_function_arn(scope, id .. "Function", unqualified(version_arn))
  local version = cdk.Fn.select(7, cdk.Fn.split(":", version_arn))
  if version == nil then
    fail(scope, "the ARN of a version ends in its number (…:function:NAME:VERSION), got %s",
      engine.display(version_arn))
  end
  return ImportedVersion(scope, id, fn, version, version_arn)
end

--- A version defined elsewhere, by its function and number.
function Version.from_version_attributes(scope, id, attrs)
  local fn = attrs.lambda
  return ImportedVersion(scope, id, fn, attrs.version, fn.function_arn .. ":" .. attrs.version)
end

return { Version = Version, provisioned_concurrency = provisioned_concurrency }
