--- What containers on ECS have in common.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local constructs = require "constructs"
local iam = require "aws_cdk.aws_iam"
local lazily = require "aws_cdk.aws_batch.private.lazily"
local logs = require "aws_cdk.aws_logs"
local pairs_of = require "aws_cdk.aws_batch.private.pairs_of"

local Base = engine.class("aws_cdk.aws_batch.EcsContainerDefinitionBase", constructs.Construct)

local function task_role(scope, id)
  return iam.Role(scope, id, {
    assumed_by = iam.ServicePrincipal "ecs-tasks.amazonaws.com",
    role_name = cdk.PhysicalName.GENERATE_IF_NEEDED,
  })
end

-- The role that starts the container. Without a log driver of its own it writes to the log group of AWS Batch.
local function execution_role(self, logging)
  local role = task_role(self, "ExecutionRole")
  if not logging then
    logs.LogGroup.from_log_group_name(self, "batchDefaultLogGroup", "/aws/batch/job"):grant_write(role)
  end
  return role
end

-- The role of the program in the container; sessions of ECS Exec go through it.
local function job_role(self, props)
  local role = props.job_role
  if not props.enable_execute_command then return role end
  role = role or task_role(self, "JobRole")
  role:add_to_principal_policy(iam.PolicyStatement {
    effect = iam.Effect.ALLOW,
    actions = {
      "ssmmessages:CreateControlChannel", "ssmmessages:CreateDataChannel", "ssmmessages:OpenControlChannel",
      "ssmmessages:OpenDataChannel",
    },
    resources = { "*" },
  })
  return role
end

-- What images and log drivers see of the container: as in a task definition.
local function seen(self)
  local task = { obtain_execution_role = function() return self.execution_role end }
  return setmetatable({}, { __index = function(_, name)
    if name == "task_definition" then return task end
    return self[name]
  end })
end

--- Arguments: scope, id, EcsContainerDefinitionProps: image, cpu, memory (required).
function Base:init(scope, id, props)
  constructs.Construct.init(self, scope, id)
  self.image, self.cpu, self.command, self.environment = props.image, props.cpu, props.command, props.environment
  self.execution_role = props.execution_role or execution_role(self, props.logging)
  self.enable_execute_command = props.enable_execute_command
  self.job_role = job_role(self, props)
  self.linux_parameters, self.memory = props.linux_parameters, props.memory
  local view = seen(self)
  if props.logging then
    self.log_driver_config = engine.ask(self, "aws_cdk.aws_ecs.LogDriver", "bind", props.logging, self, view)
  end
  self.readonly_root_filesystem = props.readonly_root_filesystem or false
  self.secrets, self.user = props.secrets, props.user
  self.volumes = props.volumes or {}
  self._image_config = engine.ask(self, "aws_cdk.aws_ecs.ContainerImage", "bind", props.image, self, view)
end

--- A volume that the container mounts.
function Base:add_volume(volume) table.insert(self.volumes, volume) end

--- Lets the execution role read the secrets. Called by the job definition.
function Base:_grant_secrets()
  for _, name in ipairs(engine.keys(self.secrets)) do self.secrets[name]:grant_read(self.execution_role) end
end

-- Secrets as the L1 property takes them.
local function secrets_of(self)
  if not self.secrets then return nil end
  local all = engine.list {}
  for i, name in ipairs(engine.keys(self.secrets)) do all[i] = { name = name, value_from = self.secrets[name].arn } end
  return all
end

local text = cdk.Tokenization.stringify_number

-- Memory and CPUs; on instances there may be more.
function Base:_resource_requirements()
  return {
    { type = "MEMORY", value = text(self.memory:to_mebibytes()) }, { type = "VCPU", value = text(self.cpu) },
  }
end

function Base:_render_container_definition()
  local linux = self.linux_parameters
  return {
    image = self._image_config.image_name,
    command = self.command,
    environment = pairs_of(self.environment),
    job_role_arn = self.job_role and self.job_role.role_arn,
    execution_role_arn = self.execution_role.role_arn,
    linux_parameters = linux and linux:render_linux_parameters(),
    log_configuration = self.log_driver_config,
    readonly_root_filesystem = self.readonly_root_filesystem,
    resource_requirements = self:_resource_requirements(),
    secrets = secrets_of(self),
    mount_points = lazily(self.volumes, function(volume)
      return { container_path = volume.container_path, read_only = volume.readonly, source_volume = volume.name }
    end),
    volumes = lazily(self.volumes, function(volume) return volume:_render(self) end),
    user = self.user,
    enable_execute_command = self.enable_execute_command,
  }
end

return Base
