-- Clusters, task definitions, services. The cases are twins of tools/golden/aws_ecs.js.
local autoscaling = require "aws_cdk.aws_autoscaling"
local cdk = require "aws_cdk"
local cloudwatch = require "aws_cdk.aws_cloudwatch"
local ec2 = require "aws_cdk.aws_ec2"
local ecr = require "aws_cdk.aws_ecr"
local ecr_assets = require "aws_cdk.aws_ecr_assets"
local ecs = require "aws_cdk.aws_ecs"
local elb = require "aws_cdk.aws_elasticloadbalancing"
local elbv2 = require "aws_cdk.aws_elasticloadbalancingv2"
local golden = require "spec.support.golden"
local iam = require "aws_cdk.aws_iam"
local kms = require "aws_cdk.aws_kms"
local lambda = require "aws_cdk.aws_lambda"
local logs = require "aws_cdk.aws_logs"
local s3 = require "aws_cdk.aws_s3"
local secretsmanager = require "aws_cdk.aws_secretsmanager"
local servicediscovery = require "aws_cdk.aws_servicediscovery"
local ssm = require "aws_cdk.aws_ssm"
local refuses = require "spec.support.refuses"

local ContainerImage, NetworkMode, Compatibility = ecs.ContainerImage, ecs.NetworkMode, ecs.Compatibility
local PlacementConstraint, Secret, LogDrivers = ecs.PlacementConstraint, ecs.Secret, ecs.LogDrivers
local Cluster, ContainerInsights, ExecuteCommandLogging = ecs.Cluster, ecs.ContainerInsights, ecs.ExecuteCommandLogging
local AsgCapacityProvider, EcsOptimizedImage = ecs.AsgCapacityProvider, ecs.EcsOptimizedImage
local AmiHardwareType, MachineImageType, FargateService = ecs.AmiHardwareType, ecs.MachineImageType, ecs.FargateService
local Ec2Service, ExternalService, PlacementStrategy = ecs.Ec2Service, ecs.ExternalService, ecs.PlacementStrategy
local DeploymentControllerType, ListenerConfig = ecs.DeploymentControllerType, ecs.ListenerConfig
local ListenerRuleConfiguration = ecs.ListenerRuleConfiguration
local DnsRecordType = servicediscovery.DnsRecordType
local ENV = { account = "111122223333", region = "eu-west-1" }

-- The program that drains instances is ours.
local function hide_program(stack)
  for _, one in ipairs(stack.node:find_all()) do
    if one.node.path:find "DrainECSHook/Function/Resource$" then
      one:add_property_override("Code.ZipFile", "(handler)")
    end
  end
end

local cases = {}

function cases.task_definitions(app)
  local stack = cdk.Stack(app, "S")
  local function out(id, value) return cdk.CfnOutput(stack, "Out" .. id, { value = value }) end
  local image = ContainerImage.from_registry("amazon/amazon-ecs-sample")
  local role = iam.Role(stack, "Role", { assumed_by = iam.ServicePrincipal("ecs-tasks.amazonaws.com") })
  local user = iam.User(stack, "User")
  local machine = ecs.Ec2TaskDefinition(stack, "Ec2", {
    network_mode = NetworkMode.AWS_VPC, family = "family", task_role = role, ipc_mode = ecs.IpcMode.TASK,
    pid_mode = ecs.PidMode.HOST, placement_constraints = { PlacementConstraint.member_of("a == b", "c == d") },
    volumes = { { name = "host", host = { source_path = "/ecs" } } }, enable_fault_injection = true,
    proxy_configuration = ecs.ProxyConfigurations.app_mesh_proxy_configuration({
      container_name = "envoy",
      properties = {
        app_ports = { 80, 81 }, egress_ignored_i_ps = { "169.254.170.2", "169.254.169.254" }, egress_ignored_ports = {
          22,
        },
        ignored_uid = 1337, proxy_egress_port = 15001, proxy_ingress_port = 15000,
      },
    }),
  })
  machine:add_container("Web", { image = image, memory_limit_mib = 512, environment = { A = "a" } })
  machine:add_container("envoy", { image = image, memory_reservation_mib = 64, essential = false, cpu = 10 })
  machine:add_volume({
    name = "docker",
    docker_volume_configuration = {
      driver = "local", scope = ecs.Scope.SHARED, autoprovision = true, driver_opts = { o = "1" }, labels = { l = "2" },
    },
  })
  machine:grant_run(user)
  local nat = ecs.Ec2TaskDefinition(stack, "Nat", {
    network_mode = NetworkMode.NAT, inference_accelerators = { { device_name = "d1", device_type = "eia2.medium" } },
  })
  nat:add_inference_accelerator({ device_name = "d2", device_type = "eia2.large" })
  nat:add_container("C", {
    image = image, memory_limit_mib = 64, inference_accelerator_resources = { "d1", "d2" }, gpu_count = 2,
  })
  local fargate = ecs.FargateTaskDefinition(stack, "Fargate", {
    cpu = 1024, memory_limit_mib = 4096, ephemeral_storage_gib = 100, execution_role = role,
    runtime_platform = {
      operating_system_family = ecs.OperatingSystemFamily.WINDOWS_SERVER_2022_CORE,
      cpu_architecture = ecs.CpuArchitecture.X86_64,
    },
  })
  fargate:add_volume({
    name = "efs",
    efs_volume_configuration = {
      file_system_id = "fs-1", root_directory = "/", transit_encryption = "ENABLED", transit_encryption_port = 2049,
      authorization_config = { access_point_id = "ap", iam = "ENABLED" },
    },
  })
  fargate:add_container("C", { image = image })
  fargate:grant_run(user)
  local lean = ecs.FargateTaskDefinition(stack, "Lean", {
    pid_mode = ecs.PidMode.TASK,
    runtime_platform = {
      operating_system_family = ecs.OperatingSystemFamily.LINUX, cpu_architecture = ecs.CpuArchitecture.of("Q"),
    },
  })
  lean:add_container("C", { image = image })
  lean:grant_run(user)
  lean:obtain_execution_role()
  lean:add_to_task_role_policy(iam.PolicyStatement({ actions = { "s3:GetObject" }, resources = { "*" } }))
  lean:add_to_execution_role_policy(iam.PolicyStatement({ actions = { "s3:PutObject" }, resources = { "*" } }))
  local external = ecs.ExternalTaskDefinition(stack, "External", { network_mode = NetworkMode.HOST })
  external:add_container("C", { image = image, memory_limit_mib = 64 })
  ecs.ExternalTaskDefinition(stack, "Bridged"):add_container("C", { image = image, memory_reservation_mib = 64 })
  local both = ecs.TaskDefinition(stack, "Both", {
    compatibility = Compatibility.EC2_AND_FARGATE, cpu = "512", memory_mib = "1024",
  })
  both:add_container("C", { image = image, cpu = 256 })
  ecs.TaskDefinition(stack, "Managed", {
    compatibility = Compatibility.MANAGED_INSTANCES, cpu = "256", memory_mib = "512",
  })
    :add_container("C", { image = image, memory_limit_mib = 64 })
  ecs.TaskDefinition(stack, "MoreManaged", {
    compatibility = Compatibility.EC2_AND_MANAGED_INSTANCES, network_mode = NetworkMode.HOST,
    runtime_platform = { operating_system_family = ecs.OperatingSystemFamily.LINUX },
  }):add_container("C", { image = image, memory_limit_mib = 64 })
  ecs.TaskDefinition(stack, "All", { compatibility = Compatibility.FARGATE_AND_EC2_AND_MANAGED_INSTANCES })
    :add_container("C", { image = image, memory_limit_mib = 64 })
  ecs.TaskDefinition(stack, "FargateManaged", {
    compatibility = Compatibility.FARGATE_AND_MANAGED_INSTANCES, cpu = "256", memory_mib = "512",
  }):add_container("C", { image = image })
  local none = ecs.Ec2TaskDefinition(stack, "None", { network_mode = NetworkMode.NONE })
  none:add_container("C", { image = image, memory_limit_mib = 64 })
  none:add_placement_constraint(PlacementConstraint.member_of("e == f"))
  local by_arn = ecs.TaskDefinition.from_task_definition_arn(stack, "ByArn", "arn:t")
  local attrs = {
    task_definition_arn = "arn:u", network_mode = NetworkMode.AWS_VPC, task_role = role, execution_role = role,
  }
  local imported = {
    ecs.Ec2TaskDefinition.from_ec2_task_definition_attributes(stack, "I1", attrs),
    ecs.FargateTaskDefinition.from_fargate_task_definition_attributes(stack, "I2", attrs),
    ecs.ExternalTaskDefinition.from_external_task_definition_attributes(stack, "I3", attrs),
    ecs.TaskDefinition.from_task_definition_attributes(stack, "I4", attrs),
    ecs.Ec2TaskDefinition.from_ec2_task_definition_arn(stack, "I5", "arn:5"),
    ecs.FargateTaskDefinition.from_fargate_task_definition_arn(stack, "I6", "arn:6"),
    ecs.ExternalTaskDefinition.from_ec2_task_definition_arn(stack, "I7", "arn:7"),
  }
  for i, one in ipairs(imported) do
    out("Arn" .. i - 1, one.task_definition_ref.task_definition_arn)
    out("Compatible" .. i - 1,
      tostring(one.is_ec2_compatible) .. " " .. tostring(one.is_fargate_compatible) .. " "
        .. tostring(one.is_external_compatible))
  end
  out("ByArn", by_arn.task_definition_arn)
  out("Mode", imported[1].network_mode)
  out("Role", imported[2].task_role.role_arn)
  out("Family", fargate.family)
  out("Ref", machine.task_definition_ref.task_definition_arn)
  out("Revision", ecs.TaskDefinitionRevision.of(3).revision)
  local bucket = s3.Bucket.from_bucket_name(stack, "Bucket", "bucket")
  local parameter = ssm.StringParameter.from_string_parameter_name(stack, "Parameter", "p")
  local joined = ecs.Ec2TaskDefinition(stack, "Joined")
  joined:add_container("A", {
    image = image, memory_limit_mib = 64, credential_specs = {
      ecs.DomainJoinedCredentialSpec.from_s3_bucket(bucket, "key"),
    },
  })
  joined:add_container("B", {
    image = image, memory_limit_mib = 64, credential_specs = {
      ecs.DomainlessCredentialSpec.from_ssm_parameter(parameter),
    },
  })
  joined:add_container("C", {
    image = image, memory_limit_mib = 64, credential_specs = {
      ecs.DomainlessCredentialSpec.from_s3_bucket(bucket, "key"),
    },
  })
  joined:add_container("D", {
    image = image, memory_limit_mib = 64, credential_specs = {
      ecs.DomainJoinedCredentialSpec.from_ssm_parameter(parameter),
    },
  })
  joined:add_container("E", {
    image = image, memory_limit_mib = 64, credential_specs = { ecs.CredentialSpec("own", "place") },
  })
end

