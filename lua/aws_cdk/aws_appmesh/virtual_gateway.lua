--- Gateways: where requests come into a mesh.
local engine = require "luacdk.engine"
local appmesh = require "aws_cdk.aws_appmesh"
local cdk = require "aws_cdk"
local in_mesh = require "aws_cdk.aws_appmesh.private.in_mesh"
local l2 = require "aws_cdk.l2"
local settings = require "aws_cdk.aws_appmesh.private.settings"

-- What gateways made here and imported ones have in common.
local VirtualGatewayBase = engine.class("aws_cdk.aws_appmesh.VirtualGatewayBase", cdk.Resource,
  "aws_cdk.aws_appmesh.IVirtualGateway")

--- Adds a route to a service, by GatewayRouteBaseProps: route_spec (required), gateway_route_name.
function VirtualGatewayBase:add_gateway_route(id, props)
  local all = l2.with({}, props)
  all.virtual_gateway = self
  return appmesh.GatewayRoute(self, id, all)
end

local KIND = "virtualGateway"

local VirtualGateway = in_mesh.class("VirtualGateway", VirtualGatewayBase, in_mesh.path(KIND))

--- Arguments: scope, id, VirtualGatewayProps: mesh (required), listeners (default: HTTP at port 8080),
--  backend_defaults, access_log, virtual_gateway_name.
function VirtualGateway:init(scope, id, props)
  in_mesh.begin(self, VirtualGatewayBase, scope, id, props.virtual_gateway_name)
  self.mesh = props.mesh
  self._listeners = {}
  for i, one in ipairs(props.listeners or { appmesh.VirtualGatewayListener.http() }) do
    self._listeners[i] = one:bind(self)
  end
  local log = props.access_log and props.access_log:bind(self)
  self._resource = appmesh.CfnVirtualGateway(self, "Resource", {
    virtual_gateway_name = self.physical_name,
    mesh_name = self.mesh.mesh_name,
    mesh_owner = in_mesh.owner(self, self.mesh),
    spec = {
      listeners = l2.pluck(self._listeners, "listener"),
      backend_defaults = settings.backend_defaults(self, props.backend_defaults),
      logging = log and { access_log = log.virtual_gateway_access_log },
    },
  })
end

in_mesh.imports(VirtualGateway, VirtualGatewayBase, KIND)

return { VirtualGateway = VirtualGateway }
