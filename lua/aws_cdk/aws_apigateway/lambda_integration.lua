--- Requests to a function.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local iam = require "aws_cdk.aws_iam"
local lambda = require "aws_cdk.aws_lambda"
local AwsIntegration = require("aws_cdk.aws_apigateway").AwsIntegration

local LambdaIntegration = engine.class("aws_cdk.aws_apigateway.LambdaIntegration", AwsIntegration)

--- Arguments: handler, LambdaIntegrationOptions.
function LambdaIntegration:init(handler, options)
  options = options or {}
  local streams = options.response_transfer_mode == "STREAM"
  local version, call = "2015-03-31", "/invocations"
  if streams then version, call = "2021-11-15", "/response-streaming-invocations" end
  AwsIntegration.init(self, {
    proxy = options.proxy ~= false, service = "lambda", options = options,
    path = version .. "/functions/" .. handler.function_arn .. call,
  })
  self._handler = handler
  self._test = options.allow_test_invoke ~= false
  self._by_method = options.scope_permission_to_method ~= false
end

local principal

-- The ids of APIs' permissions, as every method needs them.
local unique_ids = setmetatable({}, { __mode = "k" })

local function unique_id(construct)
  local id = unique_ids[construct]
  if not id then
    id = cdk.Names.node_unique_id(construct.node)
    unique_ids[construct] = id
  end
  return id
end

local function permit_method(self, method)
  local handler = self._handler
  local id = unique_id(method.api) .. "." .. method.http_method .. "." .. method.resource.path:gsub("/", ".")
  handler:add_permission("ApiPermission." .. id, {
    principal = principal, scope = method,
    source_arn = engine.lazy(function() return method.method_arn end, { kind = "string" }),
  })
  if self._test then
    handler:add_permission("ApiPermission.Test." .. id, {
      principal = principal, scope = method, source_arn = method.test_method_arn,
    })
  end
end

local function permit_api(self, method)
  local handler, api = self._handler, method.api
  local id = "ApiPermission.ApiScoped." .. unique_id(handler) .. "." .. unique_id(api)
  if not engine.is_a(api.node:try_find_child(id), lambda.CfnPermission) then
    handler:add_permission(id, {
      principal = principal, scope = api,
      source_arn = engine.lazy(function() return api:arn_for_execute_api() end, { kind = "string" }),
    })
  end
  if not self._test then
    cdk.Annotations.of(method):add_warning_v2("@aws-cdk/aws-apigateway:allowTestInvoke",
      "allow_test_invoke = false is ignored: with scope_permission_to_method = false test requests are allowed, too")
  end
end

--- The configuration for the method, which may then call the function.
function LambdaIntegration:bind(method)
  local bound, handler = AwsIntegration.bind(self, method), self._handler
  principal = principal or iam.ServicePrincipal "apigateway.amazonaws.com"
  if self._by_method then permit_method(self, method) else permit_api(self, method) end
  local of = engine.is_a(handler, lambda.Function) and handler.node.default_child or handler
  local name = of.function_name
  if name and not engine.is_unresolved(name) then
    bound.deployment_token = engine.json(engine.ordered("functionName", name))
  end
  return bound
end

return { LambdaIntegration = LambdaIntegration }
