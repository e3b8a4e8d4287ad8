-- Projects and what belongs to them. The cases are twins of tools/golden/aws_codebuild.js.
local assembly = require "luacdk.assembly"
local cdk = require "aws_cdk"
local cloudwatch = require "aws_cdk.aws_cloudwatch"
local codebuild = require "aws_cdk.aws_codebuild"
local codecommit = require "aws_cdk.aws_codecommit"
local ec2 = require "aws_cdk.aws_ec2"
local ecr = require "aws_cdk.aws_ecr"
local events = require "aws_cdk.aws_events"
local golden = require "spec.support.golden"
local iam = require "aws_cdk.aws_iam"
local kms = require "aws_cdk.aws_kms"
local logs = require "aws_cdk.aws_logs"
local notifications = require "aws_cdk.aws_codestarnotifications"
local s3 = require "aws_cdk.aws_s3"
local secretsmanager = require "aws_cdk.aws_secretsmanager"
local sns = require "aws_cdk.aws_sns"
local ssm = require "aws_cdk.aws_ssm"
local targets = require "aws_cdk.aws_events_targets"
local refuses = require "spec.support.refuses"

local ENVIRONMENT = { account = "111122223333", region = "eu-west-1" }

local cases = {}

function cases.projects(app)
  local BuildSpec, Cache, LocalCacheMode = codebuild.BuildSpec, codebuild.Cache, codebuild.LocalCacheMode
  local stack = cdk.Stack(app, "S")
  local function out(id, value) return cdk.CfnOutput(stack, id, { value = value }) end
  local build_spec = BuildSpec.from_object { phases = { build = { commands = { "make" } } }, version = "0.2" }
  local bucket = s3.Bucket(stack, "Bucket")
  local key = kms.Key(stack, "Key")
  local plain = codebuild.Project(stack, "Plain", { build_spec = build_spec })
  local full = codebuild.Project(stack, "Full", {
    build_spec = build_spec, project_name = "full", description = "d", badge = false,
    cache = Cache.bucket(bucket, { prefix = "p", cache_namespace = "n" }), encryption_key = key,
    timeout = cdk.Duration.hours(2), queued_timeout = cdk.Duration.minutes(30), concurrent_build_limit = 3,
    auto_retry_limit = 2, visibility = codebuild.ProjectVisibility.PUBLIC_READ, grant_report_group_permissions = false,
    ssm_session_permissions = true,
    file_system_locations = {
      codebuild.FileSystemLocation.efs {
        identifier = "fs", location = "fs-1.efs.amazonaws.com:/", mount_point = "/media", mount_options = "opts",
      },
    },
    artifacts = codebuild.Artifacts.s3 { bucket = bucket, path = "out", name = "a.zip", identifier = "i" },
    logging = {
      cloud_watch = { log_group = logs.LogGroup(stack, "Group"), prefix = "build" },
      s3 = { bucket = bucket, prefix = "logs", encrypted = false },
    },
  })
  full:add_file_system_location(
    codebuild.FileSystemLocation.efs {
      identifier = "two", location = "fs-2.efs.amazonaws.com:/", mount_point = "/two",
    })
  full:add_secondary_artifact(
    codebuild.Artifacts.s3 {
      bucket = bucket, identifier = "second", encryption = false, include_build_id = false, package_zip = false,
    })
  local role = iam.Role(stack, "Role", { assumed_by = iam.ServicePrincipal "codebuild.amazonaws.com" })
  codebuild.Project(stack, "OfRole", {
    role = role,
    build_spec = BuildSpec.from_object_to_yaml {
      phases = { build = { commands = { "echo \"a: b\"", "echo " .. bucket.bucket_name } } }, version = "0.2",
    },
    cache = Cache.local_(LocalCacheMode.SOURCE, LocalCacheMode.DOCKER_LAYER, LocalCacheMode.CUSTOM),
    logging = { cloud_watch = { enabled = false }, s3 = { bucket = bucket, enabled = false, encrypted = true } },
  })
  codebuild.Project(stack, "References", {
    role = role,
    build_spec = BuildSpec.from_object {
      phases = { build = { commands = { "aws s3 ls " .. bucket.bucket_name, plain.project_arn } } },
    },
    cache = Cache.bucket(bucket), artifacts = codebuild.Artifacts.s3 { bucket = bucket },
  })
  codebuild.Project(stack, "Asset", { build_spec = BuildSpec.from_asset "spec/fixtures/appsync/schema.graphql" })
  full:enable_batch_builds()
  full:enable_batch_builds().role:add_to_policy(
    iam.PolicyStatement { actions = { "s3:ListBucket" }, resources = { "*" } })
  full:add_to_role_policy(iam.PolicyStatement { actions = { "s3:GetObject" }, resources = { "*" } })
  bucket:grant_read(plain)
  out("Arn", plain.project_arn)
  out("Name", plain.project_name)
  out("RefName", full.project_ref.project_name)
  out("RefArn", full.project_ref.project_arn)
end

