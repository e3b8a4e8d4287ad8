--- What all services have in common: tasks that are kept running.
local engine = require "luacdk.engine"
local appscaling = require "aws_cdk.aws_applicationautoscaling"
local cdk = require "aws_cdk"
local ec2 = require "aws_cdk.aws_ec2"
local ecs = require "aws_cdk.aws_ecs"
local iam = require "aws_cdk.aws_iam"
local imported = require "aws_cdk.aws_ecs.private.imported_service"
local l2 = require "aws_cdk.l2"
local service_connect = require "aws_cdk.aws_ecs.private.service_connect"
local servicediscovery = require "aws_cdk.aws_servicediscovery"
local traffic_shift = require "aws_cdk.aws_ecs.private.traffic_shift"

local fail, display = engine.fail, engine.display

local FLAGS = "@aws-cdk/aws-ecs:"
local LONGEST_NONCE = 255
local DEFAULT_MAX, DEFAULT_MIN, DEFAULT_GRACE = 200, 50, 60
local CONTROLLER_NEEDED = "%s needs the deployment controller ECS"
local WITHOUT_ALARMS = { ["aws-cn"] = true, ["aws-us-gov"] = true, ["aws-iso"] = true, ["aws-iso-b"] = true }

local BaseService = l2.resource("aws_cdk.aws_ecs.BaseService", cdk.Resource, {
  arn = { "service_arn", "ref", service = "ecs", resource = "service",
    named = function(self) return self.cluster.cluster_name .. "/" .. self.physical_name end },
  name = { "service_name", "attr_name" },
})

--- A service by an ARN that contains the name of its cluster.
BaseService.from_service_arn_with_cluster = imported.from_arn_with_cluster

BaseService.get.cloud_map_service = function(self) return self._cloudmap_service end

-- ---- properties -----------------------------------------------------------------------------------------------------

local function has_flag(self, name) return cdk.FeatureFlags.of(self):is_enabled(FLAGS .. name) end

local function controller_of(self, props)
  if props.deployment_controller then return props.deployment_controller end
  if props.circuit_breaker and not has_flag(self, "disableExplicitDeploymentControllerForCircuitBreaker") then
    return { type = ecs.DeploymentControllerType.ECS }
  end
  return nil
end

local function deployment(self, props)
  local breaker, strategy = props.circuit_breaker, props.deployment_strategy
  local linear, linear_time = traffic_shift(self, "linear_configuration", props.linear_configuration, strategy,
    "LINEAR", 3)
  local canary, canary_time = traffic_shift(self, "canary_configuration", props.canary_configuration, strategy,
    "CANARY", 0.1)
  local most, least = props.max_healthy_percent, props.min_healthy_percent
  return {
    maximum_percent = most ~= nil and most ~= 0 and most or DEFAULT_MAX,
    minimum_healthy_percent = least == nil and DEFAULT_MIN or least,
    deployment_circuit_breaker = breaker and {
      enable = breaker.enable ~= false, rollback = breaker.rollback == true,
    },
    alarms = engine.lazy(function() return self._deployment_alarms end, { kind = "any" }),
    strategy = strategy,
    bake_time_in_minutes = props.bake_time and props.bake_time:to_minutes(),
    linear_configuration = props.linear_configuration
      and engine.map { step_percent = linear, step_bake_time_in_minutes = linear_time },
    canary_configuration = props.canary_configuration
      and engine.map { canary_percent = canary, canary_bake_time_in_minutes = canary_time },
    lifecycle_hooks = engine.lazy(function()
      local all = {}
      for i, target in ipairs(self._lifecycle_hooks) do
        local config = target:bind(self)
        all[i] = {
          hook_target_arn = config.target_arn, role_arn = config.role.role_arn,
          lifecycle_stages = config.lifecycle_stages,
        }
      end
      return all
    end, { kind = "any", omit_empty_list = true, cached = true }),
  }
end

local function volumes(self)
  if #self._volumes == 0 then return nil end
  if #self._volumes > 1 then fail(self, "a service can have one volume, got %d", #self._volumes) end
  return { self._volumes[1]:_render() }
end

local function lazily(make) return engine.lazy(make, { kind = "any" }) end

