-- AWS Batch. The cases are twins of tools/golden/aws_batch.js.
local cdk = require "aws_cdk"
local batch = require "aws_cdk.aws_batch"
local ec2 = require "aws_cdk.aws_ec2"
local ecr = require "aws_cdk.aws_ecr"
local ecr_assets = require "aws_cdk.aws_ecr_assets"
local ecs = require "aws_cdk.aws_ecs"
local efs = require "aws_cdk.aws_efs"
local iam = require "aws_cdk.aws_iam"
local secretsmanager = require "aws_cdk.aws_secretsmanager"
local ssm = require "aws_cdk.aws_ssm"
local engine = require "luacdk.engine"
local golden = require "spec.support.golden"
local refuses = require "spec.support.refuses"

local ENV = { account = "111122223333", region = "eu-west-1" }

local FLAG = "@aws-cdk/aws-batch:defaultToAL2023"

local Cluster = engine.class("spec.KnownCluster", nil, "aws_cdk.aws_eks.ICluster")
Cluster.get.cluster_arn = function() return "arn:aws:eks:eu-west-1:111122223333:cluster/c" end
local CLUSTER = Cluster()

local function outputs(stack)
  return function(id, value) return cdk.CfnOutput(stack, id, { value = value }) end
end

local function arn(resource)
  return "arn:aws:batch:us-east-1:123456789012:" .. resource
end

local function container_of(stack, id)
  return batch.EcsEc2ContainerDefinition(stack, id, {
    image = ecs.ContainerImage.from_registry "nginx", cpu = 1, memory = cdk.Size.gibibytes(2),
  })
end

local cases = {}

function cases.containers_of_built_images(app)
  local stack = cdk.Stack(app, "S")
  local directory = "spec/fixtures/lambda_code/image"
  local image = ecr_assets.DockerImageAsset(stack, "Image", { directory = directory })
  local function job(id, given)
    batch.EcsJobDefinition(stack, id .. "Job", {
      container = batch.EcsFargateContainerDefinition(stack, id, {
        image = given, cpu = 1, memory = cdk.Size.gibibytes(2),
      }),
    })
  end
  job("Folder", ecs.ContainerImage.from_asset(directory))
  job("Built", ecs.ContainerImage.from_docker_image_asset(image))
  job("Saved", ecs.ContainerImage.from_tarball "spec/fixtures/appsync/resolver.js")
end

function cases.environments_on_ecs(app)
  local stack = cdk.Stack(app, "S")
  local out = outputs(stack)
  local vpc = ec2.Vpc(stack, "Vpc", { max_azs = 2 })
  local plain = batch.ManagedEc2EcsComputeEnvironment(stack, "Plain", { vpc = vpc })
  plain:add_instance_type(ec2.InstanceType "m5.large")
  plain:add_instance_class(ec2.InstanceClass.C5)
  cdk.Tags.of(plain):add("k", "v")
  batch.ManagedEc2EcsComputeEnvironment(stack, "Full", {
    vpc = vpc, compute_environment_name = "full", enabled = false, maxv_cpus = 512, minv_cpus = 4,
    replace_compute_environment = true, spot = true, spot_bid_percentage = 75, terminate_on_update = true,
    update_timeout = cdk.Duration.hours(1), update_to_latest_image_version = true,
    allocation_strategy = batch.AllocationStrategy.BEST_FIT, vpc_subnets = { subnet_type = ec2.SubnetType.PUBLIC },
    security_groups = { ec2.SecurityGroup.from_security_group_id(stack, "Group", "sg-12345678") },
    images = {
      { image_type = batch.EcsMachineImageType.ECS_AL2_NVIDIA }, { image = ec2.MachineImage.latest_amazon_linux2023() },
    },
    instance_classes = { ec2.InstanceClass.A1 }, default_instance_classes = { batch.DefaultInstanceClass.ARM64 },
    instance_role = iam.Role.from_role_name(stack, "InstanceRole", "r"),
    service_role = iam.Role.from_role_name(stack, "ServiceRole", "s"),
    launch_template = ec2.LaunchTemplate(stack, "Template"), placement_group = ec2.PlacementGroup(stack, "Placement"),
  })
  batch.ManagedEc2EcsComputeEnvironment(stack, "Empty", {
    vpc = vpc, instance_types = { ec2.InstanceType "c5.large" }, use_optimal_instance_classes = false, spot = true,
    images = {},
  })
  out("Name", plain.compute_environment_name)
  out("Arn", plain.compute_environment_arn)
  out("Ref", plain.compute_environment_ref.compute_environment_arn)
