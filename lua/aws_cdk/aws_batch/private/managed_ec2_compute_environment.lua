--- What compute environments on instances have in common.
local engine = require "luacdk.engine"
local batch = require "aws_cdk.aws_batch"
local cdk = require "aws_cdk"
local cx_api = require "aws_cdk.cx_api"
local iam = require "aws_cdk.aws_iam"
local l2 = require "aws_cdk.l2"
local ManagedBase = require "aws_cdk.aws_batch.private.managed_compute_environment_base"

local fail, display = engine.fail, engine.display
local Strategy = batch.AllocationStrategy

local Base = engine.class("aws_cdk.aws_batch.ManagedEc2ComputeEnvironment", ManagedBase)

--- Arguments: scope, id, props, and whether the cluster is one of ECS.
function Base:init(scope, id, props)
  ManagedBase.init(self, scope, id, props)
  self.instance_types = props.instance_types or {}
  self.instance_classes = props.instance_classes or {}
  if props.default_instance_classes and props.use_optimal_instance_classes then
    fail(self, "default_instance_classes and use_optimal_instance_classes are mutually exclusive; -> leave out "
      .. "use_optimal_instance_classes, which is deprecated")
  end
  self.images = props.images
  self.allocation_strategy = self:_strategy(props.allocation_strategy)
  self.spot_bid_percentage = props.spot_bid_percentage
end

--- A type of instances that may be used.
function Base:add_instance_type(instance_type) table.insert(self.instance_types, instance_type) end

--- A class of instances that may be used, in any size.
function Base:add_instance_class(instance_class) table.insert(self.instance_classes, instance_class) end

-- The strategies that only spot instances have.
local SPOT_STRATEGIES = { [Strategy.SPOT_CAPACITY_OPTIMIZED] = true, [Strategy.SPOT_PRICE_CAPACITY_OPTIMIZED] = true }

function Base:_strategy(given)
  if not given then
    return self.spot and Strategy.SPOT_PRICE_CAPACITY_OPTIMIZED or Strategy.BEST_FIT_PROGRESSIVE
  end
  if SPOT_STRATEGIES[given] and not self.spot then
    fail(self, "allocation_strategy %s needs spot = true", display(given))
  end
  return given
end

-- ---- images ---------------------------------------------------------------------------------------------------------

local Ecs, Eks = batch.EcsMachineImageType, batch.EksMachineImageType

-- Types by cluster: without and with the feature flag.
local DEFAULT_TYPES = {
  ecs = { [false] = Ecs.ECS_AL2, [true] = Ecs.ECS_AL2023 }, eks = { [false] = Eks.EKS_AL2, [true] = Eks.EKS_AL2023 },
}

local AL2023 = {
  [Ecs.ECS_AL2023] = true, [Ecs.ECS_AL2023_NVIDIA] = true, [Eks.EKS_AL2023] = true, [Eks.EKS_AL2023_NVIDIA] = true,
}

--- Whether Amazon Linux 2023 is the default.
function Base:_prefers_al2023() return cdk.FeatureFlags.of(self):is_enabled(cx_api.BATCH_DEFAULT_AL2023) end

-- The type of an image for a cluster of "ecs" or "eks".
local function type_of(self, image, cluster)
  return image.image_type or DEFAULT_TYPES[cluster][self:_prefers_al2023()]
end

--- Whether one of the images is Amazon Linux 2023.
function Base:_has_al2023(cluster)
  for _, image in ipairs(self.images or {}) do
    if AL2023[type_of(self, image, cluster)] then return true end
  end
  return false
end

local function images_of(self, cluster)
  if not self.images then return nil end
  local all = engine.list {}
  for i, image in ipairs(self.images) do
    all[i] = {
      image_id_override = image.image and image.image:get_image(self).image_id,
      image_type = type_of(self, image, cluster),
    }
  end
  return all
end

-- ---- checks ---------------------------------------------------------------------------------------------------------