local function all_properties(self, props, additional, controller)
  local replaces = props.capacity_provider_strategies ~= nil
    or props.deployment_controller and props.deployment_controller.type == ecs.DeploymentControllerType.EXTERNAL
  local grace = props.health_check_grace_period and props.health_check_grace_period:to_seconds()
  local keeps_empty = has_flag(self, "removeEmptyLoadBalancers")
  return l2.with({
    desired_count = props.desired_count,
    service_name = self.physical_name,
    load_balancers = lazily(function()
      return (keeps_empty or #self.load_balancers > 0) and engine.list(self.load_balancers) or nil
    end),
    deployment_configuration = deployment(self, props),
    propagate_tags = props.propagate_tags ~= ecs.PropagatedTagSource.NONE and props.propagate_tags or nil,
    enable_ecs_managed_tags = props.enable_ecs_managed_tags or false,
    deployment_controller = controller,
    launch_type = not replaces and props.launch_type or nil,
    enable_execute_command = props.enable_execute_command,
    capacity_provider_strategy = props.capacity_provider_strategies,
    health_check_grace_period_seconds = lazily(function()
      if grace ~= nil then return grace end
      return #self.load_balancers > 0 and DEFAULT_GRACE or nil
    end),
    network_configuration = lazily(function() return self._network_configuration end),
    service_registries = lazily(function()
      return #self._service_registries > 0 and self._service_registries or nil
    end),
    service_connect_configuration = lazily(function() return self._service_connect end),
    volume_configurations = lazily(function() return volumes(self) end),
  }, additional)
end

-- ---- checks and warnings --------------------------------------------------------------------------------------------

local function warn(self, id, text) cdk.Annotations.of(self):add_warning_v2("@aws-cdk/aws-ecs:" .. id, text) end

local function tell_about_deployments(self, props)
  local controller = props.deployment_controller
  if controller and controller.type == ecs.DeploymentControllerType.EXTERNAL then
    warn(self, "externalDeploymentController",
      "an external deployment controller chooses the task definition and the launch type; those here are left out")
  end
  if props.circuit_breaker and not self._is_ecs_controller then
    cdk.Annotations.of(self):_add_trackable_error("CircuitBreakerRequiresEcsController",
      CONTROLLER_NEEDED:format "circuit_breaker")
  elseif not props.circuit_breaker and self._is_ecs_controller then
    warn(self, "shouldUseCircuitBreaker",
      "without circuit_breaker a deployment whose tasks do not start may take three hours to fail")
  end
end

local function need_controller(self, what)
  if not self._is_ecs_controller then fail(self, CONTROLLER_NEEDED, what) end
end

local function check_nonce(self, nonce)
  if nonce == nil or engine.is_unresolved(nonce) then return end
  local length = utf8.len(nonce) or #nonce
  if length < 1 or length > LONGEST_NONCE then
    fail(self, "the nonce of a forced deployment must have 1 to %d characters, got %d", LONGEST_NONCE, length)
  end
end

-- ---- the task definition and alarms ---------------------------------------------------------------------------------

local function choose_revision(self, props)
  local definition, revision, resource = self.task_definition, props.task_definition_revision, self._resource
  local controller = props.deployment_controller
  local latest = ecs.TaskDefinitionRevision.LATEST
  local by_code_deploy = controller and controller.type == ecs.DeploymentControllerType.CODE_DEPLOY
  if by_code_deploy and revision and revision ~= latest then
    fail(self, "the deployment controller CODE_DEPLOY needs TaskDefinitionRevision.LATEST")
  end
  if props.min_healthy_percent == nil then
    warn(self, "minHealthyPercent", "min_healthy_percent is 50 by default, so there may be fewer tasks than "
      .. "desired_count during deployments")
  end
  if not by_code_deploy and not revision then return end
  local plain = by_code_deploy or revision == latest
  resource.task_definition = plain and definition.family or definition.family .. ":" .. revision.revision
  self.node:add_dependency(definition)
end

local function alarms_are_available(self)
  local region = engine.stack_of(self).region
  if engine.is_unresolved(region) then return true end
  return not WITHOUT_ALARMS[require("aws_cdk.region_info").RegionInfo.get(region).partition]
end

local function set_alarms(self, given)
  if given then
    if #given.alarm_names == 0 then fail(self, "alarm_names of deployment_alarms must not be empty") end
    self._deployment_alarms = {
      alarm_names = given.alarm_names, enable = true, rollback = given.behavior ~= ecs.AlarmBehavior.FAIL_ON_ALARM,
    }
  elseif self._is_ecs_controller and alarms_are_available(self)
    and not has_flag(self, "removeDefaultDeploymentAlarm") then
    self._deployment_alarms = { alarm_names = engine.list {}, enable = false, rollback = false }
  end
end

--- Arguments: scope, id, BaseServiceProps, further properties of the L1 resource, the task definition.
function BaseService:init(scope, id, props, additional_props, task_definition)
  cdk.Resource.init(self, scope, id, { physical_name = props.service_name })
  self.connections = ec2.Connections()
  self.load_balancers, self._service_registries, self._volumes, self._lifecycle_hooks = {}, {}, {}, {}
  self.task_definition = task_definition
  local controller = controller_of(self, props)
  self._is_ecs_controller = not controller or controller.type == ecs.DeploymentControllerType.ECS
  self._resource = ecs.CfnService(self, "Service", all_properties(self, props, additional_props, controller))
  self.node:add_dependency(task_definition.task_role)
  tell_about_deployments(self, props)
  if props.deployment_alarms then need_controller(self, "deployment_alarms") end
  if props.force_new_deployment then
    need_controller(self, "force_new_deployment")
    check_nonce(self, props.force_new_deployment.nonce)
    self._resource.force_new_deployment = {
      enable_force_new_deployment = props.force_new_deployment.enabled,
      force_new_deployment_nonce = props.force_new_deployment.nonce,
    }
  end
  choose_revision(self, props)
  self.cluster = props.cluster
  if props.cloud_map_options then self:enable_cloud_map(props.cloud_map_options) end
  if props.service_connect_configuration then self:enable_service_connect(props.service_connect_configuration) end
  for _, volume in ipairs(props.volume_configurations or {}) do self:add_volume(volume) end
  if props.enable_execute_command then require "aws_cdk.aws_ecs.private.execute_command"(self) end
  set_alarms(self, props.deployment_alarms)
  if props.lifecycle_hooks then
    need_controller(self, "lifecycle_hooks")
    for _, target in ipairs(props.lifecycle_hooks) do self:add_lifecycle_hook(target) end
  end
  self.node.default_child = self._resource
end

-- ---- deployments ----------------------------------------------------------------------------------------------------

--- Whether ECS itself deploys the service.
function BaseService:is_using_ecs_deployment_controller() return self._is_ecs_controller end

--- Has the next deployment of the stack start new tasks, even if nothing else changed. The nonce is the time if none is
--- given.
function BaseService:force_new_deployment(nonce)
  need_controller(self, "force_new_deployment")
  check_nonce(self, nonce)
  self._resource.force_new_deployment = {
    enable_force_new_deployment = true,
    force_new_deployment_nonce = nonce or os.date "!%Y-%m-%dT%H:%M:%S.000Z",
  }
end

--- Adds something that is called during deployments.
function BaseService:add_lifecycle_hook(target)
  need_controller(self, "a lifecycle hook")
  table.insert(self._lifecycle_hooks, target)
end

--- Adds a volume that the service makes for each task.
function BaseService:add_volume(volume) table.insert(self._volumes, volume) end

local function behavior(alarms)
  return alarms.rollback and ecs.AlarmBehavior.ROLLBACK_ON_ALARM or ecs.AlarmBehavior.FAIL_ON_ALARM
end

--- Stops deployments when one of the alarms goes off. Alarms that are given later are not added to earlier ones.
function BaseService:enable_deployment_alarms(alarm_names, options)
  if #alarm_names == 0 then fail(self, "alarm_names must not be empty") end
  for _, name in ipairs(alarm_names) do
    if engine.is_unresolved(name) then
      cdk.Annotations.of(self):add_info(("the alarm %s that deployments of %s watch is named at deployment; if it "
        .. "depends on the service, neither can be deployed before the other: give it an alarm_name")
        :format(engine.json(engine.stack_of(self):resolve(name)), self.node.id))
    end
  end
  local alarms, wanted = self._deployment_alarms, options and options.behavior
  if not (alarms and alarms.enable) then
    self._deployment_alarms = {
      enable = true, alarm_names = alarm_names, rollback = wanted ~= ecs.AlarmBehavior.FAIL_ON_ALARM,
    }
  elseif wanted and wanted ~= behavior(alarms) then
    fail(self, "all deployment alarms of a service have one behavior, got %s after %s", wanted, behavior(alarms))
  end
end

-- ---- how the service is found ---------------------------------------------------------------------------------------

--- Has the service found by Service Connect.
function BaseService:enable_service_connect(config)
  if self._service_connect then fail(self, "Service Connect is already enabled for the service") end
  self._service_connect = service_connect.render(self, config)
end

local function add_registry(self, service, container_name, container_port)
  if #self._service_registries > 0 then fail(self, "the service is already registered with Cloud Map") end
  self._service_registries[1] = {
    registry_arn = service.service_arn, container_name = container_name, container_port = container_port,
  }
end

-- The container and port of SRV records; other records have none.
local function target_of_records(self, record_type, options)
  if record_type ~= "SRV" then return nil end
  local definition, container, port = self.task_definition, options.container, options.container_port
  if container and container.task_definition ~= definition then
    fail(self, "the container must be one of the service's task definition")
  end
  container = container or definition.default_container or fail(self, "the task definition has no container yet")
  local has_port = port ~= nil and port ~= 0
  if has_port then
    local mapped = false
    for _, mapping in ipairs(container.port_mappings) do mapped = mapped or mapping.container_port == port end
    if not mapped then fail(self, "the container has no mapping for the port %s", display(port)) end
  end
  if port == nil then port = definition.default_container.container_port end
  return container.container_name, port
end

local function record_type_of(self, given)
  local mode = self.task_definition.network_mode
  if mode == ecs.NetworkMode.NONE then fail(self, "with NetworkMode.NONE there is nothing to be found") end
  if mode == ecs.NetworkMode.BRIDGE or mode == ecs.NetworkMode.HOST then
    if given ~= nil and given ~= "SRV" then
      fail(self, "network mode %s needs DnsRecordType.SRV, got %s", mode, display(given))
    end
    return "SRV"
  end
  return given or mode == ecs.NetworkMode.AWS_VPC and "A" or nil
end

--- Registers the tasks with a new service of Cloud Map.
function BaseService:enable_cloud_map(options)
  local namespace = options.cloud_map_namespace or self.cluster.default_cloud_map_namespace
  if not namespace then
    fail(self, "Cloud Map needs cloud_map_namespace, or a default namespace of the cluster")
  end
  if namespace.type == "HTTP" then fail(self, "an HTTP namespace has no DNS records for the service") end
  local record_type = record_type_of(self, options.dns_record_type)
  local container_name, container_port = target_of_records(self, record_type, options)
  local threshold = options.failure_threshold
  local service = servicediscovery.Service(self, "CloudmapService", {
    namespace = namespace, name = options.name, dns_record_type = record_type, dns_ttl = options.dns_ttl,
    custom_health_check = { failure_threshold = threshold ~= 0 and threshold or 1 },
  })
  add_registry(self, service, container_name, container_port)
  self._cloudmap_service = service
  return service
end

--- Registers the tasks with a service of Cloud Map.
function BaseService:associate_cloud_map_service(options)
  add_registry(self, options.service, target_of_records(self, options.service.dns_record_type, options))
end

-- ---- load balancers -------------------------------------------------------------------------------------------------

local function attach(self, group, target, alternate)
  local mode = self.task_definition.network_mode
  if mode == ecs.NetworkMode.NONE then fail(self, "a load balancer cannot reach tasks with NetworkMode.NONE") end
  table.insert(self.load_balancers, {
    target_group_arn = group.target_group_arn, container_name = target.container_name,
    container_port = target.port_mapping.container_port, advanced_configuration = alternate and alternate:bind(self),
  })
  self._resource.node:add_dependency(group.load_balancer_attached)
  return { target_type = mode == ecs.NetworkMode.AWS_VPC and "ip" or "instance" }
end

local function attach_classic(self, load_balancer, target)
  local mode = self.task_definition.network_mode
  if mode == ecs.NetworkMode.AWS_VPC or mode == ecs.NetworkMode.NONE then
    fail(self, "a classic load balancer needs NetworkMode.HOST or NetworkMode.BRIDGE, got %s", display(mode))
  end
  table.insert(self.load_balancers, {
    load_balancer_name = load_balancer.load_balancer_name, container_name = target.container_name,
    container_port = target.port_mapping.container_port,
  })
end

--- A container and port of the service as the target of a load balancer.
function BaseService:load_balancer_target(options)
  if options.alternate_target then need_controller(self, "alternate_target") end
  local target, alternate = self.task_definition:_validate_target(options), options.alternate_target
  local definition = self.task_definition
  return {
    connections = self.connections,
    attach_to_application_target_group = function(_, group)
      group:register_connectable(self, definition:_port_range_from_port_mapping(target.port_mapping))
      return attach(self, group, target, alternate)
    end,
    attach_to_network_target_group = function(_, group) return attach(self, group, target, alternate) end,
    attach_to_classic_lb = function(_, load_balancer) attach_classic(self, load_balancer, target) end,
  }
end

local function default_target(self)
  local container = self.task_definition.default_container
    or fail(self, "the task definition needs an essential container; -> call add_container")
  return self:load_balancer_target { container_name = container.container_name }
end

--- Called by target groups of Application Load Balancers that have the service as a target.
function BaseService:attach_to_application_target_group(target_group)
  return default_target(self):attach_to_application_target_group(target_group)
end

--- Called by target groups of Network Load Balancers that have the service as a target.
function BaseService:attach_to_network_target_group(target_group)
  return default_target(self):attach_to_network_target_group(target_group)
end

--- Called by classic load balancers that have the service as a target.
function BaseService:attach_to_classic_lb(load_balancer) default_target(self):attach_to_classic_lb(load_balancer) end

--- Has listeners send to containers of the service.
function BaseService:register_load_balancer_targets(...)
  for _, target in ipairs { ... } do
    target.listener:add_targets(target.new_target_group_id, {
      container_name = target.container_name, container_port = target.container_port, protocol = target.protocol,
    }, self)
  end
end

-- ---- network and scaling --------------------------------------------------------------------------------------------

--- Gives each task an address of the VPC.
function BaseService:_configure_aws_vpc_networking_with_security_groups(vpc, assign_public_ip, vpc_subnets,
  security_groups)
  vpc_subnets = vpc_subnets or (assign_public_ip and { subnet_type = ec2.SubnetType.PUBLIC } or {})
  if not security_groups or #security_groups == 0 then
    security_groups = { ec2.SecurityGroup(self, "SecurityGroup", { vpc = vpc }) }
  end
  self.connections:add_security_group(table.unpack(security_groups))
  -- In the order in which references to other stacks become their exports.
  self._network_configuration = { awsvpc_configuration = engine.ordered(
    "assign_public_ip", assign_public_ip and "ENABLED" or "DISABLED",
    "subnets", vpc:select_subnets(vpc_subnets).subnet_ids,
    "security_groups", l2.pluck(security_groups, "security_group_id")) }
end

local function scaling_role(self)
  return iam.Role.from_role_arn(self, "ScalingRole", engine.stack_of(self):format_arn {
    region = "", service = "iam", resource = "role/aws-service-role/ecs.application-autoscaling.amazonaws.com",
    resource_name = "AWSServiceRoleForApplicationAutoScaling_ECSService",
  })
end

--- Scales the number of tasks.
function BaseService:auto_scale_task_count(props)
  if self._scalable_task_count then fail(self, "auto_scale_task_count can be called once for a service") end
  self._scalable_task_count = ecs.ScalableTaskCount(self, "TaskCount", l2.with({
    service_namespace = appscaling.ServiceNamespace.ECS,
    resource_id = "service/" .. self.cluster.cluster_name .. "/" .. self.service_name,
    dimension = "ecs:service:DesiredCount", role = scaling_role(self),
  }, props))
  return self._scalable_task_count
end

return { BaseService = BaseService }
