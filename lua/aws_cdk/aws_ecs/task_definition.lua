--- Task definitions: containers that run together.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local before_render = require "aws_cdk.private.before_render"
local compatibility = require "aws_cdk.aws_ecs.private.compatibility"
local ec2 = require "aws_cdk.aws_ec2"
local ecs = require "aws_cdk.aws_ecs"
local iam = require "aws_cdk.aws_iam"
local imported = require "aws_cdk.aws_ecs.private.imported_task_definition"
local l2 = require "aws_cdk.l2"
local task_checks = require "aws_cdk.aws_ecs.private.task_checks"

local fail, display = engine.fail, engine.display

local SERVICE = "ecs-tasks.amazonaws.com"
local FIRST_EPHEMERAL, LAST_EPHEMERAL = 32768, 65535
local AWS_VPC, BRIDGE, NAT = "awsvpc", "bridge", "nat"

local TaskDefinition = engine.class("aws_cdk.aws_ecs.TaskDefinition", cdk.Resource)

compatibility.add_attributes(TaskDefinition)

--- A task definition by its ARN.
TaskDefinition.from_task_definition_arn = imported.from_arn

--- A task definition by its ARN and what else is known of it.
TaskDefinition.from_task_definition_attributes = imported.from_attributes_for()

-- ---- properties -----------------------------------------------------------------------------------------------------