function cases.pipeline_projects(app)
  local stack = cdk.Stack(app, "S")
  local project = codebuild.PipelineProject(stack, "Project")
  codebuild.PipelineProject(stack, "File", {
    build_spec = codebuild.BuildSpec.from_source_filename "ci/buildspec.yml", project_name = "file",
  })
  local key = kms.Key(stack, "Key")
  project:bind_to_code_pipeline(stack, { artifact_bucket = s3.Bucket(stack, "Bucket", { encryption_key = key }) })
  project:bind_to_code_pipeline(stack, {
    artifact_bucket = s3.Bucket(stack, "Ignored", { encryption_key = kms.Key(stack, "Other") }),
  })
  local other = cdk.Stack(app, "Other", { env = ENVIRONMENT })
  local elsewhere = codebuild.PipelineProject(other, "Elsewhere")
  elsewhere:bind_to_code_pipeline(other, {
    artifact_bucket = s3.Bucket.from_bucket_attributes(other, "Bucket", {
      bucket_name = "bucket", encryption_key = key,
    }),
  })
  local imported = kms.Key.from_key_arn(stack, "Imported", "arn:aws:kms:us-east-1:444455556666:key/k")
  elsewhere:bind_to_code_pipeline(other, {
    artifact_bucket = s3.Bucket.from_bucket_attributes(other, "ByAttributes", {
      bucket_name = "other", encryption_key = imported,
    }),
  })
end

function cases.sources(app)
  local EventAction, FilterGroup, Source = codebuild.EventAction, codebuild.FilterGroup, codebuild.Source
  local in_event_of = FilterGroup.in_event_of
  local stack = cdk.Stack(app, "S")
  local bucket = s3.Bucket(stack, "Bucket")
  local repository = codecommit.Repository(stack, "Repository", { repository_name = "r" })
  local function project(id, source)
    return codebuild.Project(stack, id, { source = source, badge = source.badge_supported })
  end
  project("S3", Source.s3 { bucket = bucket, path = "path/source.zip", version = "v" })
  project(
    "CodeCommit",
    Source.code_commit { repository = repository, branch_or_ref = "main", clone_depth = 1, fetch_submodules = true })
  project("GitHub", Source.git_hub { owner = "o", repo = "r" })
  project(
    "GitHubFull",
    Source.git_hub {
      owner = "o", repo = "r", branch_or_ref = "main", clone_depth = 0, fetch_submodules = false,
      report_build_status = false, build_status_url = "https://example.com", build_status_context = "context",
      webhook_triggers_batch_build = true,
      webhook_filters = {
        in_event_of(EventAction.PUSH, EventAction.PUSH)
          :and_branch_is("main"):and_branch_is_not("x"):and_tag_is("v1"):and_tag_is_not("v2"):and_file_path_is("src/.*")
          :and_file_path_is_not("doc/.*"):and_commit_message_is("a"):and_commit_message_is_not("b"),
        in_event_of(EventAction.PULL_REQUEST_CREATED, EventAction.PULL_REQUEST_MERGED)
          :and_base_branch_is("main"):and_base_branch_is_not("x"):and_base_ref_is("refs/a")
          :and_base_ref_is_not("refs/b"):and_head_ref_is("h"):and_head_ref_is_not("i"):and_actor_account_is("1")
          :and_actor_account_is_not("2"):and_repository_name_is("r"):and_repository_name_is_not("s"),
      },
    })
  project("NoWebhook", Source.git_hub { owner = "o", repo = "r", webhook = false })
  project("Webhook", Source.git_hub { owner = "o", repo = "r", webhook = true, webhook_filters = {} })
  project("Organization", Source.git_hub { owner = "org" })
  project(
    "OrganizationFilters",
    Source.git_hub {
      owner = "org",
      webhook_filters = { FilterGroup.in_event_of(EventAction.WORKFLOW_JOB_QUEUED):and_repository_name_is "x" },
    })
  project("OrganizationWithout", Source.git_hub { owner = "org", webhook_filters = {} })
  project(
    "Enterprise",
    Source.git_hub_enterprise {
      https_clone_url = "https://git.example.com/o/r.git", ignore_ssl_errors = true, build_status_context = "context",
      webhook_filters = { FilterGroup.in_event_of(EventAction.PULL_REQUEST_UPDATED):and_file_path_is "src" },
    })
  project(
    "BitBucket",
    Source.bit_bucket {
      owner = "o", repo = "r", build_status_name = "name", webhook = true, webhook_triggers_batch_build = true,
    })
  project(
    "BitBucketUrl",
    Source.bit_bucket { owner = "o", repo = "r", build_status_url = "https://example.com", report_build_status = true })
  local many = codebuild.Project(stack, "Many", {
    source = Source.s3 { bucket = bucket, path = "a" },
    secondary_sources = {
      Source.code_commit { repository = repository, identifier = "commit", branch_or_ref = "develop" },
    },
    secondary_artifacts = { codebuild.Artifacts.s3 { bucket = bucket, identifier = "out" } },
  })
  many:add_secondary_source(Source.git_hub { owner = "o", repo = "r", identifier = "hub" })
  many:add_secondary_source(
    Source.s3 {
      bucket = s3.Bucket.from_bucket_name(stack, "ByName", "bucket"), path = "b", version = "w", identifier = "three",
    })
end