function cases.containers(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local function out(id, value) return cdk.CfnOutput(stack, "Out" .. id, { value = value }) end
  local image = ContainerImage.from_registry("nginx")
  local secret = secretsmanager.Secret(stack, "Secret")
  local parameter = ssm.StringParameter.from_secure_string_parameter_attributes(stack, "P", {
    parameter_name = "p", version = 1,
  })
  local bucket = s3.Bucket(stack, "Bucket")
  local task = ecs.Ec2TaskDefinition(stack, "Task")
  local linux = ecs.LinuxParameters(stack, "Linux", {
    init_process_enabled = true, shared_memory_size = 1024, max_swap = cdk.Size.mebibytes(512), swappiness = 50,
  })
  linux:add_capabilities(ecs.Capability.ALL, ecs.Capability.NET_ADMIN)
  linux:drop_capabilities(ecs.Capability.KILL)
  linux:add_devices({ host_path = "/dev/a", container_path = "/dev/b", permissions = { ecs.DevicePermission.READ } },
    { host_path = "/c" })
  linux:add_tmpfs({ container_path = "/tmp", size = 64, mount_options = { ecs.TmpfsMountOption.RW } })
  local full = task:add_container("Full", {
    image = image, container_name = "full", command = { "a", "b" }, cpu = 128, disable_networking = true,
      dns_search_domains = { "d" },
    dns_servers = { "1.1.1.1" }, docker_labels = { l = "m" }, docker_security_options = { "o" }, entry_point = { "e" },
    environment = { A = "1", B = "2" }, essential = false, extra_hosts = { h = "10.0.0.1" }, hostname = "host",
      interactive = true,
    memory_limit_mib = 512, memory_reservation_mib = 256, privileged = true, pseudo_terminal = true,
      readonly_root_filesystem = true,
    start_timeout = cdk.Duration.minutes(1), stop_timeout = cdk.Duration.seconds(30), user = "u",
      working_directory = "/w",
    version_consistency = ecs.VersionConsistency.ENABLED, system_controls = { { namespace = "n", value = "v" } },
    environment_files = { ecs.EnvironmentFile.from_bucket(bucket, "key.env") }, linux_parameters = linux,
    secrets = { S1 = Secret.from_secrets_manager(secret), S2 = Secret.from_ssm_parameter(parameter) },
    health_check = {
      command = { "curl", "x" }, interval = cdk.Duration.seconds(60), retries = 5,
        start_period = cdk.Duration.seconds(1),
      timeout = cdk.Duration.seconds(10),
    },
    enable_restart_policy = true, restart_ignored_exit_codes = { 0, 127 },
      restart_attempt_period = cdk.Duration.minutes(3),
    port_mappings = { { container_port = 80 }, { container_port = 81, host_port = 8081, protocol = ecs.Protocol.UDP } },
    ulimits = { { name = ecs.UlimitName.CORE, soft_limit = 1, hard_limit = 2 } },
  })
  local other = task:add_container("Other", {
    image = image, memory_limit_mib = 64, health_check = { command = { "exit 0" } }, restart_ignored_exit_codes = { 1 },
    secrets = {
      S1 = Secret.from_secrets_manager(secret, "field"), S2 = Secret.from_secrets_manager_version(secret, {
        version_id = "id",
      }),
      S3 = Secret.from_secrets_manager_version(secret, { version_stage = "stage" }, "field"),
    },
  })
  task:add_container("Checked", {
    image = image, memory_limit_mib = 64, health_check = { command = { "CMD", "x" } },
      linux_parameters = ecs.LinuxParameters(stack, "Lean"),
  })
  full:add_link(other)
  full:add_link(other, "alias")
  full:add_mount_points({ container_path = "/a", read_only = true, source_volume = "v" })
  full:add_scratch({ container_path = "/b", name = "scratch", read_only = false, source_path = "/s" })
  full:add_environment("C", "3")
  full:add_docker_label("x", "y")
  full:add_secret("S4", Secret.from_secrets_manager(secret, "other"))
  full:add_ulimits({ name = ecs.UlimitName.CPU, soft_limit = 3, hard_limit = 4 })
  full:add_container_dependencies({ container = other }, {
    container = other, condition = ecs.ContainerDependencyCondition.START,
  })
  full:add_volumes_from({ source_container = "Other", read_only = true })
  full:add_port_mappings({ container_port = 82, name = "named", app_protocol = ecs.AppProtocol.http2 })
  full:add_to_execution_policy(iam.PolicyStatement({ actions = { "s3:ListBucket" }, resources = { "*" } }))
  other:add_port_mappings({
    container_port = ecs.ContainerDefinition.CONTAINER_PORT_USE_RANGE, container_port_range = "90-99",
  })
  out("Ingress", tostring(full.ingress_port))
  out("Port", tostring(full.container_port))
  out("Found", tostring(full:find_port_mapping(81, ecs.Protocol.UDP).host_port))
  out("FoundByName", tostring(full:find_port_mapping_by_name("named").container_port))
  out("Json", tostring(other.references_secret_json_field) .. " " .. tostring(task.references_secret_json_field))
  out("Image", full.image_name)
  out("Default", task.default_container.container_name)
  local awsvpc = ecs.Ec2TaskDefinition(stack, "Awsvpc", { network_mode = NetworkMode.AWS_VPC })
  local in_vpc = awsvpc:add_container("C", {
    image = image, memory_limit_mib = 64, port_mappings = { { container_port = 80, host_port = 80 } },
  })
  out("VpcIngress", tostring(in_vpc.ingress_port))
  out("VpcJson", tostring(awsvpc.references_secret_json_field))
  out("ByName", awsvpc:find_container("C").container_name)
  out("Mapping", tostring(task:find_port_mapping_by_name("named").container_port))
end

function cases.images(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local function out(id, value) return cdk.CfnOutput(stack, "Out" .. id, { value = value }) end
  local task = ecs.FargateTaskDefinition(stack, "Task")
  local repository = ecr.Repository(stack, "Repository")
  local n = 0
  local function add(image)
    n = n + 1
    return task:add_container("C" .. n, { image = image })
  end
  add(ContainerImage.from_ecr_repository(repository))
  add(ContainerImage.from_ecr_repository(repository, "v1"))
  add(ContainerImage.from_ecr_repository(repository, "sha256:0123"))
  add(ContainerImage.from_registry("private/image", { credentials = secretsmanager.Secret(stack, "Login") }))
  add(ContainerImage.from_registry("111122223333.dkr.ecr.eu-west-1.amazonaws.com/a:b"))
  add(ContainerImage.from_asset("spec/fixtures/lambda_code/image"))
  add(ContainerImage.from_asset("spec/fixtures/lambda_code/image", { build_args = { A = "b" }, file = "Dockerfile" }))
  add(ContainerImage.from_docker_image_asset(ecr_assets.DockerImageAsset(stack, "Asset", {
    directory = "spec/fixtures/lambda_code/image",
  })))
  task:add_container("Pinned", {
    image = ContainerImage.from_asset("spec/fixtures/lambda_code/image"),
      version_consistency = ecs.VersionConsistency.ENABLED,
  })
  local by_tag = ecs.TagParameterContainerImage(repository)
  local by_digest = ecs.TagParameterContainerImage(repository, { is_image_digest = true })
  add(by_tag)
  add(by_digest)
  add(ContainerImage.from_tarball("spec/fixtures/appsync/resolver.js"))
  local file = ecs.EnvironmentFile.from_asset("spec/fixtures/appsync/resolver.js")
  task:add_container("WithFile", { image = ContainerImage.from_registry("x"), environment_files = { file } })
  task:add_container("WithSameFile", { image = ContainerImage.from_registry("x"), environment_files = { file } })
  out("TagName", by_tag.tag_parameter_name)
  out("TagValue", by_tag.tag_parameter_value)
  out("DigestName", by_digest.tag_parameter_name)
  out("EcrImage", ecs.EcrImage(repository, "x").image_name)
end

function cases.logging(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local image = ContainerImage.from_registry("nginx")
  local secret = secretsmanager.Secret(stack, "Secret")
  local group = logs.LogGroup(stack, "Group")
  local task = ecs.Ec2TaskDefinition(stack, "Task")
  local n = 0
  local function add(logging)
    n = n + 1
    return task:add_container("C" .. n, { image = image, memory_limit_mib = 64, logging = logging })
  end
  add(LogDrivers.aws_logs({ stream_prefix = "a" }))
  add(ecs.LogDriver.aws_logs({ stream_prefix = "a", log_retention = logs.RetentionDays.ONE_WEEK }))
  add(ecs.AwsLogDriver({
    stream_prefix = "b", log_group = group, datetime_format = "f", multiline_pattern = "m",
      mode = ecs.AwsLogDriverMode.NON_BLOCKING,
    max_buffer_size = cdk.Size.mebibytes(25),
  }))
  add(LogDrivers.fluentd())
  add(LogDrivers.fluentd({
    address = "a", async_connect = true, async = false, buffer_limit = 128, retry_wait = cdk.Duration.seconds(2),
      max_retries = 3,
    sub_second_precision = true, tag = "t", labels = { "l", "m" }, env = { "e" }, env_regex = "r",
  }))
  add(LogDrivers.gelf({
    address = "g", compression_type = ecs.GelfCompressionType.GZIP, compression_level = 9, tcp_max_reconnect = 2,
    tcp_reconnect_delay = cdk.Duration.seconds(4),
  }))
  add(LogDrivers.journald({ tag = "t" }))
  add(LogDrivers.journald())
  add(LogDrivers.json_file({
    max_size = "10m", max_file = 2, compress = true, labels = { "x" }, env = { "y" }, env_regex = "z",
  }))
  add(LogDrivers.json_file())
  add(LogDrivers.splunk({
    secret_token = Secret.from_secrets_manager(secret, "token"), url = "u", source = "s", source_type = "t",
      index = "i", ca_path = "p",
    ca_name = "c", insecure_skip_verify = "true", format = ecs.SplunkLogFormat.JSON, verify_connection = false,
      gzip = true,
    gzip_level = 3, tag = "tag",
  }))
  add(LogDrivers.syslog({
    address = "a", facility = "f", tls_ca_cert = "c", tls_cert = "d", tls_key = "k", tls_skip_verify = false,
      format = "x",
  }))
  add(LogDrivers.syslog())
  add(LogDrivers.none())
  add(ecs.GenericLogDriver({
    log_driver = "splunk", options = { a = "b" }, secret_options = { c = Secret.from_secrets_manager(secret) },
  }))
  add(ecs.GenericLogDriver({ log_driver = "own" }))
  local lens = ecs.FargateTaskDefinition(stack, "Lens")
  lens:add_container("C", {
    image = image,
    logging = LogDrivers.firelens({
      options = { Name = "cloudwatch", log_retention_days = "1" }, secret_options = {
        key = Secret.from_secrets_manager(secret),
      },
    }),
  })
  local firehose = ecs.FargateTaskDefinition(stack, "Firehose")
  firehose:add_container("C", { image = image, logging = LogDrivers.firelens({ options = { Name = "firehose" } }) })
  local kinesis = ecs.FargateTaskDefinition(stack, "Kinesis")
  kinesis:add_container("C", { image = image, logging = LogDrivers.firelens({ options = { Name = "kinesis" } }) })
  local plain = ecs.FargateTaskDefinition(stack, "Plain")
  plain:add_container("C", { image = image, logging = ecs.FireLensLogDriver({}) })
  local bucket = s3.Bucket(stack, "Bucket")
  local routed = ecs.FargateTaskDefinition(stack, "Routed")
  routed:add_container("C", { image = image, logging = LogDrivers.firelens({ options = {} }) })
  routed:add_firelens_log_router("Router", {
    image = image, logging = LogDrivers.aws_logs({ stream_prefix = "r" }),
    firelens_config = {
      type = ecs.FirelensLogRouterType.FLUENTD,
      options = {
        enable_ecs_log_metadata = false, config_file_type = ecs.FirelensConfigFileType.S3,
        config_file_value = bucket.bucket_arn .. "/fluent.conf",
      },
    },
  })
  local in_file = ecs.FargateTaskDefinition(stack, "InFile")
  in_file:add_firelens_log_router("Router", {
    image = image,
    firelens_config = {
      type = ecs.FirelensLogRouterType.FLUENTBIT,
      options = { config_file_type = ecs.FirelensConfigFileType.FILE, config_file_value = "/etc/x.conf" },
    },
  })
  local metadata = ecs.FargateTaskDefinition(stack, "Metadata")
  metadata:add_firelens_log_router("Router", {
    image = image, firelens_config = { type = ecs.FirelensLogRouterType.FLUENTBIT, options = {} },
  })
  local arn = ecs.FargateTaskDefinition(stack, "Arn")
  arn:add_firelens_log_router("Router", {
    image = image,
    firelens_config = {
      type = ecs.FirelensLogRouterType.FLUENTBIT,
      options = {
        config_file_type = ecs.FirelensConfigFileType.S3, config_file_value = "arn:aws:s3:::bucket/a/b.conf",
      },
    },
  })
end

function cases.clusters(app)
  local stack = cdk.Stack(app, "S")
  local function out(id, value) return cdk.CfnOutput(stack, "Out" .. id, { value = value }) end
  local plain = Cluster(stack, "Plain")
  local vpc = plain.vpc
  local key = kms.Key(stack, "Key")
  local full = Cluster(stack, "Full", {
    cluster_name = "full", vpc = vpc, container_insights_v2 = ContainerInsights.ENHANCED,
      enable_fargate_capacity_providers = true,
    execute_command_configuration = {
      kms_key = key, logging = ExecuteCommandLogging.OVERRIDE,
      log_configuration = {
        cloud_watch_log_group = logs.LogGroup(stack, "Logs"), cloud_watch_encryption_enabled = true,
        s3_bucket = s3.Bucket(stack, "Bucket"), s3_encryption_enabled = true, s3_key_prefix = "p",
      },
    },
    managed_storage_configuration = { fargate_ephemeral_storage_kms_key = key, kms_key = key },
    default_cloud_map_namespace = { name = "full.local", use_for_service_connect = true },
  })
  full:add_default_capacity_provider_strategy({
    { capacity_provider = "FARGATE", base = 1, weight = 2 }, { capacity_provider = "FARGATE_SPOT", weight = 1 },
  })
  Cluster(stack, "Insights", {
    vpc = vpc, container_insights = true, managed_storage_configuration = { fargate_ephemeral_storage_kms_key = key },
  })
  Cluster(stack, "NoInsights", {
    vpc = vpc, container_insights = false, execute_command_configuration = { logging = ExecuteCommandLogging.NONE },
  })
  local open = Cluster(stack, "Public", { vpc = vpc })
  open:add_default_cloud_map_namespace({ name = "example.com", type = servicediscovery.NamespaceType.DNS_PUBLIC })
  local calls = Cluster(stack, "Http", { vpc = vpc })
  calls:add_default_cloud_map_namespace({
    name = "calls", type = servicediscovery.NamespaceType.HTTP, use_for_service_connect = true,
  })
  local found = Cluster(stack, "Found", { vpc = vpc })
  found:add_existing_default_cloud_map_namespace({
    namespace = calls.default_cloud_map_namespace, use_for_service_connect = true,
  })
  calls:enable_fargate_capacity_providers()
  calls:enable_fargate_capacity_providers()
  local user = iam.User(stack, "User")
  full:grant_task_protection(user)
  plain.grants:task_protection(user)
  local function alarm(id, metric)
    return cloudwatch.Alarm(stack, id, { metric = metric, threshold = 1, evaluation_periods = 1 })
  end
  alarm("A1", plain:metric("X"))
  alarm("A2", plain:metric_cpu_reservation())
  alarm("A3", full:metric_cpu_utilization())
  alarm("A4", plain:metric_memory_reservation({ period = cdk.Duration.minutes(1) }))
  alarm("A5", plain:metric_memory_utilization())
  out("Arn", full.cluster_arn)
  out("Name", plain.cluster_name)
  out("Ref", plain.cluster_ref.cluster_arn)
  out("Tasks", full:arn_for_tasks("a*"))
  out("Providers", table.concat(calls.capacity_provider_names, ","))
  local by_arn = Cluster.from_cluster_arn(stack, "ByArn", "arn:aws:ecs:us-east-1:444455556666:cluster/by-arn")
  local imported = Cluster.from_cluster_attributes(stack, "Imported", {
    cluster_name = "imported", vpc = vpc, security_groups = { ec2.SecurityGroup(stack, "Group", { vpc = vpc }) },
      has_ec2_capacity = false,
  })
  local known = Cluster.from_cluster_attributes(stack, "Known", {
    cluster_name = "known", vpc = vpc, cluster_arn = "arn:known",
  })
  out("ByArnName", by_arn.cluster_name)
  out("ByArnRef", by_arn.cluster_ref.cluster_name)
  out("ImportedArn", imported.cluster_arn)
  out("Capacity",
    tostring(imported.has_ec2_capacity) .. " " .. tostring(known.has_ec2_capacity) .. " "
      .. tostring(Cluster.is_cluster(known)) .. " " .. tostring(Cluster.is_cluster(plain)))
  out("KnownArn", known.cluster_ref.cluster_arn)
  imported.connections:allow_from_any_ipv4(ec2.Port.tcp(80))
  local function insights(value)
    return ecs.mixins.ClusterSettings({ { name = "containerInsights", value = value }, { name = "x", value = "y" } })
  end
  cdk.Mixins.of(plain):apply(insights("enabled"))
  cdk.Mixins.of(full):apply(insights("disabled"))
end

function cases.capacity(app)
  local stack, other = cdk.Stack(app, "ecs-stack", { env = ENV }), cdk.Stack(app, "Other")
  local vpc = ec2.Vpc(stack, "Vpc", { max_azs = 2, nat_gateways = 1 })
  local instance_type = ec2.InstanceType("t3.small")
  local cluster = ecs.Cluster(stack, "Cluster", {
    vpc = vpc, capacity = { instance_type = instance_type, desired_capacity = 2 },
  })
  cluster:add_capacity("Spot", {
    instance_type = instance_type, spot_price = "0.1", spot_instance_draining = true,
    topic_encryption_key = kms.Key(stack, "Key"),
  })
  cluster:add_capacity("Rocket", { instance_type = instance_type, machine_image = ecs.BottleRocketImage() })
  cluster:add_capacity("Typed", { instance_type = instance_type, machine_image_type = MachineImageType.BOTTLEROCKET })
  cluster:add_capacity("Windows", {
    instance_type = instance_type, machine_image = EcsOptimizedImage.windows(ecs.WindowsOptimizedVersion.SERVER_2022),
      spot_price = "0.2", spot_instance_draining = true,
  })
  cluster:add_capacity("Rolling", {
    instance_type = instance_type, update_policy = autoscaling.UpdatePolicy.rolling_update(),
  })
  cluster:add_capacity("Gpu", {
    instance_type = instance_type, machine_image = EcsOptimizedImage.amazon_linux2(AmiHardwareType.GPU),
  })
  cluster.connections:allow_from_any_ipv4(ec2.Port.tcp(443))
  local images = {
    EcsOptimizedImage.amazon_linux2023(), EcsOptimizedImage.amazon_linux2023(AmiHardwareType.NEURON),
      EcsOptimizedImage.amazon_linux(),
    EcsOptimizedImage.amazon_linux2(AmiHardwareType.ARM), EcsOptimizedImage.amazon_linux2(AmiHardwareType.NEURON),
    EcsOptimizedImage.amazon_linux2023(AmiHardwareType.STANDARD, { cached_in_context = true }),
    ecs.BottleRocketImage({
      variant = ecs.BottlerocketEcsVariant.AWS_ECS_2, architecture = ec2.InstanceArchitecture.ARM_64,
    }),
  }
  local function group(i)
    return autoscaling.AutoScalingGroup(stack, "Group" .. i, {
      vpc = vpc, instance_type = instance_type, machine_image = images[i + 1],
    })
  end
  local plain = AsgCapacityProvider(stack, "P0", { auto_scaling_group = group(0) })
  local full = AsgCapacityProvider(stack, "P1", {
    auto_scaling_group = group(1), capacity_provider_name = "full", enable_managed_scaling = false,
      enable_managed_termination_protection = false,
  })
  local sized = AsgCapacityProvider(stack, "P2", {
    auto_scaling_group = group(2), target_capacity_percent = 50, maximum_scaling_step_size = 10,
      minimum_scaling_step_size = 2, instance_warmup_period = 100,
    enable_managed_draining = true, enable_managed_termination_protection = false,
  })
  local draining = AsgCapacityProvider(stack, "P3", { auto_scaling_group = group(3), enable_managed_draining = false })
  local rocket = AsgCapacityProvider(stack, "P6", {
    auto_scaling_group = group(6), machine_image_type = MachineImageType.BOTTLEROCKET,
  })
  local foreign = autoscaling.AutoScalingGroup.from_auto_scaling_group_name(stack, "Foreign", "foreign")
  AsgCapacityProvider(stack, "P7", { auto_scaling_group = foreign, enable_managed_termination_protection = false })
  group(4)
  group(5)
  cluster:add_asg_capacity_provider(plain)
  cluster:add_asg_capacity_provider(plain)
  cluster:add_asg_capacity_provider(full, { topic_encryption_key = kms.Key(stack, "TopicKey") })
  cluster:add_asg_capacity_provider(sized)
  cluster:add_asg_capacity_provider(draining)
  cluster:add_asg_capacity_provider(rocket)
  cluster:add_default_capacity_provider_strategy({
    { capacity_provider = plain.capacity_provider_name, base = 1 }, {
      capacity_provider = full.capacity_provider_name, weight = 1,
    },
  })
  local security_group = ec2.SecurityGroup(stack, "SecurityGroup", { vpc = vpc })
  local managed = ecs.ManagedInstancesCapacityProvider(stack, "Managed", {
    subnets = vpc.private_subnets, security_groups = { security_group }, capacity_provider_name = "managed",
    capacity_option_type = ecs.CapacityOptionType.SPOT, monitoring = ecs.InstanceMonitoring.DETAILED,
    propagate_tags = ecs.PropagateManagedInstancesTags.CAPACITY_PROVIDER, task_volume_storage = cdk.Size.gibibytes(100),
    instance_requirements = {
      v_cpu_count_min = 1, v_cpu_count_max = 4, memory_min = cdk.Size.gibibytes(2), memory_max = cdk.Size.gibibytes(8),
      accelerator_count_min = 1, accelerator_manufacturers = { ec2.AcceleratorManufacturer.NVIDIA },
        accelerator_names = { ec2.AcceleratorName.A100 },
      accelerator_total_memory_min = cdk.Size.gibibytes(1), accelerator_types = { ec2.AcceleratorType.GPU },
        allowed_instance_types = { "m5.*" },
      bare_metal = ec2.BareMetal.EXCLUDED, baseline_ebs_bandwidth_mbps_min = 10,
        burstable_performance = ec2.BurstablePerformance.INCLUDED,
      cpu_manufacturers = { ec2.CpuManufacturer.INTEL }, instance_generations = { ec2.InstanceGeneration.CURRENT },
      local_storage = ec2.LocalStorage.REQUIRED, local_storage_types = { ec2.LocalStorageType.SSD },
        memory_per_v_cpu_min = cdk.Size.gibibytes(1),
      network_bandwidth_gbps_max = 10, network_interface_count_min = 1,
        on_demand_max_price_percentage_over_lowest_price = 30,
      require_hibernate_support = true, total_local_storage_gb_min = 100,
        max_spot_price_as_percentage_of_optimal_on_demand_price = 50,
    },
  })
  local lean = ecs.ManagedInstancesCapacityProvider(stack, "LeanManaged", {
    subnets = vpc.private_subnets, security_groups = { security_group },
    ec2_instance_profile = iam.InstanceProfile(stack, "Profile", {
      role = iam.Role(stack, "R", { assumed_by = iam.ServicePrincipal("ec2.amazonaws.com") }),
    }),
    infrastructure_role = iam.Role(stack, "I", { assumed_by = iam.ServicePrincipal("ecs.amazonaws.com") }),
    instance_requirements = {
      v_cpu_count_min = 1, memory_min = cdk.Size.gibibytes(2), excluded_instance_types = { "t2.*" },
    },
  })
  cluster:add_managed_instances_capacity_provider(managed)
  cluster:add_managed_instances_capacity_provider(managed)
  cluster:add_managed_instances_capacity_provider(lean)
  managed.connections:allow_from_any_ipv4(ec2.Port.tcp(80))
  local far = ecs.Cluster(other, "Far")
  local far_group = autoscaling.AutoScalingGroup(other, "Group", {
    vpc = far.vpc, instance_type = instance_type, machine_image = images[1],
  })
  far:add_asg_capacity_provider(AsgCapacityProvider(other, "P", { auto_scaling_group = far_group }))
  hide_program(stack)
end

function cases.services(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local function out(id, value) return cdk.CfnOutput(stack, "Out" .. id, { value = value }) end
  local image = ecs.ContainerImage.from_registry("nginx")
  local vpc = ec2.Vpc(stack, "Vpc", { max_azs = 2, nat_gateways = 1 })
  local key = kms.Key(stack, "Key")
  local cluster = ecs.Cluster(stack, "Cluster", {
    vpc = vpc, capacity = { instance_type = ec2.InstanceType("t3.small") },
    execute_command_configuration = {
      kms_key = key, logging = ecs.ExecuteCommandLogging.OVERRIDE,
      log_configuration = {
        cloud_watch_log_group = logs.LogGroup(stack, "Logs"), cloud_watch_encryption_enabled = true,
        s3_bucket = s3.Bucket(stack, "Bucket"), s3_encryption_enabled = true,
      },
    },
  })
  local simple = ecs.Cluster(stack, "Simple", { vpc = vpc })
  local fargate_task = ecs.FargateTaskDefinition(stack, "FargateTask")
  fargate_task:add_container("Web", { image = image, port_mappings = { { container_port = 80, name = "web" } } })
  local ec2_task = ecs.Ec2TaskDefinition(stack, "Ec2Task")
  ec2_task:add_container("Web", { image = image, memory_limit_mib = 64, port_mappings = { { container_port = 80 } } })
  local vpc_task = ecs.Ec2TaskDefinition(stack, "VpcTask", { network_mode = NetworkMode.AWS_VPC })
  vpc_task:add_container("Web", { image = image, memory_limit_mib = 64, port_mappings = { { container_port = 80 } } })
  local external_task = ecs.ExternalTaskDefinition(stack, "ExternalTask")
  external_task:add_container("Web", { image = image, memory_limit_mib = 64 })
  local plain = FargateService(stack, "Plain", { cluster = simple, task_definition = fargate_task })
  local group = ec2.SecurityGroup(stack, "Group", { vpc = vpc })
  local full = FargateService(stack, "Full", {
    cluster = cluster, task_definition = fargate_task, service_name = "full", desired_count = 3,
      assign_public_ip = true, security_groups = { group },
    platform_version = ecs.FargatePlatformVersion.VERSION1_4, min_healthy_percent = 100, max_healthy_percent = 150,
    circuit_breaker = { rollback = true }, enable_ecs_managed_tags = true, enable_execute_command = true,
    health_check_grace_period = cdk.Duration.minutes(2), propagate_tags = ecs.PropagatedTagSource.SERVICE,
    availability_zone_rebalancing = ecs.AvailabilityZoneRebalancing.ENABLED,
    capacity_provider_strategies = { { capacity_provider = "FARGATE", weight = 1 } },
    deployment_alarms = { alarm_names = { "a", "b" }, behavior = ecs.AlarmBehavior.FAIL_ON_ALARM },
    force_new_deployment = { enabled = true, nonce = "n" }, task_definition_revision = ecs.TaskDefinitionRevision.of(2),
    vpc_subnets = { subnet_type = ec2.SubnetType.PUBLIC },
  })
  FargateService(stack, "Shell", {
    cluster = simple, task_definition = fargate_task, enable_execute_command = true,
    task_definition_revision = ecs.TaskDefinitionRevision.LATEST,
  })
  FargateService(stack, "CodeDeploy", {
    cluster = cluster, task_definition = fargate_task,
    deployment_controller = { type = DeploymentControllerType.CODE_DEPLOY },
  })
  FargateService(stack, "Outside", {
    cluster = cluster, task_definition = fargate_task,
    deployment_controller = { type = DeploymentControllerType.EXTERNAL },
  })
  FargateService(stack, "Controlled", {
    cluster = cluster, task_definition = fargate_task, deployment_controller = { type = DeploymentControllerType.ECS },
    circuit_breaker = { enable = false },
  })
  FargateService(stack, "Canary", {
    cluster = cluster, task_definition = fargate_task, deployment_strategy = ecs.DeploymentStrategy.CANARY,
      bake_time = cdk.Duration.minutes(5),
    canary_configuration = { step_percent = 5.5, step_bake_time = cdk.Duration.minutes(10) },
  })
  FargateService(stack, "Linear", {
    cluster = cluster, task_definition = fargate_task, deployment_strategy = ecs.DeploymentStrategy.LINEAR,
      linear_configuration = { step_percent = 25 },
  })
  local handler = lambda.Function(stack, "Fn", {
    runtime = lambda.Runtime.PYTHON_3_12, handler = "i.h", code = lambda.Code.from_inline("pass"),
  })
  local hook = ecs.DeploymentLifecycleLambdaTarget(handler, "Hook", {
    lifecycle_stages = { ecs.DeploymentLifecycleStage.PRE_SCALE_UP },
  })
  local hooked = FargateService(stack, "Hooked", {
    cluster = cluster, task_definition = fargate_task, deployment_strategy = ecs.DeploymentStrategy.BLUE_GREEN,
      lifecycle_hooks = { hook },
  })
  local given = iam.Role(stack, "HookRole", { assumed_by = iam.ServicePrincipal("ecs.amazonaws.com") })
  hooked:add_lifecycle_hook(ecs.DeploymentLifecycleLambdaTarget(handler, "Given", {
    role = given, lifecycle_stages = {
      ecs.DeploymentLifecycleStage.POST_SCALE_UP, ecs.DeploymentLifecycleStage.TEST_TRAFFIC_SHIFT,
    },
  }))
  local machine = Ec2Service(stack, "Machine", {
    cluster = cluster, task_definition = ec2_task,
    placement_strategies = {
      PlacementStrategy.spread_across_instances(), PlacementStrategy.packed_by_cpu(),
      PlacementStrategy.packed_by_memory(),
    },
    placement_constraints = { PlacementConstraint.distinct_instances(), PlacementConstraint.member_of("a", "b") },
  })
  machine:add_placement_strategies(PlacementStrategy.randomly(),
    PlacementStrategy.spread_across(ecs.BuiltInAttributes.AVAILABILITY_ZONE, "x"))
  machine:add_placement_constraints(PlacementConstraint.member_of("c"))
  Ec2Service(stack, "Daemon", {
    cluster = cluster, task_definition = ec2_task, daemon = true, enable_execute_command = true,
  })
  Ec2Service(stack, "InVpc", {
    cluster = cluster, task_definition = vpc_task, min_healthy_percent = 0,
    propagate_tags = ecs.PropagatedTagSource.NONE,
  })
  Ec2Service(stack, "Balanced", {
    cluster = cluster, task_definition = vpc_task,
      availability_zone_rebalancing = ecs.AvailabilityZoneRebalancing.ENABLED, security_groups = { group },
    placement_strategies = { PlacementStrategy.spread_across(ecs.BuiltInAttributes.AVAILABILITY_ZONE) },
  })
  ExternalService(stack, "Own", { cluster = simple, task_definition = external_task })
  ExternalService(stack, "OwnDaemon", {
    cluster = simple, task_definition = external_task, daemon = true, propagate_tags = ecs.PropagatedTagSource.SERVICE,
  })
  plain:enable_deployment_alarms({ "c" }, { behavior = ecs.AlarmBehavior.ROLLBACK_ON_ALARM })
  plain:enable_deployment_alarms({ "d" })
  plain:force_new_deployment("nonce")
  local volume = ecs.ServiceManagedVolume(stack, "Volume", {
    name = "ebs",
    managed_ebs_volume = {
      size = cdk.Size.gibibytes(15), volume_type = ec2.EbsDeviceVolumeType.GP3, iops = 4000, throughput = 500,
        encrypted = true, kms_key_id = key,
      file_system_type = ecs.FileSystemType.XFS, snap_shot_id = "snap-0123",
        volume_initialization_rate = cdk.Size.mebibytes(200),
      tag_specifications = { { propagate_tags = ecs.EbsPropagatedTagSource.SERVICE, tags = { a = "b", c = "d" } }, {} },
    },
  })
  local stored = ecs.FargateTaskDefinition(stack, "Stored", { volumes = { { name = "x" } } })
  local container = stored:add_container("Web", { image = image })
  volume:mount_in(container, { container_path = "/var", read_only = false })
  stored:add_volume(volume)
  local with_volume = FargateService(stack, "WithVolume", { cluster = cluster, task_definition = stored })
  with_volume:add_volume(volume)
  out("VolumeName", volume.name)
  local function alarm(id, metric)
    return cloudwatch.Alarm(stack, id, { metric = metric, threshold = 1, evaluation_periods = 1 })
  end
  alarm("A1", plain:metric("X"))
  alarm("A2", full:metric_cpu_utilization())
  alarm("A3", plain:metric_memory_utilization({ statistic = "max" }))
  full.connections:allow_from_any_ipv4(ec2.Port.tcp(80))
  local scaling = full:auto_scale_task_count({ max_capacity = 10, min_capacity = 2 })
  scaling:scale_on_cpu_utilization("Cpu", {
    target_utilization_percent = 50, scale_in_cooldown = cdk.Duration.minutes(1), policy_name = "p",
  })
  scaling:scale_on_memory_utilization("Memory", { target_utilization_percent = 60, disable_scale_in = true })
  scaling:scale_to_track_custom_metric("Custom", { metric = plain:metric("Y"), target_value = 7 })
  scaling:scale_on_metric("Steps", {
    metric = plain:metric_cpu_utilization(),
    scaling_steps = { { upper = 10, change = -1 }, { lower = 50, change = 1 } },
  })
  out("Name", plain.service_name)
  out("Arn", full.service_arn)
  out("Ref", machine.service_ref.service_arn)
  out("Ecs", tostring(plain:is_using_ecs_deployment_controller()) .. " "
    .. tostring(hooked:is_using_ecs_deployment_controller()))
  local arn = "arn:aws:ecs:eu-west-1:111122223333:service/cluster/name"
  local imported = {
    FargateService.from_fargate_service_arn(stack, "I1", arn), Ec2Service.from_ec2_service_arn(stack, "I2",
      (arn:gsub("cluster/", ""))),
    ExternalService.from_external_service_arn(stack, "I3", arn),
    FargateService.from_fargate_service_attributes(stack, "I4", { cluster = cluster, service_arn = arn }),
    Ec2Service.from_ec2_service_attributes(stack, "I5", { cluster = cluster, service_name = "name" }),
    ExternalService.from_external_service_attributes(stack, "I6", { cluster = cluster, service_name = "name" }),
    ecs.BaseService.from_service_arn_with_cluster(stack, "I7", arn),
    FargateService.from_fargate_service_arn(stack, "I8", cdk.Fn.import_value("service")),
    ecs.BaseService.from_service_arn_with_cluster(stack, "I9", cdk.Fn.import_value("service")),
  }
  for i, one in ipairs(imported) do
    out("ImportedName" .. i - 1, one.service_name)
    out("ImportedArn" .. i - 1, one.service_ref.service_arn)
  end
  out("ImportedCluster", imported[7].cluster.cluster_name)
  hide_program(stack)
end

function cases.networks(app)
  local stack, far = cdk.Stack(app, "S"), cdk.Stack(app, "Far")
  local image = ecs.ContainerImage.from_registry("nginx")
  local cluster = ecs.Cluster(stack, "Cluster", {
    capacity = { instance_type = ec2.InstanceType("t3.small") }, default_cloud_map_namespace = { name = "local" },
  })
  local vpc = cluster.vpc
  local fargate_task = ecs.FargateTaskDefinition(stack, "FargateTask")
  local web = fargate_task:add_container("Web", {
    image = image,
    port_mappings = {
      { container_port = 80, name = "web" },
      { container_port = 8080, name = "api", app_protocol = ecs.AppProtocol.grpc },
    },
  })
  web:add_port_mappings({ container_port = 53, protocol = ecs.Protocol.UDP })
  local bridge_task = ecs.Ec2TaskDefinition(stack, "BridgeTask")
  bridge_task:add_container("Web", {
    image = image, memory_limit_mib = 64, port_mappings = { { container_port = 80 } },
  })
  local host_task = ecs.Ec2TaskDefinition(stack, "HostTask", { network_mode = NetworkMode.HOST })
  local host_web = host_task:add_container("Web", {
    image = image, memory_limit_mib = 64, port_mappings = { { container_port = 80 }, { container_port = 81 } },
  })
  local fargate = FargateService(stack, "Fargate", {
    cluster = cluster, task_definition = fargate_task, cloud_map_options = { name = "fargate" },
  })
  local bridge = Ec2Service(stack, "Bridge", {
    cluster = cluster, task_definition = bridge_task, cloud_map_options = {},
  })
  local host = Ec2Service(stack, "Host", { cluster = cluster, task_definition = host_task })
  host:enable_cloud_map({
    container = host_web, container_port = 81, failure_threshold = 3, dns_ttl = cdk.Duration.minutes(2),
  })
  local balancer = elbv2.ApplicationLoadBalancer(stack, "Balancer", { vpc = vpc })
  local listener = balancer:add_listener("Listener", { port = 80 })
  local targets = listener:add_targets("Fargate", { port = 80, targets = { fargate } })
  listener:add_targets("Bridge", {
    port = 80, priority = 1, conditions = { elbv2.ListenerCondition.path_patterns({ "/b" }) },
    targets = { bridge:load_balancer_target({ container_name = "Web", container_port = 80 }) },
  })
  fargate:register_load_balancer_targets({
    container_name = "Web", container_port = 8080, new_target_group_id = "Api",
    listener = ListenerConfig.application_listener(balancer:add_listener("Api", { port = 8080,
      protocol = elbv2.ApplicationProtocol.HTTP }), {
      protocol = elbv2.ApplicationProtocol.HTTP,
    }),
  })
  local network = elbv2.NetworkLoadBalancer(stack, "Network", { vpc = vpc })
  local tcp = network:add_listener("Tcp", { port = 80 })
  host:register_load_balancer_targets({
    container_name = "Web", new_target_group_id = "Host", listener = ListenerConfig.network_listener(tcp),
  })
  network:add_listener("Udp", { port = 53, protocol = elbv2.Protocol.UDP }):add_targets("Udp", {
    port = 53, protocol = elbv2.Protocol.UDP, targets = {
      fargate:load_balancer_target({ container_name = "Web", container_port = 53, protocol = ecs.Protocol.UDP }),
    },
  })
  local classic = elb.LoadBalancer(stack, "Classic", { vpc = vpc, listeners = { { external_port = 80 } } })
  classic:add_target(bridge)
  classic:add_target(host:load_balancer_target({ container_name = "Web", container_port = 81 }))
  fargate:auto_scale_task_count({ max_capacity = 5 }):scale_on_request_count("Requests", {
    target_group = targets, requests_per_target = 100,
  })
  local connected = FargateService(stack, "Connected", {
    cluster = cluster, task_definition = fargate_task,
    service_connect_configuration = {
      log_driver = ecs.LogDrivers.aws_logs({ stream_prefix = "connect" }),
      access_log_configuration = { format = ecs.ServiceConnectAccessLogFormat.JSON, include_query_parameters = true },
      services = {
        {
          port_mapping_name = "web", discovery_name = "d", dns_name = "dns", ingress_port_override = 100, port = 8000,
          idle_timeout = cdk.Duration.seconds(10), per_request_timeout = cdk.Duration.seconds(5),
          tls = {
            aws_pca_authority_arn = "arn:pca", kms_key = kms.Key(stack, "Key"),
            role = iam.Role(stack, "Role", { assumed_by = iam.ServicePrincipal("ecs.amazonaws.com") }),
          },
        },
        { port_mapping_name = "api" },
      },
    },
  })
  connected:associate_cloud_map_service({ service = fargate.cloud_map_service })
  local named = FargateService(stack, "Named", { cluster = cluster, task_definition = fargate_task })
  named:enable_service_connect({ namespace = "other" })
  local joined = FargateService(stack, "Joined", { cluster = cluster, task_definition = fargate_task })
  joined:enable_service_connect()
  local service = servicediscovery.Service(stack, "Service", {
    namespace = cluster.default_cloud_map_namespace, dns_record_type = DnsRecordType.SRV,
  })
  local srv = FargateService(stack, "Srv", { cluster = cluster, task_definition = fargate_task })
  srv:associate_cloud_map_service({ service = service })
  local blue = elbv2.ApplicationTargetGroup(stack, "Blue", { vpc = vpc, port = 80, target_type = elbv2.TargetType.IP })
  local green = elbv2.ApplicationTargetGroup(stack, "Green", {
    vpc = vpc, port = 80, target_type = elbv2.TargetType.IP,
  })
  local second = balancer:add_listener("Second", {
    port = 81, default_action = elbv2.ListenerAction.forward({ blue }), protocol = elbv2.ApplicationProtocol.HTTP,
  })
  local rule = elbv2.ApplicationListenerRule(stack, "Rule", {
    listener = second, priority = 1, conditions = { elbv2.ListenerCondition.path_patterns({ "/x" }) },
      action = elbv2.ListenerAction.weighted_forward({
        { target_group = blue, weight = 1 }, { target_group = green, weight = 0 },
      }),
  })
  local shifting = FargateService(stack, "Shifting", {
    cluster = cluster, task_definition = fargate_task, deployment_strategy = ecs.DeploymentStrategy.BLUE_GREEN,
  })
  blue:add_target(shifting:load_balancer_target({
    container_name = "Web", container_port = 80,
    alternate_target = ecs.AlternateTarget("Alternate", {
      alternate_target_group = green, production_listener = ListenerRuleConfiguration.application_listener_rule(rule),
      test_listener = ListenerRuleConfiguration.network_listener(tcp),
    }),
  }))
  local far_group = ec2.SecurityGroup(far, "Group", { vpc = ec2.Vpc(far, "Vpc") })
  local imported = ecs.Cluster.from_cluster_attributes(far, "Imported", {
    cluster_name = "c",
    vpc = ec2.Vpc.from_vpc_attributes(far, "V", {
      vpc_id = "v", availability_zones = { "a" }, private_subnet_ids = { "p" },
    }),
    security_groups = { far_group },
  })
  local far_task = ecs.Ec2TaskDefinition(far, "Task")
  far_task:add_container("C", { image = image, memory_limit_mib = 64, port_mappings = { { container_port = 80 } } })
  local far_service = Ec2Service(far, "Service", { cluster = imported, task_definition = far_task })
  far_service.connections:allow_from_any_ipv4(ec2.Port.tcp(80))
  local near_task = ecs.Ec2TaskDefinition(far, "NearTask")
  near_task:add_container("C", { image = image, memory_limit_mib = 64, port_mappings = { { container_port = 80 } } })
  local near = Ec2Service(far, "Near", { cluster = cluster, task_definition = near_task })
  near.connections:allow_from_any_ipv4(ec2.Port.tcp(81))
  hide_program(stack)
end

function cases.flags(app)
  app.node:set_context("@aws-cdk/aws-ecs:arnFormatIncludesClusterName", true)
  app.node:set_context("@aws-cdk/aws-ecs:disableExplicitDeploymentControllerForCircuitBreaker", true)
  app.node:set_context("@aws-cdk/aws-ecs:removeDefaultDeploymentAlarm", true)
  app.node:set_context("@aws-cdk/aws-ecs:reduceEc2FargateCloudWatchPermissions", true)
  app.node:set_context("@aws-cdk/aws-ecs:removeEmptyLoadBalancers", true)
  local stack, china = cdk.Stack(app, "S"), cdk.Stack(app, "China", {
    env = { account = "111122223333", region = "cn-north-1" },
  })
  local function out(id, value) return cdk.CfnOutput(stack, "Out" .. id, { value = value }) end
  local cluster = ecs.Cluster(stack, "Cluster")
  local image = ecs.ContainerImage.from_registry("nginx")
  local task = ecs.FargateTaskDefinition(stack, "Task")
  task:add_container("C", { image = image })
  ecs.FargateService(stack, "Service", {
    cluster = cluster, task_definition = task, circuit_breaker = {}, enable_execute_command = true,
  })
  local arn = "arn:aws:ecs:eu-west-1:111122223333:service/cluster/name"
  local imported = {
    ecs.FargateService.from_fargate_service_arn(stack, "I1", arn),
    ecs.FargateService.from_fargate_service_arn(stack, "I2", cdk.Fn.import_value("service")),
    ecs.Ec2Service.from_ec2_service_attributes(stack, "I3", { cluster = cluster, service_name = "name" }),
    ecs.Ec2Service.from_ec2_service_attributes(stack, "I4", {
      cluster = cluster, service_arn = cdk.Fn.import_value("service"),
    }),
  }
  for i, one in ipairs(imported) do
    out("Name" .. i - 1, one.service_name)
    out("Arn" .. i - 1, one.service_arn)
  end
  local vpc = ec2.Vpc.from_vpc_attributes(china, "V", {
    vpc_id = "v", availability_zones = { "a" }, private_subnet_ids = { "p" },
  })
  local far_task = ecs.FargateTaskDefinition(china, "Task")
  far_task:add_container("C", { image = image })
  ecs.FargateService(china, "Service", {
    cluster = ecs.Cluster(china, "Cluster", { vpc = vpc }), task_definition = far_task,
  })
end

function cases.shared(app)
  local base, stack = cdk.Stack(app, "Base"), cdk.Stack(app, "S")
  local vpc, key = ec2.Vpc(base, "Vpc", { max_azs = 2 }), kms.Key(base, "Key")
  local role = iam.Role(base, "Role", { assumed_by = iam.ServicePrincipal "ecs.amazonaws.com" })
  local image = ecs.ContainerImage.from_registry "web"
  local cluster = ecs.Cluster(base, "Cluster", {
    vpc = vpc, cluster_name = "c", managed_storage_configuration = { fargate_ephemeral_storage_kms_key = key },
  })
  local definition = ecs.FargateTaskDefinition(stack, "Task", { ephemeral_storage_gib = 0 })
  local container = definition:add_container("C", { image = image })
  local volume = ecs.ServiceManagedVolume(stack, "Volume", {
    name = "v", managed_ebs_volume = { size = cdk.Size.gibibytes(10), kms_key_id = key, role = role },
  })
  definition:add_volume(volume)
  volume:mount_in(container, { container_path = "/v", read_only = false })
  ecs.FargateService(stack, "Service", {
    cluster = cluster, task_definition = definition, volume_configurations = { volume },
    security_groups = { ec2.SecurityGroup(base, "Group", { vpc = vpc }) },
  })
  ecs.Ec2TaskDefinition(stack, "Empty", { inference_accelerators = {} })
    :add_container("C", { image = image, memory_limit_mib = 64 })
end

describe("aws_ecs", function()
  golden.check("aws_ecs", cases)

  local app, stack, vpc, cluster, image, n

  before_each(function()
    app = cdk.App()
    stack = cdk.Stack(app, "S", { env = ENV })
    vpc = ec2.Vpc.from_vpc_attributes(stack, "Vpc", {
      vpc_id = "vpc-0123456789abcdef0", availability_zones = { "eu-west-1a" }, private_subnet_ids = { "subnet-1" },
    })
    cluster = ecs.Cluster(stack, "Cluster", { vpc = vpc })
    image = ContainerImage.from_registry "nginx"
    n = 0
  end)

  local function id()
    n = n + 1
    return "X" .. n
  end

  -- Each row: what the error says, and the properties that are refused.
  local function refuses_rows(class, common, rows)
    for _, row in ipairs(rows) do
      local props = {}
      for name, value in pairs(common) do props[name] = value end
      for name, value in pairs(row[2]) do props[name] = value end
      refuses(row[1], class, stack, id(), props)
    end
  end

  local function fargate_task()
    local task = ecs.FargateTaskDefinition(stack, id())
    task:add_container("Web", { image = image, port_mappings = { { container_port = 80, name = "web" } } })
    return task
  end

  local function ec2_task(mode)
    local task = ecs.Ec2TaskDefinition(stack, id(), { network_mode = mode })
    task:add_container("Web", { image = image, memory_limit_mib = 64, port_mappings = { { container_port = 80 } } })
    return task
  end

  local function problems(text)
    local ok, message = pcall(app.synth, app)
    assert.is_false(ok, text)
    assert.truthy(tostring(message):find(text, 1, true), tostring(message))
  end

  -- ---- tasks --------------------------------------------------------------------------------------------------------

  it("refuses task definitions that do not fit where they run", function()
    local linux = { operating_system_family = ecs.OperatingSystemFamily.LINUX }
    local windows = { operating_system_family = ecs.OperatingSystemFamily.WINDOWS_SERVER_2022_FULL }
    local proxy = ecs.ProxyConfigurations.app_mesh_proxy_configuration {
      container_name = "c", properties = { app_ports = { 1 }, ignored_gid = 2, proxy_egress_port = 3,
        proxy_ingress_port = 4 },
    }
    local fargate = { compatibility = Compatibility.FARGATE, cpu = "256", memory_mib = "512" }
    local accelerators = { { device_name = "d", device_type = "t" } }
    refuses_rows(ecs.TaskDefinition, fargate, {
      { "the network mode of tasks on Fargate must be AWS_VPC, got 'bridge'", { network_mode = NetworkMode.BRIDGE } },
      { "a task on Fargate needs cpu and memory_mib", { cpu = "" } },
      { "placement constraints are not possible on Fargate",
        { placement_constraints = { PlacementConstraint.member_of "a" } } },
      { "inference accelerators are not possible on Fargate", { inference_accelerators = accelerators } },
      { "cpu of a task with Windows must be 1024, 2048 or 4096, got '256'", { runtime_platform = windows } },
      { "memory of a task with Windows and 1024 CPU units must be between 1024 and 8192 MiB in steps of 1024",
        { runtime_platform = windows, cpu = "1024" } },
      { "between 4096 and 16384 MiB", { runtime_platform = windows, cpu = "2048", memory_mib = "5000" } },
      { "between 8192 and 30720 MiB", { runtime_platform = windows, cpu = "4096", memory_mib = "31744" } },
    })
    refuses_rows(ecs.TaskDefinition, { compatibility = Compatibility.EC2 }, {
      { "proxy_configuration needs NetworkMode.AWS_VPC, got 'bridge'", { proxy_configuration = proxy } },
      { "runtime_platform is for tasks on Fargate or managed instances", { runtime_platform = linux } },
      { "enable_fault_injection needs NetworkMode.AWS_VPC or NetworkMode.HOST", { enable_fault_injection = true } },
      { "the network mode of external tasks must be BRIDGE, HOST or NONE, got 'awsvpc'",
        { compatibility = Compatibility.EXTERNAL, network_mode = NetworkMode.AWS_VPC } },
    })
    local storage = { name = "v", docker_volume_configuration = { driver = "d", scope = ecs.Scope.TASK } }
    refuses_rows(ecs.TaskDefinition, { compatibility = Compatibility.MANAGED_INSTANCES }, {
      { "the network mode of tasks on managed instances must be AWS_VPC or HOST, got 'bridge'",
        { network_mode = NetworkMode.BRIDGE } },
      { "inference_accelerators is not possible on managed instances", { inference_accelerators = accelerators } },
      { "ephemeral_storage_gib is not possible on managed instances", { ephemeral_storage_gib = 21 } },
      { "ipc_mode is not possible on managed instances", { ipc_mode = ecs.IpcMode.HOST } },
      { "proxy_configuration is not possible on managed instances", { proxy_configuration = proxy } },
      { "must be Linux, got 'WINDOWS_SERVER_2022_FULL'", { runtime_platform = windows } },
      {
        "docker_volume_configuration is not possible on managed instances, got one for 'v'", { volumes = { storage } },
      },
    })
    refuses_rows(ecs.FargateTaskDefinition, {}, {
      { "ephemeral_storage_gib must be between 21 and 200 GiB, got 20", { ephemeral_storage_gib = 20 } },
      { "pid_mode needs runtime_platform.operating_system_family", { pid_mode = ecs.PidMode.TASK } },
      { "pid_mode is not possible with Windows",
        { pid_mode = ecs.PidMode.TASK, runtime_platform = windows, cpu = 1024, memory_limit_mib = 1024 } },
      { "pid_mode on Fargate must be PidMode.TASK, got 'host'",
        { pid_mode = ecs.PidMode.HOST, runtime_platform = linux } },
    })
    refuses("must be of type memberOf, got distinctInstance", ecs.Ec2TaskDefinition, stack, id(),
      { placement_constraints = { PlacementConstraint.distinct_instances() } })
    local external = ecs.ExternalTaskDefinition(stack, id())
    refuses("inference accelerators are not possible for external tasks", external.add_inference_accelerator, external,
      accelerators[1])
    local on_fargate = fargate_task()
    refuses("placement constraints are not possible on Fargate", on_fargate.add_placement_constraint, on_fargate,
      PlacementConstraint.member_of "a")
    refuses("inference accelerators are not possible on Fargate", on_fargate.add_inference_accelerator, on_fargate,
      accelerators[1])
    refuses("configured_at_launch cannot be combined", on_fargate.add_volume, on_fargate,
      { name = "v", configured_at_launch = true, host = {} })
    refuses("the revision of a task definition must be at least 1, got 0", ecs.TaskDefinitionRevision.of, 0)
    refuses("App Mesh needs ignored_uid or ignored_gid", ecs.ProxyConfigurations.app_mesh_proxy_configuration,
      { container_name = "c", properties = { app_ports = { 1 }, proxy_egress_port = 3, proxy_ingress_port = 4 } })
    local imported = ecs.TaskDefinition.from_task_definition_arn(stack, id(), "arn:t")
    refuses("the task_role of the imported task definition is not known", function() return imported.task_role end)
    refuses("the network_mode of the imported task definition is not known",
      function() return imported.network_mode end)
  end)

  it("refuses containers that ECS does not have", function()
    local task = ecs.Ec2TaskDefinition(stack, "Task")
    local function refuses_container(text, props)
      props.image = image
      refuses(text, task.add_container, task, id(), props)
    end
    local seconds = cdk.Duration.seconds
    refuses_container("memory_limit_mib must be at least memory_reservation_mib; they are 1 and 2",
      { memory_limit_mib = 1, memory_reservation_mib = 2 })
    refuses_container("need enable_restart_policy = true",
      { enable_restart_policy = false, restart_ignored_exit_codes = { 1 } })
    local codes = {}
    for i = 1, 51 do codes[i] = i end
    refuses_container("restart_ignored_exit_codes can have at most 50 items, got 51",
      { restart_ignored_exit_codes = codes })
    refuses_container("restart_attempt_period must be between 60 and 1800 seconds, got 59",
      { restart_attempt_period = seconds(59) })
    refuses_container("a container can have one of credential_specs, got 2",
      { credential_specs = { ecs.CredentialSpec("a", "b"), ecs.CredentialSpec("a", "b") } })
    refuses_container("the task definition has no inference accelerator with device_name 'd'",
      { inference_accelerator_resources = { "d" } })
    refuses_container("interval of a health check must be between 5 and 300 seconds, got 4",
      { health_check = { command = { "a" }, interval = seconds(4) } })
    refuses_container("timeout of a health check must be between 2 and 120 seconds, got 121",
      { health_check = { command = { "a" }, timeout = seconds(121) } })
    refuses_container("must not be shorter than its timeout; they are 5 and 6 seconds",
      { health_check = { command = { "a" }, interval = seconds(5), timeout = seconds(6) } })
    refuses_container("the command of a health check must not be empty", { health_check = { command = {} } })
    local sized = ecs.FargateTaskDefinition(stack, "Sized")
    sized:add_container("A", { image = image, cpu = 200 })
    refuses("the containers may have at most the cpu of the task, '256' units, got 300", sized.add_container, sized,
      "B",
      { image = image, cpu = 100 })
  end)

  it("refuses ports and links that the network mode does not have", function()
    local bridge = ecs.Ec2TaskDefinition(stack, "Bridge"):add_container("C", { image = image, memory_limit_mib = 1 })
    local host = ecs.Ec2TaskDefinition(stack, "Host", { network_mode = NetworkMode.HOST })
      :add_container("C", { image = image, memory_limit_mib = 1 })
    local function refuses_port(text, container, mapping)
      refuses(text, container.add_port_mappings, container, mapping)
    end
    refuses_port("the name of a port mapping must not be empty", bridge, { container_port = 80, name = "" })
    refuses_port("container_port 0 (CONTAINER_PORT_USE_RANGE) needs container_port_range", bridge,
      { container_port = 0 })
    refuses_port("container_port_range needs container_port = ecs.ContainerDefinition.CONTAINER_PORT_USE_RANGE", bridge,
      { container_port = 1, container_port_range = "1-2" })
    refuses_port("host_port must be left out or equal to container_port with network mode host; they are 81 and 80",
      host, { container_port = 80, host_port = 81 })
    refuses_port("container_port_range must be a literal", bridge,
      { container_port = 0, container_port_range = cdk.Fn.import_value "range" })
    refuses_port("host_port and container_port_range are mutually exclusive", bridge,
      { container_port = 0, container_port_range = "1-2", host_port = 1 })
    refuses_port("container_port_range needs NetworkMode.BRIDGE or NetworkMode.AWS_VPC, got 'host'", host,
      { container_port = 0, container_port_range = "1-2" })
    refuses_port("container_port_range must have the form <first>-<last>, got '1 to 2'", bridge,
      { container_port = 0, container_port_range = "1 to 2" })
    refuses_port("name and app_protocol of a port mapping need NetworkMode.AWS_VPC or NetworkMode.BRIDGE", host,
      { container_port = 80, name = "a" })
    refuses_port("app_protocol of a port mapping needs a name", bridge,
      { container_port = 80, app_protocol = ecs.AppProtocol.http })
    bridge:add_port_mappings { container_port = 80, name = "a" }
    refuses_port("the container already has a port mapping named 'a'", bridge, { container_port = 81, name = "a" })
    refuses("links need NetworkMode.BRIDGE, got 'host'", host.add_link, host, bridge)
    refuses("the container has no ports", function() return host.container_port end)
    host = ecs.Ec2TaskDefinition(stack, "Vpc2", { network_mode = NetworkMode.AWS_VPC })
      :add_container("C", { image = image, memory_limit_mib = 1 })
    host:add_port_mappings { container_port = 0, container_port_range = "1-2" }
    refuses("must be a single port, got the range '1-2'", function() return host.ingress_port end)
  end)

  describe("the log router that FireLens adds", function()
    local TEXT = "the log router that FireLens needs has an execution role, which grant_run could not allow to pass"

    local function granted(grantee, task)
      task:grant_run(grantee)
      task:add_container("C", { image = image, logging = ecs.LogDrivers.firelens { options = {} } })
      return task
    end

    it("is refused when a rendered policy lets run a task that has no execution role yet", function()
      granted(iam.User(stack, "User"), ecs.FargateTaskDefinition(stack, "Task"))
      problems(TEXT)
    end)

    it("is refused when a role may run such a task, wherever the role is", function()
      local task = ecs.FargateTaskDefinition(stack, "Task")
      granted(iam.Role(stack, "Role", { assumed_by = iam.ServicePrincipal "ec2.amazonaws.com" }), task)
      problems(TEXT)
    end)

    it("is added when the policy follows the task, or when there is an execution role", function()
      local task = ecs.FargateTaskDefinition(stack, "Task")
      granted(iam.User(stack, "Later"), task)
      local other = granted(iam.User(stack, "User"), ecs.FargateTaskDefinition(stack, "Other"))
      other:obtain_execution_role()
      app:synth()
      assert.is_not_nil(task:find_container "log-router")
      assert.is_not_nil(other:find_container "log-router")
    end)
  end)

  it("refuses options of log drivers, routers, files and parameters", function()
    local logs_props = { stream_prefix = "p", log_group = logs.LogGroup(stack, "G"), log_retention = 7 }
    refuses("log_group and log_retention are mutually exclusive", ecs.LogDrivers.aws_logs, logs_props)
    refuses("max_buffer_size needs mode = ecs.AwsLogDriverMode.NON_BLOCKING", ecs.LogDrivers.aws_logs,
      { stream_prefix = "p", max_buffer_size = cdk.Size.mebibytes(1) })
    refuses("compression_level must be between -1 and 9, got 10", ecs.LogDrivers.gelf,
      { address = "a", compression_level = 10 })
    refuses("tcp_max_reconnect must be at least 0, got -1", ecs.LogDrivers.gelf,
      { address = "a", tcp_max_reconnect = -1 })
    refuses("max_file must be at least 0, got -1", ecs.LogDrivers.json_file, { max_file = -1 })
    local secret = ecs.Secret.from_secrets_manager(secretsmanager.Secret(stack, "Secret"))
    refuses("gzip_level must be between -1 and 9, got 10", ecs.LogDrivers.splunk,
      { secret_token = secret, url = "u", gzip_level = 10 })
    local task = fargate_task()
    local function router(options)
      return { image = image, firelens_config = { type = ecs.FirelensLogRouterType.FLUENTD, options = options } }
    end
    refuses("config_file_value and config_file_type must be given together", task.add_firelens_log_router, task, id(),
      router { config_file_value = "x" })
    local other = fargate_task()
    other:add_firelens_log_router("Router", router {})
    refuses("the task definition already has a FireLens log router", other.add_firelens_log_router, other, id(),
      router {})
    refuses("'spec' must be a file", task.add_container, task, id(),
      { image = image, environment_files = { ecs.EnvironmentFile.from_asset "spec" } })
    refuses("shared_memory_size must be an integer of at least 0, got -1", ecs.LinuxParameters, stack, id(),
      { shared_memory_size = -1 })
    refuses("swappiness must be an integer between 0 and 100, got 101", ecs.LinuxParameters, stack, id(),
      { swappiness = 101 })
    refuses("spread_across needs at least one attribute", PlacementStrategy.spread_across)
    refuses("key must not be empty", ecs.DomainlessCredentialSpec.from_s3_bucket,
      s3.Bucket.from_bucket_name(stack, "B", "bucket"), "")
    refuses("additional_cache_key needs cached_in_context = true", ecs.BottleRocketImage,
      { additional_cache_key = "k" })
  end)

  it("tells at synthesis what a task definition lacks", function()
    local task = ecs.Ec2TaskDefinition(stack, "Task")
    task:add_container("A", { image = image, port_mappings = { { container_port = 80, name = "p" } } })
    problems "the container A needs memory_limit_mib or memory_reservation_mib"
    task:add_container("B", { image = image, port_mappings = { { container_port = 81, name = "p" } } })
    problems "the port mapping name 'p' must not be both in 'B' and in 'A'"
    task:add_volume { name = "v", configured_at_launch = true }
    problems "the volume 'v' is configured at launch, so a container must mount it"
    task:add_volume { name = "w", configured_at_launch = true }
    problems "one volume may be configured at launch, got v, w"
  end)

  it("asks for the parameter of an image when a container has it", function()
    local by_tag = ecs.TagParameterContainerImage(ecr.Repository(stack, "R"))
    cdk.CfnOutput(stack, "Tag", { value = by_tag.tag_parameter_name })
    problems "tag_parameter_name is known when a container has the image"
  end)

  -- ---- clusters -----------------------------------------------------------------------------------------------------

  it("refuses clusters that ECS does not have", function()
    local logging = ecs.ExecuteCommandLogging
    refuses_rows(ecs.Cluster, { vpc = vpc }, {
      { "container_insights and container_insights_v2 are mutually exclusive",
        { container_insights = true, container_insights_v2 = ContainerInsights.ENABLED } },
      { "must be given together", { execute_command_configuration = { logging = logging.OVERRIDE } } },
      { "must be given together", { execute_command_configuration = { log_configuration = {} } } },
      { "s3_encryption_enabled needs s3_bucket",
        { execute_command_configuration = { logging = logging.OVERRIDE,
          log_configuration = { s3_encryption_enabled = true } } } },
      { "cloud_watch_encryption_enabled needs cloud_watch_log_group",
        { execute_command_configuration = { logging = logging.OVERRIDE,
          log_configuration = { cloud_watch_encryption_enabled = true } } } },
    })
    refuses("the ARN of a cluster has the form", ecs.Cluster.from_cluster_arn, stack, id(), "arn:aws:ecs:::cluster")
    local by_arn = ecs.Cluster.from_cluster_arn(stack, id(), "arn:aws:ecs:eu-west-1:1:cluster/c")
    for _, field in ipairs { "vpc", "connections", "has_ec2_capacity" } do
      refuses(field .. " of the cluster is not known: import it with Cluster.from_cluster_attributes",
        function() return by_arn[field] end)
    end
  end)

  it("refuses a second namespace, and namespaces of elsewhere", function()
    local far = cdk.Stack(app, "Far", { env = { account = "444455556666", region = "us-east-1" } })
    local namespace = servicediscovery.HttpNamespace(far, "N", { name = "n" })
    refuses("the namespace must be in the region of the cluster; they are in 'us-east-1' and 'eu-west-1'",
      cluster.add_existing_default_cloud_map_namespace, cluster, { namespace = namespace })
    local imported = servicediscovery.HttpNamespace.from_http_namespace_attributes(stack, "I",
      { namespace_name = "n", namespace_id = "i", namespace_arn = "n" })
    local other = ecs.Cluster(stack, "Other", { vpc = vpc })
    refuses("the namespace needs an ARN for Service Connect, got 'n'", other.add_existing_default_cloud_map_namespace,
      other, { namespace = imported, use_for_service_connect = true })
    cluster:add_default_cloud_map_namespace { name = "local" }
    refuses("the cluster already has a default namespace", cluster.add_default_cloud_map_namespace, cluster,
      { name = "more" })
    refuses("the cluster already has a default namespace", cluster.add_existing_default_cloud_map_namespace, cluster,
      { namespace = imported })
  end)

  it("refuses capacity that a cluster cannot have", function()
    local machine = { instance_type = ec2.InstanceType "t3.small" }
    refuses("signals need update_policy", cluster.add_capacity, cluster, id(),
      { instance_type = machine.instance_type, signals = autoscaling.Signals.wait_for_min_capacity() })
    local function group()
      return autoscaling.AutoScalingGroup(stack, id(), {
        vpc = vpc, instance_type = machine.instance_type, machine_image = ecs.EcsOptimizedImage.amazon_linux2(),
      })
    end
    local foreign = autoscaling.AutoScalingGroup.from_auto_scaling_group_name(stack, "Foreign", "f")
    refuses_rows(ecs.AsgCapacityProvider, {}, {
      { "enable_managed_termination_protection needs enable_managed_scaling",
        { auto_scaling_group = group(), enable_managed_scaling = false } },
      { "instances of an imported Auto Scaling group cannot be protected", { auto_scaling_group = foreign } },
      { "capacity_provider_name must not start with aws, ecs or fargate, got 'ecs-x'",
        { auto_scaling_group = group(), capacity_provider_name = "ecs-x" } },
      { "instance_warmup_period must be between 0 and 10000, got 10001",
        { auto_scaling_group = group(), instance_warmup_period = 10001 } },
    })
    local provider = ecs.AsgCapacityProvider(stack, "Provider",
      { auto_scaling_group = foreign, enable_managed_termination_protection = false })
    refuses("an imported Auto Scaling group cannot be configured for the cluster", cluster.add_asg_capacity_provider,
      cluster, provider)
    local function refuses_strategy(text, ...)
      refuses(text, cluster.add_default_capacity_provider_strategy, cluster, { ... })
    end
    cluster:enable_fargate_capacity_providers()
    refuses_strategy("the cluster has no capacity provider 'X'", { capacity_provider = "X" })
    refuses_strategy("capacity providers of Fargate and of machines cannot be combined",
      { capacity_provider = "FARGATE" }, { capacity_provider = "X" })
    refuses_strategy("one capacity provider of a strategy may have a base, got 2",
      { capacity_provider = "FARGATE", base = 1 }, { capacity_provider = "FARGATE_SPOT", base = 1 })
    cluster:add_default_capacity_provider_strategy { { capacity_provider = "FARGATE" } }
    refuses_strategy("the cluster already has a default capacity provider strategy", { capacity_provider = "FARGATE" })
  end)

  it("refuses managed instances without a network, and requirements that exclude each other", function()
    local groups = { ec2.SecurityGroup(stack, "Group", { vpc = vpc }) }
    local size = cdk.Size.gibibytes(1)
    refuses_rows(ecs.ManagedInstancesCapacityProvider, { subnets = vpc.private_subnets, security_groups = groups }, {
      { "subnets must not be empty", { subnets = {} } },
      { "security_groups must not be empty", { security_groups = {} } },
      { "allowed_instance_types and excluded_instance_types are mutually exclusive",
        { instance_requirements = { v_cpu_count_min = 1, memory_min = size, allowed_instance_types = { "a" },
          excluded_instance_types = { "b" } } } },
      { "are mutually exclusive",
        { instance_requirements = { v_cpu_count_min = 1, memory_min = size,
          spot_max_price_percentage_over_lowest_price = 1, on_demand_max_price_percentage_over_lowest_price = 1 } } },
    })
    ecs.ManagedInstancesCapacityProvider(stack, "Lonely", { subnets = vpc.private_subnets, security_groups = groups })
    problems "must be added to a cluster with add_managed_instances_capacity_provider"
  end)

  -- ---- services -----------------------------------------------------------------------------------------------------

  it("refuses services that do not fit their task definition or daemon", function()
    local fargate, machine = fargate_task(), ec2_task()
    local external = ecs.ExternalTaskDefinition(stack, "External")
    refuses_rows(Ec2Service, { cluster = cluster, task_definition = machine }, {
      { "desired_count and daemon are mutually exclusive", { daemon = true, desired_count = 1 } },
      { "max_healthy_percent of a daemon must be 100, got 200", { daemon = true, max_healthy_percent = 200 } },
      { "min_healthy_percent must be less than max_healthy_percent; they are 100 and 100",
        { min_healthy_percent = 100, max_healthy_percent = 100 } },
      { "the task definition is not for instances", { task_definition = fargate } },
      { "AvailabilityZoneRebalancing.ENABLED and daemon cannot be combined",
        { daemon = true, availability_zone_rebalancing = ecs.AvailabilityZoneRebalancing.ENABLED } },
      { "AvailabilityZoneRebalancing.ENABLED needs max_healthy_percent above 100",
        { max_healthy_percent = 100, availability_zone_rebalancing = ecs.AvailabilityZoneRebalancing.ENABLED } },
      { "assign_public_ip needs a task definition with NetworkMode.AWS_VPC", { assign_public_ip = true } },
      { "a daemon has no placement strategies",
        { daemon = true, placement_strategies = { PlacementStrategy.randomly() } } },
      { "the first placement strategy must be", { placement_strategies = { PlacementStrategy.randomly() },
        availability_zone_rebalancing = ecs.AvailabilityZoneRebalancing.ENABLED } },
      { "no placement constraint may be about attribute:ecs.availability-zone",
        { placement_constraints = { PlacementConstraint.member_of "attribute:ecs.availability-zone == a" },
          availability_zone_rebalancing = ecs.AvailabilityZoneRebalancing.ENABLED } },
    })
    local stored = ecs.FargateTaskDefinition(stack, "Stored", { ephemeral_storage_gib = 21 })
    local shared = ecs.FargateTaskDefinition(stack, "Shared", {
      pid_mode = ecs.PidMode.TASK, runtime_platform = { operating_system_family = ecs.OperatingSystemFamily.LINUX },
    })
    refuses_rows(FargateService, { cluster = cluster, task_definition = fargate }, {
      { "the task definition is not for Fargate", { task_definition = machine } },
      { "AvailabilityZoneRebalancing.ENABLED needs max_healthy_percent above 100",
        { max_healthy_percent = 100, availability_zone_rebalancing = ecs.AvailabilityZoneRebalancing.ENABLED } },
      { "ephemeral_storage_gib needs platform version 1.4.0 or later, got '1.3.0'",
        { task_definition = stored, platform_version = ecs.FargatePlatformVersion.VERSION1_3 } },
      { "pid_mode needs platform version 1.4.0 or later",
        { task_definition = shared, platform_version = ecs.FargatePlatformVersion.VERSION1_0 } },
    })
    local found = ecs.Cluster(stack, "Found", { vpc = vpc, default_cloud_map_namespace = { name = "local" } })
    refuses_rows(ExternalService, { cluster = cluster, task_definition = external }, {
      { "a daemon needs the deployment controller ECS, got CODE_DEPLOY",
        { daemon = true, deployment_controller = { type = DeploymentControllerType.CODE_DEPLOY } } },
      { "the task definition is not for external machines", { task_definition = machine } },
      { "an external service is not found by Cloud Map", { cluster = found } },
      { "cloud_map_options is not possible for an external service", { cloud_map_options = {} } },
      { "capacity_provider_strategies is not possible for an external service",
        { capacity_provider_strategies = {} } },
    })
    local service = ExternalService(stack, "Own", { cluster = cluster, task_definition = external })
    refuses("scaling is not possible for an external service", service.auto_scale_task_count, service,
      { max_capacity = 1 })
    refuses("a load balancer is not possible for an external service", service.load_balancer_target, service,
      { container_name = "x" })
    refuses("Cloud Map is not possible for an external service", service.enable_cloud_map, service, {})
    problems "the task definition needs an essential container"
  end)

  it("refuses deployments that ECS does not do", function()
    local task, Strategy = fargate_task(), ecs.DeploymentStrategy
    local canary, linear = { deployment_strategy = Strategy.CANARY }, { deployment_strategy = Strategy.LINEAR }
    local by_code_deploy = { type = DeploymentControllerType.CODE_DEPLOY }
    local function canary_of(config) return { deployment_strategy = Strategy.CANARY, canary_configuration = config } end
    local function linear_of(config) return { deployment_strategy = Strategy.LINEAR, linear_configuration = config } end
    assert.is_truthy(canary and linear)
    refuses_rows(FargateService, { cluster = cluster, task_definition = task }, {
      { "canary_configuration needs deployment_strategy = ecs.DeploymentStrategy.CANARY",
        { canary_configuration = {} } },
      { "linear_configuration needs deployment_strategy = ecs.DeploymentStrategy.LINEAR",
        { linear_configuration = {} } },
      { "step_percent of canary_configuration must be between 0.1 and 100, got 101", canary_of { step_percent = 101 } },
      { "step_percent of linear_configuration must be between 3 and 100, got 2", linear_of { step_percent = 2 } },
      { "step_percent of linear_configuration must be a multiple of 0.1, got 3.14", linear_of { step_percent = 3.14 } },
      { "step_bake_time of canary_configuration must be between 0 and 1440 whole minutes",
        canary_of { step_bake_time = cdk.Duration.seconds(90) } },
      { "between 0 and 1440 whole minutes, got 1441", linear_of { step_bake_time = cdk.Duration.minutes(1441) } },
      { "deployment_alarms needs the deployment controller ECS",
        { deployment_controller = by_code_deploy, deployment_alarms = { alarm_names = { "a" } } } },
      { "alarm_names of deployment_alarms must not be empty", { deployment_alarms = { alarm_names = {} } } },
      { "force_new_deployment needs the deployment controller ECS",
        { deployment_controller = by_code_deploy, force_new_deployment = { enabled = true } } },
      { "the nonce of a forced deployment must have 1 to 255 characters, got 0",
        { force_new_deployment = { enabled = true, nonce = "" } } },
      { "the deployment controller CODE_DEPLOY needs TaskDefinitionRevision.LATEST",
        { deployment_controller = by_code_deploy, task_definition_revision = ecs.TaskDefinitionRevision.of(1) } },
      { "lifecycle_hooks needs the deployment controller ECS",
        { deployment_controller = by_code_deploy, lifecycle_hooks = {} } },
    })
    local service = FargateService(stack, "Service", { cluster = cluster, task_definition = task })
    refuses("alarm_names must not be empty", service.enable_deployment_alarms, service, {})
    service:enable_deployment_alarms({ "a" }, { behavior = ecs.AlarmBehavior.FAIL_ON_ALARM })
    refuses("all deployment alarms of a service have one behavior, got ROLLBACK_ON_ALARM after FAIL_ON_ALARM",
      service.enable_deployment_alarms, service, { "b" }, { behavior = ecs.AlarmBehavior.ROLLBACK_ON_ALARM })
    service:auto_scale_task_count { max_capacity = 2 }
    refuses("auto_scale_task_count can be called once for a service", service.auto_scale_task_count, service,
      { max_capacity = 2 })
    refuses("a service is imported by service_arn or service_name, got neither",
      FargateService.from_fargate_service_attributes, stack, id(), { cluster = cluster })
    refuses("the ARN must contain the cluster and the service", ecs.BaseService.from_service_arn_with_cluster, stack,
      id(), "arn:aws:ecs:eu-west-1:1:service/s")
  end)

  it("refuses targets, names and connections that a service cannot have", function()
    local task, machine, none = fargate_task(), ec2_task(), ec2_task(NetworkMode.NONE)
    local service = FargateService(stack, "Service", { cluster = cluster, task_definition = task })
    local bridge = Ec2Service(stack, "Bridge", { cluster = cluster, task_definition = machine })
    local unreachable = Ec2Service(stack, "None", { cluster = cluster, task_definition = none })
    local function target(of, options) return of.load_balancer_target, of, options end
    refuses("the task definition has no container named 'X'", target(service, { container_name = "X" }))
    refuses("the container 'Web' has no mapping for port 81 and protocol tcp",
      target(service, { container_name = "Web", container_port = 81 }))
    local balancer = elb.LoadBalancer(stack, "Classic", { vpc = vpc })
    refuses("a classic load balancer needs NetworkMode.HOST or NetworkMode.BRIDGE, got 'awsvpc'",
      service.attach_to_classic_lb, service, balancer)
    local group = elbv2.NetworkTargetGroup(stack, "Group", { vpc = vpc, port = 80 })
    refuses("a load balancer cannot reach tasks with NetworkMode.NONE", group.add_target, group, unreachable)
    refuses("Cloud Map needs cloud_map_namespace, or a default namespace", service.enable_cloud_map, service, {})
    local namespace = servicediscovery.HttpNamespace(stack, "Http", { name = "h" })
    refuses("an HTTP namespace has no DNS records", service.enable_cloud_map, service,
      { cloud_map_namespace = namespace })
    namespace = servicediscovery.PublicDnsNamespace(stack, "Public", { name = "example.com" })
    refuses("with NetworkMode.NONE there is nothing to be found", unreachable.enable_cloud_map, unreachable,
      { cloud_map_namespace = namespace })
    local A = servicediscovery.DnsRecordType.A
    refuses("network mode bridge needs DnsRecordType.SRV, got 'A'", bridge.enable_cloud_map, bridge,
      { cloud_map_namespace = namespace, dns_record_type = A })
    refuses("the container must be one of the service's task definition", bridge.enable_cloud_map, bridge,
      { cloud_map_namespace = namespace, container = task.default_container })
    refuses("the container has no mapping for the port 81", bridge.enable_cloud_map, bridge,
      { cloud_map_namespace = namespace, container_port = 81 })
    service:enable_cloud_map { cloud_map_namespace = namespace }
    refuses("the service is already registered with Cloud Map", service.associate_cloud_map_service, service,
      { service = service.cloud_map_service })
  end)

  it("refuses what Service Connect does not have", function()
    local function refuses_config(text, config)
      refuses_rows(FargateService, { cluster = cluster, task_definition = fargate_task() },
        { { text, { service_connect_configuration = config } } })
    end
    local function of_service(service)
      service.port_mapping_name = service.port_mapping_name or "web"
      return { namespace = "n", services = { service } }
    end
    refuses_config("Service Connect needs namespace, or a default namespace of the cluster", {})
    refuses_config("access_log_configuration needs log_driver",
      { namespace = "n", access_log_configuration = { format = ecs.ServiceConnectAccessLogFormat.TEXT } })
    refuses_config("the task definition has no port mapping named 'x'", of_service { port_mapping_name = "x" })
    refuses_config("discovery_name must be unique, got 'web' twice",
      { namespace = "n", services = { { port_mapping_name = "web" }, { port_mapping_name = "web" } } })
    refuses_config("ingress_port_override must be an integer between 1 and 65535, got 65536",
      of_service { ingress_port_override = 65536 })
    refuses_config("port of a service must be an integer between 1 and 65535, got 1.5", of_service { port = 1.5 })
    refuses_config("aws_pca_authority_arn must be an ARN, got 'x'", of_service {
      tls = { aws_pca_authority_arn = "x" },
    })
    refuses_config("idle_timeout must be at least 1 second, or 0 for none, got 1 ms",
      of_service { idle_timeout = cdk.Duration.millis(1) })
    local empty = ecs.FargateTaskDefinition(stack, "Empty")
    local service = FargateService(stack, "Service", { cluster = cluster, task_definition = empty })
    refuses("the task definition needs a container for Service Connect", service.enable_service_connect, service)
    empty:add_container("Web", { image = image })
    service:enable_service_connect { namespace = "n" }
    refuses("Service Connect is already enabled for the service", service.enable_service_connect, service)
  end)

  it("refuses volumes that EBS does not have", function()
    local Type, gibibytes = ec2.EbsDeviceVolumeType, cdk.Size.gibibytes
    for _, row in ipairs {
      { "a volume needs size or snap_shot_id", {} },
      { "volume_initialization_rate needs snap_shot_id",
        { size = gibibytes(1), volume_initialization_rate = cdk.Size.mebibytes(100) } },
      { "volume_initialization_rate in MiB must be between 100 and 300, got 99",
        { snap_shot_id = "snap-1", volume_initialization_rate = cdk.Size.mebibytes(99) } },
      { "snap_shot_id must be snap- and hexadecimal digits, got 'x'", { snap_shot_id = "x" } },
      { "size of a volume of type sc1 in GiB must be between 125 and 16384, got 1",
        { size = gibibytes(1), volume_type = Type.SC1 } },
      { "throughput needs volume_type = EbsDeviceVolumeType.GP3, got gp2", { size = gibibytes(1), throughput = 1 } },
      { "throughput must be at most 2000 MiB, got 2001",
        { size = gibibytes(1), volume_type = Type.GP3, throughput = 2001 } },
      { "iops is not for volumes of type gp2", { size = gibibytes(1), iops = 100 } },
      { "a volume of type io1 needs iops", { size = gibibytes(4), volume_type = Type.IO1 } },
      { "iops of a volume of type io2 must be between 100 and 256000, got 99",
        { size = gibibytes(4), volume_type = Type.IO2, iops = 99 } },
    } do
      refuses(row[1], ecs.ServiceManagedVolume, stack, id(), { name = "v", managed_ebs_volume = row[2] })
    end
    local service = FargateService(stack, "Service", { cluster = cluster, task_definition = fargate_task() })
    for i = 1, 2 do service:add_volume(ecs.ServiceManagedVolume(stack, "V" .. i, { name = "v" .. i })) end
    problems "a service can have one volume, got 2"
  end)
end)
