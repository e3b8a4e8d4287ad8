--- Nodes: what answers requests, such as a service of ECS.
local engine = require "luacdk.engine"
local appmesh = require "aws_cdk.aws_appmesh"
local cdk = require "aws_cdk"
local in_mesh = require "aws_cdk.aws_appmesh.private.in_mesh"
local settings = require "aws_cdk.aws_appmesh.private.settings"

local KIND = "virtualNode"

local VirtualNode = in_mesh.class("VirtualNode", cdk.Resource, in_mesh.path(KIND))

local function lazily(list) return engine.lazy(function() return list end, { kind = "any", omit_empty_list = true }) end

--- Arguments: scope, id, VirtualNodeProps: mesh (required), listeners, service_discovery (required for listeners),
--  backends, backend_defaults, access_log, virtual_node_name.
function VirtualNode:init(scope, id, props)
  in_mesh.begin(self, cdk.Resource, scope, id, props.virtual_node_name)
  self.mesh = props.mesh
  self._backends, self._listeners = {}, {}
  local discovery = props.service_discovery and props.service_discovery:bind(self)
  self._is_found = discovery ~= nil
  for _, backend in ipairs(props.backends or {}) do self:add_backend(backend) end
  for _, listener in ipairs(props.listeners or {}) do self:add_listener(listener) end
  local log = props.access_log and props.access_log:bind(self)
  self._resource = appmesh.CfnVirtualNode(self, "Resource", {
    virtual_node_name = self.physical_name,
    mesh_name = self.mesh.mesh_name,
    mesh_owner = in_mesh.owner(self, self.mesh),
    spec = {
      backends = lazily(self._backends),
      listeners = lazily(self._listeners),
      backend_defaults = settings.backend_defaults(self, props.backend_defaults),
      service_discovery = discovery and { dns = discovery.dns, aws_cloud_map = discovery.cloudmap },
      logging = log and { access_log = log.virtual_node_access_log },
    },
  })
end

--- Adds what the node listens to. Fails if it has no service discovery.
function VirtualNode:add_listener(listener)
  if not self._is_found then
    engine.fail(self, "a node with a listener needs service_discovery: -> ServiceDiscovery.dns or cloud_map")
  end
  table.insert(self._listeners, listener:bind(self).listener)
end

--- Adds what the node calls.
function VirtualNode:add_backend(backend)
  table.insert(self._backends, backend:bind(self).virtual_service_backend)
end

in_mesh.imports(VirtualNode, cdk.Resource, KIND)

return { VirtualNode = VirtualNode }