function cases.images(app)
  local LinuxBuildImage = codebuild.LinuxBuildImage
  local LinuxArmBuildImage = codebuild.LinuxArmBuildImage
  local WindowsBuildImage = codebuild.WindowsBuildImage
  local LinuxGpuBuildImage = codebuild.LinuxGpuBuildImage
  local LinuxLambdaBuildImage = codebuild.LinuxLambdaBuildImage
  local LinuxArmLambdaBuildImage = codebuild.LinuxArmLambdaBuildImage
  for i, props in ipairs { {}, { env = ENVIRONMENT } } do
    local stack = cdk.Stack(app, "S" .. i - 1, props)
    local build_spec = codebuild.BuildSpec.from_object { version = "0.2" }
    local function project(id, environment)
      return codebuild.Project(stack, id, { build_spec = build_spec, environment = environment })
    end
    local secret = secretsmanager.Secret(stack, "Secret")
    local repository = ecr.Repository(stack, "Repository")
    project("Standard", {
      build_image = LinuxBuildImage.STANDARD_8_0, compute_type = codebuild.ComputeType.X2_LARGE, privileged = true,
      host_kernel = codebuild.HostKernel.LINUX_KERNEL_6,
    })
    project("Arm", { build_image = LinuxBuildImage.AMAZON_LINUX_2_ARM_3 })
    project("Registry", {
      build_image = LinuxBuildImage.from_docker_registry("alpine", { secrets_manager_credentials = secret }),
    })
    project("NamedSecret", {
      build_image = LinuxArmBuildImage.from_docker_registry("alpine", {
        secrets_manager_credentials = secretsmanager.Secret.from_secret_name_v2(stack, "Named", "named"),
      }),
    })
    project("Ecr", { build_image = LinuxBuildImage.from_ecr_repository(repository) })
    project("EcrTag", { build_image = LinuxArmBuildImage.from_ecr_repository(repository, "v1") })
    project("EcrDigest", {
      build_image = WindowsBuildImage.from_ecr_repository(
        repository, "sha256:abc", codebuild.WindowsImageType.SERVER_2022),
    })
    project("Asset", {
      build_image = LinuxBuildImage.from_asset(stack, "Image", { directory = "spec/fixtures/lambda_code/image" }),
    })
    project("ById", { build_image = LinuxBuildImage.from_code_build_image_id "aws/codebuild/standard:6.0" })
    project("Windows", {
      build_image = WindowsBuildImage.WIN_SERVER_CORE_2019_BASE_3_0, compute_type = codebuild.ComputeType.LARGE,
    })
    project("WindowsBase", {
      build_image = WindowsBuildImage.from_docker_registry(
        "w", { secrets_manager_credentials = secret }, codebuild.WindowsImageType.SERVER_2019),
    })
    project("Lambda", {
      build_image = LinuxLambdaBuildImage.AMAZON_LINUX_2023_NODE_22, compute_type = codebuild.ComputeType.LAMBDA_10GB,
    })
    project("LambdaArm", { build_image = LinuxArmLambdaBuildImage.AMAZON_LINUX_2_PYTHON_3_11 })
    project("Gpu", { build_image = LinuxGpuBuildImage.DLC_TENSORFLOW_2_2_0_TRAINING })
    project("GpuOfAccount", {
      build_image = LinuxGpuBuildImage.aws_deep_learning_containers_image("repository", "tag", "111122223333"),
    })
    project("GpuEcr", {
      build_image = LinuxGpuBuildImage.from_ecr_repository(repository), compute_type = codebuild.ComputeType.SMALL,
    })
    codebuild.Project(stack, "Script", { build_spec = LinuxBuildImage.STANDARD_7_0:run_script_buildspec "build.sh" })
    codebuild.Project(stack, "WindowsScript", {
      build_spec = WindowsBuildImage.WINDOWS_BASE_2_0:run_script_buildspec "build.ps1",
    })
  end
end

function cases.environments(app)
  local Type = codebuild.BuildEnvironmentVariableType
  for i, props in ipairs { {}, { env = ENVIRONMENT } } do
    local stack = cdk.Stack(app, "S" .. i - 1, props)
    local bucket = s3.Bucket(stack, "Bucket")
    local secret = secretsmanager.Secret(stack, "Secret")
    local elsewhere = cdk.Stack(app, "Elsewhere" .. i - 1, { env = { account = "444455556666", region = "eu-west-1" } })
    local far = secretsmanager.Secret(elsewhere, "Secret", { secret_name = "far" })
    codebuild.Project(stack, "Project", {
      source = codebuild.Source.s3 { bucket = bucket, path = "p" },
      environment = {
        certificate = { bucket = bucket, object_key = "certificate.pem" },
        docker_server = {
          compute_type = codebuild.DockerServerComputeType.SMALL,
          security_groups = { ec2.SecurityGroup.from_security_group_id(stack, "Group", "sg-0123456789abcdef0") },
        },
        environment_variables = { A = { value = "of the environment" }, B = { value = 1.5 } },
      },
      environment_variables = {
        A = { value = "of the project", type = Type.PLAINTEXT }, C = { value = true },
        D = { value = bucket.bucket_name }, List = { value = { "a", "b" } },
        ParameterOne = { value = "/a/b", type = Type.PARAMETER_STORE },
        ParameterToken = {
          value = ssm.StringParameter(stack, "Parameter", { string_value = "s" }).parameter_name,
          type = Type.PARAMETER_STORE,
        },
        ParameterTwo = { value = "c", type = Type.PARAMETER_STORE },
        SecretArn = {
          value = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:name-123456:key", type = Type.SECRETS_MANAGER,
        },
        SecretArnFar = {
          value = "arn:aws:secretsmanager:eu-west-1:444455556666:secret:name-123456", type = Type.SECRETS_MANAGER,
        },
        SecretFar = { value = far.secret_arn .. ":key", type = Type.SECRETS_MANAGER },
        SecretName = { value = "name:key", type = Type.SECRETS_MANAGER },
        SecretToken = { value = secret.secret_arn, type = Type.SECRETS_MANAGER },
        SecretTokenKey = { value = secret.secret_arn .. ":key", type = Type.SECRETS_MANAGER },
      },
    })
    codebuild.Project(stack, "Plain", {
      source = codebuild.Source.s3 { bucket = bucket, path = "p" }, check_secrets_in_plain_text_env_variables = false,
      environment_variables = { SECRET = { value = secret.secret_value } },
    })
    local shared = iam.Role(stack, "Shared", { assumed_by = iam.ServicePrincipal "codebuild.amazonaws.com" })
    local serialized = codebuild.Project.serialize_env_variables(
      { P = { value = "p", type = Type.PARAMETER_STORE } }, true, shared)
    cdk.CfnOutput(stack, "Serialized", {
      value = serialized[1].name .. " " .. serialized[1].type .. " " .. serialized[1].value,
    })
  end