end

function cases.amazon_linux_2023(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  stack.node:set_context(FLAG, true)
  local vpc = ec2.Vpc(stack, "Vpc", { max_azs = 1 })
  batch.ManagedEc2EcsComputeEnvironment(stack, "Ecs", {
    vpc = vpc, images = { {}, { image_type = batch.EcsMachineImageType.ECS_AL2 } },
  })
  batch.ManagedEc2EksComputeEnvironment(stack, "Eks", {
    vpc = vpc, eks_cluster = CLUSTER, kubernetes_namespace = "n", images = { {} },
    launch_template = ec2.LaunchTemplate(stack, "Template"),
  })
end

function cases.other_environments(app)
  local stack = cdk.Stack(app, "S")
  local out = outputs(stack)
  local vpc = ec2.Vpc(stack, "Vpc", { max_azs = 2 })
  batch.FargateComputeEnvironment(stack, "Fargate", { vpc = vpc })
  local fargate = batch.FargateComputeEnvironment(stack, "Spot", {
    vpc = vpc, spot = true, compute_environment_name = "spot",
  })
  fargate.connections:allow_from_any_ipv4(ec2.Port.tcp(80))
  batch.ManagedEc2EksComputeEnvironment(stack, "Eks", {
    vpc = vpc, eks_cluster = CLUSTER, kubernetes_namespace = "n", spot = true, spot_bid_percentage = 50,
    images = { { image_type = batch.EksMachineImageType.EKS_AL2_NVIDIA } },
    launch_template = ec2.LaunchTemplate(stack, "Template"),
  })
  batch.UnmanagedComputeEnvironment(stack, "Unmanaged")
  batch.UnmanagedComputeEnvironment(stack, "Known", {
    unmanagedv_cpus = 256, service_role = iam.Role.from_role_name(stack, "ServiceRole", "s"), enabled = false,
    compute_environment_name = "known",
  })
  local imported = batch.FargateComputeEnvironment.from_fargate_compute_environment_arn(stack, "One", arn(
    "compute-environment/one"))
  local two = batch.ManagedEc2EcsComputeEnvironment.from_managed_ec2_ecs_compute_environment_arn(stack, "Two",
    cdk.Fn.import_value "arn")
  local three = batch.UnmanagedComputeEnvironment.from_unmanaged_compute_environment_arn(stack, "Three", arn(
    "compute-environment/three"))
  out("OneName", imported.compute_environment_name)
  out("TwoName", two.compute_environment_name)
  out("ThreeRef", three.compute_environment_ref.compute_environment_arn)
end

function cases.queues(app)
  local stack = cdk.Stack(app, "S")
  local out = outputs(stack)
  local environment = batch.UnmanagedComputeEnvironment(stack, "Environment")
  local policy = batch.FairshareSchedulingPolicy(stack, "Policy", {
    compute_reservation = 50, scheduling_policy_name = "policy", share_decay = cdk.Duration.minutes(10),
    shares = { { share_identifier = "a", weight_factor = 0.5 } },
  })
  policy:add_share { share_identifier = "b", weight_factor = 2 }
  batch.FairshareSchedulingPolicy(stack, "Empty")
  local imported_policy = batch.FairshareSchedulingPolicy.from_fairshare_scheduling_policy_arn(stack, "ImportedPolicy",
    arn "scheduling-policy/p")
  local queue = batch.JobQueue(stack, "Queue", {
    compute_environments = { { compute_environment = environment, order = 1 } }, priority = 10,
    job_queue_name = "queue", scheduling_policy = policy, enabled = false,
    job_state_time_limit_actions = {
      { max_time = cdk.Duration.minutes(10), reason = batch.JobStateTimeLimitActionsReason.JOB_RESOURCE_REQUIREMENT },
      {
        max_time = cdk.Duration.hours(24), reason = batch.JobStateTimeLimitActionsReason.INSUFFICIENT_INSTANCE_CAPACITY,
        action = batch.JobStateTimeLimitActionsAction.TERMINATE, state = batch.JobStateTimeLimitActionsState.RUNNABLE,
      },
    },
  })
  local later = batch.JobQueue(stack, "Later")
  later:add_compute_environment(environment, 2)
  local imported = batch.JobQueue.from_job_queue_arn(stack, "Imported", arn "job-queue/q")
  out("Name", queue.job_queue_name)
  out("Arn", queue.job_queue_arn)
  out("LaterRef", later.job_queue_ref.job_queue_arn)
  out("PolicyName", queue.scheduling_policy.scheduling_policy_name)
  out("PolicyArn", policy.scheduling_policy_arn)
  out("ImportedPolicyName", imported_policy.scheduling_policy_name)
  out("ImportedName", imported.job_queue_name)
  local resource = batch.ConsumableResource(stack, "Licences", {
    total_quantity = 5, consumable_resource_name = "licences", tags = { k = "v" },
  })
  resource.grants:read(iam.User(stack, "User"))
  resource.grants:update(iam.User(stack, "Other"))
  out("LicencesName", resource.consumable_resource_name)
  out("LicencesArn", resource.consumable_resource_arn)
  local imported_resource = batch.ConsumableResource.from_consumable_resource_arn(stack, "Cr", arn(
    "consumable-resource/r"))
  out("ImportedResource", imported_resource.consumable_resource_name)
end

function cases.ecs_jobs(app)
  local stack = cdk.Stack(app, "S")
  local out = outputs(stack)
  local linux_parameters = batch.LinuxParameters(stack, "Linux", {
    init_process_enabled = true, max_swap = cdk.Size.mebibytes(512), shared_memory_size = cdk.Size.mebibytes(64),
    swappiness = 90,
  })
  linux_parameters:add_devices({ host_path = "/dev/a" }, {
    host_path = "/dev/b", container_path = "/c", permissions = { batch.DevicePermission.READ },
  })
  linux_parameters:add_tmpfs {
    container_path = "/t", size = cdk.Size.mebibytes(8), mount_options = { batch.TmpfsMountOption.NOEXEC },
  }
  local secret = secretsmanager.Secret.from_secret_name_v2(stack, "Secret", "s")
  local container = batch.EcsEc2ContainerDefinition(stack, "Container", {
    image = ecs.ContainerImage.from_ecr_repository(ecr.Repository(stack, "Repository")), cpu = 0.25,
    memory = cdk.Size.mebibytes(512), command = { "run" }, environment = { A = "1", B = "2" },
    enable_execute_command = true, gpu = 4, privileged = true, user = "u", linux_parameters = linux_parameters,
    logging = ecs.LogDriver.aws_logs { stream_prefix = "p" },
    ulimits = { { name = batch.UlimitName.CORE, hard_limit = 10, soft_limit = 5 } },
    secrets = {
      FIELD = batch.Secret.from_secrets_manager(secret, "f"),
      PARAMETER = batch.Secret.from_ssm_parameter(ssm.StringParameter(stack, "P", { string_value = "x" })),
      VERSION = batch.Secret.from_secrets_manager_version(secret, { version_stage = "s" }),
      WHOLE = batch.Secret.from_secrets_manager(secret),
    },
    volumes = {
      batch.EcsVolume.efs {
        name = "efs", container_path = "/e", file_system = efs.CfnFileSystem(stack, "Files"),
        enable_transit_encryption = true, use_job_role = true, access_point_id = "fsap-1",
        transit_encryption_port = 20049, root_directory = "/r",
      },
    },
  })
  container:add_volume(batch.EcsVolume.host { name = "host", container_path = "/h", host_path = "/p", readonly = true })
  container:add_ulimit { name = batch.UlimitName.NOFILE, hard_limit = 10, soft_limit = 5 }
  local job = batch.EcsJobDefinition(stack, "Job", {
    container = container, job_definition_name = "job", parameters = { p = "v" }, retry_attempts = 3,
    scheduling_priority = 5, timeout = cdk.Duration.minutes(5), propagate_tags = true, skip_deregister_on_update = true,
    retry_strategies = { batch.RetryStrategy.of(batch.Action.EXIT, batch.Reason.CANNOT_PULL_CONTAINER) },
  })
  job:add_retry_strategy(batch.RetryStrategy.of(batch.Action.RETRY, batch.Reason.custom {
    on_exit_code = "40*", on_reason = "r", on_status_reason = "s",
  }))
  local fargate = batch.EcsJobDefinition(stack, "Fargate", {
    container = batch.EcsFargateContainerDefinition(stack, "FargateContainer", {
      image = ecs.ContainerImage.from_registry "nginx", cpu = 1, memory = cdk.Size.gibibytes(2),
      assign_public_ip = true, ephemeral_storage_size = cdk.Size.gibibytes(21),
      fargate_cpu_architecture = ecs.CpuArchitecture.ARM64,
      fargate_operating_system_family = ecs.OperatingSystemFamily.WINDOWS_SERVER_2022_CORE,
      fargate_platform_version = ecs.FargatePlatformVersion.VERSION1_4,
    }),
  })
  local queue = batch.JobQueue.from_job_queue_arn(stack, "Queue", arn "job-queue/q")
  fargate:grant_submit_job(iam.User(stack, "User"), queue)
  out("Name", job.job_definition_name)
  out("Arn", job.job_definition_arn)
  out("Ref", fargate.job_definition_ref.job_definition_arn)
  out("ImportedName",
    batch.EcsJobDefinition.from_job_definition_arn(stack, "Imported", arn "job-definition/job:3").job_definition_name)
end

function cases.jobs_on_several_nodes(app)
  local stack = cdk.Stack(app, "S")
  local out = outputs(stack)
  local secret = secretsmanager.Secret(stack, "Secret")
  local job = batch.MultiNodeJobDefinition(stack, "Job", {
    instance_type = ec2.InstanceType "m5.large", main_node = 5, propagate_tags = true,
    containers = {
      {
        start_node = 0, end_node = 9,
        container = batch.EcsEc2ContainerDefinition(stack, "Main", {
          image = ecs.ContainerImage.from_registry "nginx", cpu = 1, memory = cdk.Size.gibibytes(2),
          secrets = { S = batch.Secret.from_secrets_manager(secret) },
        }),
      },
    },
  })
  job:add_container { container = container_of(stack, "Other"), start_node = 10, end_node = 19 }
  local optimal = batch.MultiNodeJobDefinition(stack, "Optimal")
  optimal:add_container { container = container_of(stack, "Only"), start_node = 0, end_node = 0 }
  out("Type", optimal.instance_type:to_string())
  out("Name", job.job_definition_name)
  out("Arn", job.job_definition_arn)
  local imported = batch.MultiNodeJobDefinition.from_job_definition_arn(stack, "Imported", arn "job-definition/job:3")
  out("ImportedName", imported.job_definition_name)
end

function cases.eks_jobs(app)
  local stack = cdk.Stack(app, "S")
  local out = outputs(stack)
  local container = batch.EksContainerDefinition(stack, "Container", {
    image = ecs.ContainerImage.from_registry "nginx", args = { "a" }, command = { "c" }, env = { A = "1" },
    image_pull_policy = batch.ImagePullPolicy.ALWAYS, name = "n", memory_limit = cdk.Size.gibibytes(1),
    memory_reservation = cdk.Size.mebibytes(512), cpu_limit = 1, cpu_reservation = 0.5, gpu_limit = 1,
    gpu_reservation = 1, privileged = true, readonly_root_filesystem = true, run_as_group = 1, run_as_root = true,
    run_as_user = 0,
    volumes = {
      batch.EksVolume.empty_dir {
        name = "e", mount_path = "/e", medium = batch.EmptyDirMediumType.MEMORY, size_limit = cdk.Size.gibibytes(1),
      },
    },
  })
  container:add_volume(batch.EksVolume.host_path { name = "h", host_path = "/h", readonly = true })
  container:add_volume(batch.EksVolume.secret { name = "s", secret_name = "s", mount_path = "/s" })
  local job = batch.EksJobDefinition(stack, "Job", {
    container = container, dns_policy = batch.DnsPolicy.CLUSTER_FIRST, service_account = "a", use_host_network = false,
    job_definition_name = "job",
  })
  batch.EksJobDefinition(stack, "Plain", {
    container = batch.EksContainerDefinition(stack, "PlainContainer", {
      image = ecs.ContainerImage.from_registry "nginx",
    }),
  })
  out("Name", job.job_definition_name)
  out("Arn", job.job_definition_arn)
  local imported = batch.EksJobDefinition.from_eks_job_definition_arn(stack, "Imported", arn "job-definition/job:3")
  out("ImportedName", imported.job_definition_name)
end

describe("aws_batch", function()
  golden.check("aws_batch", cases)

  local stack
  before_each(function() stack = cdk.Stack(cdk.App(), "S") end)

  local function refuses_at_synthesis(text) refuses(text, function() stack.node.root:synth() end) end

  it("refuses environments whose options do not go together", function()
    local vpc = ec2.Vpc(stack, "Vpc", { max_azs = 1 })
    local function refuses_ecs(text, props)
      props.vpc = vpc
      local count = #stack.node.children
      refuses(text, batch.ManagedEc2EcsComputeEnvironment, stack, "E" .. count, props)
    end
    refuses_ecs("default_instance_classes and use_optimal_instance_classes are mutually exclusive",
      { default_instance_classes = { batch.DefaultInstanceClass.ARM64 }, use_optimal_instance_classes = true })
    refuses_ecs("allocation_strategy 'SPOT_CAPACITY_OPTIMIZED' needs spot = true",
      { allocation_strategy = batch.AllocationStrategy.SPOT_CAPACITY_OPTIMIZED })
    refuses_ecs("allocation_strategy 'SPOT_PRICE_CAPACITY_OPTIMIZED' needs spot = true",
      { allocation_strategy = batch.AllocationStrategy.SPOT_PRICE_CAPACITY_OPTIMIZED })
    refuses_ecs("spot_bid_percentage needs spot = true", { spot_bid_percentage = 50 })
    refuses_ecs("spot_bid_percentage must be between 0 and 100, got 101", { spot = true, spot_bid_percentage = 101 })
    refuses_ecs("spot_fleet_role needs spot = true",
      { spot_fleet_role = iam.Role.from_role_name(stack, "Role", "r") })
    refuses_ecs("minv_cpus must be at least 0, got -1", { minv_cpus = -1 })
    refuses_ecs("minv_cpus must be at most maxv_cpus, which is 256, got 257", { minv_cpus = 257 })
    refuses_ecs("Amazon Linux 2023 does not run on A1 instances", {
      instance_classes = { ec2.InstanceClass.A1 },
      images = { { image_type = batch.EcsMachineImageType.ECS_AL2023 } },
    })
    refuses("allocation_strategy BEST_FIT is not possible on EKS", batch.ManagedEc2EksComputeEnvironment, stack, "Eks",
      { vpc = vpc, eks_cluster = CLUSTER, kubernetes_namespace = "n",
        allocation_strategy = batch.AllocationStrategy.BEST_FIT })
  end)

  it("refuses environments without instance types, and to change imported ones", function()
    batch.ManagedEc2EcsComputeEnvironment(stack, "E", {
      vpc = ec2.Vpc(stack, "Vpc", { max_azs = 1 }), use_optimal_instance_classes = false,
    })
    refuses_at_synthesis "a compute environment without use_optimal_instance_classes needs instance types"
    local imported = batch.ManagedEc2EcsComputeEnvironment.from_managed_ec2_ecs_compute_environment_arn(stack,
      "Imported", arn "compute-environment/e")
    refuses("an imported compute environment gets no instance types", imported.add_instance_type, imported,
      ec2.InstanceType "m5.large")
    refuses("an imported compute environment gets no instance types", imported.add_instance_class, imported,
      ec2.InstanceClass.M5)
  end)

  it("gives placement groups and scheduling policies back only if they are whole", function()
    local environment = batch.ManagedEc2EcsComputeEnvironment(stack, "E", {
      vpc = ec2.Vpc(stack, "Vpc", { max_azs = 1 }), placement_group = ec2.CfnPlacementGroup(stack, "Group"),
    })
    refuses("placement_group must be an IPlacementGroup", function() return environment.placement_group end)
    local queue = batch.JobQueue(stack, "Queue", { scheduling_policy = batch.CfnSchedulingPolicy(stack, "Policy") })
    refuses("scheduling_policy must be an ISchedulingPolicy", function() return queue.scheduling_policy end)
  end)

  it("refuses queues without environments, or with two of the same order", function()
    batch.JobQueue(stack, "Queue")
    refuses_at_synthesis "a queue needs a compute environment"
    stack = cdk.Stack(cdk.App(), "S")
    local environment = batch.UnmanagedComputeEnvironment(stack, "E")
    local queue = batch.JobQueue(stack, "Queue")
    queue:add_compute_environment(environment, 1)
    queue:add_compute_environment(environment, 1)
    refuses_at_synthesis "two compute environments have the order 1"
    refuses("job_state_time_limit_actions[1].max_time must be between 600 and 86400 seconds, got 599", batch.JobQueue,
      stack, "Short", {
        job_state_time_limit_actions = { {
          max_time = cdk.Duration.seconds(599), reason = batch.JobStateTimeLimitActionsReason.JOB_RESOURCE_REQUIREMENT,
        } },
      })
    local imported = batch.JobQueue.from_job_queue_arn(stack, "Imported", arn "job-queue/q")
    refuses("an imported queue gets no compute environments", imported.add_compute_environment, imported, environment,
      1)
  end)

  it("refuses containers that cannot be", function()
    local image = ecs.ContainerImage.from_registry "nginx"
    local function refuses_fargate(text, props)
      props.image, props.cpu, props.memory = image, 1, cdk.Size.gibibytes(2)
      refuses(text, batch.EcsFargateContainerDefinition, stack, "C" .. #stack.node.children, props)
    end
    refuses_fargate("ephemeral_storage_size must be between 21 and 200 GiB, got 20",
      { ephemeral_storage_size = cdk.Size.gibibytes(20) })
    refuses_fargate("ephemeral_storage_size must be between 21 and 200 GiB, got 201",
      { ephemeral_storage_size = cdk.Size.gibibytes(201) })
    refuses_fargate("readonly_root_filesystem is not possible on Windows", {
      readonly_root_filesystem = true,
      fargate_operating_system_family = ecs.OperatingSystemFamily.WINDOWS_SERVER_2022_CORE,
    })
    refuses("swappiness must be an integer between 0 and 100, got 101", batch.LinuxParameters, stack, "Linux",
      { swappiness = 101 })
    refuses("total_quantity must be an integer of at least 0, got 1.5", batch.ConsumableResource, stack, "Resource",
      { total_quantity = 1.5 })
    refuses("a pod has no execution role that could pull this image", batch.EksContainerDefinition, stack, "Pod",
      { image = ecs.ContainerImage.from_ecr_repository(ecr.Repository(stack, "Repository")) })
    local built = ecr_assets.DockerImageAsset(stack, "Image", { directory = "spec/fixtures/lambda_code/image" })
    refuses("a pod has no execution role that could pull this image", batch.EksContainerDefinition, stack, "Built",
      { image = ecs.ContainerImage.from_docker_image_asset(built) })
    local later = cdk.Token.as_number(cdk.Aws.STACK_ID)
    for i, range in ipairs { { later, 3 }, { 0, later } } do
      local nodes = { container = container_of(stack, "Range" .. i), start_node = range[1], end_node = range[2] }
      local job = batch.MultiNodeJobDefinition(stack, "Added" .. i)
      refuses("must be known while the script runs", job.add_container, job, nodes)
      refuses("must be known while the script runs", batch.MultiNodeJobDefinition, stack, "Ranges" .. i,
        { containers = { nodes } })
    end
    batch.MultiNodeJobDefinition(stack, "Nodes")
    refuses_at_synthesis "a job on several nodes needs a container"
  end)

  it("refuses volumes of kinds that it does not know", function()
    local Volume, Pod = batch.EcsVolume:extend "Volume", batch.EksVolume:extend "PodVolume"
    local container = container_of(stack, "Container")
    container:add_volume(Volume { name = "odd", container_path = "/o" })
    batch.EcsJobDefinition(stack, "Job", { container = container })
    refuses_at_synthesis "volume 'odd' is of no known kind"
    stack = cdk.Stack(cdk.App(), "S")
    batch.EksJobDefinition(stack, "Job", {
      container = batch.EksContainerDefinition(stack, "Pod", {
        image = ecs.ContainerImage.from_registry "nginx", volumes = { Pod { name = "odd" } },
      }),
    })
    refuses_at_synthesis "volume 'odd' is of no known kind"
  end)

  it("knows kinds of volumes", function()
    local empty = batch.EksVolume.empty_dir { name = "e" }
    assert.is_true(batch.EmptyDirVolume.is_empty_dir_volume(empty))
    assert.is_false(batch.HostPathVolume.is_host_path_volume(empty))
    assert.is_false(batch.SecretPathVolume.is_secret_path_volume(1))
    local files = efs.CfnFileSystem(stack, "Files")
    local volume = batch.EcsVolume.efs { name = "f", container_path = "/f", file_system = files }
    assert.is_true(batch.EfsVolume.is_efs_volume(volume))
    assert.is_false(batch.HostVolume.is_host_volume(volume))
    refuses("file_system must be an IFileSystem", function() return volume.file_system end)
  end)
end)
