--- Specifications of routes: which requests they match, and their targets.
local engine = require "luacdk.engine"
local appmesh = require "aws_cdk.aws_appmesh"
local bound = require "aws_cdk.aws_appmesh.private.bound"
local settings = require "aws_cdk.aws_appmesh.private.settings"

local RouteSpec, make = bound "RouteSpec"

local DEFAULT_WEIGHT = 1

local function targets(weighted)
  local all = engine.list {}
  for i, one in ipairs(weighted) do
    all[i] = {
      virtual_node = one.virtual_node.virtual_node_name, weight = one.weight or DEFAULT_WEIGHT, port = one.port,
    }
  end
  return { weighted_targets = all }
end

-- When a request is tried again, with the lists of events in `fields`. Fails if all of them are empty.
local function retry_policy(policy, fields)
  if not policy then return nil end
  local rendered, found = {
    max_retries = policy.retry_attempts, per_retry_timeout = settings.time(policy.retry_timeout),
  }, false
  for _, field in ipairs(fields) do
    local events = policy[field]
    if events and #events > 0 then rendered[field], found = events, true end
  end
  if not found then engine.fail(nil, "retry_policy needs at least one of %s", table.concat(fields, ", ")) end
  return rendered
end

local function http(field)
  return function(options)
    local retry = retry_policy(options.retry_policy, { "http_retry_events", "tcp_retry_events" })
    return make(function(scope)
      local match = options.match or {}
      local path = (match.path or appmesh.HttpRoutePathMatch.starts_with "/"):bind(scope)
      settings.check_count(scope, match.headers, "headers")
      settings.check_count(scope, match.query_parameters, "query_parameters")
      return {
        priority = options.priority,
        [field] = {
          action = targets(options.weighted_targets),
          match = {
            prefix = path.prefix_path_match,
            path = path.whole_path_match,
            headers = settings.bound(match.headers, scope, "header_match"),
            method = match.method,
            scheme = match.protocol,
            query_parameters = settings.bound(match.query_parameters, scope, "query_parameter_match"),
            port = match.port,
          },
          timeout = settings.timeout(options.timeout),
          retry_policy = retry,
        },
      }
    end)
  end
end

--- Requests by HTTP. Options: HttpRouteSpecOptions: weighted_targets (required).
RouteSpec.http = http "http_route_spec"

--- Requests by HTTP/2. Options: HttpRouteSpecOptions: weighted_targets (required).
RouteSpec.http2 = http "http2_route_spec"

--- Connections. Options: TcpRouteSpecOptions: weighted_targets (required).
function RouteSpec.tcp(options)
  return make(function()
    return {
      priority = options.priority,
      tcp_route_spec = {
        action = targets(options.weighted_targets), timeout = settings.timeout(options.timeout),
      },
    }
  end)
end

local function check_grpc(scope, match)
  if match.service_name == nil and match.metadata == nil and match.method_name == nil and match.port == nil then
    engine.fail(scope, "the match of a gRPC route needs service_name, method_name, metadata or port")
  end
  settings.check_count(scope, match.metadata, "metadata")
  local method, service = match.method_name, match.service_name
  if method ~= nil and method ~= "" and (service == nil or service == "") then
    engine.fail(scope, "a match with method_name needs service_name, too")
  end
end

--- Calls by gRPC. Options: GrpcRouteSpecOptions: match, weighted_targets (required).
function RouteSpec.grpc(options)
  local retry = retry_policy(options.retry_policy, { "grpc_retry_events", "http_retry_events", "tcp_retry_events" })
  return make(function(scope)
    local match = options.match
    check_grpc(scope, match)
    return {
      priority = options.priority,
      grpc_route_spec = {
        action = targets(options.weighted_targets),
        match = {
          service_name = match.service_name,
          method_name = match.method_name,
          metadata = settings.bound(match.metadata, scope, "header_match"),
          port = match.port,
        },
        timeout = settings.timeout(options.timeout),
        retry_policy = retry,
      },
    }
  end)
end

return { RouteSpec = RouteSpec }