end

function cases.networks(app)
  local EnvironmentType, FleetComputeType = codebuild.EnvironmentType, codebuild.FleetComputeType
  local stack = cdk.Stack(app, "S", { env = ENVIRONMENT })
  local vpc = ec2.Vpc(stack, "Vpc", { max_azs = 2, nat_gateways = 1 })
  local role = iam.Role(stack, "Role", { assumed_by = iam.ServicePrincipal "codebuild.amazonaws.com" })
  local build_spec = codebuild.BuildSpec.from_object { version = "0.2" }
  local project = codebuild.Project(stack, "Project", { build_spec = build_spec, vpc = vpc })
  project.connections:allow_to_any_ipv4(ec2.Port.tcp(443))
  codebuild.Project(stack, "Closed", {
    build_spec = build_spec, vpc = vpc, allow_all_outbound = false,
    subnet_selection = { subnet_type = ec2.SubnetType.PUBLIC }, role = role,
  })
  local group = ec2.SecurityGroup(stack, "Group", { vpc = vpc })
  codebuild.Project(stack, "Groups", { build_spec = build_spec, vpc = vpc, security_groups = { group }, role = role })
  codebuild.Project(stack, "NoGroups", {
    build_spec = build_spec, vpc = vpc, security_groups = {},
    role = iam.Role.from_role_arn(stack, "Imported", "arn:aws:iam::111122223333:role/r"),
  })
  local fleet = codebuild.Fleet(stack, "Fleet", {
    base_capacity = 1, compute_type = FleetComputeType.SMALL, environment_type = EnvironmentType.LINUX_CONTAINER,
  })
  local other = codebuild.Fleet(stack, "Other", {
    fleet_name = "other", base_capacity = 3, compute_type = FleetComputeType.ATTRIBUTE_BASED,
    environment_type = EnvironmentType.LINUX_EC2,
    compute_configuration = {
      disk = cdk.Size.gibibytes(10), memory = cdk.Size.mebibytes(2048), v_cpu = 2,
      machine_type = codebuild.MachineType.NVME,
    },
    overflow_behavior = codebuild.FleetOverflowBehavior.ON_DEMAND, vpc = vpc, role = role,
  })
  codebuild.Fleet(stack, "Attributes", {
    base_capacity = 1, compute_type = FleetComputeType.ATTRIBUTE_BASED, environment_type = EnvironmentType.ARM_EC2,
    compute_configuration = { v_cpu = 0 },
  })
  local custom = codebuild.Fleet(stack, "Custom", {
    base_capacity = 1, compute_type = FleetComputeType.CUSTOM_INSTANCE_TYPE,
    environment_type = EnvironmentType.LINUX_EC2,
    compute_configuration = {
      instance_type = ec2.InstanceType.of(ec2.InstanceClass.T3, ec2.InstanceSize.MEDIUM), disk = cdk.Size.gibibytes(5),
    },
    vpc = vpc, security_groups = { group }, subnet_selection = { subnet_type = ec2.SubnetType.PRIVATE_WITH_EGRESS },
  })
  other.connections:allow_from(custom, ec2.Port.tcp(22))
  custom.grant_principal:add_to_principal_policy(
    iam.PolicyStatement { actions = { "s3:ListBucket" }, resources = { "*" } })
  codebuild.Project(stack, "OnFleet", { build_spec = build_spec, environment = { fleet = fleet } })
  codebuild.Project(stack, "OnFleetInVpc", { build_spec = build_spec, environment = { fleet = fleet }, vpc = vpc })
  local imported = codebuild.Fleet.from_fleet_arn(
    stack, "ImportedFleet", "arn:aws:codebuild:eu-west-1:111122223333:fleet/name:1-2-3")
  local mac = codebuild.Project(stack, "OnImported", {
    build_spec = build_spec, environment = { fleet = imported, build_image = codebuild.MacBuildImage.BASE_15 },
  })
  cdk.CfnOutput(stack, "MacArn", { value = mac.project_arn })
  cdk.CfnOutput(stack, "FleetName", { value = fleet.fleet_name })
  cdk.CfnOutput(stack, "FleetArn", { value = fleet.fleet_arn })
  cdk.CfnOutput(stack, "FleetRef", { value = fleet.fleet_ref.fleet_arn })
  cdk.CfnOutput(stack, "ImportedName", { value = imported.fleet_name })
  cdk.CfnOutput(stack, "Kinds", { value = custom.compute_type .. " " .. custom.environment_type })
end

