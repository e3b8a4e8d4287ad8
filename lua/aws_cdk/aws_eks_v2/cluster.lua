--- Clusters of Kubernetes, which CloudFormation makes.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local common = require "aws_cdk.aws_eks.private.cluster_common"
local edition = require "aws_cdk.aws_eks_v2.private.edition"
local eks = require "aws_cdk.aws_eks_v2"
local iam = require "aws_cdk.aws_iam"
local l2 = require "aws_cdk.l2"
local managed_policies = require "aws_cdk.aws_eks.private.managed_policies"

local fail = engine.fail

local AUTOMODE = eks.DefaultCapacityType.AUTOMODE
local NODE_POOLS = { "general-purpose", "system" }

local ClusterBase = require "aws_cdk.aws_eks.private.cluster_base"(edition)

local Cluster = l2.resource("aws_cdk.aws_eks_v2.Cluster", ClusterBase, {
  arn = { "cluster_arn", "attr_arn", service = "eks", resource = "cluster" },
  name = { "cluster_name" },
})

common.define(Cluster, edition)

-- ---- Auto Mode ------------------------------------------------------------------------------------------------------

-- Whether EKS itself cares for nodes, volumes and load balancers.
local function is_auto(self, props)
  local type, compute = props.default_capacity_type, props.compute
  if type ~= nil and type ~= AUTOMODE then
    if compute then fail(self, "compute needs DefaultCapacityType.AUTOMODE") end
    return false
  end
  for i, pool in ipairs(compute and compute.node_pools or {}) do
    if not l2.includes(NODE_POOLS, pool) then
      fail(self, "compute.node_pools[%d] must be one of %s, got %s", i, table.concat(NODE_POOLS, ", "),
        engine.display(pool))
    end
  end
  if props.default_capacity ~= nil or props.default_capacity_instance then
    fail(self, "default_capacity and default_capacity_instance cannot be combined with Auto Mode, in which EKS makes "
      .. "the nodes; -> set default_capacity_type to NODEGROUP or EC2, or leave them out")
  end
  if props.bootstrap_self_managed_addons then
    fail(self, "bootstrap_self_managed_addons = true cannot be combined with Auto Mode; -> set default_capacity_type "
      .. "to NODEGROUP or EC2, or leave it out")
  end
  return true
end

local function let_role_manage(role)
  managed_policies.add(role, "AmazonEKSComputePolicy", "AmazonEKSBlockStoragePolicy", "AmazonEKSLoadBalancingPolicy",
    "AmazonEKSNetworkingPolicy")
  if engine.is_a(role, iam.Role) then
    role.assume_role_policy:add_statements(iam.PolicyStatement {
      principals = { iam.ServicePrincipal "eks.amazonaws.com" }, actions = { "sts:TagSession" },
    })
  end
end

local function node_role(self, compute)
  if compute.node_role then return compute.node_role end
  local role = iam.Role(self, self.node.id .. "nodePoolRole", { assumed_by = iam.ServicePrincipal "ec2.amazonaws.com" })
  managed_policies.add(role, "AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryReadOnly")
  return role
end

