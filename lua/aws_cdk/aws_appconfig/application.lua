--- Applications: what has configurations, and environments to which they are deployed.
local engine = require "luacdk.engine"
local appconfig = require "aws_cdk.aws_appconfig"
local cdk = require "aws_cdk"
local extensible = require "aws_cdk.aws_appconfig.private.extensible"
local l2 = require "aws_cdk.l2"

local ApplicationBase = engine.class("aws_cdk.aws_appconfig.ApplicationBase", cdk.Resource)

extensible.delegate(ApplicationBase)

function ApplicationBase:init(scope, id, props)
  cdk.Resource.init(self, scope, id, props)
  self._environments = {}
end

local function adds(class)
  return function(self, id, options)
    return appconfig[class](self, id, l2.with({ application = self }, options))
  end
end

--- Adds an environment, by EnvironmentOptions.
ApplicationBase.add_environment = adds "Environment"

--- Adds a configuration that AppConfig keeps, by HostedConfigurationOptions: content (required).
ApplicationBase.add_hosted_configuration = adds "HostedConfiguration"

--- Adds a configuration that another service keeps, by SourcedConfigurationOptions: location (required).
ApplicationBase.add_sourced_configuration = adds "SourcedConfiguration"

--- Adds an environment made elsewhere.
function ApplicationBase:add_existing_environment(environment)
  self._environments[#self._environments + 1] = environment
end

--- The environments of the application.
function ApplicationBase:environments()
  local all = {}
  for i, one in ipairs(self._environments) do
    if not (engine.has(one, "add_deployment") and engine.has(one, "environment_id")) then
      engine.fail(self, "environments must be IEnvironments to be read again, got %s", engine.class_name(one))
    end
    all[i] = one
  end
  return all
end

local function arn_of(scope, id)
  return engine.stack_of(scope):format_arn { service = "appconfig", resource = "application", resource_name = id }
end

local Application = engine.class("aws_cdk.aws_appconfig.Application", ApplicationBase)

--- Arguments: scope, id, ApplicationProps.
function Application:init(scope, id, props)
  ApplicationBase.init(self, scope, id)
  props = props or {}
  local name = props.application_name
  self.description = props.description
  self.name = name ~= nil and name ~= "" and name
    or cdk.Names.unique_resource_name(self, { max_length = 64, separator = "-" })
  local resource = appconfig.CfnApplication(self, "Resource", { name = self.name, description = self.description })
  self.application_id = resource.ref
  self.application_arn = arn_of(self, self.application_id)
  self._extensible = appconfig.ExtensibleBase(self, self.application_arn, self.name)
end

local Imported = l2.imported(Application, ApplicationBase)

function Imported:init(scope, id, arn, application_id)
  ApplicationBase.init(self, scope, id)
  self.application_arn, self.application_id = arn, application_id
  self._extensible = appconfig.ExtensibleBase(scope, arn)
end

--- An application made elsewhere. Fails if the ARN has no id.
function Application.from_application_arn(scope, id, application_arn)
  local parts = engine.stack_of(scope):split_arn(application_arn, cdk.ArnFormat.SLASH_RESOURCE_NAME)
  if (parts.resource_name or "") == "" then
    engine.fail(scope, "the ARN of an application has the form arn:<partition>:appconfig:<region>:<account>:"
      .. "application/<id>, got %s", engine.display(application_arn))
  end
  return Imported(scope, id, application_arn, parts.resource_name)
end

--- An application made elsewhere, in the account and region of the scope's stack.
function Application.from_application_id(scope, id, application_id)
  return Imported(scope, id, arn_of(scope, application_id), application_id)
end

--- The ARN of the agent's layer for functions of a region; nil where there is none.
function Application.get_lambda_layer_version_arn(region, platform)
  local row = require("aws_cdk.aws_appconfig.private.layer_versions")[region]
  local arm = platform == "ARM64"
  local version = row and row[arm and 3 or 2]
  if not version then return nil end
  local partition = region:find "^cn%-" and "aws-cn" or region:find "^us%-gov%-" and "aws-us-gov" or "aws"
  return ("arn:%s:lambda:%s:%s:layer:AWS-AppConfig-Extension%s:%d"):format(partition, region, row[1],
    arm and "-Arm64" or "", version)
end

--- Adds the agent to a task, as a container.
function Application.add_agent_to_ecs(task_def)
  task_def:add_container("AppConfigAgentContainer", {
    image = require("aws_cdk.aws_ecs").ContainerImage.from_registry(
      "public.ecr.aws/aws-appconfig/aws-appconfig-agent:latest"),
    container_name = "AppConfigAgentContainer",
  })
end

return { Application = Application }
