--- What APIs of every kind have in common: stages, keys, domains, metrics, policies.
local engine = require "luacdk.engine"
local apigateway = require "aws_cdk.aws_apigateway"
local cdk = require "aws_cdk"
local iam = require "aws_cdk.aws_iam"
local cx_api = require "aws_cdk.cx_api"
local l2 = require "aws_cdk.l2"

local fail, display = engine.fail, engine.display

local NO_CLOUDWATCH_ROLE = cx_api.APIGATEWAY_DISABLE_CLOUDWATCH_ROLE
local DESCRIPTION = "Automatically created by the RestApi construct"
local PRIVATE, IPV4 = "PRIVATE", "ipv4"

local RestApiBase = engine.class("aws_cdk.aws_apigateway.RestApiBase", cdk.Resource)

--- Arguments: scope, id, RestApiBaseProps.
function RestApiBase:init(scope, id, props)
  local name = props and props.rest_api_name or id
  cdk.Resource.init(self, scope, id, { physical_name = name })
  self.rest_api_name = name
end

RestApiBase.get.latest_deployment = function(self) return self._latest_deployment end
RestApiBase.get.domain_name = function(self) return self._domain_name end

--- The address of the API in its deployment stage.
RestApiBase.get.url = function(self) return self:url_for_path() end

local function stage_of(self)
  local stage = self.deployment_stage
  if not stage then fail(self, "the API has no stage: -> give deploy = true, or set deployment_stage") end
  return stage
end

--- The address of a path ("/") in the deployment stage.
function RestApiBase:url_for_path(path) return stage_of(self):url_for_path(path) end

--- The ARN with which policies name requests: method, path and stage, each any unless given.
function RestApiBase:arn_for_execute_api(method, path, stage)
  method, path, stage = method or "*", path or "/*", stage or "*"
  if type(path) == "string" and not engine.is_unresolved(path) and path:sub(1, 1) ~= "/" then
    fail(self, "path must begin with /, got %s", display(path))
  end
  if type(method) == "string" and method:upper() == "ANY" then method = "*" end
  return engine.stack_of(self):format_arn {
    service = "execute-api", resource = self.rest_api_id, resource_name = stage .. "/" .. method .. path,
    arn_format = cdk.ArnFormat.SLASH_RESOURCE_NAME,
  }
end

--- Gives the API a domain name of its own.
function RestApiBase:add_domain_name(id, options)
  local domain_name = apigateway.DomainName(self, id, l2.with({ mapping = self }, options))
  self._domain_name = self._domain_name or domain_name
  return domain_name
end

--- Adds a usage plan.
function RestApiBase:add_usage_plan(id, props) return apigateway.UsagePlan(self, id, props) end

--- Changes what API Gateway itself answers in a case.
function RestApiBase:add_gateway_response(id, options)
  return apigateway.GatewayResponse(self, id, l2.with({ rest_api = self }, options))
end

--- Adds a key for the deployment stage.
function RestApiBase:add_api_key(id, options)
  return apigateway.ApiKey(self, id, l2.with({ stages = { stage_of(self) } }, options))
end

