local engine = require "luacdk.engine"
local handler_marks = require "aws_cdk.private.handler_marks"
local cdk = require "aws_cdk"
local iam = require "aws_cdk.aws_iam"
local lambda = require "aws_cdk.aws_lambda"
local iam_action = require "aws_cdk.private.iam_action"
local BundledCode = require "aws_cdk.custom_resources.bundled_lambda_code"

local Construct = engine.Construct

local ID_REFERENCE = "PHYSICAL:RESOURCEID:"

--- Represents the resource's physical id in the parameters of updates and deletions.
local PhysicalResourceIdReference = engine.class("aws_cdk.custom_resources.PhysicalResourceIdReference")
function PhysicalResourceIdReference:init() end
function PhysicalResourceIdReference:resolve() return ID_REFERENCE end
function PhysicalResourceIdReference:to_json() return ID_REFERENCE end
function PhysicalResourceIdReference:to_string() return ID_REFERENCE end
PhysicalResourceIdReference.get.creation_stack = function() return {} end

--- How CloudFormation identifies the resource: by a string, or by a field of the call's response.
local PhysicalResourceId = engine.class("aws_cdk.custom_resources.PhysicalResourceId")
function PhysicalResourceId:init(response_path, id) self.response_path, self.id = response_path, id end
function PhysicalResourceId.from_response(response_path) return PhysicalResourceId(response_path, nil) end
function PhysicalResourceId.of(id) return PhysicalResourceId(nil, id) end

--- What the function that makes the calls may do.
local AwsCustomResourcePolicy = engine.class("aws_cdk.custom_resources.AwsCustomResourcePolicy")
AwsCustomResourcePolicy.ANY_RESOURCE = { "*" }

function AwsCustomResourcePolicy:init(statements, resources) self.statements, self.resources = statements, resources end
function AwsCustomResourcePolicy.from_statements(statements) return AwsCustomResourcePolicy(statements, nil) end

--- Allows the calls themselves, on the given resources.
function AwsCustomResourcePolicy.from_sdk_calls(options)
  return AwsCustomResourcePolicy({}, options.resources)
end

--- How much the function logs.
local Logging = engine.class("aws_cdk.custom_resources.Logging")
function Logging:init(props) self._log_api_response_data = props and props.log_api_response_data end
function Logging.all() return Logging() end
function Logging.with_data_hidden() return Logging { log_api_response_data = false } end

function Logging:_value(scope)
  if self._log_api_response_data == nil
    and cdk.FeatureFlags._is_enabled(scope, "@aws-cdk/custom-resources:logApiResponseDataPropertyTrueDefault") then
    return true
  end
  return self._log_api_response_data
end

--- A resource that consists of calls to the AWS API at creation, update and deletion.
local AwsCustomResource = engine.class("aws_cdk.custom_resources.AwsCustomResource", Construct)
AwsCustomResource.PROVIDER_FUNCTION_UUID = "679f53fa-c002-430c-b0da-5b7982bd2287"

local function mentions_reference(value)
  if engine.is_a(value, PhysicalResourceIdReference) or value == ID_REFERENCE then return true end
  if type(value) == "table" then
    for _, element in pairs(value) do
      if mentions_reference(element) then return true end
    end
  end
  return false
end

local function check_errors_not_ignored(self, what, ...)
  for i = 1, select("#", ...) do
    local call = select(i, ...)
    if call and call.ignore_error_codes_matching then
      engine.fail(self,
        "%s cannot be used with ignore_error_codes_matching: after an ignored error there is no response",
        what)
    end
  end
end

local function check(self, props)
  local create, update, delete = props.on_create, props.on_update, props.on_delete
  if not (create or update or delete) then
    engine.fail(self, "at least one of on_create, on_update and on_delete must be given")
  end
  if not props.role and not props.policy then engine.fail(self, "at least one of policy and role must be given") end
  if create and not create.physical_resource_id then
    engine.fail(self, "on_create needs a physical_resource_id")
  end
  if not create and update and not update.physical_resource_id then
    engine.fail(self, "on_update needs a physical_resource_id when on_create is left out")
  end
  for _, call in pairs { create = create, update = update, delete = delete } do
    if call.physical_resource_id and call.physical_resource_id.response_path then
      check_errors_not_ignored(self, "PhysicalResourceId.from_response", call)
    end
    if call.external_id and not call.assumed_role_arn then
      engine.fail(self, "an external_id goes with an assumed_role_arn")
    end
  end
  if create and mentions_reference(create.parameters) then
    engine.fail(self, "the parameters of on_create cannot contain a PhysicalResourceIdReference: there is no id yet")
  end
end

