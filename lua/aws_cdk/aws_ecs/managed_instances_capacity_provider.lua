--- Machines that ECS starts, patches and stops.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local constructs = require "constructs"
local ec2 = require "aws_cdk.aws_ec2"
local ecs = require "aws_cdk.aws_ecs"
local iam = require "aws_cdk.aws_iam"
local l2 = require "aws_cdk.l2"
local provider_name = require "aws_cdk.aws_ecs.private.provider_name"

local fail = engine.fail

local ManagedInstancesCapacityProvider =
  engine.class("aws_cdk.aws_ecs.ManagedInstancesCapacityProvider", constructs.Construct)

local ROLE_PREFIX, LONGEST_ROLE_NAME = "ecsInstanceRole", 64

-- ---- the role of the machines ---------------------------------------------------------------------------------------

local function statements(self, scope)
  local instances = engine.stack_of(self):format_arn {
    service = "ecs", resource = "container-instance", resource_name = "*",
  }
  local function cluster()
    return engine.lazy(function()
      if not self.cluster then
        fail(scope, "the capacity provider must be added to a cluster with add_managed_instances_capacity_provider")
      end
      return self.cluster.cluster_arn
    end, { kind = "string" })
  end
  local all = {}
  for i, row in ipairs {
    { "DiscoverPollEndpoint", { "ecs:DiscoverPollEndpoint" }, "*" },
    { "Register", { "ecs:RegisterContainerInstance" }, cluster() },
    { "Poll", { "ecs:Poll" }, instances },
    { "Telemetry", { "ecs:StartTelemetrySession", "ecs:PutSystemLogEvents" }, instances },
    { "StateChange", { "ecs:SubmitAttachmentStateChanges", "ecs:SubmitTaskStateChange" }, cluster() },
  } do
    all[i] = iam.PolicyStatement {
      sid = "ECSAgent" .. row[1] .. "Permissions", effect = iam.Effect.ALLOW, actions = row[2], resources = { row[3] },
    }
  end
  return all
end

local function default_instance_profile(self, scope)
  local name = ROLE_PREFIX .. cdk.Names.unique_resource_name(self, { max_length = LONGEST_ROLE_NAME - #ROLE_PREFIX })
  local role = iam.Role(self, "InstanceRole", {
    assumed_by = iam.ServicePrincipal "ec2.amazonaws.com",
    role_name = name,
    inline_policies = { ECSInstancePolicy = iam.PolicyDocument { statements = statements(self, scope) } },
  })
  return iam.InstanceProfile(self, "InstanceProfile", { instance_profile_name = name, role = role })
end

-- ---- requirements ---------------------------------------------------------------------------------------------------

-- Properties that are in the L1 struct as they are.
local SAME = {
  "accelerator_manufacturers", "accelerator_names", "accelerator_types", "allowed_instance_types", "bare_metal",
  "burstable_performance", "cpu_manufacturers", "excluded_instance_types", "instance_generations", "local_storage",
  "local_storage_types", "max_spot_price_as_percentage_of_optimal_on_demand_price",
  "on_demand_max_price_percentage_over_lowest_price", "require_hibernate_support",
  "spot_max_price_percentage_over_lowest_price",
}

-- Ranges: the L1 property, the properties before _min and _max, the unit.
local RANGES = {
  { "v_cpu_count", "v_cpu_count" }, { "memory_mib", "memory", "mebibytes" },
  { "accelerator_count", "accelerator_count" },
  { "accelerator_total_memory_mib", "accelerator_total_memory", "mebibytes" },
  { "baseline_ebs_bandwidth_mbps", "baseline_ebs_bandwidth_mbps" },
  { "memory_gib_per_v_cpu", "memory_per_v_cpu", "gibibytes" },
  { "network_bandwidth_gbps", "network_bandwidth_gbps" }, { "network_interface_count", "network_interface_count" },
  { "total_local_storage_gb", "total_local_storage_gb" },
}

local function some(list) return list ~= nil and #list > 0 end

local function requirements(self, given)
  if not given then return nil end
  if some(given.allowed_instance_types) and some(given.excluded_instance_types) then
    fail(self, "allowed_instance_types and excluded_instance_types are mutually exclusive")
  end
  if given.spot_max_price_percentage_over_lowest_price ~= nil
    and given.on_demand_max_price_percentage_over_lowest_price ~= nil then
    fail(self, "spot_max_price_percentage_over_lowest_price and on_demand_max_price_percentage_over_lowest_price are "
      .. "mutually exclusive")
  end
  local all = {}
  for _, name in ipairs(SAME) do all[name] = given[name] end
  for _, row in ipairs(RANGES) do
    local low, high = given[row[2] .. "_min"], given[row[2] .. "_max"]
    if row[3] then
      low = low and low["to_" .. row[3]](low)
      high = high and high["to_" .. row[3]](high)
    end
    if low ~= nil or high ~= nil then all[row[1]] = { min = low, max = high } end
  end
  return all
end

-- ---------------------------------------------------------------------------------------------------------------------

local function launch_template(self, props)
  local storage = props.task_volume_storage
  return {
    capacity_option_type = props.capacity_option_type,
    ec2_instance_profile_arn = self.ec2_instance_profile.instance_profile_arn,
    network_configuration = {
      subnets = l2.pluck(props.subnets, "subnet_id"),
      security_groups = l2.pluck(props.security_groups, "security_group_id"),
    },
    storage_configuration = storage and { storage_size_gib = storage:to_gibibytes() },
    monitoring = props.monitoring,
    instance_requirements = requirements(self, props.instance_requirements),
  }
end

--- Arguments: scope, id, ManagedInstancesCapacityProviderProps: security_groups, subnets (required).
function ManagedInstancesCapacityProvider:init(scope, id, props)
  constructs.Construct.init(self, scope, id)
  for _, name in ipairs { "subnets", "security_groups" } do
    if #props[name] == 0 then fail(self, "%s must not be empty", name) end
  end
  self.infrastructure_role = props.infrastructure_role or iam.Role(self, id .. "Role", {
    assumed_by = iam.ServicePrincipal "ecs.amazonaws.com",
    managed_policies = {
      iam.ManagedPolicy.from_aws_managed_policy_name "AmazonECSInfrastructureRolePolicyForManagedInstances",
    },
  })
  self.ec2_instance_profile = props.ec2_instance_profile or default_instance_profile(self, scope)
  local name = provider_name(self, props.capacity_provider_name)
  self._resource = ecs.CfnCapacityProvider(self, id, {
    name = name,
    managed_instances_provider = {
      infrastructure_role_arn = self.infrastructure_role.role_arn,
      instance_launch_template = launch_template(self, props),
      propagate_tags = props.propagate_tags,
    },
  })
  self.capacity_provider_name = self._resource.ref
  self.connections = ec2.Connections { security_groups = props.security_groups }
  self.node.default_child = self._resource
end

--- Called by the cluster that has the provider.
function ManagedInstancesCapacityProvider:bind(cluster)
  self._resource.cluster_name, self.cluster = cluster.cluster_name, cluster
end

return { ManagedInstancesCapacityProvider = ManagedInstancesCapacityProvider }
