--- Ports and protocols that follow from each other.
local engine = require "luacdk.engine"

local M = {}

local PORTS = { HTTP = 80, HTTPS = 443 }
local PROTOCOLS = {
  [80] = "HTTP", [8000] = "HTTP", [8008] = "HTTP", [8080] = "HTTP", [443] = "HTTPS", [8443] = "HTTPS",
}
local NETWORK = { TCP = true, TLS = true, UDP = true, TCP_UDP = true }

--- Protocol and port of an application listener or target group; one gives the other. Both may be nil.
function M.of_application(scope, protocol, port)
  if protocol == nil and port == nil then return nil end
  if protocol == nil then
    protocol = type(port) == "number" and PROTOCOLS[port]
    if not protocol then
      engine.fail(scope, "the protocol of port %s is not known: -> give protocol", engine.display(port))
    end
  end
  return protocol, port == nil and PORTS[protocol] or port
end

--- The protocol, which fails unless network load balancers speak it.
function M.check_network(scope, protocol)
  if not NETWORK[protocol] then
    engine.fail(scope, "the protocol must be one of TCP, TLS, UDP and TCP_UDP, got %s", engine.display(protocol))
  end
  return protocol
end

return M
