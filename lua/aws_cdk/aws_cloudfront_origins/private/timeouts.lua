--- How long CloudFront waits for origins that are servers.
local engine = require "luacdk.engine"

local timeouts = {}

-- The seconds of a duration, a whole number; refuses tokens as well.
local function seconds(name, duration)
  if not duration then return nil end
  local value = duration:to_seconds()
  if engine.is_unresolved(value) or value % 1 ~= 0 or value < 1 then
    engine.fail(nil, "%s must be a whole number of seconds, at least 1, got %s", name, engine.display(value))
  end
  return value
end

--- Checks the timeouts in an origin's properties, and keeps those that its configuration has.
function timeouts.keep(self, props)
  self._read_timeout = seconds("read_timeout", props.read_timeout)
  self._keepalive_timeout = seconds("keepalive_timeout", props.keepalive_timeout)
end

--- Puts the timeouts into the configuration of the L1 origin.
function timeouts.of(self, config)
  config.origin_read_timeout, config.origin_keepalive_timeout = self._read_timeout, self._keepalive_timeout
  return config
end

--- The configuration of origins that are reached by the newest TLS alone.
function timeouts.https_only(self, ip_address_type)
  return timeouts.of(self, {
    origin_ssl_protocols = { "TLSv1.2" }, origin_protocol_policy = "https-only", ip_address_type = ip_address_type,
  })
end

return timeouts
