--- Services on Fargate.
local engine = require "luacdk.engine"
local ecs = require "aws_cdk.aws_ecs"
local imported = require "aws_cdk.aws_ecs.private.imported_service"
local l2 = require "aws_cdk.l2"
local service_checks = require "aws_cdk.aws_ecs.private.service_checks"

local fail, display = engine.fail, engine.display

local BaseService = ecs.BaseService
local FargateService = engine.class("aws_cdk.aws_ecs.FargateService", BaseService)

local OLD = { ["1.0.0"] = true, ["1.1.0"] = true, ["1.2.0"] = true, ["1.3.0"] = true }

--- A service by its ARN.
FargateService.from_fargate_service_arn = imported.from_arn "IFargateService"

--- A service by its ARN or its name, and its cluster.
FargateService.from_fargate_service_attributes = imported.from_attributes

local function check(scope, props, is_old)
  local definition = props.task_definition
  if not definition.is_fargate_compatible and not definition.is_managed_instances_compatible then
    fail(scope, "the task definition is not for Fargate; -> make an ecs.FargateTaskDefinition")
  end
  if props.availability_zone_rebalancing == "ENABLED" then service_checks.rebalancing(scope, props) end
  if not is_old then return end
  local platform = definition.runtime_platform
  local system = platform and platform.operating_system_family
  local is_other = system and (system:is_windows() or engine.is_unresolved(system._operating_system_family))
  local storage = definition.ephemeral_storage_gib
  if storage and storage ~= 0 and not is_other then
    fail(scope, "ephemeral_storage_gib needs platform version 1.4.0 or later, got %s", display(props.platform_version))
  end
  if definition.pid_mode then
    fail(scope, "pid_mode needs platform version 1.4.0 or later, got %s", display(props.platform_version))
  end
end

--- Arguments: scope, id, FargateServiceProps: cluster, task_definition (required).
function FargateService:init(scope, id, props)
  local is_old = props.platform_version and OLD[props.platform_version]
  check(scope, props, is_old)
  BaseService.init(self, scope, id, l2.with(l2.with({}, props), { launch_type = ecs.LaunchType.FARGATE }), {
    cluster = props.cluster.cluster_name,
    task_definition = service_checks.task_definition_arn(props),
    platform_version = props.platform_version,
    availability_zone_rebalancing = props.availability_zone_rebalancing,
  }, props.task_definition)
  self._rebalances = props.availability_zone_rebalancing == "ENABLED"
  local controller = props.deployment_controller
  if not controller or controller.type ~= ecs.DeploymentControllerType.EXTERNAL then
    self:_configure_aws_vpc_networking_with_security_groups(props.cluster.vpc, props.assign_public_ip,
      props.vpc_subnets, props.security_groups)
  end
  self.node:add_validation { validate = function()
    if not is_old or not self.task_definition.references_secret_json_field then return {} end
    return { "a container has a field of a secret, which needs platform version 1.4.0 or later" }
  end }
  service_checks.need_container(self)
end

--- Called by classic load balancers that have the service as a target.
function FargateService:attach_to_classic_lb(load_balancer)
  service_checks.no_classic_balancer(self)
  BaseService.attach_to_classic_lb(self, load_balancer)
end

return { FargateService = FargateService }
