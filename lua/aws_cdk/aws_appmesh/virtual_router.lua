--- Routers: what distributes the requests of a service among nodes.
local engine = require "luacdk.engine"
local appmesh = require "aws_cdk.aws_appmesh"
local cdk = require "aws_cdk"
local in_mesh = require "aws_cdk.aws_appmesh.private.in_mesh"
local l2 = require "aws_cdk.l2"

-- What routers made here and imported ones have in common.
local VirtualRouterBase = engine.class("aws_cdk.aws_appmesh.VirtualRouterBase", cdk.Resource,
  "aws_cdk.aws_appmesh.IVirtualRouter")

--- Adds a route, whose name is its id, by RouteBaseProps: route_spec (required).
function VirtualRouterBase:add_route(id, props)
  local all = l2.with({}, props)
  all.route_name, all.mesh, all.virtual_router = id, self.mesh, self
  return appmesh.Route(self, id, all)
end

local KIND = "virtualRouter"

local VirtualRouter = in_mesh.class("VirtualRouter", VirtualRouterBase, in_mesh.path(KIND))

--- Arguments: scope, id, VirtualRouterProps: mesh (required), listeners (default: HTTP at port 8080),
--  virtual_router_name.
function VirtualRouter:init(scope, id, props)
  in_mesh.begin(self, VirtualRouterBase, scope, id, props.virtual_router_name)
  self.mesh = props.mesh
  local listeners = {}
  for i, one in ipairs(props.listeners or {}) do listeners[i] = one:bind(self).listener end
  if #listeners == 0 then listeners[1] = appmesh.VirtualRouterListener.http():bind(self).listener end
  self._resource = appmesh.CfnVirtualRouter(self, "Resource", {
    virtual_router_name = self.physical_name,
    mesh_name = self.mesh.mesh_name,
    mesh_owner = in_mesh.owner(self, self.mesh),
    spec = { listeners = listeners },
  })
end

in_mesh.imports(VirtualRouter, VirtualRouterBase, KIND)

return { VirtualRouter = VirtualRouter }
