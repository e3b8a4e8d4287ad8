--- Methods of resources: who may call them, and what answers.
local engine = require "luacdk.engine"
local apigateway = require "aws_cdk.aws_apigateway"
local assembly = require "luacdk.assembly"
local cdk = require "aws_cdk"
local hashed = require "aws_cdk.aws_apigateway.private.hashed"
local http_methods = require "aws_cdk.aws_apigateway.private.http_methods"
local cx_api = require "aws_cdk.cx_api"
local l2 = require "aws_cdk.l2"

local fail = engine.fail

local NONE, COGNITO = "NONE", "COGNITO_USER_POOLS"
local UNIQUE_VALIDATORS = cx_api.APIGATEWAY_REQUEST_VALIDATOR_UNIQUE_ID

local Method = engine.class("aws_cdk.aws_apigateway.Method", cdk.Resource)

-- Hand-written responses name the fields in this order, which the library keeps.
local RESPONSE = { "selection_pattern", "status_code", "content_handling", "response_templates", "response_parameters" }

local function hashed_response(response)
  return hashed.shape(hashed.order(response, RESPONSE))(response)
end

local hashed_integration = hashed.shape({
  "type", "uri", "cache_key_parameters", "cache_namespace", "content_handling", "integration_http_method",
  "request_parameters", "request_templates", "passthrough_behavior", "integration_responses", "connection_type",
  "connection_id", "credentials", "timeout_in_millis", "response_transfer_mode",
}, {
  cache_key_parameters = hashed.list,
  integration_responses = function(responses)
    local all = {}
    for i, response in ipairs(responses) do all[i] = hashed_response(response) end
    return engine.list(all)
  end,
})

local hashed_method_response = hashed.shape { "status_code", "response_parameters", "response_models" }

local hashed_method = hashed.shape({
  "resource_id", "rest_api_id", "http_method", "operation_name", "api_key_required", "authorization_type",
  "authorizer_id", "request_parameters", "integration", "method_responses", "request_models", "request_validator_id",
  "authorization_scopes",
}, { integration = hashed_integration, authorization_scopes = hashed.list })

-- ---- who may call it ------------------------------------------------------------------------------------------------

local function authorizer_of(options, defaults)
  if options.authorization_type == NONE and options.authorizer == nil then return nil end
  return options.authorizer or defaults.authorizer
end

local function authorization_type(self, options, defaults, authorizer)
  local required = authorizer and authorizer.authorization_type
  local chosen = options.authorization_type or defaults.authorization_type
  if required and chosen and required ~= chosen then
    fail(self, "authorization_type is %s, but the authorizer is of the type %s", chosen, required)
  end
  return required or chosen or NONE
end

local function scopes_for(self, options, defaults, kind)
  local scopes = options.authorization_scopes
  if scopes == nil then scopes = defaults.authorization_scopes end
  if kind == COGNITO or not scopes then return scopes end
  cdk.Annotations.of(self):add_warning_v2("@aws-cdk/aws-apigateway:invalidAuthScope",
    "authorization_scopes are ignored: only the authorization type COGNITO_USER_POOLS has scopes")
  return nil
end

-- ---- what goes in and out -------------------------------------------------------------------------------------------

local function model_ids(models)
  if not models then return nil end
  local ids = {}
  for content_type, model in pairs(models) do ids[content_type] = model.model_id end
  return engine.map(ids)
end

local function request_validator_id(self, options)
  local validator, validator_options = options.request_validator, options.request_validator_options
  if validator and validator_options then
    fail(self, "request_validator and request_validator_options are mutually exclusive")
  end
  if not validator_options then return validator and validator.request_validator_id end
  local api, id = self.api, "validator"
  if not engine.has(api, "add_request_validator") then
    fail(self, "request_validator_options need an API made here by RestApi; -> give request_validator instead")
  end
  if cdk.FeatureFlags.of(self):is_enabled(UNIQUE_VALIDATORS) then
    id = cdk.Names.unique_resource_name(engine.Construct(self, "Validator"), {})
  end
  return api:add_request_validator(id, validator_options).request_validator_id
end

local function credentials_of(self, options)
  if options.credentials_role then return options.credentials_role.role_arn end
  if not options.credentials_passthrough then return nil end
  return engine.stack_of(self):format_arn {
    service = "iam", region = "", account = "*", resource = "user", resource_name = "*",
    arn_format = cdk.ArnFormat.SLASH_RESOURCE_NAME,
  }
end

local function render_integration(self, config)
  local options = config.options or {}
  return {
    type = config.type,
    uri = config.uri,
    cache_key_parameters = options.cache_key_parameters,
    cache_namespace = options.cache_namespace,
    content_handling = options.content_handling,
    integration_http_method = config.integration_http_method,
    request_parameters = options.request_parameters,
    request_templates = options.request_templates,
    passthrough_behavior = options.passthrough_behavior,
    integration_responses = options.integration_responses,
    connection_type = options.connection_type,
    connection_id = options.vpc_link and options.vpc_link.vpc_link_id,
    credentials = credentials_of(self, options),
    timeout_in_millis = options.timeout and options.timeout:to_milliseconds(),
    response_transfer_mode = options.response_transfer_mode,
  }
