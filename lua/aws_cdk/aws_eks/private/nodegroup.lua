--- Groups of nodes that EKS manages.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local cx_api = require "aws_cdk.cx_api"
local ec2 = require "aws_cdk.aws_ec2"
local iam = require "aws_cdk.aws_iam"
local l2 = require "aws_cdk.l2"
local managed_policies = require "aws_cdk.aws_eks.private.managed_policies"

local fail = engine.fail

-- ---- images ---------------------------------------------------------------------------------------------------------

local WINDOWS = {
  "WINDOWS_CORE_2019_x86_64", "WINDOWS_CORE_2022_x86_64", "WINDOWS_FULL_2019_x86_64", "WINDOWS_FULL_2022_x86_64",
}

-- What fits instances of an architecture. The first is the default.
local AMI_TYPES = {
  arm64 = { "AL2_ARM_64", "AL2023_ARM_64_STANDARD", "BOTTLEROCKET_ARM_64" },
  x86_64 = { "AL2_x86_64", "AL2023_x86_64_STANDARD", "BOTTLEROCKET_x86_64", table.unpack(WINDOWS) },
  GPU = {
    "AL2_x86_64_GPU", "AL2023_x86_64_NEURON", "AL2023_x86_64_NVIDIA", "AL2023_ARM_64_NVIDIA",
    "BOTTLEROCKET_x86_64_NVIDIA", "BOTTLEROCKET_ARM_64_NVIDIA",
  },
}

-- Classes of instances on which Windows does not run.
local WITHOUT_WINDOWS = { "c3", "c4", "d2", "m4", "m6a", "r3" }

local function is_of(instance_type, classes)
  for _, class in ipairs(classes) do
    if instance_type:same_instance_class_as(ec2.InstanceType(class .. ".large")) then return true end
  end
  return false
end

local function runs_windows(instance_type)
  local text = instance_type:to_string()
  return text == "m4.16xlarge" or not (text:find "^i2" or is_of(instance_type, WITHOUT_WINDOWS))
end

-- The types of images that fit, and whether the instances have accelerators.
local function fitting(self, types, edition, newer)
  local found, count, accelerated
  local seen = {}
  for _, one in ipairs(types) do
    local gpu = is_of(one, edition.gpu_classes)
    local architecture = gpu and "GPU" or one.architecture
    accelerated = accelerated or gpu
    if not seen[architecture] then
      seen[architecture], found, count = true, found or architecture, (count or 0) + 1
    end
  end
  if count > 1 then
    fail(self, "all instance_types of a node group must have one architecture; -> make a group for each")
  end
  local list = { table.unpack(AMI_TYPES[found]) }
  if newer and found ~= "GPU" then list[1], list[2] = list[2], list[1] end
  return list, accelerated
end

local function is_enabled(self, flag) return cdk.FeatureFlags.of(self):is_enabled(flag) or false end

-- The type of image that the group has unless its launch template names one.
local function ami_type_of(self, props, edition)
  local types, wanted = props.instance_types, props.ami_type
  if not types or #types == 0 then return wanted end
  local newer = is_enabled(self, cx_api.EKS_DEFAULT_AL2023)
  local possible, accelerated = fitting(self, types, edition, newer)
  if wanted and not l2.includes(possible, wanted) then
    fail(self, "ami_type %s does not fit the architecture of instance_types; -> use one of %s, or leave it out",
      engine.display(wanted), table.concat(possible, ", "))
  end
  if wanted and l2.includes(WINDOWS, wanted) then
    for _, one in ipairs(types) do
      if not runs_windows(one) then
        fail(self, "Windows does not run on %s: not on C3, C4, D2, I2, M4 except m4.16xlarge, M6a and R3",
          engine.display(one:to_string()))
      end
    end
  end
  if not wanted and newer and accelerated then
    cdk.Annotations.of(self):add_warning_v2("@aws-cdk/aws-eks:gpuInstancesUseAL2",
      "instances with accelerators start from Amazon Linux 2 even with @aws-cdk/aws-eks:defaultToAL2023, as Amazon "
      .. "Linux 2023 has an image for each kind of accelerator. Set ami_type to AL2023_X86_64_NVIDIA or "
      .. "AL2023_X86_64_NEURON to use it")
  end
  return wanted or possible[1]
end

-- ---- sizes ----------------------------------------------------------------------------------------------------------

local function both_known(a, b) return not engine.is_unresolved(a) and not engine.is_unresolved(b) end

local function set_sizes(self, props)
  local desired = props.desired_size or props.min_size or 2
  local most, least = props.max_size or desired, props.min_size or 1
  if both_known(desired, most) and desired > most then
    fail(self, "desired_size must be at most max_size (%.14g), got %.14g", most, desired)
  end
  if both_known(desired, least) and desired < least then
    fail(self, "desired_size must be at least min_size (%.14g), got %.14g", least, desired)
  end
  return { desired_size = desired, max_size = most, min_size = least }
end