--- Lets only requests from these VPC endpoints, and those of earlier calls, through.
function RestApiBase:grant_invoke_from_vpc_endpoints_only(vpc_endpoints)
  local allowed = self._allowed_vpc_endpoints or {}
  self._allowed_vpc_endpoints = allowed
  for _, endpoint in ipairs(vpc_endpoints) do
    if not allowed[endpoint] then
      allowed[endpoint] = true
      allowed[#allowed + 1] = endpoint
    end
  end
  local ids = engine.lazy(function()
    return l2.pluck(allowed, "vpc_endpoint_ref.vpc_endpoint_id")
  end, { kind = "list" })
  local function add(effect, conditions)
    self:add_to_resource_policy(iam.PolicyStatement {
      principals = { iam.AnyPrincipal() }, actions = { "execute-api:Invoke" }, resources = { "execute-api:/*" },
      effect = effect, conditions = conditions,
    })
  end
  add("Deny", { StringNotEquals = { ["aws:SourceVpce"] = ids } })
  add("Allow")
end

-- ---- what is attached -----------------------------------------------------------------------------------------------

-- Methods and deployments matter to RestApi only.
function RestApiBase._attach_method() end
function RestApiBase._attach_deployment() end

function RestApiBase:_attach_stage(stage)
  local account = self._cloud_watch_account
  if account then stage.node:add_dependency(account) end
end

-- ---- parts of the construction --------------------------------------------------------------------------------------

--- The policy as it is when the template is written.
function RestApiBase:_policy_token()
  return engine.lazy(function() return self._resource_policy end, { kind = "any" })
end

--- Adds a statement to the policy of an API made here.
function RestApiBase:_add_to_own_policy(statement)
  local policy = self._resource_policy or iam.PolicyDocument()
  self._resource_policy = policy
  policy:add_statements(statement)
  return { statement_added = true, policy_dependable = self }
end

--- The role with which API Gateway writes logs, one for the account and region.
function RestApiBase:_configure_cloud_watch_role(resource, props)
  local wanted, removal_policy = props.cloud_watch_role, props.cloud_watch_role_removal_policy
  if wanted == nil then wanted = not cdk.FeatureFlags.of(self):is_enabled(NO_CLOUDWATCH_ROLE) end
  if not wanted then
    if removal_policy then
      fail(self, "cloud_watch_role_removal_policy needs cloud_watch_role = true")
    end
    return
  end
  removal_policy = removal_policy or cdk.RemovalPolicy.RETAIN
  local role = iam.Role(self, "CloudWatchRole", {
    assumed_by = iam.ServicePrincipal "apigateway.amazonaws.com",
    managed_policies = {
      iam.ManagedPolicy.from_aws_managed_policy_name "service-role/AmazonAPIGatewayPushToCloudWatchLogs",
    },
  })
  role:apply_removal_policy(removal_policy)
  local account = apigateway.CfnAccount(self, "Account", { cloud_watch_role_arn = role.role_arn })
  self._cloud_watch_account = account
  account:apply_removal_policy(removal_policy)
  account.node:add_dependency(resource)
end

--- The deployment, its stage and the output of its address.
function RestApiBase:_configure_deployment(props)
  local options = props.deploy_options
  if props.deploy == false then
    if options then fail(self, "deploy_options need deploy = true") end
    return
  end
  local deployment = apigateway.Deployment(self, "Deployment", {
    description = options and options.description or props.description or DESCRIPTION,
    api = self, retain_deployments = props.retain_deployments,
  })
  self._latest_deployment = deployment
  local stage_name = options and options.stage_name
  if not stage_name or stage_name == "" then stage_name = apigateway.Stage._DEFAULT_NAME end
  self.deployment_stage =
    apigateway.Stage(self, "DeploymentStage." .. stage_name, l2.with({ deployment = deployment }, options))
  cdk.CfnOutput(self, "Endpoint", { export_name = props.endpoint_export_name, value = self:url_for_path() })
end

--- The property endpoint_configuration of the L1 API.
function RestApiBase:_endpoints(props)
  local types, configuration = props.endpoint_types, props.endpoint_configuration
  if types and configuration then fail(self, "endpoint_types and endpoint_configuration are mutually exclusive") end
  if types then return { types = types } end
  if not configuration then return nil end
  if configuration.ip_address_type == IPV4 and l2.includes(configuration.types, PRIVATE) then
    fail(self, "private APIs have the ip_address_type DUAL_STACK, got IPV4")
  end
  return {
    ip_address_type = configuration.ip_address_type,
    types = configuration.types,
    vpc_endpoint_ids = l2.pluck(configuration.vpc_endpoints, "vpc_endpoint_id"),
  }
end

--- What all kinds of APIs do once their L1 resource is there.
function RestApiBase:_finish(props)
  self:_configure_deployment(props)
  if props.domain_name then self:add_domain_name("CustomDomain", props.domain_name) end
end

return { RestApiBase = RestApiBase }