local function compute_config(self, props, auto)
  if not auto then return { enabled = false } end
  local compute = props.compute or {}
  local pools = compute.node_pools
  local has_nodes = not (pools and #pools == 0)
  return {
    enabled = true, node_pools = pools or { "system", "general-purpose" },
    node_role_arn = has_nodes and node_role(self, compute).role_arn or nil,
  }
end

-- ---- the resource ---------------------------------------------------------------------------------------------------

local function logging_of(types)
  if not types then return nil end
  local enabled = engine.list {}
  for i, type in ipairs(types) do enabled[i] = { type = type } end
  return { cluster_logging = { enabled_types = enabled } }
end

-- `subnets`: ids of subnets.
local function resource_of(self, props, auto, security_group, subnets)
  local access, key, tier = self._endpoint_access, props.secrets_encryption_key, props.control_plane_scaling_tier
  return eks.CfnCluster(self, "Resource", {
    name = self.physical_name, role_arn = self.role.role_arn, version = props.version.version,
    access_config = {
      authentication_mode = "API",
      bootstrap_cluster_creator_admin_permissions = props.bootstrap_cluster_creator_admin_permissions,
    },
    compute_config = compute_config(self, props, auto),
    storage_config = { block_storage = { enabled = auto } },
    kubernetes_network_config = {
      ip_family = self.ip_family, service_ipv4_cidr = props.service_ipv4_cidr,
      elastic_load_balancing = { enabled = auto },
    },
    remote_network_config = props.remote_node_networks and {
      remote_node_networks = props.remote_node_networks, remote_pod_networks = props.remote_pod_networks,
    },
    resources_vpc_config = {
      security_group_ids = { security_group.security_group_id }, subnet_ids = subnets,
      endpoint_private_access = access.private_access, endpoint_public_access = access.public_access,
      public_access_cidrs = access.public_cidrs,
    },
    encryption_config = key and { { provider = { key_arn = key.key_ref.key_arn }, resources = { "secrets" } } },
    tags = l2.entries(props.tags or {}), logging = logging_of(props.cluster_logging),
    bootstrap_self_managed_addons = props.bootstrap_self_managed_addons,
    control_plane_scaling_config = tier and { tier = tier.value },
  })
end

-- ---- after the resource ---------------------------------------------------------------------------------------------

-- What runs kubectl; kubectl waits until it administers the cluster.
local function add_kubectl(self, options, subnets)
  if not options then return end
  local own = l2.with({ cluster = self }, options)
  own.private_subnets, own.removal_policy = subnets or options.private_subnets, nil
  self.kubectl_provider = eks.KubectlProvider(self, "KubectlProvider", own)
  self._cluster_admin_access = self:grant_cluster_admin("ClusterAdminRoleAccess", self.kubectl_provider.role.role_arn)
  self._kubectl_ready_barrier.node:add_dependency(self._cluster_admin_access)
end

local function add_capacity(self, props)
  local type = props.default_capacity_type
  if type ~= nil and type ~= AUTOMODE then common.add_default_capacity(self, edition.module, props) end
end

-- ---------------------------------------------------------------------------------------------------------------------

--- Arguments: scope, id, ClusterProps: version (required).
function Cluster:init(scope, id, props)
  ClusterBase.init(self, scope, id, { physical_name = props.cluster_name })
  self.prune, self._version, self._removal_policy = props.prune ~= false, props.version, props.removal_policy
  self.vpc = props.vpc or require("aws_cdk.aws_ec2").Vpc(self, "DefaultVpc")
  common.tag_subnets(self)
  if props.remote_pod_networks and not props.remote_node_networks then
    fail(self, "remote_pod_networks needs remote_node_networks")
  end
  common.check_remote_networks(self, props)
  self.role = common.role(self, props)
  local auto = is_auto(self, props)
  if auto then let_role_manage(self.role) end
  local security_group, selections = common.security_group(self, props), common.selections(props)
  local subnet_ids = common.subnet_ids(self, selections)
  self._endpoint_access = (props.endpoint_access or eks.EndpointAccess.PUBLIC_AND_PRIVATE)._config
  self.ip_family = props.ip_family or "ipv4"
  local subnets, pending = common.private_subnets(self, selections)
  common.check_network(self, props, subnets, pending)
  self._resource = resource_of(self, props, auto, security_group, subnet_ids)
  self.node.default_child = self._resource
  local is_private = common.uses_private_endpoint(self, subnets)
  common.add_barrier(self)
  common.add_security_groups(self, security_group)
  add_kubectl(self, props.kubectl_provider_options, is_private and subnets or nil)
  local masters = props.masters_role
  if masters then
    self:grant_access("mastersRoleAccess", masters.role_arn, common.administration(edition.module))
  end
  if props.alb_controller then
    self.alb_controller = eks.AlbController.create(self, l2.with({ cluster = self }, props.alb_controller))
  end
  add_capacity(self, props)
  if props.core_dns_compute_type == "fargate" then
    local patch = common.core_dns_on_fargate(self, edition.module)
    if self._cluster_admin_access then patch.node:add_dependency(self._cluster_admin_access) end
  end
  common.add_commands(self, props)
  if props.removal_policy then cdk.RemovalPolicies.of(self):apply(props.removal_policy) end
end

-- What EKS says of the cluster.
for field, attribute in pairs {
  cluster_endpoint = "attr_endpoint", cluster_certificate_authority_data = "attr_certificate_authority_data",
  cluster_security_group_id = "attr_cluster_security_group_id",
  cluster_encryption_config_key_arn = "attr_encryption_config_key_arn",
  cluster_open_id_connect_issuer_url = "attr_open_id_connect_issuer_url",
} do
  l2.kept(Cluster, field, function(self) return self._resource[attribute] end)
end

--- Lets a principal, given by its ARN, administer the cluster. Returns the AccessEntry.
function Cluster:grant_cluster_admin(id, principal)
  local entry = eks.AccessEntry(self, id, {
    principal = principal, cluster = self, access_policies = common.administration(edition.module),
  })
  self._access_entries = self._access_entries or {}
  self._access_entries[tostring(principal)] = entry
  return entry
end

require "aws_cdk.aws_eks.private.imported_cluster"(Cluster, ClusterBase, function() end)

return { Cluster = Cluster }
