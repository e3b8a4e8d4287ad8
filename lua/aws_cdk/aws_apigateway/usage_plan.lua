--- How much clients may use an API.
local engine = require "luacdk.engine"
local apigateway = require "aws_cdk.aws_apigateway"
local cdk = require "aws_cdk"
local cx_api = require "aws_cdk.cx_api"

local fail, display = engine.fail, engine.display

local UNORDERED_IDS = cx_api.APIGATEWAY_USAGEPLANKEY_ORDERINSENSITIVE_ID
local KEY = "UsagePlanKeyResource"

local UsagePlanBase = engine.class("aws_cdk.aws_apigateway.UsagePlanBase", cdk.Resource)

--- Gives the owner of a key access to the plan. Options: override_logical_id.
function UsagePlanBase:add_api_key(api_key, options)
  local id = KEY
  if cdk.FeatureFlags.of(self):is_enabled(UNORDERED_IDS) or self.node:try_find_child(KEY) then
    id = KEY .. ":" .. cdk.Names.node_unique_id(api_key.node)
  end
  local resource = apigateway.CfnUsagePlanKey(self, id, {
    key_id = api_key.api_key_ref.api_key_id, key_type = "API_KEY", usage_plan_id = self.usage_plan_id,
  })
  local logical_id = options and options.override_logical_id
  if logical_id and logical_id ~= "" then resource:override_logical_id(logical_id) end
end

--------------------------------------------------------------------------------------------------------------------

local UsagePlan = engine.class("aws_cdk.aws_apigateway.UsagePlan", UsagePlanBase)

local function whole(self, name, value)
  if type(value) == "number" and value % 1 ~= 0 then
    fail(self, "%s must be a whole number, got %s", name, display(value))
  end
  return value
end

local function throttle_of(self, settings)
  if not settings then return nil end
  return { burst_limit = whole(self, "burst_limit", settings.burst_limit), rate_limit = settings.rate_limit }
end

local function quota_of(self, quota)
  if not quota then return nil end
  local limit = whole(self, "limit", quota.limit)
  return { limit = limit ~= 0 and limit or nil, offset = quota.offset, period = quota.period }
end

local function stage_of(self, api_stage)
  local stage = api_stage.stage
  local limits = engine.ordered()
  for _, one in ipairs(api_stage.throttle or {}) do
    limits[one.method.resource.path .. "/" .. one.method.http_method] = throttle_of(self, one.throttle)
  end
  return {
    api_id = stage and stage.rest_api.rest_api_id, stage = stage and stage.stage_name, throttle = limits,
  }
end

local function rendered_stages(self)
  local all = {}
  for i, api_stage in ipairs(self._api_stages) do all[i] = stage_of(self, api_stage) end
  return #all > 0 and all or nil
end

--- Arguments: scope, id, UsagePlanProps.
function UsagePlan:init(scope, id, props)
  cdk.Resource.init(self, scope, id)
  self._api_stages = { table.unpack(props.api_stages or {}) }
  local resource = apigateway.CfnUsagePlan(self, "Resource", {
    api_stages = engine.lazy(function() return rendered_stages(self) end, { kind = "any" }),
    description = props.description,
    quota = quota_of(self, props.quota),
    throttle = throttle_of(self, props.throttle),
    usage_plan_name = props.name,
  })
  self.usage_plan_id = resource.ref
end

--- Adds a stage that the plan is for, with limits for single methods.
function UsagePlan:add_api_stage(api_stage) self._api_stages[#self._api_stages + 1] = api_stage end

--------------------------------------------------------------------------------------------------------------------

local Imported = engine.class("aws_cdk.aws_apigateway.ImportedUsagePlan", UsagePlanBase)
Imported.__model = rawget(UsagePlan, "__schema")
Imported.__interface = Imported.__model

function Imported:init(scope, id, usage_plan_id)
  cdk.Resource.init(self, scope, id)
  self.usage_plan_id = usage_plan_id
end

--- A usage plan that exists, by its id.
function UsagePlan.from_usage_plan_id(scope, id, usage_plan_id) return Imported(scope, id, usage_plan_id) end

return { UsagePlan = UsagePlan }
