--- Which API a path of a domain leads to.
local engine = require "luacdk.engine"
local apigateway = require "aws_cdk.aws_apigateway"
local cdk = require "aws_cdk"

local fail, display = engine.fail, engine.display

local BasePathMapping = engine.class("aws_cdk.aws_apigateway.BasePathMapping", cdk.Resource)

local function check_base_path(scope, path)
  if not path or path == "" or engine.is_unresolved(path) then return end
  if path:find "^/" or path:find "/$" then
    fail(scope, "base_path must not begin or end with /, got %s", display(path))
  end
  if path:find "//" then fail(scope, "base_path must not have an empty part, got %s", display(path)) end
  if not path:find "^[%w$_.+!*'()/,-]+$" then
    fail(scope, "base_path may have letters, digits and $-_.+!*'()/, got %s", display(path))
  end
end

--- Arguments: scope, id, BasePathMappingProps: domain_name, rest_api (required).
function BasePathMapping:init(scope, id, props)
  cdk.Resource.init(self, scope, id)
  check_base_path(scope, props.base_path)
  local api, stage = props.rest_api, props.stage
  if not stage and props.attach_to_stage ~= false and engine.is_a(api, apigateway.RestApiBase) then
    stage = api.deployment_stage
  end
  apigateway.CfnBasePathMapping(self, "Resource", {
    base_path = props.base_path,
    domain_name = props.domain_name.domain_name_ref.domain_name,
    rest_api_id = api.rest_api_ref.rest_api_id,
    stage = stage and stage.stage_name,
  })
end

return { BasePathMapping = BasePathMapping }
