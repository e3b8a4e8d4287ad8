--- Clusters of Kubernetes, made by a custom resource.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local common = require "aws_cdk.aws_eks.private.cluster_common"
local ec2 = require "aws_cdk.aws_ec2"
local edition = require "aws_cdk.aws_eks.private.edition"
local eks = require "aws_cdk.aws_eks"
local iam = require "aws_cdk.aws_iam"
local l2 = require "aws_cdk.l2"
local ClusterResource = require "aws_cdk.aws_eks.private.cluster_resource"

local fail = engine.fail

local ClusterBase = require "aws_cdk.aws_eks.private.cluster_base"(edition)

local Cluster = l2.resource("aws_cdk.aws_eks.Cluster", ClusterBase, {
  arn = { "cluster_arn", "attr_arn", service = "eks", resource = "cluster" },
  name = { "cluster_name" },
})

common.define(Cluster, edition)

-- ---- checks ---------------------------------------------------------------------------------------------------------

local function check_remote(self, props)
  if props.remote_pod_networks and not props.remote_node_networks then
    cdk.Annotations.of(self):add_warning_v2("@aws-cdk/aws-eks:clusterRemotePodNetworksWithoutNodeNetworks",
      "remote_pod_networks has no effect without remote_node_networks")
  end
  common.check_remote_networks(self, props)
end

-- ---- the resource ---------------------------------------------------------------------------------------------------

-- Networks as lists, also empty ones.
local function networks_of(networks)
  if not networks then return nil end
  local all = engine.list {}
  for i, network in ipairs(networks) do all[i] = { cidrs = network.cidrs } end
  return all
end

-- What EKS is told, under its own names.
local function config_of(self, props, security_group, subnet_ids)
  local access, logging, key = self._endpoint_access, props.cluster_logging, props.secrets_encryption_key
  return engine.ordered(
    "name", self.physical_name,
    "version", props.version.version,
    "roleArn", self.role.role_arn,
    "encryptionConfig", key and {
      engine.ordered("provider", { keyArn = key.key_ref.key_arn }, "resources", { "secrets" }),
    },
    "kubernetesNetworkConfig", engine.ordered("ipFamily", self.ip_family, "serviceIpv4Cidr", props.service_ipv4_cidr),
    "resourcesVpcConfig", engine.ordered(
      "subnetIds", subnet_ids,
      "securityGroupIds", { security_group.security_group_id },
      "endpointPublicAccess", access.public_access,
      "endpointPrivateAccess", access.private_access,
      "publicAccessCidrs", access.public_cidrs),
    "tags", props.tags,
    "logging", logging and { clusterLogging = { engine.ordered("enabled", true, "types", logging) } },
    "accessConfig", engine.ordered(
      "authenticationMode", props.authentication_mode,
      "bootstrapClusterCreatorAdminPermissions", props.bootstrap_cluster_creator_admin_permissions),
    "remoteNetworkConfig", props.remote_node_networks and engine.ordered(
      "remoteNodeNetworks", networks_of(props.remote_node_networks),
      "remotePodNetworks", networks_of(props.remote_pod_networks)),
    "bootstrapSelfManagedAddons", props.bootstrap_self_managed_addons,
    "deletionProtection", props.deletion_protection,
    "controlPlaneScalingConfig", props.control_plane_scaling_tier and { tier = props.control_plane_scaling_tier })
end

-- ---- after the resource ---------------------------------------------------------------------------------------------

-- What kubectl waits for, and what runs it.
local function add_kubectl(self, props)
  local id = "@aws-cdk/aws-eks.KubectlProvider"
  self.kubectl_security_group, self.kubectl_role = self.cluster_security_group, self.admin_role
  self.admin_role.assume_role_policy:add_statements(iam.PolicyStatement {
    actions = { "sts:AssumeRole" }, principals = { self.kubectl_lambda_role },
  })
  if self.stack.node:try_find_child(id) then
    fail(self, "a stack can have one cluster of aws_eks, and %s has one already; -> make this one in a stack of its "
      .. "own", engine.display(self.stack.node.path))
  end
  self._kubectl_provider = eks.KubectlProvider(self.stack, id, {
    cluster = self, removal_policy = props.removal_policy,
  })
end

-- Who administers the cluster, and the commands for that.
local function add_masters(self, props)
  local role = props.masters_role
  if not role then
    if props.output_config_command then
      cdk.Annotations.of(self):add_warning_v2("@aws-cdk/aws-eks:clusterMastersroleNotSpecified",
        "output_config_command has no effect without masters_role")
    end
    return
  end
  local mode = self.authentication_mode
  if mode == "API" or mode == "API_AND_CONFIG_MAP" then
    self:grant_access("mastersRoleAccess", role.role_arn, common.administration(edition.module))
  else
    self.aws_auth:add_masters_role(role)
  end
  if props.output_masters_role_arn then cdk.CfnOutput(self, "MastersRoleArn", { value = role.role_arn }) end
end

-- ---------------------------------------------------------------------------------------------------------------------

local KEPT = {
  "kubectl_environment", "kubectl_layer", "awscli_layer", "kubectl_memory", "on_event_layer",
  "cluster_handler_security_group", "authentication_mode",
}

