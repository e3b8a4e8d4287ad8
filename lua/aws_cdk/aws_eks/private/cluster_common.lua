--- What the clusters of both editions have in common that are made here.
local engine = require "luacdk.engine"
local assembly = require "luacdk.assembly"
local cdk = require "aws_cdk"
local cx_api = require "aws_cdk.cx_api"
local ec2 = require "aws_cdk.aws_ec2"
local iam = require "aws_cdk.aws_iam"
local images = require "aws_cdk.aws_eks.private.images"
local l2 = require "aws_cdk.l2"

local fail = engine.fail

local M = {}

-- ---- networks -------------------------------------------------------------------------------------------------------

-- Tells the load balancers of Kubernetes which subnets are theirs.
local function tag_subnets(self, subnets, kind, tag)
  for _, subnet in ipairs(subnets) do
    if ec2.Subnet.is_vpc_subnet(subnet) then
      cdk.Tags.of(subnet):add(tag, "1")
    else
      local id = subnet.subnet_id
      cdk.Annotations.of(self):add_warning_v2("@aws-cdk/aws-eks:clusterMustManuallyTagSubnet",
        ("the %s subnet%s is not made in this app and cannot be tagged here; tag it with \"%s=1\" yourself"):format(
          kind, engine.is_unresolved(id) and "" or " " .. id, tag))
    end
  end
end

--- Tags the subnets of the cluster's VPC.
function M.tag_subnets(self)
  tag_subnets(self, self.vpc.private_subnets, "private", "kubernetes.io/role/internal-elb")
  tag_subnets(self, self.vpc.public_subnets, "public", "kubernetes.io/role/elb")
end

