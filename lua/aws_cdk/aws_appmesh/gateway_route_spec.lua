--- Specifications of gateway routes: which requests they match, and the virtual service that is their target.
local engine = require "luacdk.engine"
local appmesh = require "aws_cdk.aws_appmesh"
local bound = require "aws_cdk.aws_appmesh.private.bound"
local l2 = require "aws_cdk.l2"
local settings = require "aws_cdk.aws_appmesh.private.settings"

local GatewayRouteHostnameMatch, hostname_match = bound "GatewayRouteHostnameMatch"

--- Exactly this host.
function GatewayRouteHostnameMatch.exactly(name) return hostname_match { hostname_match = { exact = name } } end

--- Hosts whose names end like this.
function GatewayRouteHostnameMatch.ends_with(suffix) return hostname_match { hostname_match = { suffix = suffix } } end

local GatewayRouteSpec, make = bound "GatewayRouteSpec"

local function target(service) return { virtual_service = { virtual_service_name = service.virtual_service_name } } end

-- Whether the name of the service takes the place of the request's host.
local function hostname_rewrite(rewrites)
  local switch = l2.switch(rewrites)
  return switch and { default_target_hostname = switch }
end

local function hostname(match, scope) return match.hostname and match.hostname:bind(scope).hostname_match end

local function http(field)
  return function(options)
    return make(function(scope)
      local match = options.match or {}
      local path = (match.path or appmesh.HttpGatewayRoutePathMatch.starts_with "/"):bind(scope)
      local rewrite = {
        hostname = hostname_rewrite(match.rewrite_request_hostname),
        prefix = path.prefix_path_rewrite,
        path = path.whole_path_rewrite,
      }
      return {
        priority = options.priority,
        [field] = {
          match = {
            prefix = path.prefix_path_match,
            path = path.whole_path_match,
            hostname = hostname(match, scope),
            method = match.method,
            headers = settings.bound(match.headers, scope, "header_match"),
            query_parameters = settings.bound(match.query_parameters, scope, "query_parameter_match"),
            port = match.port,
          },
          action = { target = target(options.route_target), rewrite = l2.unless_empty(rewrite) },
        },
      }
    end)
  end
end

--- Requests by HTTP. Options: HttpGatewayRouteSpecOptions: route_target (required).
GatewayRouteSpec.http = http "http_spec_config"

--- Requests by HTTP/2. Options: HttpGatewayRouteSpecOptions: route_target (required).
GatewayRouteSpec.http2 = http "http2_spec_config"

--- Calls by gRPC. Options: GrpcGatewayRouteSpecOptions: match, route_target (required).
function GatewayRouteSpec.grpc(options)
  return make(function(scope)
    local match = options.match
    if match.service_name == nil and match.metadata == nil and match.hostname == nil and match.port == nil then
      engine.fail(scope, "the match of a gRPC gateway route needs service_name, hostname, metadata or port")
    end
    settings.check_count(scope, match.metadata, "metadata")
    local rewrite = hostname_rewrite(match.rewrite_request_hostname)
    return {
      priority = options.priority,
      grpc_spec_config = {
        match = {
          service_name = match.service_name,
          hostname = hostname(match, scope),
          port = match.port,
          metadata = settings.bound(match.metadata, scope, "header_match"),
        },
        action = { target = target(options.route_target), rewrite = rewrite and { hostname = rewrite } },
      },
    }
  end)
end

return { GatewayRouteHostnameMatch = GatewayRouteHostnameMatch, GatewayRouteSpec = GatewayRouteSpec }
