--- Functions that exist once in a stack, however often they are requested.
local engine = require "luacdk.engine"
local FunctionBase = require("aws_cdk.aws_lambda.function_base").FunctionBase
local lambda = require "aws_cdk.aws_lambda"

local SingletonFunction = engine.class("aws_cdk.aws_lambda.SingletonFunction", FunctionBase)

SingletonFunction._can_create_permissions = true

local function ensure_function(self, name, props)
  local stack = engine.stack_of(self)
  local existing = stack.node:try_find_child(name)
  if existing then return existing end
  local function_props = {}
  for key, value in pairs(props) do
    if key ~= "uuid" and key ~= "lambda_purpose" then function_props[key] = value end
  end
  return lambda.Function(stack, name, function_props)
end

function SingletonFunction:init(scope, id, props)
  FunctionBase.init(self, scope, id)
  self.construct_name = (props.lambda_purpose or "SingletonLambda") .. props.uuid:gsub("[^%w]", "")
  local fn = ensure_function(self, self.construct_name, props)
  self._function = fn
  self.architecture = fn.architecture
  self.function_arn = fn.function_arn
  self.function_name = fn.function_name
  self.role = fn.role
  self.runtime = fn.runtime
  self.grant_principal = fn.grant_principal
end

for _, name in ipairs { "is_bound_to_vpc", "connections", "log_group", "current_version" } do
  SingletonFunction.get[name] = function(self)
    return self._function[name]
  end
end

SingletonFunction.get.permissions_node = function(self) return self._function.node end

SingletonFunction.get.resource_arns_for_grant_invoke = function(self)
  local arn = self.function_arn
  return { arn, arn .. ":*" }
end

for _, name in ipairs { "add_environment", "add_layers", "add_permission", "_check_edge_compatibility" } do
  SingletonFunction[name] = function(self, ...)
    local fn = self._function
    return fn[name](fn, ...)
  end
end

--- Makes the function depend on others; `node:add_dependency` of this construct does not reach it.
function SingletonFunction:add_dependency(...) self._function.node:add_dependency(...) end

--- Adds metadata to the function.
function SingletonFunction:add_metadata(type_, data, options)
  self._function.node:add_metadata(type_, data, options)
end

--- Makes another construct depend on the function.
function SingletonFunction:depend_on(down) down.node:add_dependency(self._function) end

function SingletonFunction:_function_node() return self._function.node end

return { SingletonFunction = SingletonFunction }
