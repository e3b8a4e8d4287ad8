--- Keys that identify clients of an API.
local engine = require "luacdk.engine"
local apigateway = require "aws_cdk.aws_apigateway"
local cdk = require "aws_cdk"

local fail = engine.fail

local ApiKeyBase = engine.class("aws_cdk.aws_apigateway.ApiKeyBase", cdk.Resource)

ApiKeyBase.get.api_key_ref = function(self) return { api_key_id = self.key_id } end

local function key_arn(self, key_id)
  return engine.stack_of(self):format_arn {
    service = "apigateway", account = "", resource = "/apikeys", resource_name = key_id,
    arn_format = cdk.ArnFormat.SLASH_RESOURCE_NAME,
  }
end

--------------------------------------------------------------------------------------------------------------------

local ApiKey = engine.class("aws_cdk.aws_apigateway.ApiKey", ApiKeyBase)

local function stage_key(stage)
  local reference = stage.stage_ref
  return { rest_api_id = reference.rest_api_id, stage_name = reference.stage_name }
end

local function stage_keys(self, apis, stages)
  if not apis and not stages then return nil end
  if apis and stages then fail(self, "resources and stages are mutually exclusive") end
  local keys = {}
  if apis then
    engine.deprecated("aws_cdk.aws_apigateway.ApiKeyProps#resources", "use `stages` instead")
    for i, api in ipairs(apis) do
      local stage = api.deployment_stage
      if not stage then
        fail(self, "an API of resources has no deployment_stage: -> set it, or give the key `stages`")
      end
      keys[i] = { rest_api_id = api.rest_api_id, stage_name = stage.stage_name }
    end
  else
    for i, stage in ipairs(stages) do keys[i] = stage_key(stage) end
  end
  return keys
end

--- Arguments: scope, id, ApiKeyProps.
function ApiKey:init(scope, id, props)
  cdk.Resource.init(self, scope, id, { physical_name = props.api_key_name })
  local resource = apigateway.CfnApiKey(self, "Resource", {
    customer_id = props.customer_id,
    description = props.description,
    enabled = props.enabled ~= false,
    generate_distinct_id = props.generate_distinct_id,
    name = self.physical_name,
    stage_keys = stage_keys(self, props.resources, props.stages),
    value = props.value,
  })
  self.key_id = resource.ref
  self.key_arn = key_arn(self, self.key_id)
end

--------------------------------------------------------------------------------------------------------------------

local Imported = engine.class("aws_cdk.aws_apigateway.ImportedApiKey", ApiKeyBase)
Imported.__model = rawget(ApiKey, "__schema")
Imported.__interface = Imported.__model

function Imported:init(scope, id, key_id)
  cdk.Resource.init(self, scope, id)
  self.key_id, self.key_arn = key_id, key_arn(self, key_id)
end

--- A key that exists, by its id.
function ApiKey.from_api_key_id(scope, id, api_key_id) return Imported(scope, id, api_key_id) end

--------------------------------------------------------------------------------------------------------------------

local RateLimitedApiKey = engine.class("aws_cdk.aws_apigateway.RateLimitedApiKey", ApiKeyBase)

local OF_PLAN = { api_stages = true, quota = true, throttle = true }

--- Arguments: scope, id, RateLimitedApiKeyProps. The limits are in a separate usage plan.
function RateLimitedApiKey:init(scope, id, props)
  cdk.Resource.init(self, scope, id, { physical_name = props.api_key_name })
  local of_key, of_plan = {}, {}
  for name, value in pairs(props) do (OF_PLAN[name] and of_plan or of_key)[name] = value end
  local key = ApiKey(self, "Resource", of_key)
  if next(of_plan) ~= nil then apigateway.UsagePlan(self, "UsagePlanResource", of_plan):add_api_key(key) end
  self.key_id, self.key_arn = key.key_id, key.key_arn
end

return { ApiKey = ApiKey, RateLimitedApiKey = RateLimitedApiKey }
