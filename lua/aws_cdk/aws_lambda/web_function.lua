--- Functions that serve web requests, their revisions and default endpoint.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local iam = require "aws_cdk.aws_iam"
local l2 = require "aws_cdk.l2"
local lambda = require "aws_cdk.aws_lambda"
local logs = require "aws_cdk.aws_logs"
local tag_list = require("aws_cdk.aws_lambda.capacity_provider").tag_list
local util = require "aws_cdk.aws_lambda.web_function_util"

local fail = engine.fail
local display = engine.display
local is_unresolved = engine.is_unresolved

local WebFunctionBase = engine.class("aws_cdk.aws_lambda.WebFunctionBase", cdk.Resource)

WebFunctionBase._can_create_resource_policy = false

WebFunctionBase.get.web_function_ref = function(self)
  return { function_arn = self.web_function_arn, function_name = self.web_function_name }
end

--- Adds a statement to the role the function runs as.
function WebFunctionBase:add_to_role_policy(statement)
  self.grant_principal:add_to_principal_policy(statement)
end

--- Adds a statement to the function's own policy.
function WebFunctionBase:add_to_resource_policy(statement)
  if not self._can_create_resource_policy then
    cdk.Annotations.of(self):add_warning_v2("@aws-cdk/aws-lambda:webFunctionResourcePolicyNotModified",
      "a web function has one policy, and defining it here would replace that of the imported function; add this "
      .. "statement where the function is defined: " .. engine.json(statement:to_statement_json()))
    return { statement_added = false }
  end
  local document = self._policy_document
  if not document then
    document = iam.PolicyDocument { assign_sids = true }
    self._policy_document = document
    self._policy = lambda.CfnResourcePolicy(self, "ResourcePolicy", {
      resource_arn = self.web_function_arn,
      policy_document = document,
    })
    self.node:add_validation {
      validate = function()
        return document:validate_for_resource_policy()
      end,
    }
  end
  document:add_statements(statement)
  return { statement_added = true, policy_dependable = self._policy }
end

local ROW = { arn = { "web_function_arn", "attr_function_arn", service = "lambda", resource = "web-function" } }

local WebFunction = l2.resource("aws_cdk.aws_lambda.WebFunction", WebFunctionBase, ROW)

WebFunction._can_create_resource_policy = true

local ENTRY_POINT = "AWS_LAMBDA_NODEJS_ENTRYPOINT"

local function check(self, props)
  local name, description = props.web_function_name, props.revision_description
  if name ~= nil and not is_unresolved(name) then
    util.check_name(name, "web_function_name", self)
  end
  l2.at_most(self, "aws_lambda.CfnWebFunctionRevisionProps.description", description, "revision_description")
  local timeout = props.timeout
  util.check_whole(self, "timeout", timeout and timeout:to_seconds { integral = false }, "timeout_seconds", "seconds")
  util.check_whole(self, "max_concurrency_per_environment", props.max_concurrency_per_environment)
end

local function environment(self, props)
  local variables
  for name, value in pairs(props.environment or {}) do
    variables = variables or {}
    variables[name] = value
  end
  if props.entry_point ~= nil then
    local runtime = props.runtime.name
    if not is_unresolved(runtime) and runtime:sub(1, 6) ~= "nodejs" then
      fail(self, "entry_point is for Node.js runtimes only; the runtime is %s", runtime)
    end
    variables = variables or {}
    if variables[ENTRY_POINT] ~= nil then
      fail(self, "entry_point and the environment variable %s mean the same; -> give one of them", ENTRY_POINT)
    end
    variables[ENTRY_POINT] = props.entry_point
  end
  return variables
end

local function top_level(stack)
  while stack.nested_stack_parent do
    stack = stack.nested_stack_parent
  end
  return stack
end

-- The purpose of a connector; nil if that is not known here.
local function compute_types(connector)
  local resource = connector.node.default_child
  if not resource or not engine.is_a(resource, lambda.CfnNetworkConnector) then return nil end
  local config = resource.configuration
  local egress = type(config) == "table" and config.vpc_egress_configuration
  local types = type(egress) == "table" and egress.associated_compute_resource_types
  if not types or util.has_tokens(types) then return nil end
  return types
end

local function connector_arn(self, connector)
  if not connector then return nil end
  local own, theirs = engine.stack_of(self), engine.stack_of(connector)
  if cdk.Resource.is_owned_resource(connector) and top_level(own) ~= top_level(theirs) then
    fail(self, "the network connector %s is of the stack %s. Its version changes with every update and cannot be "
      .. "exported to the stack %s: -> define it there, or import a fixed version by "
      .. "NetworkConnector.from_network_connector_version_arn", connector.node.path, theirs.node.path, own.node.path)
  end
  local types = compute_types(connector)
  if types then
    local wanted = lambda.NetworkConnectorComputeType.WEB_FUNCTION
    local found = false
    for _, kind in ipairs(types) do found = found or kind == wanted end
    if not found then
      fail(self, "the network connector %s is for %s; a web function needs one made for "
        .. "NetworkConnectorComputeType.WEB_FUNCTION", connector.node.path, table.concat(types, ", "))
    end
  end
  return connector.latest_version_arn
end

local function kms_key_arn(self, key)
  if engine.has(key, "alias_name") then
    fail(self, "kms_key must be a key, not the alias %s", key.node.path)
  end
  local arn = key.key_ref.key_arn
  if not is_unresolved(arn) and not arn:find(":key/", 1, true) then
    fail(self, "kms_key must have an ARN with ':key/' in it; it is %s", display(arn))
  end
  return arn
end

