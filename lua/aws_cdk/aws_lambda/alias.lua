--- Names for versions, which can move from one to the next.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local iam = require "aws_cdk.aws_iam"
local l2 = require "aws_cdk.l2"
local lambda = require "aws_cdk.aws_lambda"
local function_base = require "aws_cdk.aws_lambda.function_base"

local FunctionBase, QualifiedFunctionBase = function_base.FunctionBase, function_base.QualifiedFunctionBase
local fail = engine.fail

local Alias = engine.class("aws_cdk.aws_lambda.Alias", QualifiedFunctionBase)

Alias._can_create_permissions = true

local function routing_config(self, versions)
  if not versions or #versions == 0 then return nil end
  local total, weights = 0, {}
  for i, entry in ipairs(versions) do
    local weight = entry.weight
    if not engine.is_unresolved(weight) then
      if weight < 0 or weight > 1 then
        fail(self, "the weight of an additional version must be between 0 and 1; it is %s", engine.display(weight))
      end
      total = total + weight
    end
    weights[i] = { function_version = entry.version.version, function_weight = weight }
  end
  if total > 1 then
    fail(self, "the weights of the additional versions must add up to at most 1; they add "
      .. "up to %s", engine.display(total))
  end
  return { additional_version_weights = weights }
end

function Alias:init(scope, id, props)
  QualifiedFunctionBase.init(self, scope, id, { physical_name = props.alias_name })
  local version = props.version
  local fn = version.lambda
  self.lambda = fn
  self.alias_name = self.physical_name
  self.version = version
  self.architecture = fn.architecture
  local provisioned = props.provisioned_concurrent_executions
  if provisioned and provisioned ~= 0 and FunctionBase._is_tenant_isolated(fn) then
    fail(self, "a function with tenant isolation cannot have provisioned concurrency")
  end
  local alias = lambda.CfnAlias(self, "Resource", {
    name = self.alias_name,
    description = props.description,
    function_name = fn.function_name,
    function_version = version.version,
    routing_config = routing_config(self, props.additional_versions),
    provisioned_concurrency_config = require("aws_cdk.aws_lambda.version").provisioned_concurrency(self, provisioned),
  })
  self._alias = alias
  self._scaling_role = iam.Role.from_role_arn(self, "ScalingRole", self.stack:format_arn {
    service = "iam",
    region = "",
    resource = "role/aws-service-role/lambda.application-autoscaling.amazonaws.com",
    resource_name = "AWSServiceRoleForApplicationAutoScaling_LambdaConcurrency",
  })
  self._qualifier = cdk.Fn.select(7, cdk.Fn.split(":", alias.ref))
  self:_configure_async_invoke_by(props)
end

l2.kept(Alias, "function_arn", function(self)
  return self:get_resource_arn_attribute(self._alias.ref, {
    service = "lambda",
    resource = "function",
    resource_name = self.lambda.function_name .. ":" .. self.physical_name,
    arn_format = cdk.ArnFormat.COLON_RESOURCE_NAME,
  })
end)

Alias.get.function_name = function(self)
  local parts = self.stack:split_arn(self.function_arn, cdk.ArnFormat.COLON_RESOURCE_NAME)
  return parts.resource_name .. ":" .. self.alias_name
end

Alias.get.alias_ref = function(self) return { alias_arn = self.function_arn } end

l2.delegated(Alias, "version", { "grant_principal", "role" })

function Alias:metric(metric_name, props)
  return self:_qualified_metric(self.lambda.function_name .. ":" .. self.alias_name, metric_name, props)
end

--- Scales the alias's provisioned concurrency; once for an alias.
-- @return an IScalableFunctionAttribute
function Alias:add_auto_scaling(options)
  if self._scalable_alias then
    fail(self, "auto scaling of this alias is already set up; it can be set up only once")
  end
  local ScalableFunctionAttribute = require "aws_cdk.aws_lambda.scalable_function_attribute"
  local scalable = ScalableFunctionAttribute(self, "AliasScaling", {
    min_capacity = options.min_capacity or 1,
    max_capacity = options.max_capacity,
    resource_id = "function:" .. self.function_name,
    dimension = "lambda:function:ProvisionedConcurrency",
    service_namespace = "lambda",
    role = self._scaling_role,
  })
  self._scalable_alias = scalable
  return scalable
end

-- ---- imports --------------------------------------------------------------------------------------------------------

local ImportedAlias = engine.class("aws_cdk.aws_lambda.ImportedAlias", QualifiedFunctionBase,
  "aws_cdk.aws_lambda.IAlias")

function ImportedAlias:init(scope, id, attrs)
  QualifiedFunctionBase.init(self, scope, id)
  local version, name = attrs.alias_version, attrs.alias_name
  local fn = version.lambda
  self.alias_name = name
  self.version = version
  self.lambda = fn
  self._qualifier = name
  self.function_arn = fn.function_arn .. ":" .. name
  self.function_name = fn.function_name .. ":" .. name
  self.grant_principal = version.grant_principal
  self.role = version.role
  self.architecture = fn.architecture
  self._can_create_permissions = self:_is_stack_account()
end

ImportedAlias.get.alias_ref = Alias.get.alias_ref

--- An alias defined elsewhere.
function Alias.from_alias_attributes(scope, id, attrs)
  return ImportedAlias(scope, id, attrs)
end

return { Alias = Alias }
