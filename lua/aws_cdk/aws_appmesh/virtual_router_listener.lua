--- What a router listens to.
local bound = require "aws_cdk.aws_appmesh.private.bound"

local DEFAULT_PORT = 8080

local VirtualRouterListener, make = bound "VirtualRouterListener"

local function listener(protocol)
  return function(port)
    return make { listener = { port_mapping = { port = port or DEFAULT_PORT, protocol = protocol } } }
  end
end

--- Each takes a port (default 8080).
VirtualRouterListener.http = listener "http"
VirtualRouterListener.http2 = listener "http2"
VirtualRouterListener.grpc = listener "grpc"
VirtualRouterListener.tcp = listener "tcp"

return { VirtualRouterListener = VirtualRouterListener }