function cases.events(app)
  local PhaseChangeEvent, StateChangeEvent = codebuild.PhaseChangeEvent, codebuild.StateChangeEvent
  local stack = cdk.Stack(app, "S")
  local project = codebuild.PipelineProject(stack, "Project")
  local imported = codebuild.Project.from_project_name(stack, "Imported", "imported")
  local topic = sns.Topic(stack, "Topic")
  local target = targets.SnsTopic(topic, {
    message = events.RuleTargetInput.from_object {
      build = StateChangeEvent.build_id, phase = StateChangeEvent.current_phase,
      project = StateChangeEvent.project_name, status = StateChangeEvent.build_status,
    },
  })
  local phases = targets.SnsTopic(topic, {
    message = events.RuleTargetInput.from_object {
      build = PhaseChangeEvent.build_id, complete = PhaseChangeEvent.build_complete,
      phase = PhaseChangeEvent.completed_phase, project = PhaseChangeEvent.project_name,
      seconds = PhaseChangeEvent.completed_phase_duration_seconds, status = PhaseChangeEvent.completed_phase_status,
    },
  })
  project:on_event("Any", {
    target = targets.CodeBuildProject(project), rule_name = "any", event_pattern = { account = { "111122223333" } },
  })
  project:on_state_change("State", { target = target })
  project:on_phase_change("Phase", { target = phases, description = "d" })
  project:on_build_started "Started"
  project:on_build_failed("Failed", {
    target = target, event_pattern = { detail = { ["build-status"] = { "STOPPED" } } },
  })
  project:on_build_succeeded "Succeeded"
  imported:on_build_failed("Failed", { target = target })
  project:notify_on("On", topic, {
    events = {
      codebuild.ProjectNotificationEvents.BUILD_STOPPED, codebuild.ProjectNotificationEvents.BUILD_PHASE_FAILED,
    },
    notification_rule_name = "named", enabled = false,
  })
  project:notify_on_build_failed("NotifyFailed", topic)
  imported:notify_on_build_succeeded("Succeeded", topic, { detail_type = notifications.DetailType.BASIC })
  local function alarm(id, metric)
    return cloudwatch.Alarm(stack, id, { metric = metric, threshold = 1, evaluation_periods = 1 })
  end
  alarm("Builds", project:metric_builds())
  alarm("Duration", project:metric_duration { statistic = "p99", period = cdk.Duration.minutes(1) })
  alarm("SucceededBuilds", imported:metric_succeeded_builds())
  alarm("FailedBuilds", project:metric_failed_builds { label = "failed" })
  alarm("Other", project:metric "Queued")
end

function cases.report_groups(app)
  local stack = cdk.Stack(app, "S")
  local role = iam.Role(stack, "Role", { assumed_by = iam.ServicePrincipal "codebuild.amazonaws.com" })
  local plain = codebuild.ReportGroup(stack, "Plain")
  local full = codebuild.ReportGroup(stack, "Full", {
    report_group_name = "full", type = codebuild.ReportGroupType.CODE_COVERAGE, zip_export = true,
    delete_reports = true, removal_policy = cdk.RemovalPolicy.DESTROY,
    export_bucket = s3.Bucket(stack, "Encrypted", { encryption_key = kms.Key(stack, "Key") }),
  })
  local exported = codebuild.ReportGroup(stack, "Exported", {
    export_bucket = s3.Bucket.from_bucket_name(stack, "Bucket", "bucket"), zip_export = false,
  })
  local imported = codebuild.ReportGroup.from_report_group_name(stack, "Imported", "imported")
  for i, group in ipairs { plain, full, exported, imported } do
    group:grant_write(role)
    cdk.CfnOutput(stack, "Name" .. i - 1, { value = group.report_group_name })
    cdk.CfnOutput(stack, "Arn" .. i - 1, { value = group.report_group_arn })
    cdk.CfnOutput(stack, "Ref" .. i - 1, { value = group.report_group_ref.report_group_arn })
  end
  local project = codebuild.PipelineProject(stack, "Project", { grant_report_group_permissions = false })
  plain:grant_write(project)
end

function cases.credentials(app)
  local stack = cdk.Stack(app, "S")
  local function field(json_field)
    return cdk.SecretValue.secrets_manager("credentials", { json_field = json_field })
  end
  codebuild.GitHubSourceCredentials(stack, "GitHub", { access_token = field "token" })
  codebuild.GitHubEnterpriseSourceCredentials(stack, "Enterprise", {
    access_token = cdk.SecretValue.unsafe_plain_text "token",
  })
  codebuild.BitBucketSourceCredentials(stack, "BitBucket", { username = field "username", password = field "password" })
  codebuild.UntrustedCodeBoundaryPolicy(stack, "Boundary")
  local boundary = codebuild.UntrustedCodeBoundaryPolicy(stack, "Named", {
    managed_policy_name = "boundary",
    additional_statements = { iam.PolicyStatement { actions = { "s3:GetObject" }, resources = { "*" } } },
  })
  local project = codebuild.PipelineProject(stack, "Project")
  iam.PermissionsBoundary.of(project):apply(boundary)
end

