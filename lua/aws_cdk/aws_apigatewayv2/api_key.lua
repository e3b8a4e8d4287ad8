--- Keys of those who call WebSocket APIs.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local apigatewayv2 = require "aws_cdk.aws_apigatewayv2"

-- The properties of a key's separate usage plan.
local PLAN = { api_stages = true, quota = true, throttle = true }

local ApiKeyBase = engine.class("aws_cdk.aws_apigatewayv2.ApiKeyBase", cdk.Resource)

ApiKeyBase.get.api_key_ref = function(self) return { api_key_id = self.key_id } end
ApiKeyBase.get.key_arn = function(self)
  return self.stack:format_arn {
    service = "apigateway", account = "", resource = "/apikeys", resource_name = self.key_id,
    arn_format = cdk.ArnFormat.SLASH_RESOURCE_NAME,
  }
end

local ApiKey = engine.class("aws_cdk.aws_apigatewayv2.ApiKey", ApiKeyBase)

--- Arguments: scope, id, ApiKeyProps.
function ApiKey:init(scope, id, props)
  cdk.Resource.init(self, scope, id, { physical_name = props.api_key_name })
  local resource = require("aws_cdk.aws_apigateway").CfnApiKey(self, "Resource", {
    customer_id = props.customer_id,
    description = props.description,
    enabled = props.enabled ~= false,
    generate_distinct_id = props.generate_distinct_id,
    name = self.physical_name,
    value = props.value,
  })
  self.key_id = resource.ref
end

local ImportedApiKey = engine.class("aws_cdk.aws_apigatewayv2.ImportedApiKey", ApiKeyBase)
ImportedApiKey.__model = rawget(ApiKey, "__schema")

function ImportedApiKey:init(scope, id, api_key_id)
  cdk.Resource.init(self, scope, id)
  self.key_id = api_key_id
end

--- A key by its id.
function ApiKey.from_api_key_id(scope, id, api_key_id) return ImportedApiKey(scope, id, api_key_id) end

--- A key with a separate usage plan.
local RateLimitedApiKey = engine.class("aws_cdk.aws_apigatewayv2.RateLimitedApiKey", ApiKeyBase)

--- Arguments: scope, id, RateLimitedApiKeyProps.
function RateLimitedApiKey:init(scope, id, props)
  cdk.Resource.init(self, scope, id, { physical_name = props.api_key_name })
  local of_key, of_plan = {}, {}
  for name, value in pairs(props) do
    if PLAN[name] then of_plan[name] = value else of_key[name] = value end
  end
  local key = ApiKey(self, "Resource", of_key)
  if next(of_plan) ~= nil then apigatewayv2.UsagePlan(self, "UsagePlanResource", of_plan):add_api_key(key) end
  self.key_id = key.key_id
end

return { ApiKey = ApiKey, RateLimitedApiKey = RateLimitedApiKey }
