-- Amazon EKS. The cases are twins of tools/golden/aws_eks.js.
local autoscaling = require "aws_cdk.aws_autoscaling"
local cdk = require "aws_cdk"
local constructs = require "constructs"
local ec2 = require "aws_cdk.aws_ec2"
local eks = require "aws_cdk.aws_eks"
local golden = require "spec.support.golden"
local iam = require "aws_cdk.aws_iam"
local kms = require "aws_cdk.aws_kms"
local lambda = require "aws_cdk.aws_lambda"
local s3_assets = require "aws_cdk.aws_s3_assets"

local ENV = { account = "111122223333", region = "eu-west-1" }
local FILE = "spec/fixtures/glue/library.py"
local ROLES = "arn:aws:iam::111122223333:role/"

-- A stack with a VPC, and a layer with kubectl.
local function prepared(app, id, props)
  local stack = cdk.Stack(app, id, props)
  local vpc = ec2.Vpc.from_vpc_attributes(stack, "Vpc", {
    vpc_id = "vpc-00000001", availability_zones = { "eu-west-1a", "eu-west-1b" },
    public_subnet_ids = { "subnet-00000001", "subnet-00000002" },
    private_subnet_ids = { "subnet-00000003", "subnet-00000004" },
  })
  local layer = lambda.LayerVersion.from_layer_version_arn(stack, "Kubectl",
    "arn:aws:lambda:eu-west-1:111122223333:layer:kubectl:1")
  return stack, vpc, layer
end

local function outputs(stack)
  return function(id, value) cdk.CfnOutput(stack, "Out" .. id, { value = value }) end
end

local cases = {}

function cases.clusters_with_nodes(app)
  local stack = cdk.Stack(app, "S")
  local _, _, layer = prepared(app, "Layer")
  local cluster = eks.Cluster(stack, "Cluster", {
    version = eks.KubernetesVersion.V1_31, kubectl_layer = layer,
    vpc = ec2.Vpc(stack, "Vpc", { max_azs = 1 }), default_capacity_type = eks.DefaultCapacityType.EC2,
    default_capacity = 1,
  })
  local out = outputs(stack)
  cluster:add_auto_scaling_group_capacity("Spot", {
    instance_type = ec2.InstanceType "t4g.small", spot_price = "0.1",
    bootstrap_options = {
      additional_args = "--more", aws_api_retry_attempts = 5, dns_cluster_ip = "10.0.0.10", docker_config_json = "{}",
      enable_docker_bridge = true, kubelet_extra_args = "--labels a=b", use_max_pods = false,
    },
  })
  cluster:add_auto_scaling_group_capacity("Accelerated", {
    instance_type = ec2.InstanceType "inf1.2xlarge", map_role = false, spot_price = "1", spot_interrupt_handler = false,
  })
  cluster:add_auto_scaling_group_capacity("Bottlerocket", {
    instance_type = ec2.InstanceType "m5.large", machine_image_type = eks.MachineImageType.BOTTLEROCKET,
  })
  cluster:add_auto_scaling_group_capacity("Bare", {
    instance_type = ec2.InstanceType "p3.2xlarge", bootstrap_enabled = false,
  })
  cluster.aws_auth:add_user_mapping(iam.User(stack, "User"), { groups = { "g" }, username = "u" })
  cluster.aws_auth:add_account "444455556666"
  cluster.aws_auth:add_masters_role(iam.Role.from_role_arn(stack, "Master", ROLES .. "m"), "admin")
  out("Service", cluster:get_service_load_balancer_address "web")
  out("Ingress", cluster:get_ingress_load_balancer_address("web2", {
    namespace = "n", timeout = cdk.Duration.minutes(1),
  }))
  for id, field in pairs {
    clusterName = "cluster_name", clusterArn = "cluster_arn", clusterEndpoint = "cluster_endpoint",
    clusterCertificateAuthorityData = "cluster_certificate_authority_data",
    clusterEncryptionConfigKeyArn = "cluster_encryption_config_key_arn",
    clusterOpenIdConnectIssuer = "cluster_open_id_connect_issuer",
    clusterOpenIdConnectIssuerUrl = "cluster_open_id_connect_issuer_url",
    clusterSecurityGroupId = "cluster_security_group_id",
  } do
    out(id, cluster[field])
  end
end

