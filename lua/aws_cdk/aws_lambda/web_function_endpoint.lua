--- Addresses of web functions.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local iam = require "aws_cdk.aws_iam"
local l2 = require "aws_cdk.l2"
local lambda = require "aws_cdk.aws_lambda"
local util = require "aws_cdk.aws_lambda.web_function_util"

local fail = engine.fail
local display = engine.display
local is_unresolved = engine.is_unresolved

-- ---- where an endpoint is, and what it serves -----------------------------------------------------------------------

local WebFunctionEndpointLocation = engine.class("aws_cdk.aws_lambda.WebFunctionEndpointLocation")

function WebFunctionEndpointLocation:init(endpoint_type, replica_regions)
  self.endpoint_type = endpoint_type
  self.replica_regions = replica_regions
end

function WebFunctionEndpointLocation.home_region()
  return WebFunctionEndpointLocation(lambda.WebFunctionEndpointType.HOME_REGION)
end

function WebFunctionEndpointLocation.multi_region(replica_regions)
  return WebFunctionEndpointLocation(lambda.WebFunctionEndpointType.MULTI_REGION, replica_regions)
end

function WebFunctionEndpointLocation.per_region(replica_regions)
  return WebFunctionEndpointLocation(lambda.WebFunctionEndpointType.PER_REGION, replica_regions)
end

