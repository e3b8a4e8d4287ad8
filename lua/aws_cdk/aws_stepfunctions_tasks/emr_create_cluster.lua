--- Creates a cluster of EMR.
local engine = require "luacdk.engine"
local cluster = require "aws_cdk.aws_stepfunctions_tasks.private.emr_cluster"
local integration = require "aws_cdk.aws_stepfunctions.integration"
local task = require "aws_cdk.aws_stepfunctions_tasks.private.task"
local cdk = require "aws_cdk"
local cx_api = require "aws_cdk.cx_api"
local iam = require "aws_cdk.aws_iam"

-- The tag without which the second version of the service's policy allows nothing.
local MANAGED_TAG <const> = "for-use-with-amazon-emr-managed-policies"

local function known(value) return value ~= nil and not engine.is_unresolved(value) end

-- The numbers of the release emr-x.y.z; nil if it is not known.
local function release_of(self, label)
  if not known(label) then return nil end
  local major, minor, patch = label:match "^emr%-(%d+)%.(%d+)%.(%d+)$"
  if not major then engine.fail(self, "release_label must be written emr-x.y.z, got %s", engine.display(label)) end
  return { tonumber(major), tonumber(minor), tonumber(patch) }
end

local function needs_release(self, property, release, major, minor)
  if release and (release[1] < major or release[1] == major and release[2] < minor) then
    engine.fail(self, "%s needs EMR %d.%d.0 or newer, got release_label emr-%d.%d.%d", property, major, minor,
      table.unpack(release))
  end
end

local function check_type(self, type)
  if type.bid_price and type.bid_price_as_percentage_of_on_demand_price then
    engine.fail(self, "an instance type takes bid_price or bid_price_as_percentage_of_on_demand_price, not both")
  end
  if known(type.priority) and type.priority < 0 then
    engine.fail(self, "priority must be 0, the highest, or more, got %s", engine.display(type.priority))
  end
end

local function check_spot(self, spot)
  local old = spot.timeout_duration_minutes
  if (spot.timeout ~= nil) == (old ~= nil and old ~= 0) then
    engine.fail(self, "spot_specification: give timeout or timeout_duration_minutes, and only one of them")
  end
  task.check_range(self, "the timeout of spot_specification", spot.timeout and spot.timeout:to_minutes() or old, 5,
    1440, " minutes")
end

local function check_priorities(self, fleet, specifications)
  local strategy = (specifications.on_demand_specification or {}).allocation_strategy or "lowest-price"
  local prioritized, any = strategy == "prioritized", false
  for _, type in ipairs(fleet.instance_type_configs or {}) do any = any or known(type.priority) end
  if any and not prioritized then
    engine.fail(self, "priority has a meaning only if on_demand_specification.allocation_strategy is PRIORITIZED, got "
      .. "%s", engine.display(strategy))
  end
  if prioritized and not any and #(fleet.instance_type_configs or {}) > 0 then
    engine.fail(self, "with the allocation_strategy PRIORITIZED at least one instance type needs a priority")
  end
end

local function check_fleet(self, fleet)
  local spot, demand = fleet.target_spot_capacity or 0, fleet.target_on_demand_capacity or 0
  local specifications = fleet.launch_specifications or {}
  if spot == 0 and demand == 0 then
    engine.fail(self, "an instance fleet needs a target_spot_capacity or target_on_demand_capacity above 0")
  end
  if fleet.instance_fleet_type == "MASTER" then
    if spot ~= 0 and demand ~= 0 then
      engine.fail(self, "the master fleet takes target_spot_capacity or target_on_demand_capacity, not both")
    elseif spot + demand ~= 1 then
      engine.fail(self, "the capacity of the master fleet must be 1, got %s", engine.display(spot + demand))
    end
  end
  check_priorities(self, fleet, specifications)
  for _, type in ipairs(fleet.instance_type_configs or {}) do check_type(self, type) end
  if specifications.spot_specification then check_spot(self, specifications.spot_specification) end
end

local function check_properties(self, props)
  local idle, level, size = props.auto_termination_policy_idle_timeout, props.step_concurrency_level,
    props.ebs_root_volume_size
  local throughput, iops = props.ebs_root_volume_throughput, props.ebs_root_volume_iops
  local release = release_of(self, props.release_label)
  task.check_range(self, "auto_termination_policy_idle_timeout", known(idle) and idle:to_seconds() or nil, 60, 604800,
    " seconds")
  task.check_range(self, "step_concurrency_level", level, 1, 256)
  if known(level) and level ~= 1 then needs_release(self, "step_concurrency_level", release, 5, 28) end
  task.check_range(self, "ebs_root_volume_size", size and size:to_gibibytes(), 15, 100, " GiB")
  if throughput then needs_release(self, "ebs_root_volume_throughput", release, 6, 15) end
  if iops then needs_release(self, "ebs_root_volume_iops", release, 6, 15) end
  task.check_range(self, "ebs_root_volume_throughput", throughput, 125, 1000, " MiB/s")
  task.check_range(self, "ebs_root_volume_iops", iops, 3000, 16000)
  for _, fleet in ipairs(props.instances.instance_fleets or {}) do check_fleet(self, fleet) end
end

local function service_policy_v2(self)
  return cdk.FeatureFlags.of(self):is_enabled(cx_api.ENABLE_EMR_SERVICE_POLICY_V2)
end

local function managed_role(self, id, policy)
  return iam.Role(self, id, {
    assumed_by = iam.ServicePrincipal "elasticmapreduce.amazonaws.com",
    managed_policies = { iam.ManagedPolicy.from_aws_managed_policy_name("service-role/" .. policy) },
  })
