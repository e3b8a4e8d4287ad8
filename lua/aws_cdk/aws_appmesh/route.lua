--- Routes from a router to nodes.
local appmesh = require "aws_cdk.aws_appmesh"
local cdk = require "aws_cdk"
local in_mesh = require "aws_cdk.aws_appmesh.private.in_mesh"
local l2 = require "aws_cdk.l2"

local function path_of(mesh, router)
  return "mesh/" .. mesh.mesh_name .. "/virtualRouter/" .. in_mesh.name_of(router, "virtual_router_name") .. "/route"
end

local Route = in_mesh.class("Route", cdk.Resource, function(self) return path_of(self._mesh, self.virtual_router) end)

--- Arguments: scope, id, RouteProps: mesh, virtual_router, route_spec (required), route_name.
function Route:init(scope, id, props)
  in_mesh.begin(self, cdk.Resource, scope, id, props.route_name)
  self.virtual_router, self._mesh = props.virtual_router, props.mesh
  local spec, mesh = props.route_spec:bind(self), self.virtual_router.mesh
  self._resource = appmesh.CfnRoute(self, "Resource", {
    route_name = self.physical_name,
    mesh_name = mesh.mesh_name,
    mesh_owner = in_mesh.owner(self, mesh),
    virtual_router_name = self.virtual_router.virtual_router_name,
    spec = {
      tcp_route = spec.tcp_route_spec,
      http_route = spec.http_route_spec,
      http2_route = spec.http2_route_spec,
      grpc_route = spec.grpc_route_spec,
      priority = spec.priority,
    },
  })
end

local Imported = l2.imported(Route, cdk.Resource)
l2.held(Imported, "route_name")

--- A route made elsewhere.
function Route.from_route_arn(scope, id, route_arn)
  local made = Imported(scope, id)
  made.route_arn = route_arn
  made.virtual_router = appmesh.VirtualRouter.from_virtual_router_arn(made, "VirtualRouter", route_arn)
  local _, name = in_mesh.parts(scope, "route", route_arn, "virtualRouter/<router>/route/<name>")
  made._route_name = name
  return made
end

--- A route made elsewhere, by RouteAttributes: route_name, virtual_router (required).
function Route.from_route_attributes(scope, id, attrs)
  local made, router = Imported(scope, id), attrs.virtual_router
  made._route_name, made.virtual_router = attrs.route_name, router
  made.route_arn = in_mesh.arn(made, path_of(router.mesh, router), attrs.route_name)
  return made
end

return { Route = Route }
