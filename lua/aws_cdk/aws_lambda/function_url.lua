--- URLs of functions and aliases.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local iam = require "aws_cdk.aws_iam"
local l2 = require "aws_cdk.l2"
local lambda = require "aws_cdk.aws_lambda"
local FunctionBase = require("aws_cdk.aws_lambda.function_base").FunctionBase

local FunctionUrl = engine.class("aws_cdk.aws_lambda.FunctionUrl", cdk.Resource)

local function render_cors(self, cors)
  return {
    allow_credentials = cors.allow_credentials,
    allow_headers = cors.allowed_headers,
    allow_methods = cors.allowed_methods or { "*" },
    allow_origins = cors.allowed_origins,
    expose_headers = cors.exposed_headers,
    max_age = l2.at_most(self, "aws_lambda.CfnUrl.CorsProperty.max_age", cors.max_age, "max_age of cors", "seconds"),
  }
end

function FunctionUrl:init(scope, id, props)
  cdk.Resource.init(self, scope, id)
  local fn = props["function"]
  local is_alias = engine.has(fn, "alias_name")
  if not is_alias and engine.has(fn, "version") then
    engine.fail(self, "a version cannot have a URL; -> give the URL to the function or to an alias")
  elseif FunctionBase._is_tenant_isolated(fn) then
    engine.fail(self, "a function with tenant isolation cannot have a URL")
  end
  self._function = fn
  self.auth_type = props.auth_type or "AWS_IAM"
  local target = is_alias and fn.version.lambda or fn
  local resource = lambda.CfnUrl(self, "Resource", {
    auth_type = self.auth_type,
    cors = props.cors and render_cors(self, props.cors),
    invoke_mode = props.invoke_mode,
    target_function_arn = target.function_arn,
    qualifier = is_alias and fn.alias_name or nil,
  })
  -- The URL names the alias by a literal qualifier, so nothing else orders the two.
  local alias_resource = is_alias and fn.node.default_child
  if alias_resource then resource.node:add_dependency(alias_resource) end
  self.url = resource.attr_function_url
  self.function_arn = resource.attr_function_arn
  if self.auth_type == "NONE" then
    fn:add_permission("invoke-function-url", {
      principal = iam.AnyPrincipal(),
      action = "lambda:InvokeFunctionUrl",
      function_url_auth_type = self.auth_type,
    })
    fn:add_permission("invoke-function", {
      principal = iam.AnyPrincipal(),
      action = "lambda:InvokeFunction",
      invoked_via_function_url = true,
    })
  end
end

--- Lets a principal call the URL.
function FunctionUrl:grant_invoke_url(grantee) return self._function:grant_invoke_url(grantee) end

return { FunctionUrl = FunctionUrl }
