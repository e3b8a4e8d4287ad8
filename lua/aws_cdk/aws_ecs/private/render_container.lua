--- The form of containers in a task definition.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local l2 = require "aws_cdk.l2"

local fail, display = engine.fail, engine.display

local DEFAULT_INTERVAL, DEFAULT_RETRIES, DEFAULT_TIMEOUT = 30, 3, 5

local M = {}

-- Properties that are in the L1 struct as they are.
local SAME = {
  "command", "disable_networking", "dns_search_domains", "dns_servers", "docker_security_options", "entry_point",
  "hostname", "interactive", "privileged", "readonly_root_filesystem", "system_controls", "user", "working_directory",
}

-- The map as a list of pairs, in the map's order.
local function pairs_of(map, key_name, value_name)
  local list = engine.list {}
  for i, key in ipairs(engine.keys(map)) do list[i] = { [key_name] = key, [value_name] = map[key] } end
  return list
end

local function each(list, render)
  local all = {}
  for i, one in ipairs(list) do all[i] = render(one) end
  return l2.unless_empty(all)
end

local function dependency(one)
  return { container_name = one.container.container_name, condition = one.condition or "HEALTHY" }
end

local function port_mapping(one)
  return {
    container_port = one.container_port ~= 0 and one.container_port or nil,
    container_port_range = one.container_port_range,
    host_port = one.host_port,
    protocol = one.protocol or "tcp",
    app_protocol = one.app_protocol and one.app_protocol.value,
    name = one.name ~= "" and one.name or nil,
  }
end

local function environment_files(self)
  if not self.environment_files then return nil end
  local all, partition = engine.list {}, engine.stack_of(self).partition
  for i, one in ipairs(self.environment_files) do
    local place = one.s3_location
    all[i] = {
      type = one.file_type,
      value = "arn:" .. partition .. ":s3:::" .. place.bucket_name .. "/" .. place.object_key,
    }
  end
  return all
end

local function credential_specs(specs)
  if not specs then return nil end
  local all = engine.list {}
  for i, one in ipairs(specs) do all[i] = one.type_prefix .. ":" .. one.location end
  return all
end

local function resource_requirements(gpu_count, accelerators)
  if (not gpu_count or gpu_count == 0) and #accelerators == 0 then return nil end
  local all = engine.list {}
  for i, one in ipairs(accelerators) do all[i] = { type = "InferenceAccelerator", value = one } end
  if type(gpu_count) == "number" and gpu_count > 0 then
    all[#all + 1] = { type = "GPU", value = cdk.Tokenization.stringify_number(gpu_count) }
  end
  return all
end

local function seconds(duration) return duration and duration:to_seconds() end

local function restart_policy(props)
  local enabled, codes, period = props.enable_restart_policy, props.restart_ignored_exit_codes,
    props.restart_attempt_period
  if enabled == nil and codes == nil and period == nil then return nil end
  return { enabled = enabled ~= false, ignored_exit_codes = codes, restart_attempt_period = seconds(period) }
end

-- ---- health checks --------------------------------------------------------------------------------------------------

local function between(self, name, value, low, high)
  if type(value) == "number" and (value < low or value > high) then
    fail(self, "%s of a health check must be between %d and %d seconds, got %s", name, low, high, display(value))
  end
end

--- Fails unless ECS can run the health check.
function M.check_health_check(self, check)
  local interval, timeout = seconds(check.interval), seconds(check.timeout)
  between(self, "interval", interval, 5, 300)
  between(self, "timeout", timeout, 2, 120)
  if type(interval) == "number" and type(timeout) == "number" and interval < timeout then
    fail(self, "the interval of a health check must not be shorter than its timeout; they are %s and %s seconds",
      display(interval), display(timeout))
  end
  if #check.command == 0 then fail(self, "the command of a health check must not be empty") end
end

local function health_check(check)
  if not check then return nil end
  local given, command = check.command, engine.list {}
  if #given == 1 then
    command[1] = "CMD-SHELL"
  elseif given[1] ~= "CMD" and given[1] ~= "CMD-SHELL" then
    command[1] = "CMD"
  end
  table.move(given, 1, #given, #command + 1, command)
  return {
    command = command,
    interval = seconds(check.interval) or DEFAULT_INTERVAL,
    retries = check.retries or DEFAULT_RETRIES,
    start_period = seconds(check.start_period),
    timeout = seconds(check.timeout) or DEFAULT_TIMEOUT,
  }
end

-- ---------------------------------------------------------------------------------------------------------------------

--- The L1 struct of the container.
function M.render(self)
  local props = self._props
  local all = {
    credential_specs = credential_specs(self.credential_specs),
    cpu = props.cpu,
    depends_on = each(self._container_dependencies, dependency),
    docker_labels = next(engine.keys(self._docker_labels)) and self._docker_labels or nil,
    essential = self.essential,
    image = self.image_name,
    memory = props.memory_limit_mib,
    memory_reservation = props.memory_reservation_mib,
    mount_points = l2.unless_empty(self._mount_points),
    name = self.container_name,
    port_mappings = each(self._port_mappings, port_mapping),
    pseudo_terminal = props.pseudo_terminal,
    repository_credentials = self._repository_credentials,
    start_timeout = seconds(props.start_timeout),
    stop_timeout = seconds(props.stop_timeout),
    ulimits = l2.unless_empty(self._ulimits),
    version_consistency = self._version_consistency,
    volumes_from = l2.unless_empty(self._volumes_from),
    log_configuration = self.log_driver_config,
    environment = l2.unless_empty(pairs_of(self._environment, "name", "value")),
    environment_files = environment_files(self),
    secrets = l2.unless_empty(self._secrets),
    extra_hosts = props.extra_hosts and pairs_of(props.extra_hosts, "hostname", "ip_address"),
    health_check = health_check(props.health_check),
    links = l2.unless_empty(self._links),
    linux_parameters = self.linux_parameters and self.linux_parameters:render_linux_parameters(),
    resource_requirements = resource_requirements(props.gpu_count, self._accelerator_resources),
    restart_policy = restart_policy(props),
  }
  for _, name in ipairs(SAME) do all[name] = props[name] end
  return all
end

return M
