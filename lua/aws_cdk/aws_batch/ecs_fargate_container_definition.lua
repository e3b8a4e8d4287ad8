--- Containers on Fargate.
local engine = require "luacdk.engine"
local Base = require "aws_cdk.aws_batch.private.ecs_container_definition_base"

local fail = engine.fail

local EcsFargateContainerDefinition = engine.class("aws_cdk.aws_batch.EcsFargateContainerDefinition", Base)

local LEAST, MOST = 21, 200 -- GiB of storage

local FIELDS = {
  "assign_public_ip", "fargate_platform_version", "ephemeral_storage_size", "fargate_cpu_architecture",
  "fargate_operating_system_family",
}

local function check_storage(self, size)
  local gibibytes = size:to_gibibytes()
  if engine.is_unresolved(gibibytes) then return end
  if gibibytes < LEAST or gibibytes > MOST then
    fail(self, "ephemeral_storage_size must be between %d and %d GiB, got %s", LEAST, MOST, engine.display(gibibytes))
  end
end

--- Arguments: scope, id, EcsFargateContainerDefinitionProps: image, cpu, memory (required), ephemeral_storage_size (21
--  to 200 GiB), assign_public_ip, fargate_platform_version, fargate_cpu_architecture,
--  fargate_operating_system_family and what all containers have.
function EcsFargateContainerDefinition:init(scope, id, props)
  Base.init(self, scope, id, props)
  for _, field in ipairs(FIELDS) do self[field] = props[field] end
  local system = props.fargate_operating_system_family
  if system and system:is_windows() and self.readonly_root_filesystem then
    fail(self, "readonly_root_filesystem is not possible on Windows, whose processes write to it")
  end
  if props.ephemeral_storage_size then check_storage(self, props.ephemeral_storage_size) end
end

function EcsFargateContainerDefinition:_render_container_definition()
  local definition = Base._render_container_definition(self)
  local size, version = self.ephemeral_storage_size, self.fargate_platform_version
  local cpu, system = self.fargate_cpu_architecture, self.fargate_operating_system_family
  definition.ephemeral_storage = size and { size_in_gib = size:to_gibibytes() }
  definition.fargate_platform_configuration = { platform_version = version }
  definition.network_configuration = { assign_public_ip = self.assign_public_ip and "ENABLED" or "DISABLED" }
  definition.runtime_platform = {
    cpu_architecture = cpu and cpu._cpu_architecture,
    operating_system_family = system and system._operating_system_family,
  }
  if system and system:is_windows() then definition.readonly_root_filesystem = nil end
  return definition
end

return { EcsFargateContainerDefinition = EcsFargateContainerDefinition }
