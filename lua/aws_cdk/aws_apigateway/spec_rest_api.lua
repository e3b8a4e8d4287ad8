--- REST APIs that an OpenAPI definition describes.
local engine = require "luacdk.engine"
local apigateway = require "aws_cdk.aws_apigateway"
local RestApiBase = apigateway.RestApiBase
local RootResource = require "aws_cdk.aws_apigateway.private.root_resource"

local SpecRestApi = engine.class("aws_cdk.aws_apigateway.SpecRestApi", RestApiBase)

--- Arguments: scope, id, SpecRestApiProps: api_definition (required).
function SpecRestApi:init(scope, id, props)
  RestApiBase.init(self, scope, id, props)
  local definition = props.api_definition
  local bound = engine.ask(self, "aws_cdk.aws_apigateway.ApiDefinition", "bind", definition, self)
  local inline = bound.inline_definition
  self._resource_policy = props.policy
  local resource = apigateway.CfnRestApi(self, "Resource", {
    name = self.rest_api_name,
    policy = self:_policy_token(),
    fail_on_warnings = props.fail_on_warnings,
    minimum_compression_size = props.min_compression_size and props.min_compression_size:to_bytes(),
    binary_media_types = props.binary_media_types,
    body = inline,
    body_s3_location = inline == nil and bound.s3_location or nil,
    endpoint_configuration = self:_endpoints(props),
    parameters = props.parameters,
    disable_execute_api_endpoint = props.disable_execute_api_endpoint,
    mode = props.mode,
  })
  definition:bind_after_create(self, self)
  self.node.default_child = resource
  self.rest_api_id, self.rest_api_root_resource_id = resource.ref, resource.attr_root_resource_id
  self.root = RootResource(self, {}, self.rest_api_root_resource_id)
  self:_configure_cloud_watch_role(resource, props)
  self:_finish(props)
end

--- Adds a statement to the API's policy.
function SpecRestApi:add_to_resource_policy(statement) return self:_add_to_own_policy(statement) end

return { SpecRestApi = SpecRestApi }
