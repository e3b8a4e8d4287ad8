--- Runs a task of ECS.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local ec2 = require "aws_cdk.aws_ec2"
local ecs = require "aws_cdk.aws_ecs"
local integration = require "aws_cdk.aws_stepfunctions.integration"
local l2 = require "aws_cdk.l2"
local task = require "aws_cdk.aws_stepfunctions_tasks.private.task"

local fail, display = engine.fail, engine.display

local FIXED_POLICY <const> = "@aws-cdk/aws-stepfunctions-tasks:fixRunEcsTaskPolicy"

-- ---- network --------------------------------------------------------------------------------------------------------

local function network_in_vpc(self, props)
  local subnets = props.subnets or {
    subnet_type = props.assign_public_ip and ec2.SubnetType.PUBLIC or ec2.SubnetType.PRIVATE_WITH_EGRESS,
  }
  local groups = props.security_groups or { ec2.SecurityGroup(self, "SecurityGroup", { vpc = props.cluster.vpc }) }
  self.connections:add_security_group(table.unpack(groups))
  return { AwsvpcConfiguration = engine.ordered(
    "AssignPublicIp", props.assign_public_ip and "ENABLED" or nil,
    "Subnets", props.cluster.vpc:select_subnets(subnets).subnet_ids,
    "SecurityGroups", l2.pluck(groups, "security_group_id")) }
end

local function set_up(self, props)
  self.connections = ec2.Connections()
  local definition = props.task_definition
  if not definition.default_container then
    fail(self, "the task definition needs an essential container; -> call add_container")
  end
  if definition.network_mode == ecs.NetworkMode.AWS_VPC then
    self._network = network_in_vpc(self, props)
  else
    for _, name in ipairs { "subnets", "security_groups" } do
      if props[name] then
        fail(self, "%s needs a task definition with NetworkMode.AWS_VPC, got %s", name,
          display(definition.network_mode))
      end
    end
    self.connections:add_security_group(table.unpack(props.cluster.connections.security_groups))
  end
  for _, override in ipairs(props.container_overrides or {}) do
    local name = override.container_definition.container_name
    if not engine.is_unresolved(name) and not definition:find_container(name) then
      fail(self, "container_overrides names the container %s, which the task definition does not have", display(name))
    end
  end
end

-- ---- policies -------------------------------------------------------------------------------------------------------

-- The ARN of all revisions of the task definition.
local function family_arn(self, definition)
  local stack = engine.stack_of(self)
  local parts = stack:split_arn(definition.task_definition_arn, cdk.ArnFormat.SLASH_RESOURCE_NAME)
  local name = parts.resource_name
  if name and not engine.is_unresolved(name) then name = name:match "^[^:]*" end
  return stack:format_arn {
    partition = parts.partition, service = parts.service, account = parts.account, region = parts.region,
    resource = parts.resource, resource_name = name, arn_format = parts.arn_format,
  }
end

local function policies(self, props)
  local definition = props.task_definition
  local is_fixed = cdk.FeatureFlags.of(self):is_enabled(FIXED_POLICY)
  local execution = definition.execution_role
  local all = {
    task.allow({ "ecs:RunTask" },
      { is_fixed and definition.task_definition_arn or family_arn(self, definition) .. ":*" }),
    task.allow({ "ecs:StopTask", "ecs:DescribeTasks" }, { "*" }),
    task.allow({ "iam:PassRole" }, { definition.task_role.role_arn, execution and execution.role_arn }),
  }
  if self._pattern == integration.RUN_JOB then
    all[#all + 1] = task.allow_managed_rule(self, "StepFunctionsGetEventsForECSTaskRule")
  end
  return all
end

-- ---- parameters -----------------------------------------------------------------------------------------------------

local function given(text) return text ~= nil and text ~= "" and text or nil end

local function overrides(props)
  local containers = props.container_overrides
  if containers and #containers == 0 then containers = nil end
  if not containers and not given(props.cpu) and not given(props.memory_mib) then return nil end
  return engine.ordered("Cpu", props.cpu, "Memory", props.memory_mib,
    "ContainerOverrides", task.list(containers, function(one)
      return engine.ordered(
        "Name", one.container_definition.container_name, "Command", one.command, "Cpu", one.cpu,
        "Memory", one.memory_limit, "MemoryReservation", one.memory_reservation,
        "Environment", task.list(one.environment, function(variable)
          return engine.ordered("Name", variable.name, "Value", variable.value)
        end))
    end))
end

local function parameters(self, props)
  local definition, revision = props.task_definition, props.revision_number
  local all = engine.ordered(
    "Cluster", props.cluster.cluster_arn,
    "TaskDefinition", revision == nil and definition.family
      or definition.family .. ":" .. cdk.Tokenization.stringify_number(revision),
    "NetworkConfiguration", self._network,
    "Overrides", overrides(props),
    "PropagateTags", props.propagated_tag_source)
  local launched = props.launch_target:bind(self, { task_definition = definition, cluster = props.cluster }).parameters
  for _, name in ipairs(launched and engine.keys(launched) or {}) do all[name] = launched[name] end
  all.EnableExecuteCommand = props.enable_execute_command
  return all
end

return {
  EcsRunTask = task.class("EcsRunTask", {
    service = "ecs", api = "runTask",
    patterns = task.ALL,
    token_in = function(props)
      local environments = {}
      for i, override in ipairs(props.container_overrides or {}) do environments[i] = override.environment or {} end
      return environments, "container_overrides.environment"
    end,
    check = set_up,
    policies = policies,
    parameters = parameters,
  }),
}
