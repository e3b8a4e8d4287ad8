--- Services on machines of one's own.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local ecs = require "aws_cdk.aws_ecs"
local imported = require "aws_cdk.aws_ecs.private.imported_service"
local l2 = require "aws_cdk.l2"
local service_checks = require "aws_cdk.aws_ecs.private.service_checks"

local fail = engine.fail

local BaseService = ecs.BaseService
local ExternalService = engine.class("aws_cdk.aws_ecs.ExternalService", BaseService)

--- A service by its ARN.
ExternalService.from_external_service_arn = imported.from_arn("IExternalService", true)

--- A service by its ARN or its name, and its cluster.
ExternalService.from_external_service_attributes = imported.from_attributes

local function check(scope, props)
  if props.daemon then
    local controller = props.deployment_controller and props.deployment_controller.type
    if controller and controller ~= ecs.DeploymentControllerType.ECS then
      fail(scope, "a daemon needs the deployment controller ECS, got %s", controller)
    end
    service_checks.daemon(scope, props)
  end
  service_checks.percentages(scope, props)
  if props.task_definition.compatibility ~= ecs.Compatibility.EXTERNAL then
    fail(scope, "the task definition is not for external machines; -> make an ecs.ExternalTaskDefinition")
  end
  if props.cluster.default_cloud_map_namespace then
    fail(scope, "an external service is not found by Cloud Map, but the cluster has a default namespace")
  end
  for _, name in ipairs { "cloud_map_options", "capacity_provider_strategies" } do
    if props[name] then fail(scope, "%s is not possible for an external service", name) end
  end
end

--- Arguments: scope, id, ExternalServiceProps: cluster, task_definition (required).
function ExternalService:init(scope, id, props)
  check(scope, props)
  local all = l2.with({ max_healthy_percent = 100, min_healthy_percent = 0 }, props)
  all.launch_type = ecs.LaunchType.EXTERNAL
  BaseService.init(self, scope, id, all, {
    cluster = props.cluster.cluster_name,
    task_definition = service_checks.task_definition_arn(props),
    scheduling_strategy = props.daemon and "DAEMON" or nil,
  }, props.task_definition)
  service_checks.need_container(self)
  self.node:add_validation { validate = function()
    return self._network_configuration and { "an external service has no network configuration" } or {}
  end }
  if props.min_healthy_percent == nil then
    cdk.Annotations.of(self):add_warning_v2("@aws-cdk/aws-ecs:minHealthyPercentExternal",
      "min_healthy_percent of an external service is 0 by default, so there may be fewer tasks than desired_count "
      .. "during deployments")
  end
end

for name, what in pairs {
  associate_cloud_map_service = "Cloud Map", attach_to_application_target_group = "an Application Load Balancer",
  auto_scale_task_count = "scaling", enable_cloud_map = "Cloud Map", load_balancer_target = "a load balancer",
  register_load_balancer_targets = "a load balancer",
  _configure_aws_vpc_networking_with_security_groups = "NetworkMode.AWS_VPC",
} do
  --- Not possible.
  ExternalService[name] = function(self) fail(self, "%s is not possible for an external service", what) end
end

return { ExternalService = ExternalService }