local function requires(self)
  local all = engine.list {}
  for _, row in ipairs {
    { "is_ec2_compatible", "EC2" }, { "is_fargate_compatible", "FARGATE" }, { "is_external_compatible", "EXTERNAL" },
    { "is_managed_instances_compatible", "MANAGED_INSTANCES" },
  } do
    if self[row[1]] then all[#all + 1] = row[2] end
  end
  return all
end

local function render_volume(volume)
  local docker, efs = volume.docker_volume_configuration, volume.efs_volume_configuration
  return {
    host = volume.host,
    name = volume.name,
    configured_at_launch = volume.configured_at_launch,
    docker_volume_configuration = docker,
    efs_volume_configuration = efs and {
      filesystem_id = efs.file_system_id, authorization_config = efs.authorization_config,
      root_directory = efs.root_directory, transit_encryption = efs.transit_encryption,
      transit_encryption_port = efs.transit_encryption_port,
    },
  }
end

local function each(list, render)
  local all = {}
  for i, one in ipairs(list) do all[i] = render(one) end
  return #all > 0 and all or nil
end

local function list_of(make) return engine.lazy(make, { kind = "any", omit_empty_list = true }) end

local function runtime_platform(self, platform)
  if not platform or not (self.is_fargate_compatible or self.is_managed_instances_compatible) then return nil end
  local cpu, system = platform.cpu_architecture, platform.operating_system_family
  return {
    cpu_architecture = cpu and cpu._cpu_architecture,
    operating_system_family = system and system._operating_system_family,
  }
end

local function logs_through_router(container)
  local config = container.log_driver_config
  return config and config.log_driver == "awsfirelens"
end

-- Whether a construct stands before another in the tree, and so is rendered before it.
local function is_before(one, other)
  local scopes, others, depth = one.node.scopes, other.node.scopes, 1
  while scopes[depth] == others[depth] do depth = depth + 1 end
  for _, child in ipairs(scopes[depth - 1].node.children) do
    if child == scopes[depth] then return true end
    if child == others[depth] then return false end
  end
end

-- The router has an execution role, which a statement of `grant_run` cannot name any more once its policy is rendered.
local function check_statement_open(self)
  local statement = self._pass_role_statement
  if not statement or self._execution_role then return end
  local closed = statement.frozen
  for _, policy in ipairs(self._runners) do
    local is_policy = engine.is_a(policy, iam.Policy) or engine.is_a(policy, iam.ManagedPolicy)
    closed = closed or is_policy and is_before(policy.node.default_child, self.node.default_child)
  end
  if closed then
    fail(self, "the log router that FireLens needs has an execution role, which grant_run could not allow to pass; "
      .. "-> call obtain_execution_role() first, or add_firelens_log_router")
  end
end

-- The router is added when all aspects have been applied: by then it is known that there is none.
local function add_default_router(self)
  if self:_has_log_router() then return end
  for _, container in ipairs(self._containers) do
    if logs_through_router(container) then
      check_statement_open(self)
      return require "aws_cdk.aws_ecs.private.default_log_router"(self, container.log_driver_config.options)
    end
  end
end

local function render_containers(self)
  return each(self._containers, function(container) return container:render_container_definition() end)
end

--- Arguments: scope, id, TaskDefinitionProps: compatibility (required).
function TaskDefinition:init(scope, id, props)
  cdk.Resource.init(self, scope, id)
  self._containers, self._volumes, self._placement_constraints = {}, {}, {}
  self._inference_accelerators = engine.list {}
  self.family = props.family ~= "" and props.family or engine.node_unique_id(self)
  self.compatibility = props.compatibility
  for _, volume in ipairs(props.volumes or {}) do self:add_volume(volume) end
  local in_vpc = self.is_fargate_compatible or self.is_managed_instances_compatible
  self.network_mode = props.network_mode or (in_vpc and AWS_VPC or BRIDGE)
  task_checks.properties(self, props)
  self._execution_role = props.execution_role
  self.task_role = props.task_role or iam.Role(self, "TaskRole", { assumed_by = iam.ServicePrincipal(SERVICE) })
  for _, one in ipairs(props.inference_accelerators or {}) do self:add_inference_accelerator(one) end
  self.ephemeral_storage_gib, self.pid_mode = props.ephemeral_storage_gib, props.pid_mode
  self.runtime_platform = props.runtime_platform
  self._cpu, self._memory = props.cpu, props.memory_mib
  local storage = self.ephemeral_storage_gib
  local resource = ecs.CfnTaskDefinition(self, "Resource", {
    container_definitions = engine.lazy(function() return render_containers(self) end,
      { kind = "any", omit_empty_list = true, cached = true }),
    volumes = list_of(function() return each(self._volumes, render_volume) end),
    execution_role_arn = engine.lazy(function() return self._execution_role and self._execution_role.role_arn end,
      { kind = "string" }),
    family = self.family,
    task_role_arn = self.task_role.role_arn,
    requires_compatibilities = requires(self),
    network_mode = self.network_mode ~= NAT and self.network_mode or nil,
    placement_constraints = list_of(function() return not in_vpc and self._placement_constraints or nil end),
    proxy_configuration = props.proxy_configuration and props.proxy_configuration:bind(engine.stack_of(self), self),
    cpu = props.cpu,
    memory = props.memory_mib,
    ipc_mode = props.ipc_mode,
    pid_mode = self.pid_mode,
    ephemeral_storage = storage ~= nil and storage ~= 0 and { size_in_gib = storage } or nil,
    runtime_platform = runtime_platform(self, props.runtime_platform),
    enable_fault_injection = props.enable_fault_injection,
    inference_accelerators = props.inference_accelerators
      and engine.lazy(function() return self._inference_accelerators end, { kind = "any" }),
  })
  for _, one in ipairs(props.placement_constraints or {}) do self:add_placement_constraint(one) end
  self.task_definition_arn = resource.ref
  self.node:add_validation { validate = function() return task_checks.problems(self) end }
end

TaskDefinition.get.execution_role = function(self) return self._execution_role end
l2.held(TaskDefinition, "inference_accelerators")

-- ---- roles ----------------------------------------------------------------------------------------------------------

-- What lets others run the task: with its roles.
local function pass_role_statement(self)
  local statement = self._pass_role_statement
  if not statement then
    local role = self._execution_role
    statement = iam.PolicyStatement {
      effect = iam.Effect.ALLOW, actions = { "iam:PassRole" },
      resources = { self.task_role.role_arn, role and role.role_arn },
      conditions = { StringLike = { ["iam:PassedToService"] = SERVICE } },
    }
    self._pass_role_statement, self._runners = statement, {} -- the policies that have the statement
  end
  return statement
end

--- The role with which ECS starts the task, made if there is none yet.
function TaskDefinition:obtain_execution_role()
  if self._execution_role then return self._execution_role end
  local role = iam.Role(self, "ExecutionRole", {
    assumed_by = iam.ServicePrincipal(SERVICE), role_name = cdk.PhysicalName.GENERATE_IF_NEEDED,
  })
  self._execution_role = role
  if self._pass_role_statement then self._pass_role_statement:add_resources(role.role_arn) end
  return role
end

--- Adds a statement to the role of the containers.
function TaskDefinition:add_to_task_role_policy(statement) self.task_role:add_to_principal_policy(statement) end

--- Adds a statement to the role with which ECS starts the task.
function TaskDefinition:add_to_execution_role_policy(statement)
  self:obtain_execution_role():add_to_principal_policy(statement)
end

--- Lets the grantee run the task.
function TaskDefinition:grant_run(grantee)
  local added = grantee.grant_principal:add_to_principal_policy(pass_role_statement(self))
  table.insert(self._runners, added.policy_dependable)
  return iam.Grant.add_to_principal {
    grantee = grantee, actions = { "ecs:RunTask" }, resource_arns = { self.task_definition_arn },
  }
end

-- ---- containers -----------------------------------------------------------------------------------------------------

--- Adds a container.
function TaskDefinition:add_container(id, props)
  return ecs.ContainerDefinition(self, id, l2.with({ task_definition = self }, props))
end

function TaskDefinition:_has_log_router()
  for _, one in ipairs(self._containers) do
    if engine.is_a(one, ecs.FirelensLogRouter) then return true end
  end
  return false
end

--- Adds the container that passes on what the others print.
function TaskDefinition:add_firelens_log_router(id, props)
  if self:_has_log_router() then fail(self, "the task definition already has a FireLens log router") end
  return ecs.FirelensLogRouter(self, id, l2.with({ task_definition = self }, props))
end

--- Called by new containers.
function TaskDefinition:_link_container(container)
  task_checks.cpu(self, container)
  table.insert(self._containers, container)
  if logs_through_router(container) then before_render.add(self, add_default_router) end
  if self.default_container == nil and container.essential then self.default_container = container end
end

--- The container of this name, if there is one.
function TaskDefinition:find_container(container_name)
  for _, one in ipairs(self._containers) do
    if one.container_name == container_name then return one end
  end
  return nil
end

--- The port mapping of this name, if a container has it.
function TaskDefinition:find_port_mapping_by_name(name)
  local found
  for _, one in ipairs(self._containers) do found = one:find_port_mapping_by_name(name) or found end
  return found
end

TaskDefinition.get.references_secret_json_field = function(self)
  for _, one in ipairs(self._containers) do
    if one.references_secret_json_field then return true end
  end
  return false
end

--- Called by services: the container and port mapping that a load balancer sends to.
function TaskDefinition:_validate_target(options)
  local container = self:find_container(options.container_name)
  if not container then
    fail(self, "the task definition has no container named %s; -> call add_container", display(options.container_name))
  end
  local protocol = options.protocol or ecs.Protocol.TCP
  local port = options.container_port
  if port == nil or port == 0 then port = container.container_port end
  local mapping = container:find_port_mapping(port, protocol)
  if not mapping then
    fail(self, "the container %s has no mapping for port %s and protocol %s; -> call add_port_mappings",
      display(options.container_name), display(port), protocol)
  end
  return { container_name = options.container_name, port_mapping = mapping }
end

local function ports(protocol, first, last)
  local kind = protocol == ecs.Protocol.UDP and "udp" or "tcp"
  if last then return ec2.Port[kind .. "_range"](first, last) end
  return ec2.Port[kind](first)
end

--- Called by services: the ports on which load balancers reach the mapping.
function TaskDefinition:_port_range_from_port_mapping(mapping)
  if mapping.host_port ~= nil and mapping.host_port ~= 0 then return ports(mapping.protocol, mapping.host_port) end
  if self.network_mode == BRIDGE or self.network_mode == NAT then
    return ec2.Port.tcp_range(FIRST_EPHEMERAL, LAST_EPHEMERAL)
  end
  if mapping.container_port ~= 0 then return ports(mapping.protocol, mapping.container_port) end
  local first, last = mapping.container_port_range:match "^(%d+)%-(%d+)"
  return ports(mapping.protocol, math.tointeger(tonumber(first)), math.tointeger(tonumber(last)))
end

-- ---- the rest -------------------------------------------------------------------------------------------------------

--- Adds a volume.
function TaskDefinition:add_volume(volume)
  task_checks.volume(self, volume)
  table.insert(self._volumes, volume)
end

--- Says on which instances the task may run.
function TaskDefinition:add_placement_constraint(constraint)
  if self.is_fargate_compatible then fail(self, "placement constraints are not possible on Fargate") end
  for _, one in ipairs(constraint:to_json()) do table.insert(self._placement_constraints, one) end
end

--- Lets the extension change the task definition.
function TaskDefinition:add_extension(extension) extension:extend(self) end

--- Adds an inference accelerator.
function TaskDefinition:add_inference_accelerator(inference_accelerator)
  if self.is_fargate_compatible then fail(self, "inference accelerators are not possible on Fargate") end
  table.insert(self._inference_accelerators, inference_accelerator)
end

return { TaskDefinition = TaskDefinition }