local function known(value) return value ~= nil and not engine.is_unresolved(value) end

local function check_cpus(self)
  local low, high = self.minv_cpus, self.maxv_cpus
  if known(low) and low < 0 then fail(self, "minv_cpus must be at least 0, got %s", display(low)) end
  if known(low) and known(high) and low > high then
    fail(self, "minv_cpus must be at most maxv_cpus, which is %s, got %s", display(high), display(low))
  end
end

local function check_spot(self, fleet_role)
  local bid = self.spot_bid_percentage
  if bid and bid ~= 0 then
    if not self.spot then fail(self, "spot_bid_percentage needs spot = true") end
    if known(bid) and (bid > 100 or bid < 0) then
      fail(self, "spot_bid_percentage must be between 0 and 100, got %s", display(bid))
    end
  end
  if fleet_role and not self.spot then fail(self, "spot_fleet_role needs spot = true") end
end

-- ---- instances ------------------------------------------------------------------------------------------------------

-- What CloudFormation takes as instance types.
local function instances(self, optimal, defaults)
  local all = engine.list {}
  for _, instance_type in ipairs(self.instance_types) do all[#all + 1] = instance_type:to_string() end
  for _, class in ipairs(self.instance_classes) do all[#all + 1] = class end
  if defaults and #defaults > 0 then
    table.move(defaults, 1, #defaults, #all + 1, all)
  elseif optimal ~= false then
    all[#all + 1] = "optimal"
  end
  return all
end

local function make_role(self, given)
  self.instance_role = given or iam.Role(self, "InstanceProfileRole", {
    assumed_by = iam.ServicePrincipal "ec2.amazonaws.com",
    managed_policies = {
      iam.ManagedPolicy.from_aws_managed_policy_name "service-role/AmazonEC2ContainerServiceforEC2Role",
    },
  })
  return iam.CfnInstanceProfile(self, "InstanceProfile", { roles = { self.instance_role.role_name } })
end

--- Makes the L1 resource, on a cluster of "ecs" or "eks". `more`: `fleet_role` of spot instances, `user_data_type` of
--- the launch template, further properties as `environment`.
function Base:_finish(props, cluster, more)
  local profile = make_role(self, props.instance_role)
  local template, group = props.launch_template, props.placement_group
  self.launch_template = template
  self.minv_cpus = props.minv_cpus or 0
  self._placement_group = group
  check_cpus(self)
  check_spot(self, more.fleet_role)
  local properties = self:_properties(props, {
    minv_cpus = self.minv_cpus,
    instance_role = profile.attr_arn,
    instance_types = engine.lazy(function()
      return instances(self, props.use_optimal_instance_classes, props.default_instance_classes)
    end, { kind = "list" }),
    type = self.spot and "SPOT" or "EC2",
    allocation_strategy = self.allocation_strategy,
    bid_percentage = self.spot_bid_percentage,
    spot_iam_fleet_role = more.fleet_role and more.fleet_role.role_arn,
    launch_template = template and {
      launch_template_id = template.launch_template_id, userdata_type = more.user_data_type,
    },
    ec2_configuration = images_of(self, cluster),
    placement_group = group and group.placement_group_ref.group_name,
    tags = self.tags.rendered_tags,
  })
  self._resource = batch.CfnComputeEnvironment(self, "Resource", l2.with(properties, more.environment))
  -- Default classes do not count here.
  self.node:add_validation { validate = function()
    return #instances(self, props.use_optimal_instance_classes) == 0 and {
      "a compute environment without use_optimal_instance_classes needs instance types; give it instance_types or "
        .. "instance_classes",
    } or {}
  end }
end

Base.get.placement_group = function(self)
  local group = self._placement_group
  if group and not engine.has(group, "placement_group_name") then
    fail(self, "placement_group must be an IPlacementGroup to be read again, got %s; -> read placement_group_ref of "
      .. "your own instead", display(group))
  end
  return group
end

return Base
