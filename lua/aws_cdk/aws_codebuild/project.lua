--- Projects: what a build builds, and where.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local code_pipeline = require "aws_cdk.aws_codebuild.private.code_pipeline"
local codebuild = require "aws_cdk.aws_codebuild"
local ec2 = require "aws_cdk.aws_ec2"
local environment_variables = require "aws_cdk.aws_codebuild.private.environment_variables"
local iam = require "aws_cdk.aws_iam"
local kms = require "aws_cdk.aws_kms"
local l2 = require "aws_cdk.l2"
local NoArtifacts = require "aws_cdk.aws_codebuild.private.no_artifacts"
local NoSource = require "aws_cdk.aws_codebuild.private.no_source"
local ProjectBase = require "aws_cdk.aws_codebuild.private.project_base"
local report_group_arn = require "aws_cdk.aws_codebuild.private.report_group_arn"

local Aws, fail = cdk.Aws, engine.fail

local SERVICE = "codebuild.amazonaws.com"
local MOST_RETRIES = 10

local Project = l2.resource("aws_cdk.aws_codebuild.Project", ProjectBase, {
  arn = { "project_arn", "attr_arn", service = "codebuild", resource = "project" }, name = { "project_name" },
})

--- Variables as the L1 property has them. Arguments: name → BuildEnvironmentVariable, whether to refuse secrets in
--- plain text, who may read the parameters and secrets.
function Project.serialize_env_variables(variables, validate_no_plain_text_secrets, principal)
  return environment_variables(variables, validate_no_plain_text_secrets, principal)
end

-- ---- environment ----------------------------------------------------------------------------------------------------

-- Variables of the project take the place of those of its environment.
local function variables_of(props)
  local all = engine.ordered()
  for _, variables in ipairs { props.environment and props.environment.environment_variables or {},
    props.environment_variables or {} } do
    for _, name in ipairs(engine.keys(variables)) do all[name] = variables[name] end
  end
  return all
end

