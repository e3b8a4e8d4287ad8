--- The schedule starts a task on instances of a cluster.
local engine = require "luacdk.engine"
local ec2 = require "aws_cdk.aws_ec2"
local ecs = require "aws_cdk.aws_ecs"
local targets = require "aws_cdk.aws_scheduler_targets"

local fail = engine.fail

local EcsRunTask = targets.EcsRunTask
local EcsRunEc2Task = engine.class("aws_cdk.aws_scheduler_targets.EcsRunEc2Task", EcsRunTask)

-- The rules of all, or nil without any.
local function flat(rules)
  local all = {}
  for _, rule in ipairs(rules or {}) do
    for _, one in ipairs(rule:to_json()) do all[#all + 1] = one end
  end
  return #all > 0 and all or nil
end

--- Called by the schedule.
function EcsRunEc2Task:_bind_base_target_config(schedule)
  local props = self._props
  local definition = props.task_definition
  if definition.compatibility == ecs.Compatibility.FARGATE then
    fail(schedule, "the task definition is not for instances; -> make an ecs.Ec2TaskDefinition")
  end
  local in_vpc = definition.network_mode == ecs.NetworkMode.AWS_VPC
  for _, name in ipairs { "security_groups", "vpc_subnets" } do
    if props[name] and not in_vpc then
      fail(schedule, "%s needs a task definition with NetworkMode.AWS_VPC", name)
    end
  end
  local config = EcsRunTask._bind_base_target_config(self, schedule)
  local parameters = config.ecs_parameters
  parameters.launch_type = not props.capacity_provider_strategies and "EC2" or nil
  parameters.placement_constraints = flat(props.placement_constraints)
  parameters.placement_strategy = flat(props.placement_strategies)
  if in_vpc then
    parameters.network_configuration =
      self:_network(props.vpc_subnets or { subnet_type = ec2.SubnetType.PRIVATE_WITH_EGRESS })
  end
  return config
end

return { EcsRunEc2Task = EcsRunEc2Task }