-- What the function reads, under the SDK's names, in the order of the call if it has one.
local function in_order_of(call, given)
  if not engine.is_ordered(call) then return given end
  local ordered = engine.ordered()
  for _, key in ipairs(engine.keys(call)) do
    local name = key:gsub("_(%l)", string.upper)
    ordered[name] = given[name]
  end
  for _, name in ipairs(engine.keys(given)) do ordered[name] = given[name] end
  return ordered
end

-- The call in the form that the function reads: JSON with the SDK's names.
local function format_call(self, call)
  if not call then return nil end
  local id = call.physical_resource_id
  return engine.stack_of(self):to_json_string(in_order_of(call, engine.ordered(
    "assumedRoleArn", call.assumed_role_arn,
    "externalId", call.external_id,
    "region", call.region,
    "service", call.service,
    "action", call.action,
    "parameters", call.parameters,
    "physicalResourceId", type(id) == "table" and engine.ordered("responsePath", id.response_path, "id", id.id) or id,
    "outputPaths", call.output_paths and engine.list(call.output_paths),
    "ignoreErrorCodesMatching", call.ignore_error_codes_matching,
    "apiVersion", call.api_version,
    "logApiResponseData", (call.logging or Logging.all()):_value(self))))
end

-- For each call: the action itself, or assuming the role that performs it.
local function statements_for(props)
  if #props.policy.statements > 0 then return { table.unpack(props.policy.statements) } end
  local statements = {}
  for _, name in ipairs { "on_create", "on_update", "on_delete" } do
    local call = props[name]
    if call then
      statements[#statements + 1] = iam.PolicyStatement(call.assumed_role_arn
        and { actions = { "sts:AssumeRole" }, resources = { call.assumed_role_arn } }
        or { actions = { iam_action(call.service, call.action) }, resources = props.policy.resources })
    end
  end
  return statements
end

function AwsCustomResource:init(scope, id, props)
  Construct.init(self, scope, id)
  check(self, props)
  self._props = props
  local provider = lambda.SingletonFunction(self, "Provider", {
    uuid = AwsCustomResource.PROVIDER_FUNCTION_UUID,
    lambda_purpose = "AWS",
    code = BundledCode "custom-resources/aws-custom-resource-handler",
    handler = "index.handler",
    runtime = lambda.Runtime.NODEJS_LATEST,
    memory_size = props.memory_size or props.install_latest_aws_sdk and 512 or nil,
    timeout = props.timeout or cdk.Duration.minutes(2),
    role = props.role,
    log_retention = props.log_retention,
    log_group = props.log_group,
    function_name = props.function_name,
    vpc = props.vpc,
    vpc_subnets = props.vpc_subnets,
  })
  handler_marks.mark(provider, props.log_group, props.log_retention)
  self.grant_principal = provider.grant_principal

  local install = props.install_latest_aws_sdk
  if install == nil then
    install = self.node:try_get_context "@aws-cdk/customresources:installLatestAwsSdkDefault"
    if install == nil then install = true end
    if install then
      cdk.Annotations.of(self):add_warning_v2("@aws-cdk/custom-resources:installLatestAwsSdkNotSpecified",
        "the function installs the newest AWS SDK whenever it starts; set install_latest_aws_sdk = false, or the"
          .. " context"
          .. " value @aws-cdk/customresources:installLatestAwsSdkDefault, unless it needs that")
    end
  end
  self._resource = cdk.CustomResource(self, "Resource", {
    resource_type = props.resource_type or "Custom::AWS",
    service_token = provider.function_arn,
    service_timeout = props.service_timeout,
    pascal_case_properties = true,
    removal_policy = props.removal_policy,
    properties = engine.ordered(
      "create", format_call(self, props.on_create or props.on_update),
      "update", format_call(self, props.on_update),
      "delete", format_call(self, props.on_delete),
      "installLatestAwsSdk", install),
  })
  if props.policy then
    local policy = iam.Policy(self, "CustomResourcePolicy", { statements = statements_for(props) })
    if provider.role then policy:attach_to_role(provider.role) end
    -- The permissions exist before the calls are made.
    self._resource.node:add_dependency(policy)
  end
end

--- A field of the response to the create (or update) call, e.g. `Parameter.Value`.
function AwsCustomResource:get_response_field(data_path)
  check_errors_not_ignored(self, "get_response_field", self._props.on_create, self._props.on_update)
  return self._resource:get_att_string(data_path)
end

function AwsCustomResource:get_response_field_reference(data_path)
  check_errors_not_ignored(self, "get_response_field_reference", self._props.on_create, self._props.on_update)
  return self._resource:get_att(data_path)
end

return {
  AwsCustomResource = AwsCustomResource,
  AwsCustomResourcePolicy = AwsCustomResourcePolicy,
  Logging = Logging,
  PhysicalResourceId = PhysicalResourceId,
  PhysicalResourceIdReference = PhysicalResourceIdReference,
}
