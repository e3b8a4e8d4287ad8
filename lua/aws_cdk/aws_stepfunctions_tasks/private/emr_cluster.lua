--- A cluster of EMR as its API reads it: what the properties of EmrCreateCluster become.
local engine = require "luacdk.engine"
local emr = require "aws_cdk.aws_stepfunctions_tasks.private.emr"
local task = require "aws_cdk.aws_stepfunctions_tasks.private.task"

local M = {}

-- A function that renders a struct by rows of the name that EMR knows, the property's and, where the value is no plain
-- one, what renders it; or the name and `true`, which is always so.
local function struct(rows)
  return function(property)
    local all = engine.ordered()
    for _, row in ipairs(rows) do
      local value = row[2]
      if value ~= true then value = property[value] end
      if value ~= nil and row[3] then value = row[3](value) end
      all[row[1]] = value
    end
    return all
  end
end

local function list_of(render)
  return function(list) return task.list(list, render) end
end

local function seconds(duration) return duration:to_seconds() end
local function gibibytes(size) return size:to_gibibytes() end
local configurations <const> = list_of(emr.configuration)

local ebs = struct {
  { "EbsBlockDeviceConfigs", "ebs_block_device_configs", list_of(struct {
    { "VolumeSpecification", "volume_specification", struct {
      { "Iops", "iops" }, { "SizeInGB", "volume_size", gibibytes }, { "VolumeType", "volume_type" },
    } },
    { "VolumesPerInstance", "volumes_per_instance" },
  }) },
  { "EbsOptimized", "ebs_optimized" },
}

local function spot(property)
  return engine.ordered("AllocationStrategy", property.allocation_strategy,
    "BlockDurationMinutes", property.block_duration_minutes, "TimeoutAction", property.timeout_action,
    "TimeoutDurationMinutes", property.timeout and property.timeout:to_minutes() or property.timeout_duration_minutes)
end

local fleet = struct {
  { "InstanceFleetType", "instance_fleet_type" },
  { "InstanceTypeConfigs", "instance_type_configs", list_of(struct {
    { "BidPrice", "bid_price" },
    { "BidPriceAsPercentageOfOnDemandPrice", "bid_price_as_percentage_of_on_demand_price" },
    { "Configurations", "configurations", configurations },
    { "EbsConfiguration", "ebs_configuration", ebs },
    { "InstanceType", "instance_type" }, { "Priority", "priority" }, { "WeightedCapacity", "weighted_capacity" },
  }) },
  { "LaunchSpecifications", "launch_specifications", struct {
    { "OnDemandSpecification", "on_demand_specification", struct { { "AllocationStrategy", "allocation_strategy" } } },
    { "SpotSpecification", "spot_specification", spot },
  } },
  { "Name", "name" },
  { "TargetOnDemandCapacity", "target_on_demand_capacity" }, { "TargetSpotCapacity", "target_spot_capacity" },
}

local auto_scaling = struct {
  { "Constraints", "constraints", struct { { "MaxCapacity", "max_capacity" }, { "MinCapacity", "min_capacity" } } },
  { "Rules", "rules", list_of(struct {
    { "Action", "action", struct {
      { "Market", "market" },
      { "SimpleScalingPolicyConfiguration", "simple_scaling_policy_configuration", struct {
        { "AdjustmentType", "adjustment_type" }, { "CoolDown", "cool_down" },
        { "ScalingAdjustment", "scaling_adjustment" },
      } },
    } },
    { "Description", "description" }, { "Name", "name" },
    { "Trigger", "trigger", struct {
      { "CloudWatchAlarmDefinition", "cloud_watch_alarm_definition", struct {
        { "ComparisonOperator", "comparison_operator" },
        { "Dimensions", "dimensions", list_of(struct { { "Key", "key" }, { "Value", "value" } }) },
        { "EvaluationPeriods", "evaluation_periods" }, { "MetricName", "metric_name" }, { "Namespace", "namespace" },
        { "Period", "period", seconds }, { "Statistic", "statistic" }, { "Threshold", "threshold" },
        { "Unit", "unit" },
      } },
    } },
  }) },
}

local group = struct {
  { "AutoScalingPolicy", "auto_scaling_policy", auto_scaling }, { "BidPrice", "bid_price" },
  { "Configurations", "configurations", configurations }, { "EbsConfiguration", "ebs_configuration", ebs },
  { "InstanceCount", "instance_count" }, { "InstanceRole", "instance_role" }, { "InstanceType", "instance_type" },
  { "Market", "market" }, { "Name", "name" },
}

--- The Instances of a cluster.
M.instances = struct {
  { "AdditionalMasterSecurityGroups", "additional_master_security_groups" },
  { "AdditionalSlaveSecurityGroups", "additional_slave_security_groups" },
  { "Ec2KeyName", "ec2_key_name" }, { "Ec2SubnetId", "ec2_subnet_id" }, { "Ec2SubnetIds", "ec2_subnet_ids" },
  { "EmrManagedMasterSecurityGroup", "emr_managed_master_security_group" },
  { "EmrManagedSlaveSecurityGroup", "emr_managed_slave_security_group" },
  { "HadoopVersion", "hadoop_version" }, { "InstanceCount", "instance_count" },
  { "InstanceFleets", "instance_fleets", list_of(fleet) }, { "InstanceGroups", "instance_groups", list_of(group) },
  { "KeepJobFlowAliveWhenNoSteps", true },
  { "MasterInstanceType", "master_instance_type" },
  { "Placement", "placement", struct {
    { "AvailabilityZone", "availability_zone" }, { "AvailabilityZones", "availability_zones" },
  } },
  { "ServiceAccessSecurityGroup", "service_access_security_group" }, { "SlaveInstanceType", "slave_instance_type" },
  { "TerminationProtected", "termination_protected" },
}

--- What a cluster runs.
M.applications = list_of(struct {
  { "Name", "name" }, { "Args", "args" }, { "Version", "version" }, { "AdditionalInfo", "additional_info" },
})

--- What the instances do before anything else.
M.bootstrap_actions = list_of(struct {
  { "Name", "name" },
  { "ScriptBootstrapAction", "script_bootstrap_action", struct { { "Path", "path" }, { "Args", "args" } } },
})

M.configurations = configurations

M.kerberos = struct {
  { "ADDomainJoinPassword", "ad_domain_join_password" }, { "ADDomainJoinUser", "ad_domain_join_user" },
  { "CrossRealmTrustPrincipalPassword", "cross_realm_trust_principal_password" },
  { "KdcAdminPassword", "kdc_admin_password" }, { "Realm", "realm" },
}

M.managed_scaling = struct {
  { "ComputeLimits", "compute_limits", struct {
    { "UnitType", "unit_type" }, { "MinimumCapacityUnits", "minimum_capacity_units" },
    { "MaximumCapacityUnits", "maximum_capacity_units" },
    { "MaximumOnDemandCapacityUnits", "maximum_on_demand_capacity_units" },
    { "MaximumCoreCapacityUnits", "maximum_core_capacity_units" },
  } },
}

return M
