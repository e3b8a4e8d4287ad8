--- The schedule starts a task on Fargate.
local engine = require "luacdk.engine"
local ec2 = require "aws_cdk.aws_ec2"
local targets = require "aws_cdk.aws_scheduler_targets"

local fail = engine.fail

local EcsRunTask = targets.EcsRunTask
local EcsRunFargateTask = engine.class("aws_cdk.aws_scheduler_targets.EcsRunFargateTask", EcsRunTask)

--- Called by the schedule.
function EcsRunFargateTask:_bind_base_target_config(schedule)
  local props = self._props
  if not props.task_definition.is_fargate_compatible then
    fail(schedule, "the task definition is not for Fargate; -> make an ecs.FargateTaskDefinition")
  end
  local subnets = props.vpc_subnets or { subnet_type = ec2.SubnetType.PRIVATE_WITH_EGRESS }
  local is_public, wanted = subnets.subnet_type == ec2.SubnetType.PUBLIC, props.assign_public_ip
  if wanted and not is_public then
    fail(schedule, "assign_public_ip needs vpc_subnets = { subnet_type = ec2.SubnetType.PUBLIC }")
  end
  if wanted == nil then wanted = is_public end
  local config = EcsRunTask._bind_base_target_config(self, schedule)
  local parameters = config.ecs_parameters
  parameters.launch_type = not props.capacity_provider_strategies and "FARGATE" or nil
  parameters.platform_version = props.platform_version
  parameters.network_configuration = self:_network(subnets, wanted and "ENABLED" or "DISABLED")
  return config
end

return { EcsRunFargateTask = EcsRunFargateTask }
