--- Blue/green deployments of an ECS service.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local codedeploy = require "aws_cdk.aws_codedeploy"
local group = require "aws_cdk.aws_codedeploy.private.group"

local fail = engine.fail

local EcsDeploymentGroup = engine.class("aws_cdk.aws_codedeploy.EcsDeploymentGroup", group.Base)
group.parts(EcsDeploymentGroup)

local function default_config() return codedeploy.EcsDeploymentConfig.ALL_AT_ONCE end

-- Services made here must leave deployments to CodeDeploy.
local function check_service(self, service)
  if not cdk.Resource.is_owned_resource(service) then return end
  local resource = service.node.default_child
  local controller = resource.deployment_controller
  if not controller or controller.type ~= require("aws_cdk.aws_ecs").DeploymentControllerType.CODE_DEPLOY then
    fail(self, "CodeDeploy cannot deploy service %s; -> give the service deployment_controller = { type = "
      .. "ecs.DeploymentControllerType.CODE_DEPLOY }", service.node.path)
  end
  if resource.task_definition ~= service.task_definition.family then
    fail(self, "service %s must name its task definition by family alone, so that deployments can replace it; -> "
      .. "leave the task_definition of its L1 resource as it was", service.node.path)
  end
end

local function blue_green(options)
  local approval, termination = options.deployment_approval_wait_time, options.termination_wait_time
  return {
    deployment_ready_option = {
      action_on_timeout = approval and "STOP_DEPLOYMENT" or "CONTINUE_DEPLOYMENT",
      wait_time_in_minutes = approval and approval:to_minutes() or 0,
    },
    terminate_blue_instances_on_deployment_success = {
      action = "TERMINATE", termination_wait_time_in_minutes = termination and termination:to_minutes() or 0,
    },
  }
end

local function route(listener) return listener and { listener_arns = { listener.listener_ref.listener_arn } } end

local function load_balancer(options)
  return {
    target_group_pair_info_list = { {
      target_groups = {
        { name = options.blue_target_group.target_group_name }, { name = options.green_target_group.target_group_name },
      },
      prod_traffic_route = route(options.listener),
      test_traffic_route = route(options.test_listener),
    } },
  }
end

--- Arguments: scope, id, EcsDeploymentGroupProps: service, blue_green_deployment_config (required), application,
--  deployment_config, alarms, auto_rollback, role, deployment_group_name.
function EcsDeploymentGroup:init(scope, id, props)
  group.Base.init(self, scope, id, props, "ServiceRole", "AWSCodeDeployRoleForECS")
  self:_set_parts(props.application or codedeploy.EcsApplication(self, "Application"),
    props.deployment_config or default_config())
  local service, options = props.service, props.blue_green_deployment_config
  check_service(self, service)
  local config = self.deployment_config
  self._resource = codedeploy.CfnDeploymentGroup(self, "Resource", self:_with_alarms(props, {
    application_name = self.application.application_name,
    service_role_arn = self.role.role_arn,
    deployment_group_name = self.physical_name,
    deployment_config_name = config.deployment_config_name,
    deployment_style = { deployment_type = "BLUE_GREEN", deployment_option = "WITH_TRAFFIC_CONTROL" },
    ecs_services = { { cluster_name = service.cluster.cluster_name, service_name = service.service_name } },
    blue_green_deployment_configuration = engine.lazy(function() return blue_green(options) end, { kind = "any" }),
    load_balancer_info = engine.lazy(function() return load_balancer(options) end, { kind = "any" }),
  }))
  if engine.is_construct(config) then self.node:add_dependency(config) end
end

group.imports(EcsDeploymentGroup, default_config)

return { EcsDeploymentGroup = EcsDeploymentGroup }
