--- Meshes: what services are in that know each other.
local engine = require "luacdk.engine"
local appmesh = require "aws_cdk.aws_appmesh"
local cdk = require "aws_cdk"
local in_mesh = require "aws_cdk.aws_appmesh.private.in_mesh"
local l2 = require "aws_cdk.l2"

-- What meshes made here and imported ones have in common.
local MeshBase = engine.class("aws_cdk.aws_appmesh.MeshBase", cdk.Resource, "aws_cdk.aws_appmesh.IMesh")

local function adds(class)
  return function(self, id, props)
    local all = l2.with({}, props)
    all.mesh = self
    return appmesh[class](self, id, all)
  end
end

--- Adds a router, by VirtualRouterBaseProps.
MeshBase.add_virtual_router = adds "VirtualRouter"

--- Adds a node, by VirtualNodeBaseProps.
MeshBase.add_virtual_node = adds "VirtualNode"

--- Adds a gateway, by VirtualGatewayBaseProps.
MeshBase.add_virtual_gateway = adds "VirtualGateway"

local Mesh = in_mesh.class("Mesh", MeshBase, function() return "mesh" end)

--- Arguments: scope, id, MeshProps: mesh_name, egress_filter, service_discovery.
function Mesh:init(scope, id, props)
  props = props or {}
  in_mesh.begin(self, MeshBase, scope, id, props.mesh_name)
  self._resource = appmesh.CfnMesh(self, "Resource", {
    mesh_name = self.physical_name,
    spec = {
      egress_filter = props.egress_filter and { type = props.egress_filter },
      service_discovery = props.service_discovery,
    },
  })
end

local Imported = l2.imported(Mesh, MeshBase)

function Imported:init(scope, id, arn, name, props)
  MeshBase.init(self, scope, id, props)
  self.mesh_arn, self.mesh_name = arn, name
end

--- A mesh made elsewhere, in the account and region of its ARN.
function Mesh.from_mesh_arn(scope, id, mesh_arn)
  local parts = engine.stack_of(scope):split_arn(mesh_arn, cdk.ArnFormat.SLASH_RESOURCE_NAME)
  return Imported(scope, id, mesh_arn, parts.resource_name or "", { environment_from_arn = mesh_arn })
end

--- A mesh made elsewhere, in the account and region of the scope's stack.
function Mesh.from_mesh_name(scope, id, mesh_name)
  return Imported(scope, id, in_mesh.arn(scope, "mesh", mesh_name), mesh_name)
end

return { Mesh = Mesh }
