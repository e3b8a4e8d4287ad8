--- The task definitions and services of patterns: what they take over of the patterns' own properties.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local cx_api = require "aws_cdk.cx_api"
local ecs = require "aws_cdk.aws_ecs"
local pattern = require "aws_cdk.aws_ecs_patterns.private.pattern"

local fail = engine.fail

local DEFAULT_CONTAINER, DEFAULT_PORT = "web", 80

local FARGATE_TASK = { "memory_limit_mib", "cpu", "ephemeral_storage_gib", "runtime_platform" }
local IMAGE = { "image", "environment", "secrets", "docker_labels", "command", "entry_point" }
local INSTANCE_CONTAINER = { "cpu", "memory_limit_mib", "memory_reservation_mib" }
local SERVICE = {
  "service_name", "health_check_grace_period", "min_healthy_percent", "max_healthy_percent", "propagate_tags",
  "enable_ecs_managed_tags", "cloud_map_options", "deployment_controller", "circuit_breaker", "enable_execute_command",
  "capacity_provider_strategies",
}
local INSTANCE_SERVICE = { "placement_constraints", "placement_strategies" }
local FARGATE_SERVICE = { "platform_version", "security_groups" }

local SMALL_CPU, SMALL_MEMORY = 256, 512

local M = { QUEUE_CONTAINER = "QueueProcessingContainer" }

-- Adds the listed fields of `props` to `to`, and gives that.
local function copy(to, props, names)
  for _, name in ipairs(names) do to[name] = props[name] end
  return to
end

local function nonzero(number, default) return number ~= nil and number ~= 0 and number or default end

-- ---- task definitions -----------------------------------------------------------------------------------------------

--- Fails unless one of two properties is given.
function M.either(self, props, one, other)
  if (props[one] == nil) == (props[other] == nil) then
    fail(self, "give either %s or %s, got %s", one, other, props[one] ~= nil and "both" or "neither")
  end
end

-- The definition that is given, or the one that `make(options)` makes of the image that is given.
local function definition_of(self, props, make)
  M.either(self, props, "task_definition", "task_image_options")
  return props.task_definition or make(props.task_image_options)
end

-- Opens the ports of the image: those of a list, or else the one.
local function open_ports(container, options, has_several)
  if not has_several then
    container:add_port_mappings { container_port = nonzero(options.container_port, DEFAULT_PORT) }
    return
  end
  for _, port in ipairs(options.container_ports or {}) do container:add_port_mappings { container_port = port } end
end

local function container(self, definition, options, props, has_several)
  props.logging = has_several and self._log_driver or pattern.log_driver(self, options)
  local made = definition:add_container(options.container_name or DEFAULT_CONTAINER, copy(props, options, IMAGE))
  open_ports(made, options, has_several)
end

--- The task definition of a service on instances. `has_several`: the service may have several target groups.
function M.on_instances(self, props, has_several)
  return definition_of(self, props, function(options)
    local definition = ecs.Ec2TaskDefinition(self, "TaskDef", {
      execution_role = options.execution_role, task_role = options.task_role,
      family = not has_several and options.family or nil,
    })
    container(self, definition, options, copy({}, props, INSTANCE_CONTAINER), has_several)
    return definition
  end)
end

--- The task definition of a service on Fargate. `check(definition)` gives further properties of its container.
function M.on_fargate(self, props, has_several, check)
  return definition_of(self, props, function(options)
    local definition = ecs.FargateTaskDefinition(self, "TaskDef", copy({
      execution_role = options.execution_role, task_role = options.task_role, family = options.family,
    }, props, FARGATE_TASK))
    container(self, definition, options, check and check(definition) or {}, has_several)
    return definition
  end)
end

--- A task definition on Fargate that is small unless `props` say otherwise.
function M.small_on_fargate(self, id, props, more)
  more.memory_limit_mib = nonzero(props.memory_limit_mib, SMALL_MEMORY)
  more.cpu = nonzero(props.cpu, SMALL_CPU)
  more.ephemeral_storage_gib = props.ephemeral_storage_gib
  return ecs.FargateTaskDefinition(self, id, more)
end

--- Adds the container of a scheduled task. `more` are further properties.
function M.scheduled_container(self, options, more)
  more.logging = options.log_driver or self:_create_aws_log_driver(self.node.id)
  self.task_definition:add_container(options.container_name or "ScheduledContainer", copy(more, options, IMAGE))
end

-- ---- services -------------------------------------------------------------------------------------------------------

-- How many tasks the service keeps, as the template says it. The flag is always on; to set it is refused.
local function desired_count(self, given)
  local leaves_out = cdk.FeatureFlags.of(self):is_enabled(cx_api.ECS_REMOVE_DEFAULT_DESIRED_COUNT)
  return given or (not leaves_out and 1 or nil)
end

local function service(self, props)
  return copy({
    cluster = self.cluster, task_definition = self.task_definition,
    desired_count = desired_count(self, props.desired_count),
  }, props, SERVICE)
end

--- The service of a pattern on instances.
function M.instance_service(self, id, props)
  return ecs.Ec2Service(self, id, copy(service(self, props), props, INSTANCE_SERVICE))
end

--- The service of a pattern on Fargate. `has_circuit_breaker = false`: the pattern has none, although it may be given.
function M.fargate_service(self, id, props, has_circuit_breaker)
  local all = copy(service(self, props), props, FARGATE_SERVICE)
  all.vpc_subnets, all.assign_public_ip = props.task_subnets, props.assign_public_ip
  if has_circuit_breaker == false then all.circuit_breaker = nil end
  return ecs.FargateService(self, id, all)
end

return M
