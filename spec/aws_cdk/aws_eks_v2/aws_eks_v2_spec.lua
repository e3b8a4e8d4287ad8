-- The newer module of Amazon EKS. The cases are twins of tools/golden/aws_eks_v2.js.
local autoscaling = require "aws_cdk.aws_autoscaling"
local cdk = require "aws_cdk"
local constructs = require "constructs"
local ec2 = require "aws_cdk.aws_ec2"
local eks = require "aws_cdk.aws_eks_v2"
local golden = require "spec.support.golden"
local iam = require "aws_cdk.aws_iam"
local kms = require "aws_cdk.aws_kms"
local lambda = require "aws_cdk.aws_lambda"
local s3_assets = require "aws_cdk.aws_s3_assets"

local ENV = { account = "111122223333", region = "eu-west-1" }
local FILE = "spec/fixtures/glue/library.py"
local ROLES = "arn:aws:iam::111122223333:role/"
local Version = eks.KubernetesVersion

-- A stack with an imported VPC, and a layer with kubectl.
local function prepared(app, id, props)
  local stack = cdk.Stack(app, id, props)
  local vpc = ec2.Vpc.from_vpc_attributes(stack, "Vpc", {
    vpc_id = "vpc-00000001", availability_zones = { "eu-west-1a", "eu-west-1b" },
    public_subnet_ids = { "subnet-00000001", "subnet-00000002" },
    private_subnet_ids = { "subnet-00000003", "subnet-00000004" },
  })
  local layer = lambda.LayerVersion.from_layer_version_arn(stack, "Kubectl",
    "arn:aws:lambda:eu-west-1:111122223333:layer:kubectl:1")
  return stack, vpc, layer, function(name, value) cdk.CfnOutput(stack, "Out" .. name, { value = value }) end
end

local cases = {}

function cases.auto_mode(app)
  local stack, vpc, _, out = prepared(app, "S")
  local cluster = eks.Cluster(stack, "Cluster", { version = Version.V1_34 })
  for _, id in ipairs { "clusterName", "clusterArn", "clusterEndpoint", "clusterCertificateAuthorityData",
    "clusterEncryptionConfigKeyArn", "clusterOpenIdConnectIssuerUrl", "clusterSecurityGroupId" } do
    out(id, cluster[id:gsub("%u", function(letter) return "_" .. letter:lower() end)])
  end
  out("Ref", cluster.cluster_ref.cluster_arn)
  local function role(id, name) return iam.Role.from_role_arn(stack, id, ROLES .. name) end
  eks.Cluster(stack, "Pools", {
    version = Version.V1_33, vpc = vpc, default_capacity_type = eks.DefaultCapacityType.AUTOMODE, role = role("R", "r"),
    compute = { node_pools = { "system" }, node_role = role("N", "n") }, tags = { a = "b", c = "d" },
    bootstrap_self_managed_addons = false, masters_role = role("M", "m"), endpoint_access = eks.EndpointAccess.PUBLIC,
  })
  eks.Cluster(stack, "NoPools", {
    version = Version.V1_33, vpc = vpc, compute = { node_pools = {} }, ip_family = eks.IpFamily.IP_V6,
  })
end