function cases.fargate_with_load_balancers(app)
  local stack, vpc, layer = prepared(app, "S", { env = ENV })
  local cluster = eks.FargateCluster(stack, "Cluster", {
    version = eks.KubernetesVersion.of "1.30", kubectl_layer = layer, vpc = vpc, cluster_name = "c",
    authentication_mode = eks.AuthenticationMode.API_AND_CONFIG_MAP,
    masters_role = iam.Role(stack, "Master", { assumed_by = iam.AccountRootPrincipal() }),
    output_cluster_name = true, output_masters_role_arn = true, place_cluster_handler_in_vpc = true,
    alb_controller = {
      version = eks.AlbControllerVersion.V2_8_2,
      additional_helm_chart_values = { enable_waf = false, enable_wafv2 = true },
    },
    removal_policy = cdk.RemovalPolicy.RETAIN,
  })
  cluster:add_fargate_profile("More", {
    selectors = { { labels = { a = "b" }, namespace = "n" } }, fargate_profile_name = "more", vpc = vpc,
    subnet_selection = { subnets = { vpc.private_subnets[1] } }, removal_policy = cdk.RemovalPolicy.RETAIN,
  })
  cdk.Tags.of(cluster.default_profile):add("k", "v")
  cluster:add_service_account("Account", {
    name = "web", namespace = "shop", labels = { l = "v" }, annotations = { a = "w" }, overwrite_service_account = true,
    removal_policy = cdk.RemovalPolicy.RETAIN,
  })
  local policy = eks.AccessPolicy.from_access_policy_name("AmazonEKSViewPolicy", {
    access_scope_type = eks.AccessScopeType.NAMESPACE, namespaces = { "n" },
  })
  cluster:grant_access("Access", ROLES .. "r", { policy }, { access_entry_type = eks.AccessEntryType.STANDARD })
  cluster:grant_access("Again", ROLES .. "r", {
    eks.AccessPolicy {
      access_scope = { type = eks.AccessScopeType.CLUSTER }, policy = eks.AccessPolicyArn.AMAZON_EKS_ADMIN_POLICY,
    },
  })
end

