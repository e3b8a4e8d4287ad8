--- Ports of containers, and how they are checked.
local engine = require "luacdk.engine"

local fail = engine.fail

local AppProtocol = engine.class "aws_cdk.aws_ecs.AppProtocol"

function AppProtocol:init(value) self.value = value end

AppProtocol.http, AppProtocol.http2, AppProtocol.grpc = AppProtocol "http", AppProtocol "http2", AppProtocol "grpc"

-- ---- mappings -------------------------------------------------------------------------------------------------------

local PortMap = engine.class "aws_cdk.aws_ecs.PortMap"

--- Arguments: NetworkMode, PortMapping.
function PortMap:init(networkmode, pm) self.networkmode, self.portmapping = networkmode, pm end

local function check_range(mode, mapping)
  local range = mapping.container_port_range
  if engine.is_unresolved(range) then
    fail(nil, "container_port_range must be a literal, got something known only at deployment")
  end
  if mapping.host_port ~= nil then fail(nil, "host_port and container_port_range are mutually exclusive") end
  if mode ~= "bridge" and mode ~= "awsvpc" then
    fail(nil, "container_port_range needs NetworkMode.BRIDGE or NetworkMode.AWS_VPC, got %s", engine.display(mode))
  end
  if not range:find "^%d+%-%d+$" then
    fail(nil, "container_port_range must have the form <first>-<last>, got %s", engine.display(range))
  end
end

--- Fails unless the mapping fits the network mode.
function PortMap:validate()
  local mode, mapping = self.networkmode, self.portmapping
  local uses_range = mapping.container_port == 0
  if mapping.name == "" then fail(nil, "the name of a port mapping must not be empty") end
  if uses_range and mapping.container_port_range == nil then
    fail(nil, "container_port 0 (CONTAINER_PORT_USE_RANGE) needs container_port_range")
  end
  if not uses_range and mapping.container_port_range ~= nil then
    fail(nil, "container_port_range needs container_port = ecs.ContainerDefinition.CONTAINER_PORT_USE_RANGE")
  end
  if not uses_range and (mode == "awsvpc" or mode == "host") and mapping.host_port ~= nil
    and mapping.host_port ~= mapping.container_port then
    fail(nil, "host_port must be left out or equal to container_port with network mode %s; they are %s and %s", mode,
      engine.display(mapping.host_port), engine.display(mapping.container_port))
  end
  if mapping.container_port_range ~= nil then check_range(mode, mapping) end
end

-- ---- Service Connect ------------------------------------------------------------------------------------------------

local ServiceConnect = engine.class "aws_cdk.aws_ecs.ServiceConnect"

--- Arguments: NetworkMode, PortMapping.
function ServiceConnect:init(networkmode, pm) self.networkmode, self.portmapping = networkmode, pm end

local function has_name(mapping) return mapping.name ~= nil and mapping.name ~= "" end

--- Whether the mapping is one for Service Connect.
function ServiceConnect:is_service_connect()
  return has_name(self.portmapping) or self.portmapping.app_protocol ~= nil
end

--- Fails unless Service Connect can use the mapping.
function ServiceConnect:validate()
  local mode = self.networkmode
  if mode ~= "awsvpc" and mode ~= "bridge" then
    fail(nil, "name and app_protocol of a port mapping need NetworkMode.AWS_VPC or NetworkMode.BRIDGE, got %s",
      engine.display(mode))
  end
  if not has_name(self.portmapping) then fail(nil, "app_protocol of a port mapping needs a name") end
end

return { AppProtocol = AppProtocol, PortMap = PortMap, ServiceConnect = ServiceConnect }
