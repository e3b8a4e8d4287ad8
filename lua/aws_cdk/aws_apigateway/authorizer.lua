--- Who decides whether a request may pass.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local cx_api = require "aws_cdk.cx_api"

local Authorizer = engine.class("aws_cdk.aws_apigateway.Authorizer", cdk.Resource)

local HASHED = cx_api.APIGATEWAY_AUTHORIZER_CHANGE_DEPLOYMENT_LOGICAL_ID

--- Arguments: scope, id, ResourceProps.
function Authorizer:init(scope, id, props)
  cdk.Resource.init(self, scope, id, props)
  self.authorization_type = "CUSTOM"
end

-- Authorizers of users' own need not know their API.
function Authorizer._attach_to_api() end

--- The API's id, which is known once a method has the authorizer.
function Authorizer:_lazy_rest_api_id()
  return engine.lazy(function()
    if not self._rest_api_id then
      engine.fail(self, "no method has the authorizer: -> give it to one, or to default_method_options of an API")
    end
    return self._rest_api_id
  end, { kind = "string" })
end

--- Notes the API of a method that uses the authorizer. `part()` returns the authorizer's part of the API's deployment.
function Authorizer:_belong_to(api, part)
  if self._rest_api_id and self._rest_api_id ~= api.rest_api_id then
    engine.fail(self, "an authorizer belongs to one API, and this one is used by two")
  end
  self._rest_api_id = api.rest_api_id
  local deployment = api.latest_deployment
  if deployment and cdk.FeatureFlags.of(self):is_enabled(HASHED) then
    deployment:_depend_on(self, part())
  end
end

--- Sets id and ARN of an authorizer by its L1 resource.
function Authorizer:_identify(resource, rest_api_id)
  self.authorizer_id = resource.ref
  self.authorizer_arn = engine.stack_of(self):format_arn {
    service = "execute-api", resource = rest_api_id, resource_name = "authorizers/" .. self.authorizer_id,
  }
end

return { Authorizer = Authorizer }