local function check_environment(self, image, environment, props)
  local problems = {}
  for _, problem in ipairs(image:validate(environment)) do problems[#problems + 1] = problem end
  if image._on_lambda then
    for _, option in ipairs { "timeout", "queued_timeout", "cache", "badge" } do
      if props[option] then problems[#problems + 1] = option .. " has no effect on Lambda, leave it out" end
    end
  end
  if #problems > 0 then fail(self, "%s", table.concat(problems, "\n")) end
end

local function let_pull(self, image, pulls_as)
  local repository, secret = image.repository, image.secrets_manager_credentials
  if repository and pulls_as == "SERVICE_ROLE" then
    repository:grant_pull(self)
  elseif repository then
    repository:add_to_resource_policy(iam.PolicyStatement {
      sid = "CodeBuild",
      principals = { iam.ServicePrincipal(SERVICE) },
      actions = { "ecr:GetDownloadUrlForLayer", "ecr:BatchGetImage", "ecr:BatchCheckLayerAvailability" },
    })
  end
  if secret and pulls_as == "SERVICE_ROLE" then secret:grant_read(self) end
end

local function fleet_of(self, image, fleet)
  if not fleet then return nil end
  local arn = fleet.fleet_arn
  if engine.is_unresolved(arn) and image.type ~= fleet.environment_type then
    fail(self, "the fleet has environment_type %s, but the build_image needs %s",
      engine.display(fleet.environment_type), engine.display(image.type))
  end
  return { fleet_arn = arn }
end

local function render_environment(self, image, props)
  local environment = props.environment or {}
  check_environment(self, image, environment, props)
  local pulls_as
  if not image._on_lambda then
    pulls_as = image.image_pull_principal_type == "CODEBUILD" and "CODEBUILD" or "SERVICE_ROLE"
  end
  let_pull(self, image, pulls_as)
  local secret, certificate, server = image.secrets_manager_credentials, environment.certificate,
    environment.docker_server
  local variables = variables_of(props)
  return {
    type = image.type,
    image = image.image_id,
    image_pull_credentials_type = pulls_as,
    registry_credential = secret and {
      credential_provider = "SECRETS_MANAGER", credential = secret.secret_full_arn or secret.secret_name,
    },
    certificate = certificate and certificate.bucket:arn_for_objects(certificate.object_key),
    privileged_mode = environment.privileged or false,
    fleet = fleet_of(self, image, environment.fleet),
    host_kernel = environment.host_kernel,
    compute_type = environment.compute_type or image.default_compute_type,
    environment_variables = #engine.keys(variables) > 0 and environment_variables(variables,
      props.check_secrets_in_plain_text_env_variables ~= false, self) or nil,
    docker_server = server and {
      compute_type = server.compute_type, security_group_ids = l2.pluck(server.security_groups, "security_group_id"),
    },
  }
end

-- ---- network --------------------------------------------------------------------------------------------------------

local function security_groups_of(self, props)
  local given = props.security_groups
  if not (given and #given > 0) then
    return {
      ec2.SecurityGroup(self, "SecurityGroup", {
        vpc = props.vpc,
        description = "Automatic generated security group for CodeBuild " .. cdk.Names.unique_id(self),
        allow_all_outbound = props.allow_all_outbound,
      }),
    }
  end
  if props.allow_all_outbound ~= nil then
    fail(self, "allow_all_outbound cannot be combined with security_groups; -> set it on the security group")
  end
  return given
end

local function configure_vpc(self, props)
  local vpc = props.vpc
  if not vpc then
    if props.security_groups or props.allow_all_outbound ~= nil then
      fail(self, "%s needs a vpc", props.security_groups and "security_groups" or "allow_all_outbound")
    end
    return nil
  end
  if props.environment and props.environment.fleet then
    cdk.Annotations.of(self):add_warning_v2("@aws-cdk/aws-codebuild:noUselessProjectVpc",
      "the vpc of a project has no effect when a fleet runs its builds, set that of the fleet")
  end
  local groups = security_groups_of(self, props)
  self._connections = ec2.Connections { security_groups = groups }
  return {
    vpc_id = vpc.vpc_id,
    subnets = vpc:select_subnets(props.subnet_selection).subnet_ids,
    security_group_ids = l2.pluck(groups, "security_group_id"),
  }
end

local function network_arn(kind, name)
  return "arn:" .. Aws.PARTITION .. ":ec2:" .. Aws.REGION .. ":" .. Aws.ACCOUNT_ID .. ":" .. kind .. "/" .. name
end

-- A role that several projects share has one policy for the network interfaces of all.
local function interface_policy(self)
  local role = self.role
  if not role._codebuild_vpc_policy then
    local policy = iam.Policy(self, "PolicyDocument", {
      statements = {
        iam.PolicyStatement {
          resources = { "*" },
          actions = {
            "ec2:CreateNetworkInterface", "ec2:DescribeNetworkInterfaces", "ec2:DeleteNetworkInterface",
            "ec2:DescribeSubnets", "ec2:DescribeSecurityGroups", "ec2:DescribeDhcpOptions", "ec2:DescribeVpcs",
          },
        },
      },
    })
    role:attach_inline_policy(policy)
    role._codebuild_vpc_policy = policy
  end
  return role._codebuild_vpc_policy
end

local function allow_network(self, props)
  if not props.vpc then return end
  local subnets = {}
  for i, id in ipairs(props.vpc:select_subnets(props.subnet_selection).subnet_ids) do
    subnets[i] = network_arn("subnet", id)
  end
  self.role:add_to_principal_policy(iam.PolicyStatement {
    resources = { network_arn("network-interface", "*") },
    actions = { "ec2:CreateNetworkInterfacePermission" },
    conditions = {
      StringEquals = engine.ordered("ec2:Subnet", subnets, "ec2:AuthorizedService", SERVICE),
    },
  })
  self._resource.node:add_dependency(interface_policy(self))
end

-- ---- logs -----------------------------------------------------------------------------------------------------------

local function status_of(options) return options.enabled ~= false and "ENABLED" or "DISABLED" end

local function s3_logs(self, options)
  if not options then return nil end
  local prefix, location, unencrypted = options.prefix, options.bucket.bucket_name, nil
  if options.encrypted ~= nil then unencrypted = not options.encrypted end
  options.bucket:grant_write(self)
  return {
    status = status_of(options),
    location = prefix and prefix ~= "" and location .. "/" .. prefix or location,
    encryption_disabled = unencrypted,
  }
end

local function cloud_watch_logs(self, options)
  if not options then return nil end
  local group, status = options.log_group, status_of(options)
  if status == "ENABLED" and not group then
    fail(self, "logging.cloud_watch needs a log_group, unless enabled = false")
  end
  if group then group:grant_write(self) end
  return {
    status = status, group_name = group and group.log_group_ref.log_group_name, stream_name = options.prefix,
  }
end

local function render_logging(self, logging)
  if not logging then return nil end
  return { s3_logs = s3_logs(self, logging.s3), cloud_watch_logs = cloud_watch_logs(self, logging.cloud_watch) }
end

-- ---- permissions ----------------------------------------------------------------------------------------------------

local function allow_logs(self)
  local arn = self.stack:format_arn {
    service = "logs", resource = "log-group", arn_format = cdk.ArnFormat.COLON_RESOURCE_NAME,
    resource_name = "/aws/codebuild/" .. self.project_name,
  }
  self:add_to_role_policy(iam.PolicyStatement {
    resources = { arn, arn .. ":*" },
    actions = { "logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents" },
  })
end

-- CodeBuild makes report groups named after the project by itself.
local function allow_reports(self)
  self:add_to_role_policy(iam.PolicyStatement {
    actions = {
      "codebuild:CreateReportGroup", "codebuild:CreateReport", "codebuild:UpdateReport",
      "codebuild:BatchPutTestCases", "codebuild:BatchPutCodeCoverages",
    },
    resources = { report_group_arn(self, self.project_name .. "-*") },
  })
end

local function allow_sessions(self)
  self:add_to_role_policy(iam.PolicyStatement {
    actions = {
      "ssmmessages:CreateControlChannel", "ssmmessages:CreateDataChannel", "ssmmessages:OpenControlChannel",
      "ssmmessages:OpenDataChannel", "logs:DescribeLogGroups", "logs:CreateLogStream", "logs:PutLogEvents",
      "s3:GetEncryptionConfiguration", "s3:PutObject",
    },
    resources = { "*" },
  })
end

local function encrypt_with(self, key)
  self._encryption_key = key
  key:grant_encrypt_decrypt(self)
end

-- ---- the project ----------------------------------------------------------------------------------------------------

-- What the project has of a kind when the template is rendered: nothing rather than an empty list.
local function later(list)
  return engine.lazy(function() return list[1] ~= nil and list or nil end, { kind = "any" })
end

local function artifacts_of(self, props)
  local artifacts = props.artifacts
  local of_pipeline = self._source.type == code_pipeline.TYPE
  if not artifacts then return of_pipeline and code_pipeline.Artifacts() or NoArtifacts() end
  return artifacts
end

local function check_pipeline(self, artifacts)
  local source = self._source.type
  if source ~= artifacts.type and (source == code_pipeline.TYPE or artifacts.type == code_pipeline.TYPE) then
    fail(self, "the source and the artifacts must both be CodePipeline's, got %s and %s", source, artifacts.type)
  end
end

local function problems_of(self)
  local problems = {}
  if self._source.type ~= code_pipeline.TYPE then return problems end
  if #self._secondary_sources > 0 then
    problems[1] = "a project whose source is CodePipeline has no secondary sources; give the CodeBuild action "
      .. "extra_inputs instead"
  end
  if #self._secondary_artifacts > 0 then
    problems[#problems + 1] = "a project whose source is CodePipeline has no secondary artifacts; give the CodeBuild "
      .. "action outputs instead"
  end
  return problems
end

local function minutes(duration) return duration and duration:to_minutes() end

--- Arguments: scope, id, ProjectProps: source, artifacts, build_spec, environment, environment_variables, vpc, and what
--  else CommonProjectProps has. Fails on what CodeBuild does not combine.
function Project:init(scope, id, props)
  ProjectBase.init(self, scope, id, { physical_name = props.project_name })
  self.role = props.role or iam.Role(self, "Role", {
    role_name = cdk.PhysicalName.GENERATE_IF_NEEDED, assumed_by = iam.ServicePrincipal(SERVICE),
  })
  self.grant_principal = self.role
  local image = props.environment and props.environment.build_image or codebuild.LinuxBuildImage.STANDARD_7_0

  self._source = props.source or NoSource()
  local source = self._source:bind(self, self)
  if props.badge and not self._source.badge_supported then
    fail(self, "builds of source type %s have no badge", self._source.type)
  end
  local artifacts = artifacts_of(self, props)
  local artifacts_property = artifacts:bind(self, self).artifacts_property
  local cache = props.cache or codebuild.Cache.none()
  cache:_bind(self)
  local build_spec = props.build_spec
  if self._source.type == NoSource.TYPE and not (build_spec and build_spec.is_immediate) then
    fail(self, "a project without a source needs a build_spec of its own; -> use BuildSpec.from_object")
  end

  self._secondary_sources, self._secondary_source_versions = {}, {}
  self._secondary_artifacts, self._file_system_locations = {}, {}
  for _, one in ipairs(props.secondary_sources or {}) do self:add_secondary_source(one) end
  for _, one in ipairs(props.secondary_artifacts or {}) do self:add_secondary_artifact(one) end
  check_pipeline(self, artifacts)
  for _, one in ipairs(props.file_system_locations or {}) do self:add_file_system_location(one) end
  local retries = props.auto_retry_limit
  if retries ~= nil and not engine.is_unresolved(retries) and (retries < 0 or retries > MOST_RETRIES) then
    fail(self, "auto_retry_limit must be between 0 and %d, got %s", MOST_RETRIES, engine.display(retries))
  end

  local source_property = l2.with({}, source.source_property)
  source_property.build_spec = build_spec and build_spec:to_build_spec(self)
  local environment = render_environment(self, image, props)
  local vpc_config = configure_vpc(self, props)
  self._resource = codebuild.CfnProject(self, "Resource", {
    description = props.description,
    source = source_property,
    artifacts = artifacts_property,
    service_role = self.role.role_arn,
    environment = environment,
    file_system_locations = later(self._file_system_locations),
    encryption_key = engine.lazy(function()
      return self._encryption_key and self._encryption_key.key_arn or "alias/aws/s3"
    end, { kind = "string" }),
    badge_enabled = props.badge,
    cache = cache:_to_cloud_formation(),
    name = self.physical_name,
    timeout_in_minutes = minutes(props.timeout),
    queued_timeout_in_minutes = minutes(props.queued_timeout),
    concurrent_build_limit = props.concurrent_build_limit,
    secondary_sources = later(self._secondary_sources),
    secondary_source_versions = later(self._secondary_source_versions),
    secondary_artifacts = later(self._secondary_artifacts),
    triggers = source.build_triggers,
    source_version = source.source_version,
    vpc_config = vpc_config,
    visibility = props.visibility,
    logs_config = render_logging(self, props.logging),
    build_batch_config = engine.lazy(function()
      return self._batch_role and { service_role = self._batch_role.role_arn }
    end, { kind = "any" }),
    auto_retry_limit = retries,
  })

  allow_network(self, props)
  allow_logs(self)
  if props.grant_report_group_permissions ~= false then allow_reports(self) end
  if props.ssm_session_permissions then allow_sessions(self) end
  if props.encryption_key then encrypt_with(self, props.encryption_key) end
  if engine.has(image, "bind") then image:bind(self, self, {}) end
  self.node:add_validation { validate = function() return problems_of(self) end }
end

--- Lets builds start others in batches. Returns BatchBuildConfig: the role of the batches.
function Project:enable_batch_builds()
  if not self._batch_role then
    self._batch_role = iam.Role(self, "BatchServiceRole", { assumed_by = iam.ServicePrincipal(SERVICE) })
    self._batch_role:add_to_principal_policy(iam.PolicyStatement {
      resources = { engine.lazy(function() return self.project_arn end, { kind = "string" }) },
      actions = { "codebuild:StartBuild", "codebuild:StopBuild", "codebuild:RetryBuild" },
    })
  end
  return { role = self._batch_role }
end

local function check_identifier(self, one, noun)
  if one.identifier == nil or one.identifier == "" then
    fail(self, "a secondary %s needs an identifier; -> set it where the %s is made", noun, noun)
  end
end

--- Adds code that builds find next to that of the source.
function Project:add_secondary_source(secondary_source)
  check_identifier(self, secondary_source, "source")
  local config = secondary_source:bind(self, self)
  table.insert(self._secondary_sources, config.source_property)
  if config.source_version and config.source_version ~= "" then
    table.insert(self._secondary_source_versions, {
      source_identifier = secondary_source.identifier, source_version = config.source_version,
    })
  end
end

--- Adds a file system that builds mount.
function Project:add_file_system_location(file_system_location)
  table.insert(self._file_system_locations, file_system_location:bind(self, self).location)
end

--- Adds a place for more of what builds make.
function Project:add_secondary_artifact(secondary_artifact)
  check_identifier(self, secondary_artifact, "artifact")
  table.insert(self._secondary_artifacts, secondary_artifact:bind(self, self).artifacts_property)
end

local function differ(a, b)
  local left, right = engine.is_unresolved(a), engine.is_unresolved(b)
  return left ~= right or not left and a ~= b
end

--- Called by a pipeline that runs the project: builds use the key of the bucket that has the pipeline's artifacts.
-- @param options BindToCodePipelineOptions: artifact_bucket
function Project:bind_to_code_pipeline(_, options)
  local key = options.artifact_bucket.encryption_key
  if not key or self._encryption_key then return end
  local stack, own = engine.stack_of(key), self.stack
  -- The policy of a key made elsewhere cannot name the project's role, which does not exist yet.
  if engine.is_a(key, kms.Key) and (differ(stack.account, own.account) or differ(stack.region, own.region)) then
    return
  end
  encrypt_with(self, key)
end

-- ---- imported -------------------------------------------------------------------------------------------------------

local Imported = l2.imported(Project, ProjectBase)

function Imported:init(scope, id, attrs)
  ProjectBase.init(self, scope, id, { account = attrs.account, region = attrs.region })
  self.grant_principal = iam.UnknownPrincipal { resource = self }
  self.project_name = attrs.name
  self.project_arn = attrs.arn or engine.stack_of(self):format_arn {
    service = "codebuild", resource = "project", resource_name = attrs.name,
  }
end

--- A project made elsewhere, by its ARN.
function Project.from_project_arn(scope, id, project_arn)
  local parts = engine.stack_of(scope):split_arn(project_arn, cdk.ArnFormat.SLASH_RESOURCE_NAME)
  return Imported(scope, id, {
    arn = project_arn, name = parts.resource_name, account = parts.account, region = parts.region,
  })
end

--- A project of the scope's environment, by its name.
function Project.from_project_name(scope, id, project_name) return Imported(scope, id, { name = project_name }) end

return { Project = Project }
