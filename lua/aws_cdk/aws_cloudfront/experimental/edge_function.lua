--- Functions for Lambda@Edge, which must be in us-east-1 wherever the stack is.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local distributions = require "aws_cdk.aws_cloudfront.private.distributions"
local l2 = require "aws_cdk.l2"
local lambda = require "aws_cdk.aws_lambda"

local fail, is_unresolved = engine.fail, engine.is_unresolved

local EDGE_REGION = "us-east-1"
local PARAMETERS = "cdk/EdgeFunctionArn"
local READER_TYPE = "Custom::CrossRegionStringParameterReader"

local EdgeFunction = engine.class("aws_cdk.aws_cloudfront.experimental.EdgeFunction", cdk.Resource)

-- The stack in us-east-1 with the functions of this one.
local function edge_stack(self, given_id)
  local stage, own = engine.stage_of(self), self.stack
  if not stage then fail(self, "a stack with an EdgeFunction must be in an App or Stage") end
  local id = given_id or "edge-lambda-stack-" .. own.node.addr
  local stack = stage.node:try_find_child(id) or cdk.Stack(stage, id, {
    env = { region = EDGE_REGION, account = own.account }, tags = own.tags:tag_values(),
  })
  own:add_stack_dependency(stack)
  return stack
end

-- The ARN of the version, which a custom resource reads in the other region.
local function read_arn(self, parameter_name, version)
  local stack = self.stack
  local provider = cdk.CustomResourceProvider.bundled(self, READER_TYPE, {
    name = "aws-cloudfront/edge-function",
    policy_statements = { engine.ordered(
      "Effect", "Allow",
      "Resource", stack:format_arn {
        service = "ssm", region = EDGE_REGION, resource = "parameter", resource_name = PARAMETERS .. "/*",
      },
      "Action", { "ssm:GetParameter" }) },
  })
  local reader = cdk.CustomResource(self, "ArnReader", {
    resource_type = READER_TYPE,
    service_token = provider.service_token,
    properties = engine.ordered(
      "Region", EDGE_REGION,
      "ParameterName", parameter_name,
      -- Another version has another logical id, and is read anew.
      "RefreshToken", engine.lazy(function()
        return engine.resolve(stack, version.node.default_child.logical_id)
      end, { kind = "string" })),
  })
  return reader:get_att_string "FunctionArn"
end

local function cross_region(self, id, props, stack_id)
  local region = self.env.region
  if is_unresolved(region) then
    fail(self, "a stack with an EdgeFunction needs a region; -> give env = { region = … }")
  end
  local fn = lambda.Function(edge_stack(self, stack_id), id, props)
  distributions.trust_edge(fn.role)
  local version = fn.current_version
  local parameter_name = ("/%s/%s/%s"):format(PARAMETERS, region, (self.node.path:gsub("[^/%w_.-]", "_")))
  require("aws_cdk.aws_ssm").StringParameter(fn, "Parameter", {
    parameter_name = parameter_name, string_value = version.edge_arn,
  })
  return fn, read_arn(self, parameter_name, version)
end

local function in_region(self, props)
  local fn = lambda.Function(self, "Fn", props)
  distributions.trust_edge(fn.role)
  return fn, fn.current_version.edge_arn
end

--- Arguments: scope, id, EdgeFunctionProps: code, handler, runtime (required). The function is in a stack of its own
--- unless this one is in us-east-1.
function EdgeFunction:init(scope, id, props)
  cdk.Resource.init(self, scope, id)
  local of_function = l2.with({}, props)
  of_function.stack_id = nil
  local region = self.env.region
  local fn, arn
  if not is_unresolved(region) and region == EDGE_REGION then
    fn, arn = in_region(self, of_function)
  else
    fn, arn = cross_region(self, id, of_function, props.stack_id)
  end
  self._lambda, self.edge_arn, self.function_arn = fn, arn, arn
  self.version = cdk.Fn.select(7, cdk.Fn.split(":", arn))
  self.is_bound_to_vpc = false
  self.node.default_child = fn
end

EdgeFunction.get.lambda = function(self) return self._lambda end
EdgeFunction.get.grant_principal = function(self) return self._lambda.role end

l2.delegated(EdgeFunction, "_lambda",
  { "architecture", "function_name", "permissions_node", "resource_arns_for_grant_invoke" })

--- The function itself: it stands for its version.
EdgeFunction.get.current_version = function(self) return self end

EdgeFunction.get.connections = function(self)
  fail(self, "functions of Lambda@Edge have no connections: they are in no VPC")
end

EdgeFunction.get.latest_version = function(self)
  fail(self, "Lambda@Edge runs published versions, not $LATEST; -> use the EdgeFunction itself")
end

--- An alias of the function's current version.
function EdgeFunction:add_alias(alias_name, options)
  return lambda.Alias(self._lambda, "Alias" .. alias_name,
    l2.with({ alias_name = alias_name, version = self._lambda.current_version }, options))
end

for _, method in ipairs {
  "add_event_source", "add_event_source_mapping", "add_function_url", "add_permission", "add_to_role_policy",
  "configure_async_invoke", "grant_invoke", "grant_invoke_composite_principal", "grant_invoke_latest_version",
  "grant_invoke_url", "grant_invoke_version",
} do
  EdgeFunction[method] = function(self, ...) return self._lambda[method](self._lambda, ...) end
end

local function of_edge(props) return l2.with(l2.with({}, props), { region = EDGE_REGION }) end

--- A metric of the function, in us-east-1.
function EdgeFunction:metric(metric_name, props) return self._lambda:metric(metric_name, of_edge(props)) end

for _, method in ipairs { "metric_duration", "metric_errors", "metric_invocations", "metric_throttles" } do
  EdgeFunction[method] = function(self, props) return self._lambda[method](self._lambda, of_edge(props)) end
end

return { EdgeFunction = EdgeFunction }