local function add_objects(stack, cluster, out)
  cluster:add_manifest("Manifest", { kind = "Pod", metadata = { name = "p" } },
    { kind = "Ingress", metadata = { name = "i", annotations = { a = "b" } } })
  eks.KubernetesManifest(stack, "Ingress", {
    cluster = cluster, manifest = { { kind = "Ingress", metadata = { name = "i" } } }, ingress_alb = true,
    ingress_alb_scheme = eks.AlbScheme.INTERNET_FACING, overwrite = true, prune = true, skip_validation = true,
    removal_policy = cdk.RemovalPolicy.RETAIN,
  })
  cluster:add_helm_chart("Chart", {
    chart = "nginx", repository = "https://charts.example.com", version = "1.2.3", release = "r", namespace = "n",
    wait = true, timeout = cdk.Duration.minutes(5), create_namespace = false, skip_crds = true, atomic = true,
    values = { a = { b = 1 } }, removal_policy = cdk.RemovalPolicy.RETAIN,
  })
  eks.KubernetesPatch(stack, "Patch", {
    cluster = cluster, resource_name = "deployment/d", apply_patch = { a = 1 }, restore_patch = { a = 0 },
    resource_namespace = "n", patch_type = eks.PatchType.MERGE,
  })
  eks.KubernetesPatch(stack, "JsonPatch", {
    cluster = cluster, resource_name = "deployment/d", patch_type = eks.PatchType.JSON,
    apply_patch = { { op = "replace", path = "/a", value = 1 } }, restore_patch = cdk.list {},
  })
  local minute = cdk.Duration.minutes(1)
  out("Value", eks.KubernetesObjectValue(stack, "Value", {
    cluster = cluster, object_type = "service", object_name = "s", json_path = ".a", timeout = minute,
  }).value)
  out("Service", cluster:get_service_load_balancer_address "web")
  out("Ingress", cluster:get_ingress_load_balancer_address("web2", { namespace = "n", timeout = minute }))
end

local function add_nodes(stack, cluster, vpc, group, out)
  cluster:add_auto_scaling_group_capacity("Accelerated", {
    instance_type = ec2.InstanceType "inf1.2xlarge", spot_price = "1",
    bootstrap_options = { additional_args = "--more", kubelet_extra_args = "--labels a=b", use_max_pods = false },
  })
  cluster:add_auto_scaling_group_capacity("Bottlerocket", {
    instance_type = ec2.InstanceType "m5.large", machine_image_type = eks.MachineImageType.BOTTLEROCKET,
  })
  cluster:connect_auto_scaling_group_capacity(autoscaling.AutoScalingGroup(stack, "Own", {
    vpc = vpc, instance_type = ec2.InstanceType "m6g.large", machine_image = eks.EksOptimizedImage {
      kubernetes_version = "1.32", node_type = eks.NodeType.STANDARD, cpu_arch = eks.CpuArch.ARM_64,
    },
  }), { bootstrap_enabled = false })
  local nodes = cluster:add_nodegroup_capacity("Full", {
    ami_type = eks.NodegroupAmiType.BOTTLEROCKET_ARM_64, capacity_type = eks.CapacityType.SPOT, desired_size = 3,
    disk_size = 30, enable_node_auto_repair = true, force_update = false,
    instance_types = { ec2.InstanceType "m6g.large" }, labels = { l = "v" }, max_size = 5, max_unavailable = 2,
    min_size = 2, nodegroup_name = "full", release_version = "1",
    remote_access = { ssh_key_name = "k", source_security_groups = { group "Ssh" } },
    removal_policy = cdk.RemovalPolicy.RETAIN, tags = { t = "v" },
    taints = { { effect = eks.TaintEffect.NO_EXECUTE, key = "k", value = "v" } },
  })
  cluster:add_nodegroup_capacity("Trained", {
    instance_types = { ec2.InstanceType "trn1.2xlarge" }, max_unavailable = 0, max_unavailable_percentage = 50,
  })
  out("NodegroupName", nodes.nodegroup_name)
  out("NodegroupArn", nodes.nodegroup_arn)
end

local function add_access(stack, cluster, out)
  cluster:add_service_account("Irsa", {
    name = "web", namespace = "shop", labels = { l = "v" }, annotations = { a = "w" },
  })
  local pod = cluster:add_service_account("Pod", { identity_type = eks.IdentityType.POD_IDENTITY })
  out("Added", tostring(pod:add_to_policy(iam.PolicyStatement { actions = { "s3:Get*" }, resources = { "*" } })))
  out("Agent", cluster.eks_pod_identity_agent.addon_name)
  out("Oidc", cluster.open_id_connect_provider.open_id_connect_provider_arn)
  local view = eks.AccessPolicy.from_access_policy_name("AmazonEKSViewPolicy", {
    access_scope_type = eks.AccessScopeType.NAMESPACE, namespaces = { "n" },
  })
  out("Admin", cluster:grant_cluster_admin("Admin", ROLES .. "r").access_entry_arn)
  cluster:grant_access("Access", ROLES .. "r", { view })
  cluster:grant_access("Other", ROLES .. "o", {
    eks.AccessPolicy {
      access_scope = { type = eks.AccessScopeType.CLUSTER }, policy = eks.AccessPolicyArn.AMAZON_EKS_ADMIN_POLICY,
    },
  }, { access_entry_type = eks.AccessEntryType.STANDARD })
  eks.Addon(stack, "Addon", {
    cluster = cluster, addon_name = "vpc-cni", addon_version = "v1", configuration_values = { a = { "b" } },
    preserve_on_delete = false,
  })