--- Arguments: scope, id, ClusterProps: version, kubectl_layer (required).
function Cluster:init(scope, id, props)
  ClusterBase.init(self, scope, id, { physical_name = props.cluster_name })
  self.prune, self._version, self._removal_policy = props.prune ~= false, props.version, props.removal_policy
  self.vpc = props.vpc or ec2.Vpc(self, "DefaultVpc")
  self.kubectl_lambda_role = props.kubectl_lambda_role
    or common.service_role(self, "KubectlHandlerRole", "lambda.amazonaws.com",
      "service-role/AWSLambdaBasicExecutionRole")
  common.tag_subnets(self)
  self.role = common.role(self, props)
  local security_group, selections = common.security_group(self, props), common.selections(props)
  local subnet_ids = common.subnet_ids(self, selections)
  self._endpoint_access = (props.endpoint_access or eks.EndpointAccess.PUBLIC_AND_PRIVATE)._config
  self.ip_family = props.ip_family or "ipv4"
  for _, field in ipairs(KEPT) do self[field] = props[field] end
  local subnets, pending = common.private_subnets(self, selections)
  common.check_network(self, props, subnets, pending)
  if props.cluster_handler_security_group and not props.place_cluster_handler_in_vpc then
    fail(self, "cluster_handler_security_group needs place_cluster_handler_in_vpc = true")
  end
  l2.at_most(self, "aws_eks.CfnClusterProps.name", self.physical_name, "cluster_name")
  check_remote(self, props)
  local key = props.secrets_encryption_key
  local resource = ClusterResource(self, "Resource", {
    name = self.physical_name, role_arn = self.role.role_arn, key_arn = key and key.key_ref.key_arn,
    config = config_of(self, props, security_group, subnet_ids),
    provider = {
      subnets = props.place_cluster_handler_in_vpc and subnets or nil, vpc = self.vpc,
      environment = props.cluster_handler_environment, on_event_layer = props.on_event_layer,
      security_group = props.cluster_handler_security_group,
    },
  })
  self._resource, self.node.default_child = resource, resource
  if common.uses_private_endpoint(self, subnets) then self.kubectl_private_subnets = subnets end
  self.admin_role = resource.admin_role
  common.add_barrier(self)
  common.add_security_groups(self, security_group)
  add_kubectl(self, props)
  if props.output_cluster_name then cdk.CfnOutput(self, "ClusterName", { value = self.cluster_name }) end
  add_masters(self, props)
  if props.alb_controller then
    self.alb_controller = eks.AlbController.create(self, l2.with({ cluster = self }, props.alb_controller))
  end
  common.add_default_capacity(self, edition.module, props)
  common.add_commands(self, props)
  if props.core_dns_compute_type == "fargate" then common.core_dns_on_fargate(self, edition.module) end
  if props.removal_policy then cdk.RemovalPolicies.of(self):apply(props.removal_policy) end
end

-- What EKS says of the cluster.
for field, attribute in pairs {
  cluster_endpoint = "Endpoint", cluster_certificate_authority_data = "CertificateAuthorityData",
  cluster_security_group_id = "ClusterSecurityGroupId", cluster_encryption_config_key_arn = "EncryptionConfigKeyArn",
  cluster_open_id_connect_issuer_url = "OpenIdConnectIssuerUrl", cluster_open_id_connect_issuer = "OpenIdConnectIssuer",
} do
  l2.kept(Cluster, field, function(self) return self._resource:attribute(attribute) end)
end

l2.kept(Cluster, "aws_auth", function(self) return eks.AwsAuth(self, "AwsAuth", { cluster = self }) end)

--- What runs kubectl; `scope` waits until the cluster is ready for that.
function Cluster:_attach_kubectl_resource_scope(scope)
  scope.node:add_dependency(self._kubectl_ready_barrier)
  return self._kubectl_provider
end

-- ---- imports --------------------------------------------------------------------------------------------------------

local IMPORTED = {
  "kubectl_lambda_role", "kubectl_environment", "kubectl_layer", "awscli_layer", "kubectl_memory", "on_event_layer",
}

require "aws_cdk.aws_eks.private.imported_cluster"(Cluster, ClusterBase, function(self, attrs)
  for _, field in ipairs(IMPORTED) do self[field] = attrs[field] end
  local role, group, handler_group = attrs.kubectl_role_arn, attrs.kubectl_security_group_id,
    attrs.cluster_handler_security_group_id
  if l2.truthy(role) then self.kubectl_role = iam.Role.from_role_arn(self, "KubectlRole", role) end
  if l2.truthy(group) then
    self.kubectl_security_group = ec2.SecurityGroup.from_security_group_id(self, "KubectlSecurityGroup", group)
  end
  if attrs.kubectl_private_subnet_ids then
    self.kubectl_private_subnets = {}
    for i, subnet in ipairs(attrs.kubectl_private_subnet_ids) do
      self.kubectl_private_subnets[i] = ec2.Subnet.from_subnet_id(self, "KubectlSubnet" .. (i - 1), subnet)
    end
  end
  if l2.truthy(handler_group) then
    self.cluster_handler_security_group = ec2.SecurityGroup.from_security_group_id(self,
      "ClusterHandlerSecurityGroup", handler_group)
  end
end)

return { Cluster = Cluster }
