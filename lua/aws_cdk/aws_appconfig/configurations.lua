--- Configurations, kept by AppConfig itself or by another service.
local engine = require "luacdk.engine"
local appconfig = require "aws_cdk.aws_appconfig"
local cdk = require "aws_cdk"
local extensible = require "aws_cdk.aws_appconfig.private.extensible"
local iam = require "aws_cdk.aws_iam"
local l2 = require "aws_cdk.l2"

local ConfigurationBase = engine.class("aws_cdk.aws_appconfig.ConfigurationBase", engine.Construct)

extensible.delegate(ConfigurationBase)

function ConfigurationBase:init(scope, id, props)
  engine.Construct.init(self, scope, id)
  local name = props.name
  self.name = name ~= nil and name ~= "" and name
    or cdk.Names.unique_resource_name(self, { max_length = 128, separator = "-" })
  self.application, self._application_id = props.application, props.application.application_id
  self.type, self.validators, self.description = props.type, props.validators, props.description
  self.deploy_to, self.deployment_key = props.deploy_to, props.deployment_key
  self._deletion_protection_check = props.deletion_protection_check
  self._deployment_strategy = props.deployment_strategy or appconfig.DeploymentStrategy(self, "DeploymentStrategy", {
    rollout_strategy = appconfig.RolloutStrategy.CANARY_10_PERCENT_20_MINUTES,
  })
end

ConfigurationBase.get.deployment_strategy = function(self)
  local strategy = self._deployment_strategy
  if not (engine.has(strategy, "deployment_strategy_id") and engine.has(strategy, "deployment_strategy_arn")) then
    engine.fail(self, "deployment_strategy must be an IDeploymentStrategy to be read again, got %s",
      engine.class_name(strategy))
  end
  return strategy
end

function ConfigurationBase:_add_existing_environments_to_application()
  if not self.deploy_to then return end
  local known = l2.set_of(self.application:environments())
  for _, environment in ipairs(self.deploy_to) do
    if not known[environment] then
      known[environment] = true
      self.application:add_existing_environment(environment)
    end
  end
end

function ConfigurationBase:_deploy_config_to_environments()
  local version = self.version_number
  if not self.deploy_to or version == nil or version == "" then return end
  local wanted = l2.set_of(self.deploy_to)
  for _, environment in ipairs(self.application:environments()) do
    if wanted[environment] then environment:add_deployment(self) end
  end
end

-- Makes the profile, of these properties and the common ones, and what goes with it.
function ConfigurationBase:_add_profile(id, more)
  local validators
  if self.validators then
    validators = engine.list {}
    for i, one in ipairs(self.validators) do validators[i] = { content = one.content, type = one.type } end
  end
  local profile = appconfig.CfnConfigurationProfile(self, id, l2.with({
    application_id = self._application_id, name = self.name, description = self.description, type = self.type,
    validators = validators, deletion_protection_check = self._deletion_protection_check,
  }, more))
  self.configuration_profile_id = profile.ref
  self.configuration_profile_arn = self:_arn(profile.ref)
  self._extensible = appconfig.ExtensibleBase(self, self.configuration_profile_arn, self.name)
end

function ConfigurationBase:_arn(ending)
  return engine.stack_of(self):format_arn {
    service = "appconfig", resource = "application",
    resource_name = self._application_id .. "/configurationprofile/" .. ending,
  }
end

local HostedConfiguration = engine.class("aws_cdk.aws_appconfig.HostedConfiguration", ConfigurationBase)