function cases.all_options(app)
  local stack, vpc, layer = prepared(app, "S")
  local function group(id) return ec2.SecurityGroup.from_security_group_id(stack, id, "sg-0000000" .. #id) end
  local function role(id) return iam.Role.from_role_arn(stack, id, ROLES .. id) end
  local cluster = eks.Cluster(stack, "Cluster", {
    version = eks.KubernetesVersion.V1_32, kubectl_layer = layer, awscli_layer = layer, on_event_layer = layer,
    vpc = vpc, cluster_name = cdk.CfnParameter(stack, "Name").value_as_string, prune = false,
    authentication_mode = eks.AuthenticationMode.API, bootstrap_cluster_creator_admin_permissions = false,
    bootstrap_self_managed_addons = false, deletion_protection = true, cluster_handler_environment = { H = "h" },
    cluster_handler_security_group = group "Handler", place_cluster_handler_in_vpc = true,
    cluster_logging = { eks.ClusterLoggingTypes.API, eks.ClusterLoggingTypes.SCHEDULER },
    control_plane_scaling_tier = eks.ControlPlaneScalingTier.TIER_XL,
    core_dns_compute_type = eks.CoreDnsComputeType.FARGATE, default_capacity = 0,
    endpoint_access = eks.EndpointAccess.PUBLIC_AND_PRIVATE:only_from("10.0.0.0/8", "1.2.3.4/32"),
    ip_family = eks.IpFamily.IP_V6, kubectl_environment = { K = "k" }, kubectl_memory = cdk.Size.gibibytes(2),
    kubectl_lambda_role = iam.Role(stack, "KubectlRole", {
      assumed_by = iam.ServicePrincipal "lambda.amazonaws.com",
    }),
    masters_role = role "Masters", output_config_command = false, role = role "Cluster_",
    security_group = group "Control",
    remote_node_networks = { { cidrs = { "10.1.0.0/16", "10.2.0.0/16" } }, { cidrs = { "10.3.0.0/16" } } },
    remote_pod_networks = { { cidrs = { "10.4.0.0/16" } } }, secrets_encryption_key = kms.Key(stack, "Key"),
    tags = { a = "b" }, vpc_subnets = { { subnet_type = ec2.SubnetType.PRIVATE_WITH_EGRESS } },
  })
  cluster:add_nodegroup_capacity("Full", {
    ami_type = eks.NodegroupAmiType.BOTTLEROCKET_ARM_64, capacity_type = eks.CapacityType.SPOT, desired_size = 3,
    disk_size = 30, enable_node_auto_repair = true, force_update = false,
    instance_types = { ec2.InstanceType "m6g.large", ec2.InstanceType "t4g.large" }, labels = { l = "v" },
    max_size = 5, max_unavailable = 2, min_size = 2, nodegroup_name = "full", release_version = "1",
    remote_access = { ssh_key_name = "k", source_security_groups = { group "Ssh" } },
    removal_policy = cdk.RemovalPolicy.RETAIN, subnets = { subnets = { vpc.private_subnets[1] } }, tags = { t = "v" },
    taints = { { effect = eks.TaintEffect.NO_EXECUTE, key = "k", value = "v" } },
  })
  local template = eks.Nodegroup(stack, "Template", {
    cluster = cluster, launch_template_spec = { id = "lt-1", version = "2" }, node_role = role "Node",
    max_unavailable_percentage = 50, instance_types = { ec2.InstanceType "trn1.2xlarge" },
  })
  cluster:add_nodegroup_capacity "Plain"
  local addons = {
    eks.Addon(stack, "Addon", {
      cluster = cluster, addon_name = "vpc-cni", addon_version = "v1",
      configuration_values = { replicas = 2, values = { a = { "b" } } }, preserve_on_delete = false,
      removal_policy = cdk.RemovalPolicy.RETAIN,
    }),
    eks.Addon.from_addon_attributes(stack, "ByName", { addon_name = "a", cluster_name = "c" }),
    eks.Addon.from_addon_arn(stack, "ByArn", "arn:aws:eks:eu-west-1:111122223333:addon/c/a/uuid"),
  }
  local entry = eks.AccessEntry(stack, "Entry", {
    cluster = cluster, principal = ROLES .. "e", access_policies = {},
    access_entry_type = eks.AccessEntryType.HYPERPOD_LINUX, removal_policy = cdk.RemovalPolicy.RETAIN,
  })
  local imported = eks.AccessEntry.from_access_entry_attributes(stack, "Imported", {
    access_entry_arn = "arn", access_entry_name = "n",
  })
  cluster:add_service_account("Pod", { identity_type = eks.IdentityType.POD_IDENTITY })
  local out = outputs(stack)
  for i, addon in ipairs(addons) do
    out("AddonName" .. (i - 1), addon.addon_name)
    out("AddonArn" .. (i - 1), addon.addon_arn)
  end
  out("EntryName", entry.access_entry_name)
  out("EntryArn", entry.access_entry_arn)
  out("ImportedName", imported.access_entry_name)
  out("NodegroupName", template.nodegroup_name)
  out("NodegroupArn", template.nodegroup_arn)
  out("ByName", eks.Nodegroup.from_nodegroup_name(stack, "NodegroupByName", "n").nodegroup_name)
end

function cases.imports_and_resources(app)
  local stack, vpc, layer = prepared(app, "S")
  local cluster = eks.Cluster.from_cluster_attributes(stack, "Cluster", {
    cluster_name = "c", kubectl_role_arn = ROLES .. "k", kubectl_layer = layer, awscli_layer = layer, vpc = vpc,
    kubectl_private_subnet_ids = { "subnet-00000005" }, kubectl_security_group_id = "sg-00000001",
    kubectl_environment = { K = "k" }, kubectl_memory = cdk.Size.mebibytes(512),
    cluster_security_group_id = "sg-00000002", security_group_ids = { "sg-00000003", "sg-00000004" },
    cluster_handler_security_group_id = "sg-00000005", prune = false,
    open_id_connect_provider = eks.OpenIdConnectProvider(stack, "Provider", { url = "https://x.y/z" }),
  })
  local function pod(name) return { apiVersion = "v1", kind = "Pod", metadata = name and { name = name } } end
  eks.KubernetesManifest(stack, "Manifest", {
    cluster = cluster, ingress_alb = true, ingress_alb_scheme = eks.AlbScheme.INTERNET_FACING, overwrite = true,
    prune = true, skip_validation = true, removal_policy = cdk.RemovalPolicy.RETAIN,
    manifest = {
      { apiVersion = "networking.k8s.io/v1", kind = "Ingress", metadata = { annotations = { a = "b" }, name = "i" } },
      { apiVersion = "v1", kind = "Pod", metadata = { labels = { l = "v" }, name = cdk.Aws.REGION } },
    },
  })
  cluster:add_manifest("Two", pod "p", pod())
  local Chart = constructs.Construct:extend "Chart"
  function Chart.to_json() return { pod "q" } end
  cluster:add_cdk8s_chart("Chart8", Chart(stack, "Chart8"), { ingress_alb = true })
  cluster:add_helm_chart("Chart", {
    chart = "nginx", repository = "https://charts", version = "1.2.3", namespace = "n", release = "r", atomic = true,
    create_namespace = false, skip_crds = true, wait = true, timeout = cdk.Duration.minutes(10),
    values = { a = { b = { 1, true } } }, removal_policy = cdk.RemovalPolicy.RETAIN,
  })
  eks.HelmChart(stack, "FromAsset", {
    cluster = cluster, chart_asset = s3_assets.Asset(stack, "Asset", { path = FILE }),
  })
  eks.KubernetesPatch(stack, "Patch", {
    cluster = cluster, resource_name = "deployment/d", resource_namespace = "n",
    apply_patch = { spec = { replicas = 5 } }, restore_patch = { spec = { replicas = 3 } },
    patch_type = eks.PatchType.MERGE, removal_policy = cdk.RemovalPolicy.RETAIN,
  })
  local value = eks.KubernetesObjectValue(stack, "Value", {
    cluster = cluster, object_type = "service", object_name = "s", json_path = ".status",
    removal_policy = cdk.RemovalPolicy.RETAIN,
  })
  local out = outputs(stack)
  out("Value", value.value)
  cluster:add_service_account "Account"
  local other = eks.Cluster.from_cluster_attributes(stack, "Other", {
    cluster_name = "o", cluster_endpoint = "https://e", cluster_certificate_authority_data = "ca",
    cluster_security_group_id = "sg-00000006",
    kubectl_provider = eks.KubectlProvider.from_kubectl_provider_attributes(stack, "KubectlProvider", {
      function_arn = "arn:aws:lambda:eu-west-1:111122223333:function:f", kubectl_role_arn = ROLES .. "k",
      handler_role = iam.Role.from_role_arn(stack, "HandlerRole", ROLES .. "h"),
    }),
  })
  other:add_manifest("Pod", pod "p")
  local nodes = autoscaling.AutoScalingGroup(stack, "Nodes", {
    vpc = vpc, instance_type = ec2.InstanceType "t3.micro", machine_image = eks.EksOptimizedImage {
      cpu_arch = eks.CpuArch.X86_64, kubernetes_version = "1.30", node_type = eks.NodeType.GPU,
    },
  })
  other:connect_auto_scaling_group_capacity(nodes, {})
  eks.OidcProviderNative(stack, "Native", { url = "https://x.y/n" })
  out("Ref", other.cluster_ref.cluster_name .. " " .. other.cluster_ref.cluster_arn)
end

function cases.flags(app)
  for _, flag in ipairs {
    "@aws-cdk/aws-eks:nodegroupNameAttribute", "@aws-cdk/aws-eks:useNativeOidcProvider",
    "@aws-cdk/aws-eks:defaultToAL2023",
  } do
    app.node:set_context(flag, true)
  end
  local stack, vpc, layer = prepared(app, "S")
  local cluster = eks.Cluster(stack, "Cluster", {
    version = eks.KubernetesVersion.V1_33, kubectl_layer = layer, vpc = vpc,
    endpoint_access = eks.EndpointAccess.PUBLIC,
  })
  cluster:add_service_account "Account"
  cluster:add_nodegroup_capacity("Gpu", { instance_types = { ec2.InstanceType "g5.xlarge" } })
  outputs(stack)("", cluster.default_nodegroup.nodegroup_name)
  eks.AlbController.create(stack, {
    cluster = cluster, version = eks.AlbControllerVersion.of("v9.9.9", "1.9.9"), repository = "r",
    policy = { Statement = {
      { Effect = "Allow", Action = "a:*", Resource = { "arn:aws:s3:::b", "*" } },
      { Effect = "Allow", Action = "b:*", Resource = "*" },
    } },
  })
end

describe("Amazon EKS", function()
  golden.check("aws_eks", cases)
end)
