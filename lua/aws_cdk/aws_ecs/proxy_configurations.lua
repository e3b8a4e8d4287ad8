--- Proxies through which a task's traffic goes.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local ecs = require "aws_cdk.aws_ecs"

local ProxyConfigurations = engine.class "aws_cdk.aws_ecs.ProxyConfigurations"
local AppMeshProxyConfiguration = engine.class("aws_cdk.aws_ecs.AppMeshProxyConfiguration", ecs.ProxyConfiguration)

function ProxyConfigurations:init() end

--- A proxy of App Mesh.
function ProxyConfigurations.app_mesh_proxy_configuration(props) return AppMeshProxyConfiguration(props) end

-- The names that App Mesh has for the properties.
local NAMES = {
  app_ports = "AppPorts", egress_ignored_i_ps = "EgressIgnoredIPs", egress_ignored_ports = "EgressIgnoredPorts",
  ignored_gid = "IgnoredGID", ignored_uid = "IgnoredUID", proxy_egress_port = "ProxyEgressPort",
  proxy_ingress_port = "ProxyIngressPort",
}

--- Arguments: AppMeshProxyConfigurationConfigProps: container_name, properties (required).
function AppMeshProxyConfiguration:init(props)
  local uid, gid = props.properties.ignored_uid, props.properties.ignored_gid
  if (not uid or uid == 0) and (not gid or gid == 0) then
    engine.fail(nil, "App Mesh needs ignored_uid or ignored_gid, other than 0")
  end
  self._props = props
end

local function text(value)
  if type(value) ~= "table" or engine.is_unresolved(value) then return cdk.Tokenization.stringify_number(value) end
  local all = {}
  for i, one in ipairs(value) do all[i] = tostring(cdk.Tokenization.stringify_number(one)) end
  return table.concat(all, ",")
end

--- Called by the task definition.
function AppMeshProxyConfiguration:bind()
  local props, properties = self._props, engine.list {}
  for _, name in ipairs(engine.keys(props.properties)) do
    local value = text(props.properties[name])
    if value ~= "" then properties[#properties + 1] = { name = NAMES[name], value = value } end
  end
  return { container_name = props.container_name, proxy_configuration_properties = properties, type = "APPMESH" }
end

return { AppMeshProxyConfiguration = AppMeshProxyConfiguration, ProxyConfigurations = ProxyConfigurations }