-- Whether a number is given that is not 0. The template must know it.
local function counted(self, field, value)
  if value == nil or value == 0 then return false end
  if engine.is_unresolved(value) then
    fail(self, "%s must be known when the template is written, got %s", field, engine.display(value))
  end
  if value < 1 or value > 100 then fail(self, "%s must be between 1 and 100, got %.14g", field, value) end
  return true
end

-- How many nodes an update may take away at once.
local function update_config(self, props, sizes)
  local count, percentage = props.max_unavailable, props.max_unavailable_percentage
  if (count or 0) ~= 0 and (percentage or 0) ~= 0 then
    fail(self, "max_unavailable and max_unavailable_percentage are mutually exclusive; -> give one of them")
  end
  local given = counted(self, "max_unavailable_percentage", percentage)
  local most = sizes.max_size
  if (count or 0) ~= 0 and not engine.is_unresolved(count) and (engine.is_unresolved(most) or count > most) then
    fail(self, "max_unavailable must be at most max_size (%s), got %.14g", engine.display(most), count)
  end
  given = counted(self, "max_unavailable", count) or given
  if not given then return nil end
  return { max_unavailable = count, max_unavailable_percentage = percentage }
end

-- ---- the class ------------------------------------------------------------------------------------------------------

local function role_of(self, props)
  if props.node_role then return props.node_role end
  local role = iam.Role(self, "NodeGroupRole", { assumed_by = iam.ServicePrincipal "ec2.amazonaws.com" })
  managed_policies.add_for_nodes(role)
  if props.cluster.ip_family == "ipv6" then
    role:add_to_principal_policy(iam.PolicyStatement {
      resources = { "arn:aws:ec2:*:*:network-interface/*" },
      actions = { "ec2:AssignIpv6Addresses", "ec2:UnassignIpv6Addresses" },
    })
  end
  return role
end

local function remote_access(access)
  if not access then return nil end
  return {
    ec2_ssh_key = access.ssh_key_name,
    source_security_groups = l2.pluck(access.source_security_groups, "security_group_id"),
  }
end

local function texts_of(types)
  if not types then return nil end
  local list = engine.list {}
  for i, one in ipairs(types) do list[i] = one:to_string() end
  return list
end

-- What no reference, or none of an imported group, has.
local UNKNOWN = {
  nodegroup_arn = "the nodegroup_arn of this node group is not known here",
  nodegroup_id = "the nodegroup_id of this node group is not known here",
}

--- The class Nodegroup of an edition (edition.lua).
return function(edition)
  local Nodegroup = l2.resource(edition.module .. ".Nodegroup", cdk.Resource, {
    arn = { "nodegroup_arn", "attr_arn", service = "eks", resource = "nodegroup" },
  })

  --- Arguments: scope, id, NodegroupProps: cluster (required).
  function Nodegroup:init(scope, id, props)
    cdk.Resource.init(self, scope, id, { physical_name = props.nodegroup_name })
    local cluster, template = props.cluster, props.launch_template_spec
    self.cluster = cluster
    local sizes = set_sizes(self, props)
    if template and (props.disk_size or 0) ~= 0 then
      fail(self, "disk_size and launch_template_spec are mutually exclusive; -> set the size in the launch template")
    end
    local ami_type = ami_type_of(self, props, edition)
    self.role = role_of(self, props)
    local update = update_config(self, props, sizes)
    self._resource = require(edition.module).CfnNodegroup(self, "Resource", {
      cluster_name = cluster.cluster_name,
      nodegroup_name = props.nodegroup_name,
      node_role = self.role.role_arn,
      subnets = cluster.vpc:select_subnets(props.subnets).subnet_ids,
      ami_type = template and props.ami_type or not template and ami_type or nil,
      capacity_type = props.capacity_type,
      disk_size = props.disk_size,
      force_update_enabled = props.force_update ~= false,
      instance_types = texts_of(props.instance_types),
      labels = props.labels,
      taints = props.taints,
      launch_template = template,
      release_version = props.release_version,
      remote_access = remote_access(props.remote_access),
      scaling_config = sizes,
      tags = props.tags,
      update_config = update,
      node_repair_config = props.enable_node_auto_repair and { enabled = true } or nil,
    })
    if props.removal_policy then cdk.RemovalPolicies.of(self):apply(props.removal_policy) end
    if engine.is_a(cluster, require(edition.module).Cluster) then
      if edition.nodegroup_made then edition.nodegroup_made(cluster, self) end
      if cluster.alb_controller then cluster.alb_controller.node:add_dependency(self) end
    end
  end

  l2.kept(Nodegroup, "nodegroup_name", function(self)
    local resource = self._resource
    return self:get_resource_name_attribute(is_enabled(self, cx_api.EKS_NODEGROUP_NAME)
      and resource.attr_nodegroup_name or resource.ref)
  end)

  Nodegroup.get.nodegroup_ref = function(self)
    return l2.partial_reference(self, { nodegroup_arn = self.nodegroup_arn }, UNKNOWN)
  end

  --- A node group by its name.
  local Imported = l2.imported_by(Nodegroup, "nodegroup_name")

  Imported.get.nodegroup_ref = function(self)
    return l2.partial_reference(self, {}, UNKNOWN)
  end

  return { Nodegroup = Nodegroup }
end
