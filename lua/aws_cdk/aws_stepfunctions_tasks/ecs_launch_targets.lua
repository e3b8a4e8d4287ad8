--- What starts the tasks of EcsRunTask: Fargate or instances, by launch type or capacity providers.
local engine = require "luacdk.engine"

local fail = engine.fail

local MOST_PROVIDERS <const> = 20

-- ---- capacity providers ---------------------------------------------------------------------------------------------

local CapacityProviderOptions = engine.class "aws_cdk.aws_stepfunctions_tasks.CapacityProviderOptions"

function CapacityProviderOptions:init(strategy) self._strategy = strategy or {} end

--- These capacity providers.
function CapacityProviderOptions.custom(capacity_provider_strategy)
  local count = #capacity_provider_strategy
  if count < 1 or count > MOST_PROVIDERS then
    fail(nil, "capacity_provider_strategy must have 1 to %d items, got %d", MOST_PROVIDERS, count)
  end
  return CapacityProviderOptions(capacity_provider_strategy)
end

--- The default strategy of the cluster.
function CapacityProviderOptions.default() return CapacityProviderOptions() end

local function strategy_of(options)
  local all = {}
  for i, one in ipairs(options and options._strategy or {}) do
    all[i] = engine.ordered("CapacityProvider", one.capacity_provider, "Weight", one.weight, "Base", one.base)
  end
  return #all > 0 and all or nil
end

-- ---- targets --------------------------------------------------------------------------------------------------------

local EcsFargateLaunchTarget = engine.class "aws_cdk.aws_stepfunctions_tasks.EcsFargateLaunchTarget"

--- Arguments: EcsFargateLaunchTargetOptions: platform_version (required).
function EcsFargateLaunchTarget:init(options) self._options = options or {} end

--- Called by the state.
function EcsFargateLaunchTarget:bind(task, launch_target_options)
  local options = self._options
  if not launch_target_options.task_definition.is_fargate_compatible then
    fail(task, "the task definition is not for Fargate; -> make an ecs.FargateTaskDefinition")
  end
  return { parameters = engine.ordered(
    "LaunchType", not options.capacity_provider_options and "FARGATE" or nil,
    "CapacityProviderStrategy", strategy_of(options.capacity_provider_options),
    "PlatformVersion", options.platform_version) }
end

local EcsEc2LaunchTarget = engine.class "aws_cdk.aws_stepfunctions_tasks.EcsEc2LaunchTarget"

--- Arguments: EcsEc2LaunchTargetOptions.
function EcsEc2LaunchTarget:init(options) self._options = options or {} end

-- The rules of all in the spelling of the API, or nil without any.
local function flat(rules)
  local all = {}
  for _, rule in ipairs(rules or {}) do
    for _, one in ipairs(rule:to_json()) do
      all[#all + 1] = engine.ordered("Type", one.type, "Field", one.field, "Expression", one.expression)
    end
  end
  return #all > 0 and all or nil
end

--- Called by the state.
function EcsEc2LaunchTarget:bind(task, launch_target_options)
  local options, cluster = self._options, launch_target_options.cluster
  if not launch_target_options.task_definition.is_ec2_compatible then
    fail(task, "the task definition is not for instances; -> make an ecs.Ec2TaskDefinition")
  end
  if not cluster or not cluster.has_ec2_capacity then
    fail(task, "the cluster has no instances for the task; -> call add_capacity")
  end
  return { parameters = engine.ordered(
    "LaunchType", not options.capacity_provider_options and "EC2" or nil,
    "CapacityProviderStrategy", strategy_of(options.capacity_provider_options),
    "PlacementConstraints", flat(options.placement_constraints),
    "PlacementStrategy", flat(options.placement_strategies)) }
end

return {
  CapacityProviderOptions = CapacityProviderOptions, EcsEc2LaunchTarget = EcsEc2LaunchTarget,
  EcsFargateLaunchTarget = EcsFargateLaunchTarget,
}
