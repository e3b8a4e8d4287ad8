--- Services: the names by which nodes call each other, and what answers.
local appmesh = require "aws_cdk.aws_appmesh"
local bound = require "aws_cdk.aws_appmesh.private.bound"
local cdk = require "aws_cdk"
local in_mesh = require "aws_cdk.aws_appmesh.private.in_mesh"

local KIND = "virtualService"

local VirtualService = in_mesh.class("VirtualService", cdk.Resource, in_mesh.path(KIND))

--- Arguments: scope, id, VirtualServiceProps: virtual_service_provider (required), virtual_service_name.
function VirtualService:init(scope, id, props)
  in_mesh.begin(self, cdk.Resource, scope, id, props.virtual_service_name)
  local provider = props.virtual_service_provider:bind(self)
  local node, router = provider.virtual_node_provider, provider.virtual_router_provider
  self.mesh = provider.mesh
  self._resource = appmesh.CfnVirtualService(self, "Resource", {
    mesh_name = self.mesh.mesh_name,
    mesh_owner = in_mesh.owner(self, self.mesh),
    virtual_service_name = self.physical_name,
    spec = { provider = (node or router) and { virtual_node = node, virtual_router = router } },
  })
end

in_mesh.imports(VirtualService, cdk.Resource, KIND)

local VirtualServiceProvider, make = bound "VirtualServiceProvider"

--- One node.
function VirtualServiceProvider.virtual_node(virtual_node)
  return make(function()
    return {
      mesh = virtual_node.mesh, virtual_node_provider = { virtual_node_name = virtual_node.virtual_node_name },
    }
  end)
end

--- A router, which distributes the requests.
function VirtualServiceProvider.virtual_router(virtual_router)
  return make(function()
    return {
      mesh = virtual_router.mesh,
      virtual_router_provider = { virtual_router_name = virtual_router.virtual_router_name },
    }
  end)
end

--- Nothing: the service is to have an address of its own.
function VirtualServiceProvider.none(mesh) return make { mesh = mesh } end

return { VirtualService = VirtualService, VirtualServiceProvider = VirtualServiceProvider }
