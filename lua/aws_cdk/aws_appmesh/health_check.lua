--- Health checks of listeners.
local engine = require "luacdk.engine"
local bound = require "aws_cdk.aws_appmesh.private.bound"

local FEWEST, MOST = 2, 10
-- In seconds: shortest, longest, default.
local INTERVAL, TIMEOUT = { 5, 300, 5 }, { 2, 60, 2 }

local HealthCheck, make = bound "HealthCheck"

-- A number known only at deployment is refused, as the library refuses it.
local function threshold(options, name)
  local value = options[name]
  if value == nil then return FEWEST end
  if type(value) ~= "number" or value < FEWEST or value > MOST then
    engine.fail(nil, "%s must be between %d and %d, got %s", name, FEWEST, MOST, engine.display(value))
  end
  return value
end

local function milliseconds(options, name, row)
  local duration = options[name]
  if duration == nil then return row[3] * 1000 end
  local value = duration:to_milliseconds()
  if type(value) ~= "number" or value < row[1] * 1000 or value > row[2] * 1000 then
    engine.fail(nil, "%s must be between %d and %d seconds, got %s", name, row[1], row[2], engine.display(duration))
  end
  return value
end

local function check(protocol, default_path)
  return function(options)
    options = options or {}
    local healthy, unhealthy = threshold(options, "healthy_threshold"), threshold(options, "unhealthy_threshold")
    local interval, timeout = milliseconds(options, "interval", INTERVAL), milliseconds(options, "timeout", TIMEOUT)
    local path = options.path
    if path == nil then path = default_path end
    return make(function(_, bind_options)
      local policy = {
        protocol = protocol, healthy_threshold = healthy, unhealthy_threshold = unhealthy,
        interval_millis = interval, timeout_millis = timeout, path = path, port = bind_options.default_port,
      }
      return { virtual_node_health_check = policy, virtual_gateway_health_check = policy }
    end)
  end
end

--- A request by HTTP. Options: HttpHealthCheckOptions.
HealthCheck.http = check("http", "/")

--- A request by HTTP/2. Options: HttpHealthCheckOptions.
HealthCheck.http2 = check("http2", "/")

--- A call by gRPC. Options: GrpcHealthCheckOptions.
HealthCheck.grpc = check "grpc"

--- A connection. Options: TcpHealthCheckOptions.
HealthCheck.tcp = check "tcp"

return { HealthCheck = HealthCheck }