end

local function rendered_responses(self, convert)
  if not self._responses then return nil end
  local all = {}
  for i, response in ipairs(self._responses) do
    local one = {
      status_code = response.status_code, response_parameters = response.response_parameters,
      response_models = model_ids(response.response_models),
    }
    all[i] = convert and convert(one) or one
  end
  return all
end

local function method_responses(self, convert)
  return engine.lazy(function() return rendered_responses(self, convert) end, { kind = "any" })
end

-- What happens to it makes a new deployment.
local function add_to_deployment(self, l1, resource, token)
  local deployment = self.api.latest_deployment
  if not deployment then return end
  local method = hashed_method(l1)
  method.methodResponses = method_responses(self, hashed_method_response)
  method.integrationToken = token
  deployment:_depend_on(resource, engine.ordered("method", method))
end

--- Arguments: scope, id, MethodProps: resource, http_method (required), integration, options.
function Method:init(scope, id, props)
  cdk.Resource.init(self, scope, id)
  local at = props.resource
  local api = at.api
  self.resource, self.api, self.http_method = at, api, props.http_method:upper()
  http_methods.check(self, self.http_method)
  local options, defaults = props.options or {}, at.default_method_options or {}
  local authorizer = authorizer_of(options, defaults)
  local authorizer_id = authorizer and authorizer.authorizer_id
  local kind = authorization_type(self, options, defaults, authorizer)
  local scopes = scopes_for(self, options, defaults, kind)
  if apigateway.Authorizer.is_authorizer(authorizer) then authorizer:_attach_to_api(api) end
  for _, response in ipairs(options.method_responses or defaults.method_responses or {}) do
    self:add_method_response(response)
  end
  local integration = props.integration or at.default_integration or apigateway.MockIntegration()
  local bound = engine.ask(self, "aws_cdk.aws_apigateway.Integration", "bind", integration, self)
  local api_key_required = options.api_key_required
  if api_key_required == nil then api_key_required = defaults.api_key_required end
  local l1 = {
    resource_id = at.resource_id,
    rest_api_id = api.rest_api_id,
    http_method = self.http_method,
    operation_name = options.operation_name or defaults.operation_name,
    api_key_required = api_key_required,
    authorization_type = kind,
    authorizer_id = authorizer_id ~= "" and authorizer_id or nil,
    request_parameters = options.request_parameters or defaults.request_parameters,
    integration = render_integration(self, bound),
    method_responses = method_responses(self),
    request_models = model_ids(options.request_models),
    request_validator_id = request_validator_id(self, options),
    authorization_scopes = scopes,
  }
  local resource = apigateway.CfnMethod(self, "Resource", l1)
  self.method_id = resource.ref
  if engine.has(api, "_attach_method") then api:_attach_method(self) end
  add_to_deployment(self, l1, resource, bound.deployment_token)
end

--- Declares a response of the method.
function Method:add_method_response(method_response)
  local responses = self._responses or {}
  self._responses = responses
  for _, one in ipairs(responses) do
    if one.status_code == method_response.status_code then
      cdk.Annotations.of(self):add_warning_v2("@aws-cdk/aws-apigateway:duplicateStatusCodes",
        ("there is more than one response with the status code %s: say everything in one add_method_response()")
          :format(method_response.status_code))
      break
    end
  end
  responses[#responses + 1] = method_response
end

-- ---- ARNs and metrics -----------------------------------------------------------------------------------------------

local function arn_in(self, stage_name)
  local path = self.resource.path:gsub("{[^}]*}", "*")
  return self.api:arn_for_execute_api(self.http_method, path, stage_name)
end

Method.get.method_arn = function(self)
  local stage = self.api.deployment_stage
  return arn_in(self, stage and stage.stage_name)
end

--- The ARN for test requests from the console.
Method.get.test_method_arn = function(self) return arn_in(self, "test-invoke-stage") end

local NAMESPACE = "AWS/ApiGateway"

--- A metric of the method in a stage.
function Method:metric(metric_name, stage, props)
  return require("aws_cdk.aws_cloudwatch").Metric(l2.with({
    namespace = NAMESPACE, metric_name = metric_name,
    dimensions_map = {
      ApiName = self.api.rest_api_name, Method = self.http_method, Resource = self.resource.path,
      Stage = stage.stage_ref.stage_name,
    },
  }, props)):attach_to(self)
end

-- The same metrics as those of stages, of which the model knows names and statistics.
for name, text in pairs(engine.recipes "aws_cdk.aws_apigateway.StageBase") do
  local recipe = assembly.parse_json(text).metric
  Method[name] = function(self, stage, props)
    return self:metric(recipe[2], stage, l2.with({ statistic = recipe[3] }, props))
  end
end

return { Method = Method }
