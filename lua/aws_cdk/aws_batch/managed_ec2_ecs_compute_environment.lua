--- Compute environments on instances of ECS.
local engine = require "luacdk.engine"
local batch = require "aws_cdk.aws_batch"
local ec2 = require "aws_cdk.aws_ec2"
local iam = require "aws_cdk.aws_iam"
local l2 = require "aws_cdk.l2"
local Base = require "aws_cdk.aws_batch.private.managed_ec2_compute_environment"
local ManagedBase = require "aws_cdk.aws_batch.private.managed_compute_environment_base"

local fail = engine.fail

local ManagedEc2EcsComputeEnvironment = engine.class("aws_cdk.aws_batch.ManagedEc2EcsComputeEnvironment", Base)

local function has_a1(self)
  if l2.includes(self.instance_classes, ec2.InstanceClass.A1) then return true end
  local a1 = ec2.InstanceType.of(ec2.InstanceClass.A1, ec2.InstanceSize.LARGE)
  for _, instance_type in ipairs(self.instance_types) do
    if instance_type:same_instance_class_as(a1) then return true end
  end
  return false
end

-- Whether instances may run Amazon Linux 2023.
local function runs_al2023(self)
  if not self.images or #self.images == 0 then return self:_prefers_al2023() end
  return self:_has_al2023 "ecs"
end

--- Arguments: scope, id, ManagedEc2EcsComputeEnvironmentProps: vpc (required), instance_types, instance_classes,
--  images, spot, allocation_strategy, launch_template and more.
function ManagedEc2EcsComputeEnvironment:init(scope, id, props)
  Base.init(self, scope, id, props)
  self.spot_fleet_role = props.spot_fleet_role
  if not self.spot_fleet_role and self.spot and self.allocation_strategy == batch.AllocationStrategy.BEST_FIT then
    self.spot_fleet_role = iam.Role(self, "SpotFleetRole", {
      assumed_by = iam.ServicePrincipal "spotfleet.amazonaws.com",
    })
  end
  if has_a1(self) and runs_al2023(self) then
    fail(self, "Amazon Linux 2023 does not run on A1 instances; -> set image_type = EcsMachineImageType.ECS_AL2")
  end
  self:_finish(props, "ecs", { fleet_role = self.spot_fleet_role })
end

local Imported = ManagedBase._imports(ManagedEc2EcsComputeEnvironment, function(self)
  self.instance_classes, self.instance_types = {}, {}
end, "managed_ec2_ecs_compute_environment")

local function refuse(self)
  fail(self, "an imported compute environment gets no instance types; -> add them where it is made")
end

Imported.add_instance_class, Imported.add_instance_type = refuse, refuse

return { ManagedEc2EcsComputeEnvironment = ManagedEc2EcsComputeEnvironment }