function cases.imported(app)
  for i, props in ipairs { {}, { env = ENVIRONMENT } } do
    local stack = cdk.Stack(app, "S" .. i - 1, props)
    local token = cdk.CfnParameter(stack, "Parameter").value_as_string
    for j, project in ipairs {
      codebuild.Project.from_project_name(stack, "ByName", "named"),
      codebuild.Project.from_project_name(stack, "ByToken", token),
      codebuild.Project.from_project_arn(stack, "ByArn", "arn:aws:codebuild:us-east-1:444455556666:project/other"),
      codebuild.Project.from_project_arn(
        stack, "ByTokenArn", "arn:aws:codebuild:us-east-1:444455556666:project/" .. token),
    } do
      cdk.CfnOutput(stack, "Name" .. j - 1, { value = project.project_name })
      cdk.CfnOutput(stack, "Arn" .. j - 1, { value = project.project_arn })
      cdk.CfnOutput(stack, "RefArn" .. j - 1, { value = project.project_ref.project_arn })
      cdk.CfnOutput(stack, "Region" .. j - 1, { value = project.env.region })
      project:add_to_role_policy(iam.PolicyStatement { actions = { "s3:ListBucket" }, resources = { "*" } })
      project:enable_batch_builds()
    end
  end
end

describe("aws_codebuild", function()
  golden.check("aws_codebuild", cases)

  local SPEC = codebuild.BuildSpec.from_object { version = "0.2" }

  local stack, bucket
  before_each(function()
    stack = cdk.Stack(cdk.App(), "S")
    bucket = s3.Bucket.from_bucket_name(stack, "Bucket", "bucket")
  end)

  local function refuses_project(text, props)
    if not props.source then props.build_spec = props.build_spec or SPEC end
    local count = #stack.node.children
    refuses(text, codebuild.Project, stack, "P" .. count, props)
  end

  it("refuses sources that do not go with the project", function()
    local of_bucket = codebuild.Source.s3 { bucket = bucket, path = "p" }
    refuses_project("builds of source type S3 have no badge", { source = of_bucket, badge = true })
    refuses("a project without a source needs a build_spec of its own", codebuild.Project, stack, "None", {})
    refuses_project("a project without a source needs a build_spec of its own",
      { build_spec = codebuild.BuildSpec.from_source_filename "f" })
    refuses_project("a secondary source needs an identifier", { secondary_sources = { of_bucket } })
    refuses_project("a secondary artifact needs an identifier",
      { secondary_artifacts = { codebuild.Artifacts.s3 { bucket = bucket } } })
    refuses_project("auto_retry_limit must be between 0 and 10, got 11", { auto_retry_limit = 11 })
  end)

  it("refuses secondary sources and artifacts of a project that a pipeline runs", function()
    local app = cdk.App()
    local project = codebuild.PipelineProject(cdk.Stack(app, "S"), "Project")
    project:add_secondary_source(codebuild.Source.s3 { bucket = bucket, path = "p", identifier = "i" })
    project:add_secondary_artifact(codebuild.Artifacts.s3 { bucket = bucket, identifier = "i" })
    refuses("a project whose source is CodePipeline has no secondary sources", app.synth, app)
    refuses("a project whose source is CodePipeline has no secondary artifacts", app.synth, app)
  end)

  it("refuses a source or artifacts of CodePipeline alone", function()
    refuses_project("the source and the artifacts must both be CodePipeline's, got NO_SOURCE and CODEPIPELINE", {
      artifacts = {
        type = "CODEPIPELINE",
        bind = function() return { artifacts_property = { type = "CODEPIPELINE" } } end,
      },
    })
  end)

  it("refuses webhooks that cannot be", function()
    local Source, Group, Action = codebuild.Source, codebuild.FilterGroup, codebuild.EventAction
    local push = Group.in_event_of(Action.PUSH)
    refuses("a filter group needs at least one EventAction", Group.in_event_of)
    refuses("a filter group with the action PUSH has no base branch", push.and_base_branch_is, push, "main")
    refuses("a filter group with the action PUSH has no base branch", push.and_base_ref_is_not, push, "main")
    refuses_project("webhook_filters need a webhook, got webhook = false",
      { source = Source.git_hub { owner = "o", repo = "r", webhook = false, webhook_filters = { push } } })
    refuses_project("webhook_triggers_batch_build needs webhook = true",
      { source = Source.git_hub { owner = "o", repo = "r", webhook_triggers_batch_build = true } })
    local created = Group.in_event_of(Action.PULL_REQUEST_CREATED)
    for kind, filter in pairs {
      COMMIT_MESSAGE = created:and_commit_message_is "m", FILE_PATH = created:and_file_path_is_not "p",
    } do
      refuses_project(kind .. " filters cannot be combined with pull request events of GitHub Enterprise Server",
        { source = Source.git_hub_enterprise { https_clone_url = "https://e.com", webhook_filters = { filter } } })
    end
    refuses_project("BitBucket has no event PULL_REQUEST_REOPENED", {
      source = Source.bit_bucket {
        owner = "o", repo = "r", webhook_filters = { Group.in_event_of(Action.PULL_REQUEST_REOPENED) },
      },
    })
  end)

  it("refuses environments that an image does not have", function()
    local Compute, Kernel = codebuild.ComputeType, codebuild.HostKernel.LINUX_KERNEL_4
    local function refuses_environment(text, image, environment)
      environment.build_image = image
      refuses_project(text, { environment = environment })
    end
    local linux, arm = codebuild.LinuxBuildImage.STANDARD_7_0, codebuild.LinuxArmBuildImage.AMAZON_LINUX_2_STANDARD_3_0
    refuses_environment("x86-64 images do not run on Lambda compute types, got BUILD_LAMBDA_1GB", linux,
      { compute_type = Compute.LAMBDA_1GB })
    refuses_environment("ARM images do not run on Lambda compute types", arm, { compute_type = Compute.LAMBDA_2GB })
    local windows = codebuild.WindowsBuildImage.WINDOWS_BASE_2_0
    refuses_environment("Windows images have no privileged mode", windows, { privileged = true })
    refuses_environment("Windows images have no host_kernel to choose", windows, { host_kernel = Kernel })
    refuses_environment("Windows images do not run on the compute type BUILD_GENERAL1_SMALL", windows,
      { compute_type = Compute.SMALL })
    refuses_environment("Mac images need a fleet\nMac images have no host_kernel to choose",
      codebuild.MacBuildImage.BASE_14, { host_kernel = Kernel })
    local of_lambda = codebuild.LinuxLambdaBuildImage.AMAZON_LINUX_2023_NODE_22
    refuses_environment("builds on Lambda have no privileged mode", of_lambda, { privileged = true })
    refuses_environment("Lambda images run on the compute types BUILD_LAMBDA_1GB to BUILD_LAMBDA_10GB, got "
      .. "BUILD_GENERAL1_SMALL", of_lambda, { compute_type = Compute.SMALL })
    refuses_environment("Lambda images have no host_kernel to choose", of_lambda, { host_kernel = Kernel })
    refuses_environment("GPU images run on the compute types BUILD_GENERAL1_LARGE and BUILD_GENERAL1_SMALL, got "
      .. "'BUILD_GENERAL1_MEDIUM'", codebuild.LinuxGpuBuildImage.DLC_MXNET_1_4_1, { compute_type = Compute.MEDIUM })
    refuses_project("timeout has no effect on Lambda, leave it out\ncache has no effect on Lambda", {
      environment = { build_image = of_lambda }, timeout = cdk.Duration.hours(1), cache = codebuild.Cache.none(),
    })
  end)

  it("refuses secrets that all could read, and secrets without a name", function()
    local Type = codebuild.BuildEnvironmentVariableType
    refuses_project("the environment variable 'SECRET' has a secret as plain text",
      { environment_variables = { SECRET = { value = cdk.SecretValue.secrets_manager "id" } } })
    refuses_project("the environment variable 'SECRET' has a secret as plain text",
      { environment_variables = { SECRET = { value = "a-" .. cdk.SecretValue.secrets_manager "id" } } })
    refuses_project("a secret's ARN ends with its name, got 'arn:aws:secretsmanager:us-east-1:111122223333:secret'", {
      environment_variables = {
        SECRET = { value = "arn:aws:secretsmanager:us-east-1:111122223333:secret", type = Type.SECRETS_MANAGER },
      },
    })
  end)

  it("refuses networks without a VPC, and groups with what is theirs to decide", function()
    local vpc = ec2.Vpc.from_vpc_attributes(stack, "Vpc", { vpc_id = "vpc-1", availability_zones = { "a" },
      private_subnet_ids = { "subnet-1" } })
    local group = ec2.SecurityGroup.from_security_group_id(stack, "Group", "sg-1")
    refuses_project("security_groups needs a vpc", { security_groups = { group } })
    refuses_project("allow_all_outbound needs a vpc", { allow_all_outbound = true })
    refuses_project("allow_all_outbound cannot be combined with security_groups",
      { vpc = vpc, security_groups = { group }, allow_all_outbound = true })
    local project = codebuild.PipelineProject(stack, "Project")
    refuses("a project without a VPC has no security groups", function() return project.connections end)
    refuses_project("logging.cloud_watch needs a log_group, unless enabled = false", { logging = { cloud_watch = {} } })
  end)

  it("warns of a VPC that a fleet makes useless", function()
    local vpc = ec2.Vpc.from_vpc_attributes(stack, "Vpc", { vpc_id = "vpc-1", availability_zones = { "a" },
      private_subnet_ids = { "subnet-1" } })
    local fleet = codebuild.Fleet.from_fleet_arn(stack, "Fleet", "arn:aws:codebuild:eu-west-1:111122223333:fleet/n:1")
    local project = codebuild.Project(stack, "Project",
      { build_spec = SPEC, vpc = vpc, environment = { fleet = fleet } })
    local found = false
    for _, entry in ipairs(project.node.metadata) do
      found = found or tostring(entry.data):find("the vpc of a project has no effect when a fleet runs its builds", 1,
        true) ~= nil
    end
    assert.is_true(found)
  end)

  it("refuses fleets that cannot be", function()
    local Compute = codebuild.FleetComputeType
    local function refuses_fleet(text, props)
      props.environment_type = "LINUX_CONTAINER"
      props.base_capacity = props.base_capacity or 1
      props.compute_type = props.compute_type or Compute.SMALL
      refuses(text, codebuild.Fleet, stack, "F" .. #stack.node.children, props)
    end
    refuses_fleet("fleet_name must have 2 to 128 characters, got 1", { fleet_name = "f" })
    refuses_fleet("base_capacity must be at least 1, got 0", { base_capacity = 0 })
    refuses_fleet("base_capacity must be at least 1", {
      base_capacity = cdk.CfnParameter(stack, "Capacity", { type = "Number" }).value_as_number,
    })
    refuses_fleet("compute_type ATTRIBUTE_BASED needs a compute_configuration",
      { compute_type = Compute.ATTRIBUTE_BASED })
    local medium = ec2.InstanceType "t3.medium"
    refuses_fleet("compute_configuration.instance_type needs compute_type CUSTOM_INSTANCE_TYPE",
      { compute_type = Compute.ATTRIBUTE_BASED, compute_configuration = { v_cpu = 1, instance_type = medium } })
    refuses_fleet("compute_configuration.v_cpu must be a whole number of at least 0, got 1.5",
      { compute_type = Compute.ATTRIBUTE_BASED, compute_configuration = { v_cpu = 1.5 } })
    refuses_fleet("compute_type CUSTOM_INSTANCE_TYPE needs compute_configuration.instance_type",
      { compute_type = Compute.CUSTOM_INSTANCE_TYPE })
    refuses_fleet("machine_type, memory and v_cpu of a compute_configuration need compute_type ATTRIBUTE_BASED",
      { compute_type = Compute.CUSTOM_INSTANCE_TYPE, compute_configuration = { v_cpu = 1, instance_type = medium } })
    refuses_fleet("compute_configuration needs compute_type ATTRIBUTE_BASED or CUSTOM_INSTANCE_TYPE, got "
      .. "BUILD_GENERAL1_SMALL", { compute_configuration = { v_cpu = 1 } })
    refuses_fleet("security_groups needs a vpc", { security_groups = {} })
    refuses_fleet("subnet_selection needs a vpc", { subnet_selection = {} })
    local fleet = codebuild.Fleet(stack, "Fleet",
      { base_capacity = 1, compute_type = Compute.SMALL, environment_type = "ARM_CONTAINER" })
    refuses("a fleet without a VPC has no security groups", function() return fleet.connections end)
    refuses_project("the fleet has environment_type 'ARM_CONTAINER', but the build_image needs 'LINUX_CONTAINER'",
      { environment = { fleet = fleet } })
    local imported = codebuild.Fleet.from_fleet_arn(stack, "Imported", "arn:aws:codebuild:eu-west-1:1:fleet/n:1")
    for _, field in ipairs { "compute_type", "environment_type", "connections" } do
      refuses("the " .. field .. " of an imported fleet is not known", function() return imported[field] end)
    end
  end)

  it("refuses to delete the reports of a group that stays", function()
    refuses("delete_reports needs removal_policy DESTROY", codebuild.ReportGroup, stack, "Group",
      { delete_reports = true })
  end)

  it("refuses a specification that is uploaded for another stack, or for none", function()
    local spec = codebuild.BuildSpec.from_asset "spec/fixtures/appsync/schema.graphql"
    refuses("a BuildSpec from an asset needs the project as scope", spec.to_build_spec, spec)
    codebuild.Project(stack, "Project", { build_spec = spec })
    codebuild.Project(stack, "Again", { build_spec = spec })
    refuses("this BuildSpec's asset belongs to the stack S", codebuild.Project, cdk.Stack(stack.node.root, "T"),
      "Project", { build_spec = spec })
  end)

  it("says what a specification stands for", function()
    local BuildSpec = codebuild.BuildSpec
    assert.equal("<buildspec file: f.yml>", tostring(BuildSpec.from_source_filename "f.yml"))
    assert.equal("<buildspec file: g.yml>", tostring(BuildSpec.from_asset "g.yml"))
    assert.is_true(SPEC.is_immediate)
    assert.is_false(BuildSpec.from_source_filename("f.yml").is_immediate)
    assert.same('{\n  "version": "0.2"\n}', stack:resolve(SPEC:to_build_spec()))
  end)

  describe("merging", function()
    local merge = codebuild.BuildSpec._merge
    local function merged(first, second)
      return assembly.parse_json(stack:resolve(merge(codebuild.BuildSpec.from_object(first),
        codebuild.BuildSpec.from_object(second)):to_build_spec()))
    end

    it("joins lists, takes single values for lists, and merges maps", function()
      assert.same({
        version = "0.2", env = { ["exported-variables"] = { "A", "B" }, variables = { X = "2", Y = "3" } },
        phases = { build = { commands = { "one", "two" }, finally = { "end" } }, install = { commands = { "three" } } },
        reports = { group = { files = { "b" } }, other = { files = { "c" } } }, cache = { paths = { "p", "q" } },
        artifacts = { files = { "*" }, ["secondary-artifacts"] = { s = { files = { "x" } } } },
      }, merged({
        version = "0.2", env = { ["exported-variables"] = "A", variables = { X = "1" } },
        phases = { build = { commands = "one" } }, reports = { group = { files = "a", base = "d" } },
        cache = { paths = "p" }, artifacts = { files = "*", ["secondary-artifacts"] = { s = { files = "x" } } },
      }, {
        env = { ["exported-variables"] = { "B" }, variables = { X = "2", Y = "3" } },
        phases = { build = { commands = { "two" }, finally = "end" }, install = { commands = "three" } },
        reports = { group = { files = "b" }, other = { files = "c" } }, cache = { paths = { "q" } },
      }))
    end)

    it("refuses what it cannot merge", function()
      local BuildSpec = codebuild.BuildSpec
      refuses("only specifications made with BuildSpec.from_object can be merged", merge, SPEC,
        BuildSpec.from_source_filename "f")
      refuses('a specification of version "0.1" cannot be extended', merge, BuildSpec.from_object { version = "0.1" },
        SPEC)
      local with_artifacts = BuildSpec.from_object { artifacts = { files = "*" } }
      refuses("only one of two merged specifications may have artifacts", merge, with_artifacts, with_artifacts)
    end)
  end)
end)
