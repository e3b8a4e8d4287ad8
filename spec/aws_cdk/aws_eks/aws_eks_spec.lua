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
  cluster.aws_auth:add_role_mapping(iam.Role(stack, "Nobody", { assumed_by = iam.AccountRootPrincipal() }),
    { groups = {} })
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
  eks.KubernetesPatch(stack, "JsonPatch", {
    cluster = cluster, resource_name = "deployment/d",
    apply_patch = { { op = "replace", path = "/spec/replicas", value = 5 } }, restore_patch = cdk.list {},
    patch_type = eks.PatchType.JSON,
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

function cases.resources_of_another_stack(app)
  local stack, vpc, layer = prepared(app, "S")
  local other = cdk.Stack(app, "Other")
  local cluster = eks.Cluster(stack, "Cluster", {
    version = eks.KubernetesVersion.V1_31, kubectl_layer = layer, vpc = vpc, default_capacity = 0,
    authentication_mode = eks.AuthenticationMode.API, cluster_name = cdk.PhysicalName.GENERATE_IF_NEEDED,
  })
  local pod = { apiVersion = "v1", kind = "Pod", metadata = { name = "shared" } }
  for _, id in ipairs { "One", "Two" } do
    eks.KubernetesManifest(other, id, { cluster = cluster, manifest = { pod } })
  end
  eks.ServiceAccount(other, "Account", { cluster = cluster })
  eks.Nodegroup(other, "Nodes", { cluster = cluster })
end

function cases.empty_lists(app)
  local stack, vpc, layer = prepared(app, "S")
  local cluster = eks.Cluster(stack, "Cluster", {
    version = eks.KubernetesVersion.V1_31, kubectl_layer = layer, vpc = vpc, default_capacity = 0, prune = false,
    cluster_logging = {}, endpoint_access = eks.EndpointAccess.PUBLIC_AND_PRIVATE:only_from(),
    remote_node_networks = { { cidrs = {} } }, remote_pod_networks = {},
  })
  cluster.aws_auth:add_role_mapping(iam.Role.from_role_arn(stack, "Role", ROLES .. "r"), { groups = {} })
  cluster:add_fargate_profile("Profile", {
    selectors = { { namespace = "n" } }, vpc = vpc,
    subnet_selection = { subnet_filters = { ec2.SubnetFilter.by_ids { "subnet-00000009" } } },
  })
  cluster:add_manifest "None"
  eks.KubernetesManifest(stack, "Bare", {
    cluster = cluster, manifest = { { kind = "Pod" }, { kind = "Ingress", metadata = {} } }, ingress_alb = true,
  })
  eks.KubernetesManifest(stack, "Odd", { cluster = cluster, prune = true, manifest = {
    { kind = "" }, { kind = "a", metadata = "" }, { kind = "b", metadata = cdk.NULL },
    { kind = "c", metadata = { labels = cdk.NULL } }, { kind = "d", metadata = { labels = "" } },
  } })
  local one = eks.Cluster.from_cluster_attributes(stack, "Imported", {
    cluster_name = "c", kubectl_role_arn = "", cluster_security_group_id = "", kubectl_security_group_id = "",
    cluster_handler_security_group_id = "",
  })
  cdk.CfnOutput(stack, "Out", { value = one.kubectl_role and "role" or "undefined" })
end

describe("Amazon EKS", function()
  golden.check("aws_eks", cases)
end)

-- ---- what is refused ------------------------------------------------------------------------------------------------

describe("Amazon EKS refuses", function()
  local stack, vpc, layer

  before_each(function() stack, vpc, layer = prepared(cdk.App(), "S") end)

  local function refuses(text, make, ...)
    local done, message = pcall(make, ...)
    assert.is_false(done, text)
    message = tostring(message)
    assert.truthy(message:find(text, 1, true), message)
    assert.truthy(message:find("^spec/aws_cdk/aws_eks/aws_eks_spec.lua:%d+:"), message)
  end

  local function with(props, more)
    for name, value in pairs(more or {}) do props[name] = value end
    return props
  end

  local function cluster(props, id)
    return eks.Cluster(stack, id or "Cluster", with({
      version = eks.KubernetesVersion.V1_31, kubectl_layer = layer, vpc = vpc, default_capacity = 0,
    }, props))
  end

  local function imported(props)
    return eks.Cluster.from_cluster_attributes(stack, "Imported", with({ cluster_name = "c" }, props))
  end

  local function vpc_of(kind, props)
    return ec2.Vpc(stack, kind, with({
      max_azs = 1, subnet_configuration = { { name = "s", subnet_type = ec2.SubnetType[kind] } },
    }, props))
  end

  local function networks(...)
    local list = {}
    for i, cidrs in ipairs { ... } do list[i] = { cidrs = cidrs } end
    return list
  end

  it("endpoints with blocks that nothing restricts", function()
    refuses("only with private access", function() eks.EndpointAccess.PUBLIC:only_from "1.2.3.4/32" end)
    refuses("which EndpointAccess.PRIVATE has not", function() eks.EndpointAccess.PRIVATE:only_from "1.2.3.4/32" end)
  end)

  it("clusters that their network does not fit", function()
    local public = { vpc = vpc_of "PUBLIC", vpc_subnets = { { subnet_type = ec2.SubnetType.PUBLIC } } }
    local function without_private(id, props)
      return function() cluster(with(with({}, public), props), id) end
    end
    refuses("a cluster without public access needs private subnets", without_private("A", {
      endpoint_access = eks.EndpointAccess.PRIVATE,
    }))
    refuses("a cluster with restricted public access needs private subnets", without_private("B", {
      endpoint_access = eks.EndpointAccess.PUBLIC_AND_PRIVATE:only_from "1.2.3.4/32",
    }))
    refuses("place_cluster_handler_in_vpc needs private subnets", without_private("C", {
      place_cluster_handler_in_vpc = true,
    }))
    refuses("private access needs a VPC with DNS", function()
      cluster({
        vpc = vpc_of("PRIVATE_ISOLATED", { enable_dns_support = false }),
        vpc_subnets = { { subnet_type = ec2.SubnetType.PRIVATE_ISOLATED } },
      }, "D")
    end)
    refuses("known only at deployment", function()
      local list = cdk.Fn.split(",", cdk.Fn.import_value "x")
      cluster({
        vpc = ec2.Vpc.from_vpc_attributes(stack, "List", {
          vpc_id = "vpc-00000002", availability_zones = { "a" }, public_subnet_ids = list, private_subnet_ids = list,
        }),
      }, "E")
    end)
  end)

  it("clusters whose options exclude each other", function()
    refuses("cluster_handler_security_group needs place_cluster_handler_in_vpc", cluster, {
      cluster_handler_security_group = ec2.SecurityGroup.from_security_group_id(stack, "Group", "sg-00000001"),
    }, "A")
    refuses("service_ipv4_cidr cannot be combined with IpFamily.IP_V6", cluster, {
      service_ipv4_cidr = "10.0.0.0/16", ip_family = eks.IpFamily.IP_V6,
    }, "B")
    refuses("cluster_name must have at most 100 characters, got 101", cluster, { cluster_name = ("x"):rep(101) }, "C")
    cluster {}
    refuses("a stack can have one cluster of aws_eks", cluster, {}, "Second")
  end)

  it("networks outside of AWS that overlap", function()
    refuses("blocks of a remote network must not overlap, but 10.0.0.0/16 and 10.0.1.0/24 of remote_node_networks[1]",
      cluster, { remote_node_networks = networks { "10.0.0.0/16", "10.0.1.0/24" } }, "A")
    refuses("remote networks must not overlap, but 10.1.0.0/16 of remote_node_networks[1] and 10.1.2.0/24 of [2]",
      cluster, { remote_node_networks = networks({ "10.1.0.0/16" }, { "10.1.2.0/24" }) }, "B")
    refuses("remote networks of nodes and pods must not overlap, but 10.1.0.0/16 and 10.1.2.0/24 do", cluster, {
      remote_node_networks = networks { "10.1.0.0/16" }, remote_pod_networks = networks { "10.1.2.0/24" },
    }, "C")
    refuses("'x' is not an IPv4 CIDR block", cluster, { remote_node_networks = networks { "x", "y" } }, "D")
  end)

  it("what a cluster cannot do", function()
    local api = cluster { authentication_mode = eks.AuthenticationMode.API }
    refuses("a cluster with AuthenticationMode.API has no aws-auth", function() return api.aws_auth end)
    local function capacity(id, props)
      return api:add_auto_scaling_group_capacity(id, with({
        instance_type = ec2.InstanceType "t3.micro", map_role = false,
      }, props))
    end
    refuses("bootstrap_options cannot be combined with bootstrap_enabled = false", capacity, "A", {
      bootstrap_options = {}, bootstrap_enabled = false,
    })
    refuses("bootstrap_options cannot be combined with Bottlerocket", capacity, "B", {
      bootstrap_options = {}, machine_image_type = eks.MachineImageType.BOTTLEROCKET,
    })
    refuses("must have the method to_json", function() api:add_cdk8s_chart("C", constructs.Construct(stack, "C")) end)
    local other = cdk.Stack(cdk.App(), "Other")
    local classic = eks.Cluster(other, "Cluster", {
      version = eks.KubernetesVersion.V1_31, kubectl_layer = layer, default_capacity = 0,
    })
    refuses("'S/Role' is in another stack", function()
      classic.aws_auth:add_masters_role(iam.Role(stack, "Role", { assumed_by = iam.AccountRootPrincipal() }))
    end)
  end)

  it("access entries of nodes with policies", function()
    local own = cluster {}
    local policy = eks.AccessPolicy.from_access_policy_name("P", { access_scope_type = eks.AccessScopeType.CLUSTER })
    local function entry(policies)
      return eks.AccessEntry(stack, "Entry" .. #policies, {
        cluster = own, principal = "arn", access_policies = policies,
        access_entry_type = eks.AccessEntryType.HYBRID_LINUX,
      })
    end
    refuses("an access entry of type HYBRID_LINUX cannot have access policies", entry, { policy })
    local empty = entry {}
    refuses("an access entry of type HYBRID_LINUX cannot have access policies", function()
      empty:add_access_policies { policy }
    end)
  end)

  it("references to what is not known", function()
    local own = cluster {}
    local imported_entry = eks.AccessEntry.from_access_entry_attributes(stack, "Entry", {
      access_entry_name = "n", access_entry_arn = "a",
    })
    local by_arn = eks.Addon.from_addon_arn(stack, "Addon", "arn:aws:eks:eu-west-1:111122223333:addon/c/a/uuid")
    local by_name = eks.Nodegroup.from_nodegroup_name(stack, "Group", "n")
    for object, row in pairs {
      [imported_entry] = { "access_entry_ref", "cluster_name" }, [by_arn] = { "addon_ref", "cluster_name" },
      [own:add_nodegroup_capacity "Own"] = { "nodegroup_ref", "nodegroup_id" },
      [by_name] = { "nodegroup_ref", "nodegroup_arn" },
    } do
      refuses(row[2] .. " of this", function() return object[row[1] ][row[2] ] end)
    end
    assert.equal("a", imported_entry.access_entry_ref.access_entry_arn)
    assert.equal("c", eks.Addon.from_addon_attributes(stack, "ByName", {
      addon_name = "a", cluster_name = "c",
    }).addon_ref.cluster_name)
    local entry = eks.AccessEntry(stack, "OwnEntry", { cluster = own, principal = "arn", access_policies = {} })
    assert.equal("arn", entry.access_entry_ref.principal_arn)
  end)

  it("ingresses without metadata that it has to annotate", function()
    local own = cluster { prune = false }
    refuses("manifest[2]: an Ingress needs metadata; give its name", eks.KubernetesManifest, stack, "Manifest", {
      cluster = own, manifest = { { kind = "Pod" }, { kind = "Ingress" } }, ingress_alb = true,
    })
  end)

  it("objects whose metadata or labels are no maps", function()
    local own = cluster {}
    for field, object in pairs {
      metadata = { kind = "Pod", metadata = "x" }, labels = { kind = "Pod", metadata = { labels = 5 } },
    } do
      refuses(field .. " of a Kubernetes object must be a map, got ", own.add_manifest, own, field, object)
    end
  end)

  it("charts that are incomplete or too slow", function()
    local own = imported { kubectl_role_arn = ROLES .. "k" }
    local function chart(id, props) return own:add_helm_chart(id, props) end
    refuses("a helm chart needs chart or chart_asset", chart, "A", {})
    refuses("chart_asset cannot be combined with repository or version", chart, "B", {
      chart_asset = s3_assets.Asset(stack, "Asset", { path = FILE }), version = "1",
    })
    refuses("the timeout of a chart must be at most 15 minutes, got 960 seconds", chart, "C", {
      chart = "c", timeout = cdk.Duration.minutes(16),
    })
  end)

  it("node groups that do not fit", function()
    local own = cluster {}
    local count = 0
    local function group(props, ...)
      count = count + 1
      for i, name in ipairs { ... } do
        props.instance_types = props.instance_types or {}
        props.instance_types[i] = ec2.InstanceType(name)
      end
      return own:add_nodegroup_capacity("N" .. count, props)
    end
    refuses("desired_size must be at most max_size (2), got 3", group, { desired_size = 3, max_size = 2 })
    refuses("desired_size must be at least min_size (2), got 1", group, { desired_size = 1, min_size = 2 })
    refuses("disk_size and launch_template_spec are mutually exclusive", group, {
      disk_size = 1, launch_template_spec = { id = "lt-1" },
    })
    refuses("must have one architecture", group, {}, "m5.large", "m6g.large")
    refuses("ami_type 'AL2_ARM_64' does not fit", group, { ami_type = eks.NodegroupAmiType.AL2_ARM_64 }, "m5.large")
    refuses("Windows does not run on 'c4.large'", group, {
      ami_type = eks.NodegroupAmiType.WINDOWS_CORE_2022_X86_64,
    }, "m4.16xlarge", "c4.large")
    refuses("max_unavailable and max_unavailable_percentage are mutually exclusive", group, {
      max_unavailable = 1, max_unavailable_percentage = 1,
    })
    refuses("max_unavailable_percentage must be between 1 and 100, got 101", group,
      { max_unavailable_percentage = 101 })
    refuses("max_unavailable must be at most max_size (2), got 3", group, { max_unavailable = 3 })
    refuses("max_unavailable must be between 1 and 100, got 200", group, { max_unavailable = 200, max_size = 300 })
    refuses("must be known when the template is written", group, {
      max_unavailable = cdk.CfnParameter(stack, "Count", { type = "Number" }).value_as_number,
    })
  end)

  it("Fargate profiles without selectors, or with too many", function()
    local own = cluster {}
    local selector = { namespace = "n" }
    refuses("a Fargate profile must have 1 to 5 selectors, got 0", function()
      own:add_fargate_profile("None", { selectors = {} })
    end)
    refuses("a Fargate profile must have 1 to 5 selectors, got 6", function()
      own:add_fargate_profile("Many", { selectors = { selector, selector, selector, selector, selector, selector } })
    end)
  end)

  it("accounts with names that Kubernetes does not accept", function()
    local own = cluster {}
    local function account(id, props) return own:add_service_account(id, props) end
    refuses("name of a service account must be 2 to 253", account, "A", { name = "Web" })
    refuses("namespace of a service account must be 2 to 63", account, "B", { namespace = "a.b" })
    refuses("must be known when the template is written", account, "C", { name = cdk.Aws.REGION })
    local fargate = eks.FargateCluster(cdk.Stack(cdk.App(), "F"), "Cluster", {
      version = eks.KubernetesVersion.V1_31, kubectl_layer = layer,
    })
    refuses("identity_type POD_IDENTITY cannot be combined with a FargateCluster", function()
      fargate:add_service_account("D", { identity_type = eks.IdentityType.POD_IDENTITY })
    end)
  end)

  it("load balancer controllers without permissions", function()
    local own = cluster {}
    local function controller(props)
      props.cluster = own
      return eks.AlbController(stack, "Alb" .. tostring(props.policy), props)
    end
    local version = eks.AlbControllerVersion.of "v9"
    refuses("needs a policy", controller, { version = version })
    refuses("policy must be a table with the key Statement", controller, { version = version, policy = "p" })
  end)

  it("what an imported cluster does not know", function()
    local own = imported {}
    for _, field in ipairs {
      "vpc", "cluster_security_group", "cluster_security_group_id", "cluster_endpoint", "open_id_connect_provider",
      "cluster_certificate_authority_data", "cluster_encryption_config_key_arn",
    } do
      refuses("the imported cluster has no " .. field, function() return own[field] end)
    end
    local pod = { apiVersion = "v1", kind = "Pod" }
    refuses("kubectl needs a role that administers the cluster", function() own:add_manifest("A", pod) end)
    local other = eks.Cluster.from_cluster_attributes(stack, "Other", {
      cluster_name = "c", kubectl_role_arn = ROLES .. "k", kubectl_private_subnet_ids = { "subnet-00000001" },
    })
    refuses("kubectl_private_subnet_ids need kubectl_security_group_id", function() other:add_manifest("A", pod) end)
  end)
end)