end

function cases.all_options(app)
  local stack, vpc, layer, out = prepared(app, "S", { env = ENV })
  local function group(id) return ec2.SecurityGroup.from_security_group_id(stack, id, "sg-0000000" .. #id) end
  local cluster = eks.Cluster(stack, "Cluster", {
    version = Version.of "1.32", cluster_name = "named", vpc = vpc, prune = false,
    vpc_subnets = { { subnet_type = ec2.SubnetType.PRIVATE_WITH_EGRESS } },
    default_capacity_type = eks.DefaultCapacityType.NODEGROUP, default_capacity = 3,
    default_capacity_instance = ec2.InstanceType "t3.large",
    kubectl_provider_options = {
      kubectl_layer = layer, awscli_layer = layer, environment = { K = "k" }, memory = cdk.Size.gibibytes(2),
      security_groups = { group "Kubectl1" },
      role = iam.Role(stack, "KubectlRole", { assumed_by = iam.ServicePrincipal "lambda.amazonaws.com" }),
    },
    cluster_logging = { eks.ClusterLoggingTypes.API, eks.ClusterLoggingTypes.AUDIT },
    control_plane_scaling_tier = eks.ControlPlaneScalingTier.TIER_XL,
    core_dns_compute_type = eks.CoreDnsComputeType.FARGATE,
    endpoint_access = eks.EndpointAccess.PUBLIC_AND_PRIVATE:only_from "10.0.0.0/8",
    masters_role = iam.Role(stack, "Masters", { assumed_by = iam.AccountRootPrincipal() }),
    output_config_command = true, remote_node_networks = { { cidrs = { "10.1.0.0/16", "10.2.0.0/16" } } },
    remote_pod_networks = { { cidrs = { "10.4.0.0/16" } } }, removal_policy = cdk.RemovalPolicy.RETAIN,
    secrets_encryption_key = kms.Key(stack, "Key"), security_group = group "Control",
    service_ipv4_cidr = "172.20.0.0/16", bootstrap_self_managed_addons = true,
    bootstrap_cluster_creator_admin_permissions = false,
    alb_controller = {
      version = eks.AlbControllerVersion.V2_8_2,
      additional_helm_chart_values = { enableWaf = false, ["a-b"] = { "c" } },
    },
  })
  add_objects(stack, cluster, out)
  add_nodes(stack, cluster, vpc, group, out)
  add_access(stack, cluster, out)
end

function cases.fargate(app)
  local stack, _, layer, out = prepared(app, "S")
  local vpc = ec2.Vpc(stack, "Own", { max_azs = 2, nat_gateways = 1 })
  local cluster = eks.FargateCluster(stack, "Cluster", {
    version = Version.V1_33, vpc = vpc, endpoint_access = eks.EndpointAccess.PRIVATE,
    kubectl_provider_options = { kubectl_layer = layer },
  })
  local more = cluster:add_fargate_profile("More", {
    selectors = { { namespace = "n", labels = { a = "b", c = "d" } } }, fargate_profile_name = "more", vpc = vpc,
    subnet_selection = { subnets = { vpc.private_subnets[1] } }, removal_policy = cdk.RemovalPolicy.RETAIN,
  })
  out("Profile", more.fargate_profile_name)
  out("ProfileArn", more.fargate_profile_arn)
  eks.FargateCluster(stack, "Named", {
    version = Version.V1_33, vpc = vpc, core_dns_compute_type = eks.CoreDnsComputeType.EC2,
    default_profile = { fargate_profile_name = "d", selectors = { { namespace = "x" } } },
  })
  eks.Cluster(stack, "Ec2", {
    version = Version.V1_33, vpc = vpc, default_capacity_type = eks.DefaultCapacityType.EC2,
  })
  eks.Cluster(stack, "None", {
    version = Version.V1_33, vpc = vpc, default_capacity_type = eks.DefaultCapacityType.NODEGROUP, default_capacity = 0,
  })
end

function cases.imports(app)
  app.node:set_context("@aws-cdk/aws-eks:useNativeOidcProvider", true)
  local stack, vpc, layer, out = prepared(app, "S")
  local role = iam.Role.from_role_arn(stack, "Role", ROLES .. "k")
  local provider = eks.KubectlProvider.from_kubectl_provider_attributes(stack, "Provider", {
    service_token = "arn:aws:lambda:eu-west-1:111122223333:function:f", role = role,
  })
  local oidc = eks.OidcProviderNative(stack, "Oidc", { url = "https://oidc.example.com" })
  eks.OpenIdConnectProvider(stack, "Old", { url = "https://oidc.example.com/old" })
  local cluster = eks.Cluster.from_cluster_attributes(stack, "Cluster", {
    cluster_name = "c", kubectl_provider = provider, vpc = vpc, cluster_security_group_id = "sg-00000002",
    security_group_ids = { "sg-00000003" }, open_id_connect_provider = oidc, cluster_endpoint = "https://e",
    cluster_certificate_authority_data = "Q0E=", cluster_encryption_config_key_arn = "k", prune = false,
    ip_family = eks.IpFamily.IP_V6,
  })
  cluster:add_manifest("M", { kind = "Pod" })
  cluster:add_helm_chart("Chart", { chart_asset = s3_assets.Asset(stack, "Asset", { path = FILE }) })
  local Chart = constructs.Construct:extend "Chart"
  function Chart.to_json() return { { kind = "Pod", metadata = { name = "a" } } } end
  cluster:add_cdk8s_chart("Cdk8s", Chart(stack, "Chart8"), { prune = true })
  cluster:add_service_account "Account"
  eks.Nodegroup(stack, "Nodes", {
    cluster = cluster, launch_template_spec = { id = "lt-1", version = "2" }, node_role = role,
  })
  out("Group", cluster.cluster_security_group.security_group_id)
  out("Arn", cluster.cluster_arn)
  out("Node", eks.Nodegroup.from_nodegroup_name(stack, "ByName", "n").nodegroup_name)
  out("Addon", eks.Addon.from_addon_attributes(stack, "AddonByName", {
    addon_name = "a", cluster_name = "c",
  }).addon_arn)
  out("AddonArn", eks.Addon.from_addon_arn(stack, "AddonByArn",
    "arn:aws:eks:eu-west-1:111122223333:addon/c/a/uuid").addon_name)
  out("Entry", eks.AccessEntry.from_access_entry_attributes(stack, "Entry", {
    access_entry_arn = "arn", access_entry_name = "n",
  }).access_entry_name)
  local bare = eks.Cluster.from_cluster_attributes(stack, "Bare", {
    cluster_name = "bare", vpc = vpc, cluster_security_group_id = "sg-00000005",
  })
  eks.KubectlProvider(stack, "Own", {
    cluster = bare, kubectl_layer = layer, private_subnets = vpc.private_subnets,
    removal_policy = cdk.RemovalPolicy.RETAIN,
  })
  eks.KubectlProvider(stack, "Given", {
    cluster = bare, kubectl_layer = layer, private_subnets = vpc.private_subnets,
    security_group = ec2.SecurityGroup.from_security_group_id(stack, "G", "sg-00000006"),
  })
  eks.AlbController(stack, "Alb", {
    cluster = cluster, version = eks.AlbControllerVersion.of "v9", repository = "mine",
    policy = { Statement = { { Effect = "Allow", Action = { "a:b" }, Resource = { "arn:aws:s3:::b" } } } },
  })
end

describe("Amazon EKS, the newer module", function()
  golden.check("aws_eks_v2", cases)
end)

-- What both modules refuse is in the spec of aws_eks.
describe("Amazon EKS, the newer module, refuses", function()
  local stack, vpc, layer

  before_each(function() stack, vpc, layer = prepared(cdk.App(), "S") end)

  local function refuses(text, make, ...)
    local done, message = pcall(make, ...)
    assert.is_false(done, text)
    message = tostring(message)
    assert.matches(text, message, 1, true)
    assert.matches("^spec/aws_cdk/aws_eks_v2/aws_eks_v2_spec.lua:%d+:", message)
  end

  local ids = 0

  local function cluster(props)
    ids = ids + 1
    local all = { version = Version.V1_33, vpc = vpc }
    for name, value in pairs(props) do all[name] = value end
    return eks.Cluster(stack, "Cluster" .. ids, all)
  end

  it("nodes beside those that EKS makes", function()
    refuses("cannot be combined with Auto Mode", cluster, { default_capacity = 2 })
    refuses("cannot be combined with Auto Mode", cluster, { default_capacity_instance = ec2.InstanceType "m5.large" })
    refuses("bootstrap_self_managed_addons = true cannot be combined with Auto Mode", cluster, {
      bootstrap_self_managed_addons = true,
    })
    refuses("compute.node_pools[2] must be one of general-purpose, system, got 'mine'", cluster, {
      compute = { node_pools = { "system", "mine" } },
    })
    refuses("compute needs DefaultCapacityType.AUTOMODE", cluster, {
      default_capacity_type = eks.DefaultCapacityType.EC2, compute = {},
    })
  end)

  it("networks that do not go together", function()
    refuses("remote_pod_networks needs remote_node_networks", cluster, {
      remote_pod_networks = { { cidrs = { "10.0.0.0/16" } } },
    })
    refuses("remote networks of nodes and pods must not overlap", cluster, {
      remote_node_networks = { { cidrs = { "10.0.0.0/8" } } }, remote_pod_networks = { { cidrs = { "10.0.0.0/16" } } },
    })
    refuses("service_ipv4_cidr cannot be combined with IpFamily.IP_V6", cluster, {
      service_ipv4_cidr = "10.0.0.0/16", ip_family = eks.IpFamily.IP_V6,
    })
    local public = ec2.Vpc(stack, "Public", {
      max_azs = 1, subnet_configuration = { { name = "s", subnet_type = ec2.SubnetType.PUBLIC } },
    })
    refuses("a cluster without public access needs private subnets", cluster, {
      vpc = public, vpc_subnets = { { subnet_type = ec2.SubnetType.PUBLIC } },
      endpoint_access = eks.EndpointAccess.PRIVATE,
    })
  end)

  it("what needs kubectl in clusters without", function()
    local without = "has nothing that runs kubectl; give it kubectl_provider_options"
    local own = cluster {}
    local imported = eks.Cluster.from_cluster_attributes(stack, "Imported", { cluster_name = "c" })
    for i, one in ipairs { own, imported } do
      refuses(without, function() one:add_manifest("M", { kind = "Pod" }) end)
      refuses(without, function() one:add_helm_chart("C", { chart = "c" }) end)
      refuses(without, function()
        eks.KubernetesPatch(stack, "P" .. i, {
          cluster = one, resource_name = "d/x", apply_patch = {}, restore_patch = {},
        })
      end)
      refuses(without, function()
        eks.KubernetesObjectValue(stack, "V" .. i, {
          cluster = one, object_type = "s", object_name = "n", json_path = ".a",
        })
      end)
    end
  end)

  it("two ways to give security groups", function()
    local group = ec2.SecurityGroup.from_security_group_id(stack, "G", "sg-1")
    refuses("security_group and security_groups are mutually exclusive", cluster, {
      kubectl_provider_options = { kubectl_layer = layer, security_group = group, security_groups = { group } },
    })
  end)

  it("values of the wrong kind, at the user's line", function()
    refuses("default_capacity_type", cluster, { default_capacity_type = "EC2" })
    refuses("node_pools", cluster, { compute = { node_pools = "system" } })
    refuses("kubectl_layer", cluster, { kubectl_provider_options = {} })
    refuses("version", function() eks.Cluster(stack, "None", { vpc = vpc }) end)
  end)
end)
