--- Containers of tasks.
local engine = require "luacdk.engine"
local constructs = require "constructs"
local ecs = require "aws_cdk.aws_ecs"
local l2 = require "aws_cdk.l2"
local render_container = require "aws_cdk.aws_ecs.private.render_container"

local fail, display = engine.fail, engine.display
local BRIDGE = "bridge"
local MOST_EXIT_CODES, SHORTEST_ATTEMPT, LONGEST_ATTEMPT = 50, 60, 1800

local ContainerDefinition = engine.class("aws_cdk.aws_ecs.ContainerDefinition", constructs.Construct)

l2.held(ContainerDefinition, "container_dependencies", "mount_points", "port_mappings", "ulimits", "volumes_from")

-- ---- checks ---------------------------------------------------------------------------------------------------------

local function check_memory(self, limit, reservation)
  if type(limit) == "number" and type(reservation) == "number" and limit < reservation then
    fail(self, "memory_limit_mib must be at least memory_reservation_mib; they are %s and %s", display(limit),
      display(reservation))
  end
end

local function check_restart_policy(self, props)
  local codes, period = props.restart_ignored_exit_codes, props.restart_attempt_period
  if props.enable_restart_policy == false and (codes ~= nil or period ~= nil) then
    fail(self, "restart_ignored_exit_codes and restart_attempt_period need enable_restart_policy = true")
  end
  if codes and #codes > MOST_EXIT_CODES then
    fail(self, "restart_ignored_exit_codes can have at most %d items, got %d", MOST_EXIT_CODES, #codes)
  end
  local seconds = period and period:to_seconds()
  if type(seconds) == "number" and (seconds < SHORTEST_ATTEMPT or seconds > LONGEST_ATTEMPT) then
    fail(self, "restart_attempt_period must be between %d and %d seconds, got %s", SHORTEST_ATTEMPT, LONGEST_ATTEMPT,
      display(seconds))
  end
end

-- ---------------------------------------------------------------------------------------------------------------------

-- A copy of the map that keeps the order of what is added.
local function ordered_copy(map)
  local copy = engine.ordered()
  for _, key in ipairs(map and engine.keys(map) or {}) do copy[key] = map[key] end
  return copy
end

local function bind_all(list, ...)
  if not list then return nil end
  local all = {}
  for i, one in ipairs(list) do all[i] = one:bind(...) end
  return all
end

--- Arguments: scope, id, ContainerDefinitionProps: image, task_definition (required).
function ContainerDefinition:init(scope, id, props)
  constructs.Construct.init(self, scope, id)
  check_memory(self, props.memory_limit_mib, props.memory_reservation_mib)
  check_restart_policy(self, props)
  if props.health_check then render_container.check_health_check(self, props.health_check) end
  self._props = props
  self.essential = props.essential ~= false
  self.task_definition = props.task_definition
  self.memory_limit_specified = props.memory_limit_mib ~= nil or props.memory_reservation_mib ~= nil
  self.linux_parameters = props.linux_parameters
  self.container_name = props.container_name or self.node.id
  self._mount_points, self._port_mappings, self._volumes_from, self._ulimits = {}, {}, {}, {}
  self._container_dependencies, self._links, self._secrets, self._named_ports = {}, {}, {}, {}
  self._accelerator_resources = {}
  local image = props.image:bind(self, self)
  self.image_name, self._repository_credentials = image.image_name, image.repository_credentials
  self._version_consistency = props.version_consistency
  if props.logging then self.log_driver_config = props.logging:bind(self, self) end
  for _, name in ipairs(props.secrets and engine.keys(props.secrets) or {}) do
    self:add_secret(name, props.secrets[name])
  end
  self._docker_labels, self._environment = ordered_copy(props.docker_labels), ordered_copy(props.environment)
  self.environment_files = bind_all(props.environment_files, self)
  if props.credential_specs and #props.credential_specs > 1 then
    fail(self, "a container can have one of credential_specs, got %d", #props.credential_specs)
  end
  self.credential_specs = bind_all(props.credential_specs)
  if props.cpu ~= 0 then self.cpu = props.cpu end
  self.task_definition:_link_container(self)
  self:add_port_mappings(table.unpack(props.port_mappings or {}))
  self:add_inference_accelerator_resource(table.unpack(props.inference_accelerator_resources or {}))
  self.pseudo_terminal = props.pseudo_terminal
  self:add_ulimits(table.unpack(props.ulimits or {}))
end

--- Adds volumes of the task to the container's file system.
ContainerDefinition.add_mount_points = l2.adds "_mount_points"

--- Limits what processes may use.
ContainerDefinition.add_ulimits = l2.adds "_ulimits"

--- Starts the container after others.
ContainerDefinition.add_container_dependencies = l2.adds "_container_dependencies"

--- Adds the volumes of other containers.
ContainerDefinition.add_volumes_from = l2.adds "_volumes_from"

--- Lets the container reach another by its name, or by an alias.
function ContainerDefinition:add_link(container, alias)
  if self.task_definition.network_mode ~= BRIDGE then
    fail(self, "links need NetworkMode.BRIDGE, got %s", display(self.task_definition.network_mode))
  end
  table.insert(self._links, alias ~= nil and container.container_name .. ":" .. alias or container.container_name)
end

--- Adds a folder of the host, as a volume of the task.
function ContainerDefinition:add_scratch(scratch)
  self.task_definition:add_volume { host = { source_path = scratch.source_path }, name = scratch.name }
  self:add_mount_points {
    container_path = scratch.container_path, read_only = scratch.read_only, source_volume = scratch.name,
  }
end

local function keep_name(self, mapping)
  local name = mapping.name
  if name == nil or name == "" then return end
  if self._named_ports[name] then fail(self, "the container already has a port mapping named %s", display(name)) end
  self._named_ports[name] = mapping
end

--- Opens ports of the container.
function ContainerDefinition:add_port_mappings(...)
  local mode = self.task_definition.network_mode
  local added = {}
  for i, mapping in ipairs { ... } do
    ecs.PortMap(mode, mapping):validate()
    local connect = ecs.ServiceConnect(mode, mapping)
    if connect:is_service_connect() then
      connect:validate()
      keep_name(self, mapping)
    end
    local any_port = mode == BRIDGE and mapping.host_port == nil and mapping.container_port_range == nil
    added[i] = any_port and l2.with({ host_port = 0 }, mapping) or mapping
  end
  table.move(added, 1, #added, #self._port_mappings + 1, self._port_mappings)
end

--- Sets an environment variable.
function ContainerDefinition:add_environment(name, value) self._environment[name] = value end

--- Adds a label for Docker.
function ContainerDefinition:add_docker_label(name, value) self._docker_labels[name] = value end

--- Sets an environment variable to a secret.
function ContainerDefinition:add_secret(name, secret)
  secret:grant_read(self.task_definition:obtain_execution_role())
  table.insert(self._secrets, { name = name, value_from = secret.arn })
end

--- Gives the container inference accelerators of its task.
function ContainerDefinition:add_inference_accelerator_resource(...)
  for _, wanted in ipairs { ... } do
    local found = false
    for _, one in ipairs(self.task_definition.inference_accelerators) do
      found = found or one.device_name == wanted
    end
    if not found then
      fail(self, "the task definition has no inference accelerator with device_name %s", display(wanted))
    end
    table.insert(self._accelerator_resources, wanted)
  end
end

--- Adds a statement to the role with which ECS starts the container.
function ContainerDefinition:add_to_execution_policy(statement)
  self.task_definition:add_to_execution_role_policy(statement)
end

--- The mapping of a container port, if there is one.
function ContainerDefinition:find_port_mapping(container_port, protocol)
  for _, mapping in ipairs(self._port_mappings) do
    if mapping.container_port == container_port and (mapping.protocol or ecs.Protocol.TCP) == protocol then
      return mapping
    end
  end
  return nil
end

--- The mapping of this name, if there is one.
function ContainerDefinition:find_port_mapping_by_name(name) return self._named_ports[name] end

ContainerDefinition.get.references_secret_json_field = function(self)
  for _, secret in ipairs(self._secrets) do
    if tostring(secret.value_from):sub(-2) == "::" then return true end
  end
  return false
end

local function first_mapping(self)
  return self._port_mappings[1]
    or fail(self, "the container has no ports: -> give it port_mappings, or call add_port_mappings")
end

local function single_port(self, mapping)
  if mapping.container_port_range ~= nil then
    fail(self, "the first port mapping of the container must be a single port, got the range %s",
      display(mapping.container_port_range))
  end
  return mapping.container_port
end

ContainerDefinition.get.ingress_port = function(self)
  local mapping = first_mapping(self)
  if mapping.host_port ~= nil and mapping.host_port ~= 0 then return mapping.host_port end
  if self.task_definition.network_mode == BRIDGE then return 0 end
  return single_port(self, mapping)
end

ContainerDefinition.get.container_port = function(self) return single_port(self, first_mapping(self)) end

--- Called by images that are known by their digest.
function ContainerDefinition:_default_disable_version_consistency()
  self._version_consistency = self._version_consistency or ecs.VersionConsistency.DISABLED
end

--- The form in the task definition.
function ContainerDefinition:render_container_definition() return render_container.render(self) end

return { ContainerDefinition = ContainerDefinition }
