--- Containers on instances of ECS.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local Base = require "aws_cdk.aws_batch.private.ecs_container_definition_base"
local lazily = require "aws_cdk.aws_batch.private.lazily"

local EcsEc2ContainerDefinition = engine.class("aws_cdk.aws_batch.EcsEc2ContainerDefinition", Base)

--- Arguments: scope, id, EcsEc2ContainerDefinitionProps: image, cpu, memory (required), gpu, privileged, ulimits
--  and what all containers have.
function EcsEc2ContainerDefinition:init(scope, id, props)
  Base.init(self, scope, id, props)
  self.privileged, self.gpu = props.privileged, props.gpu
  self.ulimits = props.ulimits or {}
end

--- A limit of the operating system: { name =, hard_limit =, soft_limit = }.
function EcsEc2ContainerDefinition:add_ulimit(ulimit) table.insert(self.ulimits, ulimit) end

function EcsEc2ContainerDefinition:_resource_requirements()
  local all, gpu = Base._resource_requirements(self), self.gpu
  if gpu and gpu ~= 0 then all[3] = { type = "GPU", value = cdk.Tokenization.stringify_number(gpu) } end
  return all
end

function EcsEc2ContainerDefinition:_render_container_definition()
  local definition = Base._render_container_definition(self)
  definition.ulimits = lazily(self.ulimits, function(ulimit)
    return { hard_limit = ulimit.hard_limit, name = ulimit.name, soft_limit = ulimit.soft_limit }
  end)
  definition.privileged = self.privileged
  return definition
end

return { EcsEc2ContainerDefinition = EcsEc2ContainerDefinition }
