--- The root of an API.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local ResourceBase = require("aws_cdk.aws_apigateway").ResourceBase

local INJECTION_ID = "aws-cdk-lib.aws-apigateway.RootResource"

local RootResource =
  engine.class("aws_cdk.aws_apigateway.RootResource", ResourceBase, "aws_cdk.aws_apigateway.IResource")

--- Arguments: api, the API's ResourceOptions, resource_id.
function RootResource:init(api, props, resource_id)
  ResourceBase.init(self, api, "Default")
  props = cdk.PropertyInjectors._apply(api, resource_id, INJECTION_ID, props)
  self.default_integration = props.default_integration
  self.default_method_options = props.default_method_options
  local cors = props.default_cors_preflight_options
  self.default_cors_preflight_options = cors
  self.api, self.resource_id, self.path = api, resource_id, "/"
  if cors then self:add_cors_preflight(cors) end
end

return RootResource
