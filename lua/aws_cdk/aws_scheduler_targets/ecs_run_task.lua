--- The schedule starts a task of ECS.
local engine = require "luacdk.engine"
local ecs = require "aws_cdk.aws_ecs"
local iam = require "aws_cdk.aws_iam"
local l2 = require "aws_cdk.l2"
local targets = require "aws_cdk.aws_scheduler_targets"

local Base = targets.ScheduleTargetBase
local EcsRunTask = engine.class("aws_cdk.aws_scheduler_targets.EcsRunTask", Base)

--- Arguments: the cluster, EcsRunTaskBaseProps: task_definition (required).
function EcsRunTask:init(cluster, props)
  Base.init(self, props, cluster.cluster_arn)
  self._cluster, self._props = cluster, props
end

function EcsRunTask:_add_target_action_to_role(role)
  local props, cluster = self._props, self._cluster
  props.task_definition:grant_run(role)
  if not props.propagate_tags and not props.tags then return end
  role:add_to_principal_policy(iam.PolicyStatement {
    actions = { "ecs:TagResource" },
    resources = {
      "arn:" .. engine.stack_of(cluster).partition .. ":ecs:" .. cluster.env.region .. ":"
        .. props.task_definition.env.account .. ":task/" .. cluster.cluster_name .. "/*",
    },
  })
end

--- The configuration of the target. Subclasses add to its ecs_parameters.
function EcsRunTask:_bind_base_target_config(schedule)
  local props = self._props
  local config = Base._bind_base_target_config(self, schedule)
  config.ecs_parameters = {
    task_definition_arn = props.task_definition.task_definition_arn,
    capacity_provider_strategy = props.capacity_provider_strategies,
    task_count = props.task_count,
    tags = props.tags,
    propagate_tags = props.propagate_tags and ecs.PropagatedTagSource.TASK_DEFINITION or nil,
    enable_ecs_managed_tags = props.enable_ecs_managed_tags,
    enable_execute_command = props.enable_execute_command,
    group = props.group,
    reference_id = props.reference_id,
  }
  return config
end

--- The network of tasks in these subnets.
function EcsRunTask:_network(subnets, assign_public_ip)
  local groups = self._props.security_groups
  return { awsvpc_configuration = {
    assign_public_ip = assign_public_ip, subnets = self._cluster.vpc:select_subnets(subnets).subnet_ids,
    security_groups = groups and #groups > 0 and l2.pluck(groups, "security_group_id") or nil,
  } }
end

return { EcsRunTask = EcsRunTask }
