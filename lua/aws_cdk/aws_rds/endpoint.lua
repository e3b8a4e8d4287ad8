--- Where a database takes connections.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"

local Endpoint = engine.class "aws_cdk.aws_rds.Endpoint"

--- Arguments: host name, port.
function Endpoint:init(address, port) self.hostname, self.port = address, port end

Endpoint.get.socket_address = function(self)
  return self.hostname .. ":" .. cdk.Tokenization.stringify_number(self.port)
end

return { Endpoint = Endpoint }
