--- Tasks on Fargate.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local ecs = require "aws_cdk.aws_ecs"
local imported = require "aws_cdk.aws_ecs.private.imported_task_definition"
local l2 = require "aws_cdk.l2"

local fail, display = engine.fail, engine.display
local text = cdk.Tokenization.stringify_number

local DEFAULT_CPU, DEFAULT_MEMORY = 256, 512
local LEAST_STORAGE, MOST_STORAGE = 21, 200

local TaskDefinition = ecs.TaskDefinition
local FargateTaskDefinition = engine.class("aws_cdk.aws_ecs.FargateTaskDefinition", TaskDefinition)

--- A task definition by its ARN.
FargateTaskDefinition.from_fargate_task_definition_arn = imported.from_arn

--- A task definition by its ARN and what else is known of it.
FargateTaskDefinition.from_fargate_task_definition_attributes =
  imported.from_attributes_for(ecs.Compatibility.FARGATE)

local function check_storage(self, size)
  if type(size) == "number" and size ~= 0 and (size < LEAST_STORAGE or size > MOST_STORAGE) then
    fail(self, "ephemeral_storage_gib must be between %d and %d GiB, got %s", LEAST_STORAGE, MOST_STORAGE,
      display(size))
  end
end

local function check_pid_mode(self, mode, platform)
  if not mode then return end
  local system = platform and platform.operating_system_family
  if not system then fail(self, "pid_mode needs runtime_platform.operating_system_family") end
  if system:is_windows() then fail(self, "pid_mode is not possible with Windows") end
  if not engine.is_unresolved(mode) and system:is_linux() and mode ~= ecs.PidMode.TASK then
    fail(self, "pid_mode on Fargate must be PidMode.TASK, got %s", display(mode))
  end
end

--- Arguments: scope, id, FargateTaskDefinitionProps.
function FargateTaskDefinition:init(scope, id, props)
  props = props or {}
  local cpu, memory = props.cpu, props.memory_limit_mib
  if cpu == nil then cpu = DEFAULT_CPU end
  if memory == nil then memory = DEFAULT_MEMORY end
  TaskDefinition.init(self, scope, id, l2.with(l2.with({}, props), {
    cpu = text(cpu), memory_mib = text(memory), compatibility = ecs.Compatibility.FARGATE,
    network_mode = ecs.NetworkMode.AWS_VPC,
  }))
  self.cpu, self.memory_mib = cpu, memory
  check_storage(self, props.ephemeral_storage_gib)
  check_pid_mode(self, props.pid_mode, props.runtime_platform)
end

return { FargateTaskDefinition = FargateTaskDefinition }
