--- Listeners of nodes and gateways: one L1 property, of which gateways have fewer parts.
local bound = require "aws_cdk.aws_appmesh.private.bound"
local settings = require "aws_cdk.aws_appmesh.private.settings"

local DEFAULT_PORT = 8080

local function outliers(given)
  return given and {
    base_ejection_duration = settings.time(given.base_ejection_duration),
    interval = settings.time(given.interval),
    max_ejection_percent = given.max_ejection_percent,
    max_server_errors = given.max_server_errors,
  }
end

--- The class of this name, with a static method for each protocol, which takes options. `health_check` is the field of
--- a HealthCheckConfig.
return function(name, protocols, health_check)
  local class, make = bound(name)
  for _, protocol in ipairs(protocols) do
    class[protocol] = function(options)
      options = options or {}
      local port, check = options.port or DEFAULT_PORT, options.health_check
      return make(function(scope)
        return {
          listener = {
            port_mapping = { port = port, protocol = protocol },
            health_check = check and check:bind(scope, { default_port = port })[health_check],
            timeout = options.timeout and { [protocol] = settings.timeout(options.timeout) },
            tls = settings.listener_tls(scope, options.tls),
            outlier_detection = outliers(options.outlier_detection),
            connection_pool = options.connection_pool and { [protocol] = options.connection_pool },
          },
        }
      end)
    end
  end
  return class
end
