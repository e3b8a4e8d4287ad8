--- Events start a task of ECS.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local ec2 = require "aws_cdk.aws_ec2"
local ecs = require "aws_cdk.aws_ecs"
local events = require "aws_cdk.aws_events"
local iam = require "aws_cdk.aws_iam"
local l2 = require "aws_cdk.l2"
local target = require "aws_cdk.aws_events_targets.target"

local fail, display, is_unresolved = engine.fail, engine.display, engine.is_unresolved

local LEAST_STORAGE, MOST_STORAGE = 20, 200

local EcsTask = engine.class "aws_cdk.aws_events_targets.EcsTask"

local function allow(role, action, resource, conditions)
  role:add_to_principal_policy(iam.PolicyStatement {
    actions = { action }, resources = { resource }, conditions = conditions,
  })
end

-- Lets EventBridge start the task, whatever its revision is.
local function permit(role, cluster, definition)
  local arn = definition.task_definition_arn
  if not is_unresolved(arn) and not arn:find ":%d+$" then arn = arn .. ":*" end
  allow(role, "ecs:RunTask", arn, { ArnEquals = { ["ecs:cluster"] = cluster.cluster_arn } })
  allow(role, "ecs:TagResource", "arn:" .. engine.stack_of(cluster).partition .. ":ecs:" .. cluster.env.region
    .. ":*:task/" .. cluster.cluster_name .. "/*")
  if definition.execution_role then allow(role, "iam:PassRole", definition.execution_role.role_arn) end
  if definition.is_fargate_compatible then allow(role, "iam:PassRole", definition.task_role.role_arn) end
end

local function groups_for(definition, props)
  if definition.network_mode ~= ecs.NetworkMode.AWS_VPC then
    if props.security_groups then
      cdk.Annotations.of(definition):add_warning_v2("@aws-cdk/aws-events-targets:ecsTaskSecurityGroupIgnored",
        "security_groups need NetworkMode.AWS_VPC; those of the target are not used")
    end
    return nil
  end
  return props.security_groups or {
    definition.node:try_find_child "SecurityGroup"
      or ec2.SecurityGroup(definition, "SecurityGroup", { vpc = props.cluster.vpc }),
  }
end

--- Arguments: EcsTaskProps: cluster, task_definition (required).
function EcsTask:init(props)
  local tags = props.propagate_tags
  if tags and tags ~= ecs.PropagatedTagSource.TASK_DEFINITION and tags ~= ecs.PropagatedTagSource.NONE then
    fail(nil, "propagate_tags must be PropagatedTagSource.TASK_DEFINITION or NONE, got %s", display(tags))
  end
  self._props = props
  self._role = props.role or target.singleton_role(props.task_definition)
  permit(self._role, props.cluster, props.task_definition)
  self.security_groups = groups_for(props.task_definition, props)
end

-- The struct with camelCase names, which is what EventBridge gives to ECS.
local function spelt(struct, first)
  local all = engine.ordered()
  if first then all.name = first end
  for _, name in ipairs(engine.keys(struct)) do
    if not first or name ~= "container_name" then all[l2.camel(name)] = struct[name] end
  end
  return all
end

local function each(list, spell)
  if not list then return nil end
  local all = engine.list {}
  for i, one in ipairs(list) do all[i] = spell(one) end
  return all
end

local function given(value) return value ~= nil and value ~= "" and value or nil end

local function input_for(rule, props)
  local storage = props.ephemeral_storage
  local size = storage and storage.size_in_gib
  if type(size) == "number" and (size < LEAST_STORAGE or size > MOST_STORAGE) then
    fail(rule, "ephemeral_storage.size_in_gib must be between %d and %d, got %s", LEAST_STORAGE, MOST_STORAGE,
      display(size))
  end
  return events.RuleTargetInput.from_object(engine.ordered(
    "containerOverrides", each(props.container_overrides, function(one) return spelt(one, one.container_name) end),
    "cpu", given(props.cpu),
    "ephemeralStorage", storage and { sizeInGiB = size },
    "executionRole", props.execution_role and props.execution_role.role_arn,
    "inferenceAcceleratorOverrides", each(props.inference_accelerator_overrides, spelt),
    "memory", given(props.memory),
    "taskRole", props.task_role and props.task_role.role_arn))
end

-- Whether tasks have public addresses, and the launch type.
local function placement(rule, props, subnets)
  local is_public = subnets.subnet_type == ec2.SubnetType.PUBLIC
  local wanted = props.assign_public_ip
  if wanted and not is_public then
    fail(rule, "assign_public_ip needs subnet_selection = { subnet_type = ec2.SubnetType.PUBLIC }")
  end
  if wanted == nil then wanted = is_public end
  local launch_type = props.launch_type or (props.task_definition.is_ec2_compatible and "EC2" or "FARGATE")
  if wanted and launch_type ~= "FARGATE" then fail(rule, "assign_public_ip is for tasks on Fargate") end
  return wanted and "ENABLED" or "DISABLED", launch_type
end

--- Called by the rule.
function EcsTask:bind(rule)
  local props = self._props
  local definition = props.task_definition
  local input = input_for(rule, props)
  local subnets = props.subnet_selection or { subnet_type = ec2.SubnetType.PRIVATE_WITH_EGRESS }
  local assign_public_ip, launch_type = placement(rule, props, subnets)
  local parameters = {
    task_count = props.task_count == nil and 1 or props.task_count,
    task_definition_arn = definition.task_definition_arn,
    propagate_tags = props.propagate_tags,
    tag_list = props.tags,
    enable_execute_command = props.enable_execute_command,
  }
  if definition.network_mode == ecs.NetworkMode.AWS_VPC then
    parameters.launch_type, parameters.platform_version = launch_type, props.platform_version
    parameters.network_configuration = { aws_vpc_configuration = {
      subnets = props.cluster.vpc:select_subnets(subnets).subnet_ids, assign_public_ip = assign_public_ip,
      security_groups = l2.pluck(self.security_groups, "security_group_id"),
    } }
  end
  target.allow_dead_letters(rule, props.dead_letter_queue)
  local config = target.base_config(props)
  config.arn, config.role, config.input, config.target_resource =
    props.cluster.cluster_arn, self._role, input, definition
  config.ecs_parameters = parameters
  return config
end

return { EcsTask = EcsTask }
