--- How much those with a key may call WebSocket APIs.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"

local UsagePlanBase = engine.class("aws_cdk.aws_apigatewayv2.UsagePlanBase", cdk.Resource,
  "aws_cdk.aws_apigatewayv2.IUsagePlan")

--- Makes the plan that of a key. Options: override_logical_id.
function UsagePlanBase:add_api_key(api_key, options)
  local id = "UsagePlanKeyResource:" .. cdk.Names.node_unique_id(api_key.node)
  local resource = require("aws_cdk.aws_apigateway").CfnUsagePlanKey(self, id, {
    key_id = api_key.api_key_ref.api_key_id, key_type = "API_KEY", usage_plan_id = self.usage_plan_id,
  })
  local logical_id = options and options.override_logical_id
  if logical_id ~= nil and logical_id ~= "" then resource:override_logical_id(logical_id) end
end

local UsagePlan = engine.class("aws_cdk.aws_apigatewayv2.UsagePlan", UsagePlanBase)

local function check_whole(self, name, value)
  if value ~= nil and not engine.is_unresolved(value) and math.tointeger(value) == nil then
    engine.fail(self, "%s must be a whole number, got %s", name, engine.display(value))
  end
end

-- The stages of the L1 plan; nil if there are none.
local function stages_of(self)
  return engine.lazy(function()
    if #self._api_stages == 0 then return nil end
    local all = {}
    for _, one in ipairs(self._api_stages) do
      local stage = one.stage
      if stage then all[#all + 1] = { api_id = stage.api.api_id, stage = stage.stage_name } end
    end
    return engine.list(all)
  end, { kind = "any" })
end

--- Arguments: scope, id, UsagePlanProps.
function UsagePlan:init(scope, id, props)
  cdk.Resource.init(self, scope, id)
  local quota, throttle = props.quota, props.throttle
  self._api_stages = {}
  check_whole(self, "the limit of quota", quota and quota.limit)
  check_whole(self, "the burst_limit of throttle", throttle and throttle.burst_limit)
  local resource = require("aws_cdk.aws_apigateway").CfnUsagePlan(self, "Resource", {
    api_stages = stages_of(self),
    description = props.description,
    quota = quota and { limit = quota.limit, offset = quota.offset, period = quota.period },
    throttle = throttle and { burst_limit = throttle.burst_limit, rate_limit = throttle.rate_limit },
    usage_plan_name = props.usage_plan_name,
  })
  self.usage_plan_id = resource.ref
  for _, one in ipairs(props.api_stages or {}) do
    self:add_api_stage(one)
    if one.stage then self.node:add_dependency(one.stage) end
    if one.api then self.node:add_dependency(one.api) end
  end
end

--- Makes the plan that of a stage, too: { stage, api }.
function UsagePlan:add_api_stage(api_stage) table.insert(self._api_stages, api_stage) end

local ImportedUsagePlan = engine.class("aws_cdk.aws_apigatewayv2.ImportedUsagePlan", UsagePlanBase)
ImportedUsagePlan.__model = rawget(UsagePlan, "__schema")

function ImportedUsagePlan:init(scope, id, usage_plan_id)
  cdk.Resource.init(self, scope, id)
  self.usage_plan_id = usage_plan_id
end

--- A plan by its id.
function UsagePlan.from_usage_plan_id(scope, id, usage_plan_id) return ImportedUsagePlan(scope, id, usage_plan_id) end

return { UsagePlan = UsagePlan }
