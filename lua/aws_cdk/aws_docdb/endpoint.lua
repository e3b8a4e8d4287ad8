--- Where a database takes connections.
local cdk = require "aws_cdk"
local engine = require "luacdk.engine"

local LOWEST, HIGHEST = 1, 65535

local Endpoint = engine.class "aws_cdk.aws_docdb.Endpoint"

--- Arguments: host name, port.
function Endpoint:init(address, port)
  if not engine.is_unresolved(port) and (port < LOWEST or port > HIGHEST or port % 1 ~= 0) then
    engine.fail(nil, "a port must be a whole number between %d and %d, got %s", LOWEST, HIGHEST, engine.display(port))
  end
  self.hostname, self.port = address, port
end

--- The port as a string.
function Endpoint:port_as_string() return cdk.Tokenization.stringify_number(self.port) end

Endpoint.get.socket_address = function(self) return self.hostname .. ":" .. self:port_as_string() end

return { Endpoint = Endpoint }
