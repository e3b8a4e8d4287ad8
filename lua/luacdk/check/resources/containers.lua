--- Rules about tasks and services of ECS.
local facts = require "luacdk.check.resources.fact_rows"
local values = require "luacdk.check.resources.values"

local has, text, number, list, object = values.has, values.text, values.number, values.list, values.object

local function is_on_fargate(props) return values.is_one_of("FARGATE", list(props.RequiresCompatibilities)) end

-- "1 vCPU" and "1" are 1,024 units; "2GB" is 2,048 MiB. nil: not for us to judge.
local function units(value)
  local given = type(value) == "string" and value:lower():gsub(" ", "") or value
  local cores = type(given) == "string" and tonumber(given:match "^([%d.]+)vcpu$")
  return cores and math.tointeger(cores * 1024) or math.tointeger(number(value))
end

local function mebibytes(value)
  local given = type(value) == "string" and value:lower():gsub(" ", "") or value
  local gibibytes = type(given) == "string" and tonumber(given:match "^([%d.]+)gb$")
  return gibibytes and math.tointeger(gibibytes * 1024) or math.tointeger(number(value))
end

-- "256, 512, …": in units.
local function cpu_sizes()
  local sizes = {}
  for size in pairs(facts.fargate_memory) do sizes[#sizes + 1] = math.tointeger(tonumber(size)) end
  table.sort(sizes)
  return table.concat(sizes, ", ", 1, #sizes - 1) .. " or " .. sizes[#sizes]
end

local function fargate(props, tell)
  if not is_on_fargate(props) then return end
  for _, name in ipairs { "NetworkMode", "Cpu", "Memory" } do
    if not has(props, name) then tell("E3048", "RequiresCompatibilities", ("Fargate needs %s"):format(name), nil) end
  end
  local mode = text(props.NetworkMode)
  if mode and mode ~= "awsvpc" then
    tell("E3048", "NetworkMode", ("Fargate does not know the network mode '%s'"):format(mode), "write 'awsvpc'")
  end
  if has(props, "PlacementConstraints") then
    tell("E3048", "PlacementConstraints", "Fargate decides itself where tasks run", "leave PlacementConstraints out")
  end
  values.each(props, "ContainerDefinitions.*.LogConfiguration.LogDriver", function(driver, path)
    if text(driver) and not values.is_one_of(driver, facts.fargate_supported_log_drivers) then
      tell("E3048", path, ("Fargate has no log driver '%s'"):format(driver),
        ("it must be %s"):format(values.names(facts.fargate_supported_log_drivers)))
    end
  end)
  if type(props.Cpu) == "table" or type(props.Memory) == "table" then return end
  local cpu, memory = units(props.Cpu), mebibytes(props.Memory)
  local sizes = facts.fargate_memory[tostring(cpu)]
  if props.Cpu and not sizes then
    tell("E3048", "Cpu", ("Fargate has no CPU of the size '%s'"):format(props.Cpu),
      ("it must be %s units"):format(cpu_sizes()))
  end
  if props.Cpu and props.Memory and not values.is_one_of(memory, sizes or {}) then
    tell("E3047", "Cpu", ("Fargate has no tasks with CPU %s and memory %s"):format(props.Cpu, props.Memory),
      sizes and ("the memory must be %d to %d MiB, in steps"):format(sizes[1], sizes[#sizes]) or nil)
  end
end

local function essential(props, tell)
  local containers, all_off = list(props.ContainerDefinitions), true
  for _, container in ipairs(containers) do all_off = all_off and object(container).Essential == false end
  if #containers > 1 and all_off then
    tell("E3042", "ContainerDefinitions", "no container is essential", "at least one must be")
  end
end

local function port(value) return type(value) == "number" and tostring(value) or text(value) end

local function host_ports(props, tell)
  if props.NetworkMode ~= "awsvpc" then return end
  values.each(props, "ContainerDefinitions.*.PortMappings.*", function(mapping, path)
    local host, container = port(object(mapping).HostPort), port(object(mapping).ContainerPort)
    if host and container and host ~= container then
      tell("E3053", path .. ".HostPort", ("the host's port %s is not the container's, %s"):format(host, container),
        "in the network mode 'awsvpc' they are the same; leave HostPort out")
    end
  end)
end

local function service(props, tell, all)
  if props.LaunchType == "FARGATE" and props.SchedulingStrategy == "DAEMON" then
    tell("E3044", "SchedulingStrategy", "Fargate has no daemons", "write 'REPLICA'")
  end
  local task = all.find(props.TaskDefinition, "AWS::ECS::TaskDefinition")
  if not task then return end
  if props.LaunchType == "FARGATE" and task.props.NetworkMode ~= "awsvpc" and not is_on_fargate(task.props) then
    tell("E3054", "RequiresCompatibilities", ("the service '%s' runs the task on Fargate, for which it is not made")
      :format(all.self.id), "write { 'FARGATE' }", task)
  end
  if task.props.NetworkMode == "awsvpc" and not has(props, "NetworkConfiguration") then
    tell("E3052", "TaskDefinition", "tasks in the network mode 'awsvpc' need a network", "give NetworkConfiguration")
  end
end

return {
  each = {
    ["AWS::ECS::TaskDefinition"] = { fargate, essential, host_ports },
    ["AWS::ECS::Service"] = { service },
  },
}
