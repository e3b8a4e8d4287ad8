--- What is possible in task definitions.
local engine = require "luacdk.engine"

local fail, display = engine.fail, engine.display

local GIBIBYTE = 1024
local EXTERNAL_MODES = { bridge = true, host = true, none = true }
local HOST_MODES = { awsvpc = true, host = true }

-- Memory that tasks with Windows may have, in GiB, by their CPU.
local WINDOWS_SIZES = { ["1024"] = { 1, 8 }, ["2048"] = { 4, 16 }, ["4096"] = { 8, 30 } }

local M = {}

local function check_windows(self, cpu, memory)
  local sizes = WINDOWS_SIZES[tostring(cpu)]
  if not sizes then
    fail(self, "cpu of a task with Windows must be 1024, 2048 or 4096, got %s", display(cpu))
  end
  local amount = tonumber(memory)
  if amount and (amount < sizes[1] * GIBIBYTE or amount > sizes[2] * GIBIBYTE or amount % GIBIBYTE ~= 0) then
    fail(self, "memory of a task with Windows and %s CPU units must be between %d and %d MiB in steps of %d, got %s",
      cpu, sizes[1] * GIBIBYTE, sizes[2] * GIBIBYTE, GIBIBYTE, display(memory))
  end
end

local function some(list) return list ~= nil and #list > 0 end

local function check_managed(self, props, system)
  if not HOST_MODES[self.network_mode] then
    fail(self, "the network mode of tasks on managed instances must be AWS_VPC or HOST, got %s",
      display(self.network_mode))
  end
  for _, name in ipairs { "inference_accelerators", "ephemeral_storage_gib", "ipc_mode", "proxy_configuration" } do
    local value = props[name]
    if value and (name ~= "inference_accelerators" or #value > 0) and value ~= 0 then
      fail(self, "%s is not possible on managed instances", name)
    end
  end
  if system and not system:is_linux() then
    fail(self, "the operating system of tasks on managed instances must be Linux, got %s",
      display(system._operating_system_family))
  end
end

local function check_fargate(self, props)
  if self.network_mode ~= "awsvpc" then
    fail(self, "the network mode of tasks on Fargate must be AWS_VPC, got %s", display(self.network_mode))
  end
  if some(props.placement_constraints) then fail(self, "placement constraints are not possible on Fargate") end
  if not props.cpu or not props.memory_mib or props.cpu == "" or props.memory_mib == "" then
    fail(self, "a task on Fargate needs cpu and memory_mib")
  end
  if some(props.inference_accelerators) then fail(self, "inference accelerators are not possible on Fargate") end
end

--- Fails unless the properties fit each other.
function M.properties(self, props)
  local platform = props.runtime_platform
  local system = platform and platform.operating_system_family
  if self.is_fargate_compatible then check_fargate(self, props) end
  if props.proxy_configuration and self.network_mode ~= "awsvpc" then
    fail(self, "proxy_configuration needs NetworkMode.AWS_VPC, got %s", display(self.network_mode))
  end
  if self.is_external_compatible and not EXTERNAL_MODES[self.network_mode] then
    fail(self, "the network mode of external tasks must be BRIDGE, HOST or NONE, got %s", display(self.network_mode))
  end
  if self.is_managed_instances_compatible then
    check_managed(self, props, system)
  elseif platform and not self.is_fargate_compatible then
    fail(self, "runtime_platform is for tasks on Fargate or managed instances")
  end
  if props.enable_fault_injection and not HOST_MODES[self.network_mode] then
    fail(self, "enable_fault_injection needs NetworkMode.AWS_VPC or NetworkMode.HOST, got %s",
      display(self.network_mode))
  end
  if system and system:is_windows() then check_windows(self, props.cpu, props.memory_mib) end
end

--- Fails if the containers need more CPU than the task has.
function M.cpu(self, added)
  local available = tonumber(not engine.is_unresolved(self._cpu) and self._cpu or nil)
  if not available then return end
  local sum = 0
  local function count(container)
    if type(container.cpu) == "number" then sum = sum + container.cpu end
  end
  for _, container in ipairs(self._containers) do count(container) end
  count(added)
  if sum > available then
    fail(self, "the containers may have at most the cpu of the task, %s units, got %s", display(self._cpu),
      display(sum))
  end
end

--- Fails unless the task may have the volume.
function M.volume(self, volume)
  if volume.configured_at_launch == true then
    if volume.host or volume.docker_volume_configuration or volume.efs_volume_configuration then
      fail(self, "configured_at_launch cannot be combined with host, docker_volume_configuration or "
        .. "efs_volume_configuration, got both for %s", display(volume.name))
    end
  elseif self.is_managed_instances_compatible and volume.docker_volume_configuration then
    fail(self, "docker_volume_configuration is not possible on managed instances, got one for %s",
      display(volume.name))
  end
end

-- ---- at synthesis ---------------------------------------------------------------------------------------------------

local function is_mounted(self, volume)
  for _, container in ipairs(self._containers) do
    for _, mount in ipairs(container.mount_points) do
      if mount.source_volume == volume.name then return true end
    end
  end
  return false
end

local function memory_problems(self, add)
  if not self.is_ec2_compatible or self._memory then return end
  for _, container in ipairs(self._containers) do
    if not container.memory_limit_specified then
      add("the container %s needs memory_limit_mib or memory_reservation_mib", container.container_name)
    end
  end
end

local function name_problems(self, add)
  local owners = {}
  for _, container in ipairs(self._containers) do
    for _, mapping in ipairs(container.port_mappings) do
      local name = mapping.name
      if name ~= nil and name ~= "" then
        if owners[name] then
          add("the port mapping name '%s' must not be both in '%s' and in '%s'", name, container.container_name,
            owners[name])
        end
        owners[name] = container.container_name
      end
    end
  end
end

local function volume_problems(self, add)
  local names = {}
  for _, volume in ipairs(self._volumes) do
    if volume.configured_at_launch then names[#names + 1] = volume.name end
  end
  if #names > 1 then add("one volume may be configured at launch, got %s", table.concat(names, ", ")) end
  for _, volume in ipairs(self._volumes) do
    if volume.configured_at_launch and not is_mounted(self, volume) then
      add("the volume '%s' is configured at launch, so a container must mount it", volume.name)
    end
  end
end

--- What is wrong with the task definition as a whole.
function M.problems(self)
  local found = {}
  local function add(...) found[#found + 1] = string.format(...) end
  memory_problems(self, add)
  name_problems(self, add)
  volume_problems(self, add)
  return found
end

return M