--- Arguments: scope, id, HostedConfigurationProps: application, content (required).
function HostedConfiguration:init(scope, id, props)
  ConfigurationBase.init(self, scope, id, props)
  self:_add_profile("ConfigurationProfile", {
    location_uri = "hosted", kms_key_identifier = props.kms_key and props.kms_key.key_ref.key_arn,
  })
  self.content, self.content_type = props.content.content, props.content.content_type
  self.latest_version_number, self.version_label = props.latest_version_number, props.version_label
  local version = appconfig.CfnHostedConfigurationVersion(self, "Resource", {
    application_id = self._application_id,
    configuration_profile_id = self.configuration_profile_id,
    content = self.content,
    content_type = self.content_type,
    description = self.description,
    latest_version_number = self.latest_version_number,
    version_label = self.version_label,
  })
  version:apply_removal_policy(cdk.RemovalPolicy.RETAIN)
  self.version_number = version.ref
  self.hosted_configuration_version_arn = self:_arn(self.configuration_profile_id .. "/hostedconfigurationversion/"
    .. version.ref)
  self:_add_existing_environments_to_application()
  self:_deploy_config_to_environments()
end

local SourcedConfiguration = engine.class("aws_cdk.aws_appconfig.SourcedConfiguration", ConfigurationBase)

local function statement(actions, resource)
  return iam.PolicyStatement { effect = "Allow", actions = actions, resources = { resource } }
end

-- What AppConfig needs to read the configuration, by the type of its source.
local STATEMENTS = {}

function STATEMENTS.SSM_PARAMETER(_, uri) return { statement({ "ssm:GetParameter" }, uri) } end

function STATEMENTS.SECRETS_MANAGER(_, uri) return { statement({ "secretsmanager:GetSecretValue" }, uri) } end

function STATEMENTS.SSM_DOCUMENT(stack, uri)
  return { statement({ "ssm:GetDocument" }, stack:format_arn {
    service = "ssm", resource = "document", resource_name = tostring(uri):match "://(.*)",
  }) }
end

function STATEMENTS.S3(stack, uri)
  local bucket, key = tostring(uri):match "://([^/]*)/?(.*)"
  local function arn(resource)
    return stack:format_arn {
      region = "", account = "", service = "s3", arn_format = cdk.ArnFormat.NO_RESOURCE_NAME, resource = resource,
    }
  end
  return {
    statement({ "s3:GetObject", "s3:GetObjectMetadata", "s3:GetObjectVersion" }, arn(bucket .. "/" .. key)),
    statement({ "s3:GetBucketLocation", "s3:GetBucketVersioning", "s3:ListBucket", "s3:ListBucketVersions" },
      arn(bucket)),
    statement({ "s3:ListAllMyBuckets" }, "*"),
  }
end

local function make_role(self)
  local kind = self.location.type
  if kind == "CODE_PIPELINE" then return nil end
  local statements = STATEMENTS[kind](engine.stack_of(self), self.location.location_uri)
  if self.source_key then statements[#statements + 1] = statement({ "kms:Decrypt" }, self.source_key.key_arn) end
  return iam.Role(self, "Role", {
    role_name = cdk.PhysicalName.GENERATE_IF_NEEDED, assumed_by = iam.ServicePrincipal "appconfig.amazonaws.com",
    inline_policies = { AllowAppConfigReadFromSourcePolicy = iam.PolicyDocument { statements = statements } },
  })
end

--- Arguments: scope, id, SourcedConfigurationProps: application, location (required).
function SourcedConfiguration:init(scope, id, props)
  ConfigurationBase.init(self, scope, id, props)
  self.location, self.version_number = props.location, props.version_number
  self.source_key = self.location.key
  self._retrieval_role = props.retrieval_role or make_role(self)
  self:_add_profile("Resource", {
    location_uri = self.location.location_uri,
    retrieval_role_arn = self.retrieval_role and self.retrieval_role.role_arn,
  })
  self:_add_existing_environments_to_application()
  self:_deploy_config_to_environments()
end

SourcedConfiguration.get.retrieval_role = function(self)
  local role = self._retrieval_role
  if role and not engine.has(role, "grant") then
    engine.fail(self, "retrieval_role must be an IRole, got %s", engine.class_name(role))
  end
  return role
end

return { HostedConfiguration = HostedConfiguration, SourcedConfiguration = SourcedConfiguration }
