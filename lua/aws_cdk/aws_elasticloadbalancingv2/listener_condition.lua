--- Conditions on requests for a listener's rule.
local engine = require "luacdk.engine"

local MAX_PATTERNS = 5

local ListenerCondition = engine.class "aws_cdk.aws_elasticloadbalancingv2.ListenerCondition"

function ListenerCondition.init() end

-- A condition on one field of requests.
local FieldCondition = engine.class("aws_cdk.aws_elasticloadbalancingv2.FieldListenerCondition", ListenerCondition)

--- The condition as rules take it.
function FieldCondition:render_raw_condition() return { field = self._field, [self._config] = self._values } end

local function condition(field, config, values)
  local made = FieldCondition()
  made._field, made._config, made._values = field, config, values
  return made
end

--- Requests to one of these hosts.
function ListenerCondition.host_headers(values)
  return condition("host-header", "host_header_config", { values = values })
end

--- Requests whose header of this name has one of these values.
function ListenerCondition.http_header(name, values)
  return condition("http-header", "http_header_config", { http_header_name = name, values = values })
end

--- Requests by one of these methods.
function ListenerCondition.http_request_methods(values)
  return condition("http-request-method", "http_request_method_config", { values = values })
end

--- Requests for one of these paths.
function ListenerCondition.path_patterns(values)
  if not engine.is_unresolved(values) and #values > MAX_PATTERNS then
    engine.fail(nil, "a condition can have at most %d paths, got %d", MAX_PATTERNS, #values)
  end
  return condition("path-pattern", "path_pattern_config", { values = values })
end

--- Requests with one of these parameters in the query.
function ListenerCondition.query_strings(values)
  return condition("query-string", "query_string_config", { values = values })
end

--- Requests from one of these ranges of addresses.
function ListenerCondition.source_ips(values)
  return condition("source-ip", "source_ip_config", { values = values })
end

return { ListenerCondition = ListenerCondition }