end

local function new_cluster_role(self)
  local role = iam.Role(self, "InstanceRole", { assumed_by = iam.ServicePrincipal "ec2.amazonaws.com" })
  iam.CfnInstanceProfile(self, "InstanceProfile", {
    roles = { role.role_name }, instance_profile_name = role.role_name,
  })
  return role
end

local function new_auto_scaling_role(self)
  local role = managed_role(self, "AutoScalingRole", "AmazonElasticMapReduceforAutoScalingRole")
  role.assume_role_policy:add_statements(iam.PolicyStatement {
    actions = { "sts:AssumeRole" }, principals = { iam.ServicePrincipal "application-autoscaling.amazonaws.com" },
  })
  return role
end

local function check(self, props)
  self.service_role = props.service_role or managed_role(self, "ServiceRole",
    service_policy_v2(self) and "AmazonEMRServicePolicy_v2" or "AmazonElasticMapReduceRole")
  self.cluster_role = props.cluster_role or new_cluster_role(self)
  self.cluster_role:grant_pass_role(self.service_role)
  if #(props.instances.instance_fleets or {}) == 0 then
    self.auto_scaling_role = props.auto_scaling_role or new_auto_scaling_role(self)
  elseif props.auto_scaling_role then
    engine.fail(self, "auto_scaling_role has no meaning with instance_fleets")
  end
  check_properties(self, props)
end

local function policies(self, props)
  local all = {
    task.allow({ "elasticmapreduce:RunJobFlow", "elasticmapreduce:DescribeCluster",
      "elasticmapreduce:TerminateJobFlows", "elasticmapreduce:AddTags" }, { "*" }),
    task.allow({ "iam:PassRole" }, { self.service_role.role_arn, self.cluster_role.role_arn }),
    iam.PolicyStatement {
      sid = "ElasticMapReduceServiceLinkedRole",
      actions = { "iam:CreateServiceLinkedRole" },
      resources = {
        "arn:" .. cdk.Aws.PARTITION .. ":iam::" .. task.stack(self).account
          .. ":role/aws-service-role/elasticmapreduce.amazonaws.com*/AWSServiceRoleForEMRCleanup*",
      },
      conditions = {
        StringEquals = {
          ["iam:AWSServiceName"] = { "elasticmapreduce.amazonaws.com", "elasticmapreduce.amazonaws.com.cn" },
        },
      },
    },
  }
  if self.auto_scaling_role then
    all[#all + 1] = task.allow({ "iam:PassRole" }, { self.auto_scaling_role.role_arn })
  end
  if props.tags then
    all[#all + 1] = task.allow({ "elasticmapreduce:AddTags" }, { task.arn(self, "elasticmapreduce", "cluster", "*") })
  end
  if self._pattern == integration.RUN_JOB then
    all[#all + 1] = task.allow_managed_rule(self, "StepFunctionsGetEventForEMRRunJobFlowRule")
  end
  return all
end

local function tags_of(self, tags)
  local managed = service_policy_v2(self)
  if not tags and not managed then return nil end
  local all, seen = engine.list {}, false
  for i, key in ipairs(engine.keys(tags or {})) do
    local is_managed = managed and key == MANAGED_TAG
    seen = seen or is_managed
    all[i] = engine.ordered("Key", key, "Value", is_managed and "true" or tags[key])
  end
  if managed and not seen then all[#all + 1] = engine.ordered("Key", MANAGED_TAG, "Value", "true") end
  return all
end

local function parameters(self, props)
  local idle, scaling = props.auto_termination_policy_idle_timeout, self.auto_scaling_role
  local visible = props.visible_to_all_users
  if visible == nil then visible = true end
  return engine.ordered(
    "Instances", cluster.instances(props.instances),
    "JobFlowRole", self.cluster_role.role_name,
    "Name", props.name,
    "ServiceRole", self.service_role.role_name,
    "AdditionalInfo", props.additional_info,
    "Applications", cluster.applications(props.applications),
    "AutoScalingRole", scaling and scaling.role_name,
    "BootstrapActions", cluster.bootstrap_actions(props.bootstrap_actions),
    "Configurations", cluster.configurations(props.configurations),
    "CustomAmiId", props.custom_ami_id,
    "EbsRootVolumeSize", props.ebs_root_volume_size and props.ebs_root_volume_size:to_gibibytes(),
    "EbsRootVolumeIops", props.ebs_root_volume_iops,
    "EbsRootVolumeThroughput", props.ebs_root_volume_throughput,
    "KerberosAttributes", props.kerberos_attributes and cluster.kerberos(props.kerberos_attributes),
    "LogUri", props.log_uri,
    "ManagedScalingPolicy", props.managed_scaling_policy and cluster.managed_scaling(props.managed_scaling_policy),
    "ReleaseLabel", props.release_label,
    "ScaleDownBehavior", props.scale_down_behavior,
    "SecurityConfiguration", props.security_configuration,
    "StepConcurrencyLevel", props.step_concurrency_level,
    "Tags", tags_of(self, props.tags),
    "VisibleToAllUsers", visible,
    "AutoTerminationPolicy", idle and { IdleTimeout = idle:to_seconds() })
end

return {
  EmrCreateCluster = task.class("EmrCreateCluster", {
    service = "elasticmapreduce", api = "createCluster",
    patterns = task.REQUEST_OR_JOB, default_pattern = integration.RUN_JOB,
    check = check, policies = policies, parameters = parameters,
  }),
}
