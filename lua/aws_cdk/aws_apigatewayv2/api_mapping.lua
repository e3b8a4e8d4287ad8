--- Which stage of an API a domain name leads to, by the first part of the path.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local apigatewayv2 = require "aws_cdk.aws_apigatewayv2"

local fail = engine.fail

local ApiMapping = engine.class("aws_cdk.aws_apigatewayv2.ApiMapping", cdk.Resource)

--- Arguments: scope, id, ApiMappingProps: api, domain_name (required), and stage where the API has no default stage.
function ApiMapping:init(scope, id, props)
  cdk.Resource.init(self, scope, id)
  local api, key = props.api, props.api_mapping_key
  local stage = props.stage or engine.has(api, "default_stage") and api.default_stage
  if not stage then fail(self, "the API has no default stage; -> give stage") end
  if key == "" then fail(self, "api_mapping_key must not be empty; -> leave it out for the whole domain") end
  local resource = apigatewayv2.CfnApiMapping(self, "Resource", {
    api_id = api.api_ref.api_id,
    domain_name = props.domain_name.domain_name_ref.domain_name,
    stage = stage.stage_name,
    api_mapping_key = key,
  })
  self.node:add_dependency(stage)
  self.api_mapping_id, self.mapping_key, self._domain_name = resource.ref, key, props.domain_name
end

ApiMapping.get.domain_name = function(self)
  local domain = self._domain_name
  if not engine.has(domain, "regional_domain_name") or not engine.has(domain, "regional_hosted_zone_id") then
    fail(self, "domain_name must be a DomainName or one from DomainName.from_domain_name_attributes here, got %s",
      engine.display(domain))
  end
  return domain
end

ApiMapping.get.api_mapping_ref = function(self)
  return { api_mapping_id = self.api_mapping_id, domain_name = self._domain_name.domain_name_ref.domain_name }
end

--- The URL by which callers reach the stage.
ApiMapping.get.domain_url = function(self)
  return "https://" .. self._domain_name.domain_name_ref.domain_name .. "/" .. (self.mapping_key or "")
end

local ImportedApiMapping = engine.class("aws_cdk.aws_apigatewayv2.ImportedApiMapping", cdk.Resource,
  "aws_cdk.aws_apigatewayv2.IApiMapping")

function ImportedApiMapping:init(scope, id, attrs)
  cdk.Resource.init(self, scope, id)
  self.api_mapping_id = attrs.api_mapping_id
  self.api_mapping_ref = { api_mapping_id = attrs.api_mapping_id, domain_name = attrs.domain_name }
end

--- A mapping by api_mapping_id, and domain_name if it is needed.
function ApiMapping.from_api_mapping_attributes(scope, id, attrs) return ImportedApiMapping(scope, id, attrs) end

return { ApiMapping = ApiMapping }