-- The replicas' regions, sorted, each once, without the stack's own.
function WebFunctionEndpointLocation:_region_list(scope)
  local regions = self.replica_regions
  if not regions or util.has_tokens(regions) then return regions end
  local home = engine.stack_of(scope).region
  local seen, list = {}, {}
  for _, region in ipairs(regions) do
    if not seen[region] and region ~= home then
      seen[region] = true
      list[#list + 1] = region
    end
  end
  table.sort(list)
  return list
end

-- ---- grants ---------------------------------------------------------------------------------------------------------

local WebFunctionEndpointGrants = engine.class("aws_cdk.aws_lambda.WebFunctionEndpointGrants")

function WebFunctionEndpointGrants.from_web_function_endpoint(endpoint)
  local grants = WebFunctionEndpointGrants()
  grants._endpoint = endpoint
  return grants
end

--- Lets a principal send requests to the endpoint.
function WebFunctionEndpointGrants:invoke(grantee)
  local endpoint = self._endpoint
  local options = {
    grantee = grantee,
    actions = { "lambda:InvokeWebFunctionEndpoint" },
    resource_arns = { endpoint.web_function_endpoint_ref.endpoint_arn },
  }
  if engine.has(endpoint, "add_to_resource_policy") then
    options.resource = endpoint
    if engine.has(endpoint, "_arn_for_resource_policy") then
      options.resource_self_arns = { endpoint:_arn_for_resource_policy() }
    end
    return iam.Grant.add_to_principal_or_resource(options)
  end
  return iam.Grant.add_to_principal(options)
end

-- ---- endpoints ------------------------------------------------------------------------------------------------------

local WebFunctionEndpointBase = engine.class("aws_cdk.aws_lambda.WebFunctionEndpointBase", cdk.Resource)

l2.kept(WebFunctionEndpointBase, "grants", WebFunctionEndpointGrants.from_web_function_endpoint)

-- The endpoint's ARN as the function's policy names it.
function WebFunctionEndpointBase:_arn_for_resource_policy() return self.endpoint_arn end

--- Adds a statement to the policy of the function behind the endpoint.
function WebFunctionEndpointBase:add_to_resource_policy(statement)
  local target = self._resource_policy_target
  if target then return target:add_to_resource_policy(statement) end
  cdk.Annotations.of(self):add_warning_v2("@aws-cdk/aws-lambda:webFunctionEndpointResourcePolicyNotModified",
    "the web function behind this endpoint is not defined in this app, so its policy cannot be changed here; "
      .. "add this statement where the function is defined: " .. engine.json(statement:to_statement_json()))
  return { statement_added = false }
end

local WebFunctionEndpoint = engine.class("aws_cdk.aws_lambda.WebFunctionEndpoint", WebFunctionEndpointBase)

local function check_whole(self, name, value, low)
  if value ~= nil and not is_unresolved(value) and (value < low or value % 1 ~= 0) then
    fail(self, "%s must be a whole number of at least %d; it is %s", name, low, display(value))
  end
end

local function check(self, props, endpoint_type, regions)
  local name = props.endpoint_name
  if name ~= nil and not is_unresolved(name) then util.check_name(name, "endpoint_name", self) end
  l2.at_most(self, "aws_lambda.CfnWebFunctionEndpointProps.description", props.endpoint_description,
    "endpoint_description")
  local home = lambda.WebFunctionEndpointType.HOME_REGION
  if util.with_egress_connector[props.web_function] and endpoint_type ~= home then
    fail(self, "a web function with egress_network_connector can have only %s endpoints, not %s", home, endpoint_type)
  end
  check_whole(self, "max_environments", props.max_environments, 2)
  check_whole(self, "rate_limit", props.rate_limit, 0)
  if regions and not is_unresolved(regions) and #regions == 0 then
    fail(self, "a %s endpoint needs at least one region other than the stack's own", endpoint_type)
  end
end

function WebFunctionEndpoint:init(scope, id, props)
  cdk.Resource.init(self, scope, id)
  local location = props.endpoint_location or WebFunctionEndpointLocation.home_region()
  local endpoint_type = location.endpoint_type
  local regions = location:_region_list(self)
  check(self, props, endpoint_type, regions)
  if props.auth_type == lambda.WebFunctionAuthType.APPLICATION_MANAGED then
    cdk.Annotations.of(self):add_warning_v2("@aws-cdk/aws-lambda:webFunctionPublicEndpoint",
      "with APPLICATION_MANAGED auth, Lambda accepts every request: the handler must check who sent it")
  end
  local fn = props.web_function
  local name = props.endpoint_name
  if name == nil then
    name = cdk.Names.unique_resource_name(self, { max_length = 55 }) .. "-"
      .. util.shape_hash(self, endpoint_type, regions)
  end
  self.resource = lambda.CfnWebFunctionEndpoint(self, "Default", {
    function_name = fn.web_function_ref.function_arn,
    endpoint_name = name,
    endpoint_type = endpoint_type,
    auth_type = props.auth_type,
    revision_weights = props.traffic.weights,
    regions = regions,
    description = props.endpoint_description,
    scaling_config = props.max_environments ~= nil and { max_environments = props.max_environments } or nil,
    throttle_config = props.rate_limit ~= nil and { rate_limit = props.rate_limit } or nil,
  })
  if engine.has(fn, "add_to_resource_policy") then
    self._resource_policy_target = fn
    if engine.stack_of(fn) ~= engine.stack_of(self) then
      self._cross_stack_name = name
      self._cross_stack_arn = fn.web_function_ref.function_arn
    end
  end
  self.endpoint_type = endpoint_type
  self.auth_type = props.auth_type
end

WebFunctionEndpoint.get.endpoint_arn = function(self) return self.resource.attr_endpoint_arn end

WebFunctionEndpoint.get.domain_name = function(self) return self.resource.attr_domain_name end

WebFunctionEndpoint.get.web_function_arn = function(self) return self.resource.attr_function_arn end

-- A function's policy in another stack cannot refer to the endpoint, so it spells the ARN out.
function WebFunctionEndpoint:_arn_for_resource_policy()
  if self._cross_stack_arn then
    return self._cross_stack_arn .. "/endpoint/" .. self._cross_stack_name
  end
  return self.endpoint_arn
end

function WebFunctionEndpoint:add_to_resource_policy(statement)
  if self._cross_stack_arn and is_unresolved(self._cross_stack_name) then
    fail(self, "the policy of a web function in another stack names this endpoint, so endpoint_name must be a "
      .. "literal string; or define the endpoint in the function's stack")
  end
  return WebFunctionEndpointBase.add_to_resource_policy(self, statement)
end

local ImportedEndpoint = engine.class("aws_cdk.aws_lambda.ImportedWebFunctionEndpoint", WebFunctionEndpointBase,
  "aws_cdk.aws_lambda.IWebFunctionEndpoint")

function ImportedEndpoint:init(scope, id, attrs)
  local arn = attrs.endpoint_arn
  cdk.Resource.init(self, scope, id, { environment_from_arn = arn })
  self.endpoint_arn = arn
  self.domain_name = attrs.domain_name
  self.endpoint_type = attrs.endpoint_type
  self.auth_type = attrs.auth_type
  if is_unresolved(arn) then
    self.web_function_arn = cdk.Fn.select(0, cdk.Fn.split("/endpoint/", arn))
  else
    self.web_function_arn = arn:match "^(.-)/endpoint/" or arn
  end
end

--- An endpoint defined elsewhere.
function WebFunctionEndpoint.from_web_function_endpoint_attributes(scope, id, attrs)
  return ImportedEndpoint(scope, id, attrs)
end

return {
  WebFunctionEndpoint = WebFunctionEndpoint,
  WebFunctionEndpointBase = WebFunctionEndpointBase,
  WebFunctionEndpointGrants = WebFunctionEndpointGrants,
  WebFunctionEndpointLocation = WebFunctionEndpointLocation,
}
