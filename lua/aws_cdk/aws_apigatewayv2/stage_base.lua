-- What stages of HTTP and WebSocket APIs, made here and imported, have in common.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local l2 = require "aws_cdk.l2"
local apigatewayv2 = require "aws_cdk.aws_apigatewayv2"

local StageBase = engine.class("aws_cdk.aws_apigatewayv2.StageBase", cdk.Resource)

StageBase.get.stage_ref = function(self)
  return { api_id = self._base_api.api_id, stage_name = self.stage_name }
end

-- The variables in the order in which they were added; nil if there are none.
local function variables(self)
  return engine.lazy(function() return l2.unless_empty(self._variables) end, { kind = "any" })
end

-- Fails for formats whose lines do not identify a request.
local function access_logs(self, settings)
  if not settings then return nil end
  local format = settings.format and settings.format:to_string()
  if format and not engine.is_unresolved(format) and not format:find "%$context%.requestId%f[^%w_]"
    and not format:find "%$context%.extendedRequestId%f[^%w_]" then
    engine.fail(self, "the format of the access log must have AccessLogField.context_request_id() or "
      .. "AccessLogField.context_extended_request_id() in it, got %s", engine.display(format))
  end
  return {
    destination_arn = settings.destination:bind(self).destination_arn,
    format = format or self:default_access_log_format():to_string(),
  }
end

--- The properties of the L1 stage that the options of all stages say.
function StageBase:_properties(props)
  for _, name in ipairs(engine.keys(props.stage_variables or {})) do
    self:add_stage_variable(name, props.stage_variables[name])
  end
  local throttle, detailed = props.throttle, props.detailed_metrics_enabled
  return {
    stage_name = self.physical_name,
    access_log_settings = access_logs(self, props.access_log_settings),
    auto_deploy = props.auto_deploy,
    default_route_settings = (throttle or detailed) and {
      throttling_burst_limit = throttle and throttle.burst_limit,
      throttling_rate_limit = throttle and throttle.rate_limit,
      detailed_metrics_enabled = detailed,
    } or nil,
    description = props.description,
    stage_variables = variables(self),
  }
end

--- Maps a domain name to the stage: { domain_name, mapping_key }.
function StageBase:_add_domain_mapping(mapping)
  local domain_name, key = mapping.domain_name, mapping.mapping_key
  self._api_mapping = apigatewayv2.ApiMapping(self, domain_name.node.path .. (key == nil and "undefined" or key), {
    api = self._base_api, domain_name = domain_name, stage = self, api_mapping_key = key,
  })
  self.node:add_dependency(domain_name)
end

--- Gives the stage a variable, which integrations can use.
function StageBase:add_stage_variable(name, value)
  local all = self._variables or engine.ordered()
  self._variables = all
  all[name] = value
end

--- Any metric of the stage.
function StageBase:metric(metric_name, props)
  local api = self._base_api
  return api:metric(metric_name, props)
    :with({ dimensions_map = { ApiId = api.api_id, Stage = self.stage_name } }):attach_to(self)
end

--- The URL of the stage by the API's own endpoint.
function StageBase:_url(protocol, path)
  local stack = engine.stack_of(self)
  return protocol .. "://" .. self.api.api_id .. ".execute-api." .. stack.region .. "." .. stack.url_suffix .. "/"
    .. path
end

return StageBase