--- The ids of the subnets that `selections` select from the cluster's VPC, each once.
function M.subnet_ids(self, selections)
  local list, seen = engine.list {}, {}
  for _, selection in ipairs(selections) do
    local ids = self.vpc:select_subnets(selection).subnet_ids
    if engine.is_unresolved(ids) then
      if #selections > 1 then
        fail(self, "the subnets of this VPC are known only at deployment, also how many there are; -> give one "
          .. "selection in vpc_subnets, give Fn.split a length, or use Vpc.from_lookup")
      end
      return ids
    end
    for _, id in ipairs(ids) do
      local key = tostring(id)
      if not seen[key] then seen[key], list[#list + 1] = true, id end
    end
  end
  return list
end

--- The private ones of the cluster's subnets, at most 16, and whether some are still to be looked up.
function M.private_subnets(self, selections)
  local public, list, pending, all = {}, {}, false, 0
  for _, subnet in ipairs(self.vpc.public_subnets) do public[tostring(subnet.subnet_id)] = true end
  for _, subnet in ipairs(self.vpc.private_subnets) do public[tostring(subnet.subnet_id)] = nil end
  for _, selection in ipairs(selections) do
    local selected = self.vpc:select_subnets(selection)
    pending = pending or selected.is_pending_lookup
    for _, subnet in ipairs(selected.subnets) do
      if not public[tostring(subnet.subnet_id)] then
        all = all + 1
        if all <= 16 then list[all] = subnet end
      end
    end
  end
  return list, pending
end

-- What needs private subnets, if anything does.
local function need_of_private_subnets(props, access)
  local cidrs = access.public_access and access.public_cidrs
  return not access.public_access and "a cluster without public access"
    or cidrs and #cidrs > 0 and "a cluster with restricted public access"
    or props.place_cluster_handler_in_vpc and "place_cluster_handler_in_vpc"
end

--- Fails if what the cluster is to have does not fit its subnets, `subnets` are the private ones, or its addresses.
function M.check_network(self, props, subnets, pending)
  local need = not pending and #subnets == 0 and need_of_private_subnets(props, self._endpoint_access)
  if need then fail(self, "%s needs private subnets; -> add some to the VPC or to vpc_subnets", need) end
  if props.service_ipv4_cidr and props.service_ipv4_cidr ~= "" and props.ip_family == "ipv6" then
    fail(self, "service_ipv4_cidr cannot be combined with IpFamily.IP_V6")
  end
end

--- Whether the API server is reached from within `subnets`, the private ones; then the cluster waits for its VPC.
function M.uses_private_endpoint(self, subnets)
  if not self._endpoint_access.private_access or #subnets == 0 then return false end
  local vpc = self.vpc
  if engine.is_a(vpc, ec2.Vpc) then
    if not (vpc.dns_hostnames_enabled and vpc.dns_support_enabled) then
      fail(self, "private access needs a VPC with DNS; -> set enable_dns_hostnames and enable_dns_support of the VPC "
        .. "to true")
    end
    local isolated = {}
    for _, subnet in ipairs(vpc.isolated_subnets) do isolated[tostring(subnet.subnet_id)] = true end
    for _, subnet in ipairs(subnets) do
      if isolated[tostring(subnet.subnet_id)] then
        cdk.Annotations.of(self):add_warning_v2("@aws-cdk/aws-eks:isolatedSubnetsForKubectlPrivateSubnets",
          "kubectl runs in isolated subnets, from which it reaches AWS only through VPC endpoints: it needs those of "
          .. "STS, EKS, ECR and S3, see https://docs.aws.amazon.com/eks/latest/userguide/private-clusters.html")
        break
      end
    end
  end
  self._resource.node:add_dependency(vpc)
  return true
end

-- ---- networks outside of AWS ----------------------------------------------------------------------------------------

-- Gives blocks their first and last address, as text: the library compares them so.
local function measure(self, blocks)
  local util = require "aws_cdk.aws_ec2.network_util"
  for _, block in ipairs(blocks) do
    if not block.first then
      local range = util.parse(block.cidr, self)
      block.first, block.last = util.text_of(range.first), util.text_of(range.last)
    end
  end
end

local function overlap(a, b) return a.first <= b.last and b.first <= a.last end

-- The blocks sorted by their first addresses, with the ones among the first k that end last and second to last.
local function by_first(blocks)
  local order, last, second = table.move(blocks, 1, #blocks, 1, {}), {}, {}
  table.sort(order, function(a, b) return a.first < b.first end)
  for k, block in ipairs(order) do
    local best, next_best = last[k - 1], second[k - 1]
    if not best or block.last > best.last then
      best, next_best = block, best
    elseif not next_best or block.last > next_best.last then
      next_best = block
    end
    last[k], second[k] = best, next_best
  end
  return order, last, second
end

-- How many of the sorted blocks begin at or before an address.
local function count_until(order, address)
  local low, high = 0, #order
  while low < high do
    local middle = (low + high + 1) // 2
    if order[middle].first <= address then low = middle else high = middle - 1 end
  end
  return low
end

-- The first of some blocks that overlaps another one of `others`, and the first that it overlaps.
local function overlapping(self, some, others)
  if #some == 0 or #others == 0 or (some == others and #some == 1) then return nil end
  measure(self, some)
  measure(self, others)
  local order, last, second = by_first(others)
  for _, block in ipairs(some) do
    local count = count_until(order, block.last)
    local other = last[count]
    if other == block then other = second[count] end
    if other and other.last >= block.first then
      for _, one in ipairs(others) do
        if one ~= block and overlap(block, one) then return block.cidr, one.cidr, block, one end
      end
    end
  end
end

local function known_blocks(network, index)
  local list = {}
  for _, cidr in ipairs(network.cidrs) do
    if not engine.is_unresolved(cidr) then list[#list + 1] = { cidr = cidr, network = index } end
  end
  return list
end

local function joined(lists)
  local all = {}
  for _, list in ipairs(lists) do table.move(list, 1, #list, #all + 1, all) end
  return all
end

-- The first pair of networks of which two blocks overlap: these, and the indexes of the networks.
local function overlapping_networks(self, some, others)
  local all = joined(some)
  local _, _, first = overlapping(self, all, some == others and all or joined(others))
  if not first then return nil end
  for j = some == others and first.network + 1 or 1, #others do
    local a, b = overlapping(self, some[first.network], others[j])
    if a then return a, b, first.network, j end
  end
end

local function check_networks(self, networks, kind)
  local blocks = {}
  for i, network in ipairs(networks) do
    blocks[i] = known_blocks(network, i)
    local a, b = overlapping(self, blocks[i], blocks[i])
    if a then
      fail(self, "blocks of a remote network must not overlap, but %s and %s of remote_%s_networks[%d] do", a, b,
        kind, i)
    end
  end
  if #blocks > 1 then
    local a, b, i, j = overlapping_networks(self, blocks, blocks)
    if a then
      fail(self, "remote networks must not overlap, but %s of remote_%s_networks[%d] and %s of [%d] do", a, kind,
        i, b, j)
    end
  end
  return blocks
end

--- Fails if the networks of nodes and pods outside of AWS overlap. Without networks of nodes does nothing.
function M.check_remote_networks(self, props)
  if not props.remote_node_networks then return end
  local nodes = check_networks(self, props.remote_node_networks, "node")
  if not props.remote_pod_networks then return end
  local a, b = overlapping_networks(self, nodes, check_networks(self, props.remote_pod_networks, "pod"))
  if a then fail(self, "remote networks of nodes and pods must not overlap, but %s and %s do", a, b) end
end

-- ---- parts ----------------------------------------------------------------------------------------------------------

--- A role for a service, with one of AWS's policies.
function M.service_role(self, id, service, policy)
  return iam.Role(self, id, {
    assumed_by = iam.ServicePrincipal(service),
    managed_policies = { iam.ManagedPolicy.from_aws_managed_policy_name(policy) },
  })
end

--- The policies of those who administer the whole cluster.
function M.administration(module)
  return {
    require(module).AccessPolicy.from_access_policy_name("AmazonEKSClusterAdminPolicy", {
      access_scope_type = "cluster",
    }),
  }
end

--- The role of the cluster, by the properties or a new one.
function M.role(self, props)
  return props.role or M.service_role(self, "Role", "eks.amazonaws.com", "AmazonEKSClusterPolicy")
end

--- The security group of the control plane, by the properties or a new one.
function M.security_group(self, props)
  return props.security_group or ec2.SecurityGroup(self, "ControlPlaneSecurityGroup", {
    vpc = self.vpc, description = "EKS Control Plane Security Group",
  })
end

--- What selects the cluster's subnets.
function M.selections(props)
  return props.vpc_subnets or {
    { subnet_type = ec2.SubnetType.PUBLIC }, { subnet_type = ec2.SubnetType.PRIVATE_WITH_EGRESS },
  }
end

--- What kubectl waits for.
function M.add_barrier(self)
  self._kubectl_ready_barrier = cdk.CfnResource(self, "KubectlReadyBarrier", {
    type = "AWS::SSM::Parameter", properties = { Type = "String", Value = "aws:cdk:eks:kubectl-ready" },
  })
  self._kubectl_ready_barrier.node:add_dependency(self._resource)
end

--- The security group that EKS made for the cluster, and who may connect through it and the given one.
function M.add_security_groups(self, security_group)
  self.cluster_security_group = ec2.SecurityGroup.from_security_group_id(self, "ClusterSecurityGroup",
    self.cluster_security_group_id)
  self.connections = ec2.Connections {
    security_groups = { self.cluster_security_group, security_group }, default_port = ec2.Port.tcp(443),
  }
end

local function output(self, id, ...) cdk.CfnOutput(self, id, { value = table.concat({ ... }) }) end

--- Outputs the commands for those who administer the cluster.
function M.add_commands(self, props)
  local role = props.masters_role
  if not role or props.output_config_command == false then return end
  local name, ending = tostring(self.cluster_name), (" --region %s --role-arn %s"):format(tostring(self.stack.region),
    tostring(role.role_arn))
  output(self, "ConfigCommand", "aws eks update-kubeconfig --name ", name, ending)
  output(self, "GetTokenCommand", "aws eks get-token --cluster-name ", name, ending)
end

--- The nodes that a cluster has by itself.
function M.add_default_capacity(self, module, props)
  local count = props.default_capacity or 2
  if engine.is_unresolved(count) or count <= 0 then return end -- the library takes a token for a negative number
  local type = props.default_capacity_instance or ec2.InstanceType "m5.large"
  if props.default_capacity_type == require(module).DefaultCapacityType.EC2 then
    self.default_capacity = self:add_auto_scaling_group_capacity("DefaultCapacity", {
      instance_type = type, min_capacity = count,
    })
  else
    self.default_nodegroup = self:add_nodegroup_capacity("DefaultCapacity", {
      instance_types = { type }, min_size = count,
    })
  end
end

-- ---- methods --------------------------------------------------------------------------------------------------------

--- Has CoreDNS run on Fargate. Returns the KubernetesPatch.
function M.core_dns_on_fargate(self, module)
  local function patch(compute_type)
    return { spec = { template = { metadata = {
      annotations = { ["eks.amazonaws.com/compute-type"] = compute_type },
    } } } }
  end
  return require(module).KubernetesPatch(self, "CoreDnsComputeTypePatch", {
    cluster = self, resource_name = "deployment/coredns", resource_namespace = "kube-system",
    apply_patch = patch "fargate", restore_patch = patch "ec2",
  })
end

local function add_neuron_plugin(self)
  if not self._neuron_plugin then
    local rows = assembly.parse_json(require "aws_cdk.aws_eks.private.addon_rows")
    self._neuron_plugin = self:add_manifest("NeuronDevicePlugin", rows.neuron)
  end
end

local function add_load_balancer_addresses(Cluster, module)
  for _, kind in ipairs { "service", "ingress" } do
    --- The name of the load balancer of a service or ingress, by { namespace =, timeout = }.
    Cluster["get_" .. kind .. "_load_balancer_address"] = function(self, name, options)
      options = options or {}
      return require(module).KubernetesObjectValue(self, name .. "LoadBalancerAddress", {
        cluster = self, object_type = kind, object_name = name, object_namespace = options.namespace,
        json_path = ".status.loadBalancer.ingress[0].hostname", timeout = options.timeout,
      }).value
    end
  end
end

local CONNECTION = {
  "map_role", "bootstrap_options", "bootstrap_enabled", "machine_image_type", "spot_interrupt_handler",
}

-- Splits options into those of the group and those of its connection to the cluster.
local function split(options)
  local own, connection = l2.with({}, options), {}
  for _, name in ipairs(CONNECTION) do connection[name], own[name] = own[name], nil end
  return own, connection
end

local function add_capacity(Cluster, module)
  --- A group of EC2 instances that join the cluster, by AutoScalingGroupCapacityOptions: instance_type (required).
  function Cluster:add_auto_scaling_group_capacity(id, options)
    local version = self._version.version
    local bottlerocket = options.machine_image_type == require(module).MachineImageType.BOTTLEROCKET
    if bottlerocket and options.bootstrap_options then
      fail(self, "bootstrap_options cannot be combined with Bottlerocket")
    end
    local type = options.instance_type
    local own, connection = split(options)
    own.vpc = self.vpc
    own.machine_image = bottlerocket and images.bottlerocket(version) or require(module).EksOptimizedImage {
      node_type = images.node_type(type), cpu_arch = images.cpu_arch(type), kubernetes_version = version,
    }
    local group = require("aws_cdk.aws_autoscaling").AutoScalingGroup(self, id, own)
    self:connect_auto_scaling_group_capacity(group, connection)
    if images.needs_neuron(type) then add_neuron_plugin(self) end
    return group
  end

  --- A group of nodes that EKS manages, by NodegroupOptions.
  function Cluster:add_nodegroup_capacity(id, options)
    for _, type in ipairs(options and options.instance_types or {}) do
      if images.needs_neuron(type) then add_neuron_plugin(self) end
    end
    return require(module).Nodegroup(self, "Nodegroup" .. id, l2.with({ cluster = self }, options))
  end

  --- A profile of pods that run on Fargate, by FargateProfileOptions: selectors (required).
  function Cluster:add_fargate_profile(id, options)
    return require(module).FargateProfile(self, "fargate-profile-" .. id, l2.with({ cluster = self }, options))
  end

  -- The profiles with a new one; kubectl waits for it.
  function Cluster:_attach_fargate_profile(profile)
    self._fargate_profiles = self._fargate_profiles or {}
    table.insert(self._fargate_profiles, profile)
    self._kubectl_ready_barrier.node:add_dependency(profile)
    return self._fargate_profiles
  end
end

--- Gives the class `Cluster` of an edition the members that both have. Its `init` must set vpc, _version,
--- _removal_policy and _kubectl_ready_barrier.
function M.define(Cluster, edition)
  local module = edition.module

  --- Lets a principal, given by its ARN, use the cluster as the policies say. A second call adds to the first one.
  -- @param options { access_entry_type = }
  function Cluster:grant_access(id, principal, access_policies, options)
    self._access_entries = self._access_entries or {}
    local key = tostring(principal)
    local entry = self._access_entries[key]
    if entry then return entry:add_access_policies(access_policies) end
    self._access_entries[key] = require(module).AccessEntry(self, id, {
      principal = principal, cluster = self, access_policies = access_policies,
      access_entry_type = options and options.access_entry_type,
    })
  end

  add_load_balancer_addresses(Cluster, module)
  add_capacity(Cluster, module)

  l2.kept(Cluster, "open_id_connect_provider", function(self)
    local native = cdk.FeatureFlags.of(self):is_enabled(cx_api.EKS_USE_NATIVE_OIDC_PROVIDER)
    local name = native and "OidcProviderNative" or "OpenIdConnectProvider"
    return require(module)[name](self, name, {
      url = self.cluster_open_id_connect_issuer_url, removal_policy = self._removal_policy,
    })
  end)

  l2.kept(Cluster, "eks_pod_identity_agent", function(self)
    return require(module).Addon(self, "EksPodIdentityAgentAddon", {
      cluster = self, addon_name = "eks-pod-identity-agent", removal_policy = self._removal_policy,
    })
  end)
end

return M
