--- Auto Scaling groups whose size follows the tasks.
local engine = require "luacdk.engine"
local autoscaling = require "aws_cdk.aws_autoscaling"
local constructs = require "constructs"
local ecs = require "aws_cdk.aws_ecs"
local l2 = require "aws_cdk.l2"
local provider_name = require "aws_cdk.aws_ecs.private.provider_name"

local fail = engine.fail

local AsgCapacityProvider = engine.class("aws_cdk.aws_ecs.AsgCapacityProvider", constructs.Construct)

-- The use of the machines that is aimed at: as much as there is.
local TARGET = "aws_ecs.CfnCapacityProvider.ManagedScalingProperty.target_capacity"

local function on(value) return value and "ENABLED" or "DISABLED" end

local function protect(self, group, scaling)
  if scaling == false then
    fail(self, "enable_managed_termination_protection needs enable_managed_scaling; -> set one of them to the other")
  end
  if not engine.is_a(group, autoscaling.AutoScalingGroup) then
    fail(self, "instances of an imported Auto Scaling group cannot be protected: -> set "
      .. "enable_managed_termination_protection = false")
  end
  group:protect_new_instances_from_scale_in()
end

--- Arguments: scope, id, AsgCapacityProviderProps: auto_scaling_group (required).
function AsgCapacityProvider:init(scope, id, props)
  constructs.Construct.init(self, scope, id)
  local group, draining = props.auto_scaling_group, props.enable_managed_draining
  self.auto_scaling_group, self.enable_managed_draining = group, draining
  self.machine_image_type = props.machine_image_type or ecs.MachineImageType.AMAZON_LINUX_2
  self.enable_managed_termination_protection = props.enable_managed_termination_protection ~= false
  if self.enable_managed_termination_protection then protect(self, group, props.enable_managed_scaling) end
  local name = provider_name(self, props.capacity_provider_name)
  l2.within(self, "aws_ecs.CfnCapacityProvider.ManagedScalingProperty.instance_warmup_period",
    props.instance_warmup_period)
  local target = props.target_capacity_percent
  local resource = ecs.CfnCapacityProvider(self, id, {
    name = name,
    auto_scaling_group_provider = {
      auto_scaling_group_arn = group.auto_scaling_group_name,
      managed_scaling = props.enable_managed_scaling ~= false and {
        status = "ENABLED",
        target_capacity = target ~= 0 and target or l2.limit(TARGET),
        maximum_scaling_step_size = props.maximum_scaling_step_size,
        minimum_scaling_step_size = props.minimum_scaling_step_size,
        instance_warmup_period = props.instance_warmup_period,
      } or nil,
      managed_termination_protection = on(self.enable_managed_termination_protection),
      managed_draining = draining ~= nil and on(draining) or nil,
    },
  })
  self.capacity_provider_name = resource.ref
end

return { AsgCapacityProvider = AsgCapacityProvider }