-- Conditions that limit Lambda to acting for web functions of the stack's account.
local function source_conditions(self)
  local stack = engine.stack_of(self)
  return engine.ordered("StringEquals", { ["aws:SourceAccount"] = stack.account }, "ArnLike", {
    ["aws:SourceArn"] = stack:format_arn {
      service = "lambda",
      resource = "web-function",
      resource_name = "*/revision/*",
      arn_format = cdk.ArnFormat.SLASH_RESOURCE_NAME,
    },
  })
end

local function grant_key(self, key)
  local kms = require "aws_cdk.aws_kms"
  local principal = iam.ServicePrincipal("lambda.amazonaws.com", { conditions = source_conditions(self) })
  kms.KeyGrants.from_key(key):actions(principal, "kms:Decrypt", "kms:GenerateDataKey", "kms:DescribeKey")
  if not cdk.Resource.is_owned_resource(key) then
    cdk.Annotations.of(self):add_warning_v2("@aws-cdk/aws-lambda:webFunctionImportedEnvVarKmsKey",
      "statements cannot be added to the policy of an imported key: allow lambda.amazonaws.com kms:Decrypt, "
        .. "kms:GenerateDataKey "
      .. "and kms:DescribeKey in the policy of the key given as kms_key")
  end
end

local function default_endpoint_name(self, location)
  location = location or lambda.WebFunctionEndpointLocation.home_region()
  local endpoint_type, regions = location.endpoint_type, location:_region_list(self)
  if endpoint_type == lambda.WebFunctionEndpointType.HOME_REGION and not regions then
    return "prod"
  end
  return "prod-" .. util.shape_hash(self, endpoint_type, regions)
end

local function create_endpoint(self, id, options, extra)
  local props = {
    web_function = self,
    traffic = lambda.WebFunctionTraffic.single(self.revision_id),
  }
  for _, source in ipairs { options or {}, extra or {} } do
    for name, value in pairs(source) do props[name] = value end
  end
  local endpoint = lambda.WebFunctionEndpoint(self, id, props)
  endpoint.resource:add_dependency(self.resource)
  endpoint.resource:add_dependency(self.resource_revision)
  return endpoint
end

function WebFunction:init(scope, id, props)
  local given = props.web_function_name
  cdk.Resource.init(self, scope, id, { physical_name = given or cdk.PhysicalName.GENERATE_IF_NEEDED })
  check(self, props)
  local name = given ~= nil and self.physical_name or self:generate_physical_name()
  if props.egress_network_connector then util.with_egress_connector[self] = true end
  local role = props.role
  if not role then
    role = iam.Role(self, "ServiceRole", {
      assumed_by = iam.ServicePrincipal "lambda.amazonaws.com",
      managed_policies = {
        iam.ManagedPolicy.from_aws_managed_policy_name "service-role/AWSLambdaBasicExecutionRole",
      },
    })
  end
  self.role = role
  self.grant_principal = role.grant_principal

  local location = props.code:bind(self, {
    web_function_arn = engine.stack_of(self):format_arn {
      service = "lambda",
      resource = "web-function",
      resource_name = name,
      arn_format = cdk.ArnFormat.SLASH_RESOURCE_NAME,
    },
  }).s3_location
  local variables = environment(self, props)

  local group = props.log_group or logs.LogGroup(self, "LogGroup")
  self.log_group = group
  self.resource = lambda.CfnWebFunction(self, "Function", {
    function_name = name,
    tags = props.tags and tag_list(props.tags),
  })
  self._resource = self.resource
  self.node.default_child = self.resource
  local revision = lambda.CfnWebFunctionRevision(self, "Revision", {
    function_name = self.resource.ref,
    description = props.revision_description,
    build_config = {
      code_config = {
        s3_object = {
          bucket = location.bucket_name,
          key = location.object_key,
          version_id = location.object_version,
        },
      },
      runtime_config = { runtime = props.runtime.name },
    },
    service_config = {
      execution_role_arn = role.role_ref.role_arn,
      environment_variables = variables,
      telemetry_config = {
        logging_config = {
          application_log_level = props.application_log_level,
          system_log_level = props.system_log_level,
          log_group = group.log_group_ref.log_group_name,
        },
      },
      timeout_seconds = props.timeout and props.timeout:to_seconds() or 30,
      max_concurrency_per_environment = props.max_concurrency_per_environment,
      egress_network_connector_arn = connector_arn(self, props.egress_network_connector),
    },
    kms_key_arn = props.kms_key and kms_key_arn(self, props.kms_key),
  })
  self.resource_revision = revision
  if props.kms_key then grant_key(self, props.kms_key) end
  revision:add_dependency(self.resource)
  self.web_function_name = name
  self.revision_arn = revision.attr_revision_arn
  self.revision_id = revision.attr_revision_id

  local default = props.default_endpoint or {}
  self.endpoint = create_endpoint(self, "Endpoint", default, {
    auth_type = props.default_endpoint_auth,
    endpoint_name = default.endpoint_name or default_endpoint_name(self, default.endpoint_location),
  })
  if engine.has(props.code, "bind_to_resource") then props.code:bind_to_resource(revision) end
end

-- The service's names are shorter than those of other resources.
function WebFunction:generate_physical_name()
  return cdk.Names.unique_resource_name(self, { max_length = 40 })
end

--- A further endpoint.
function WebFunction:add_endpoint(id, options)
  return create_endpoint(self, id, options)
end

l2.imports(WebFunction, WebFunctionBase, ROW, function(self, _, _, parts)
  self.web_function_name = parts.resource_name
  self.grant_principal = iam.UnknownPrincipal { resource = self }
end)

return { WebFunction = WebFunction, WebFunctionBase = WebFunctionBase, source_conditions = source_conditions }
