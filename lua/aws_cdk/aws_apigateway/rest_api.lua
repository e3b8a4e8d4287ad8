--- REST APIs that are made of resources and methods.
local engine = require "luacdk.engine"
local apigateway = require "aws_cdk.aws_apigateway"
local l2 = require "aws_cdk.l2"
local RestApiBase = apigateway.RestApiBase
local RootResource = require "aws_cdk.aws_apigateway.private.root_resource"

local fail = engine.fail

local RestApi = engine.class("aws_cdk.aws_apigateway.RestApi", RestApiBase)

local function compression_size(self, props)
  local size, number = props.min_compression_size, props.minimum_compression_size
  if number ~= nil then
    engine.deprecated("aws_cdk.aws_apigateway.RestApiProps#minimum_compression_size",
      "use `min_compression_size` instead")
    if size then
      fail(self, "min_compression_size and minimum_compression_size mean the same: -> give the first only")
    end
  end
  return size and size:to_bytes() or number
end

--- Arguments: scope, id, RestApiProps.
function RestApi:init(scope, id, props)
  RestApiBase.init(self, scope, id, props)
  self.methods, self._deployments = {}, {}
  self._resource_policy = props.policy
  local resource = apigateway.CfnRestApi(self, "Resource", {
    name = self.physical_name,
    description = props.description,
    policy = self:_policy_token(),
    fail_on_warnings = props.fail_on_warnings,
    minimum_compression_size = compression_size(self, props),
    binary_media_types = props.binary_media_types,
    endpoint_configuration = self:_endpoints(props),
    api_key_source_type = props.api_key_source_type,
    clone_from = props.clone_from and props.clone_from.rest_api_id,
    parameters = props.parameters,
    disable_execute_api_endpoint = props.disable_execute_api_endpoint,
  })
  self.node.default_child = resource
  self.rest_api_id, self.rest_api_root_resource_id = resource.ref, resource.attr_root_resource_id
  self:_configure_cloud_watch_role(resource, props)
  self:_finish(props)
  self.root = RootResource(self, props, self.rest_api_root_resource_id)
  self.node:add_validation {
    validate = function()
      return #self.methods == 0 and { "the REST API has no methods; add one to a resource" } or {}
    end,
  }
end

--- Adds a statement to the API's policy.
function RestApi:add_to_resource_policy(statement) return self:_add_to_own_policy(statement) end

--- Adds a model of what requests or responses hold.
function RestApi:add_model(id, props) return apigateway.Model(self, id, l2.with({ rest_api = self }, props)) end

--- Adds a validator of requests.
function RestApi:add_request_validator(id, props)
  return apigateway.RequestValidator(self, id, l2.with({ rest_api = self }, props))
end

-- Each deployment waits for each method.
function RestApi:_attach_method(method)
  self.methods[#self.methods + 1] = method
  for _, deployment in ipairs(self._deployments) do deployment:_add_method_dependency(method) end
end

function RestApi:_attach_deployment(deployment)
  self._deployments[#self._deployments + 1] = deployment
  for _, method in ipairs(self.methods) do deployment:_add_method_dependency(method) end
end

--------------------------------------------------------------------------------------------------------------------

local Imported = engine.class("aws_cdk.aws_apigateway.ImportedRestApi", RestApiBase)
Imported.__model = rawget(RestApi, "__schema")
Imported.__interface = Imported.__model

function Imported:init(scope, id, attrs)
  RestApiBase.init(self, scope, id, attrs)
  self.rest_api_id = attrs.rest_api_id
  local root_id = attrs.root_resource_id
  if root_id then
    self.rest_api_root_resource_id = root_id
    self.root = RootResource(self, {}, root_id)
  end
end

for _, name in ipairs { "root", "rest_api_root_resource_id" } do
  Imported.get[name] = function(self)
    fail(self, "%s of an API from RestApi.from_rest_api_id is not known; -> use RestApi.from_rest_api_attributes", name)
  end
end

function Imported.add_to_resource_policy() return { statement_added = false } end

--- An API that exists, by its id; resources cannot be added to it.
function RestApi.from_rest_api_id(scope, id, rest_api_id)
  return Imported(scope, id, { rest_api_id = rest_api_id })
end

--- An API that exists, by its id and that of its root.
function RestApi.from_rest_api_attributes(scope, id, attrs)
  return Imported(scope, id, attrs)
end

return { RestApi = RestApi }
