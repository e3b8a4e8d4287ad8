--- Deployment configurations made by a custom resource. Deprecated: CloudFormation knows LambdaDeploymentConfig by now.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local codedeploy = require "aws_cdk.aws_codedeploy"
local custom_resources = require "aws_cdk.custom_resources"
local names = require "aws_cdk.aws_codedeploy.private.names"

local fail, display = engine.fail, engine.display

local CustomLambdaDeploymentConfig = engine.class("aws_cdk.aws_codedeploy.CustomLambdaDeploymentConfig", cdk.Resource)

local LOWEST, HIGHEST = 1, 99 -- percent
local LONGEST = 2880 -- minutes

local function check(self, props)
  local percentage, minutes = props.percentage, props.interval:to_minutes()
  if engine.is_unresolved(percentage) or percentage < LOWEST or percentage > HIGHEST then
    fail(self, "percentage must be between %d and %d, got %s", LOWEST, HIGHEST, display(percentage))
  end
  if not engine.is_unresolved(minutes) and minutes > LONGEST then
    fail(self, "interval must be at most %d minutes, got %s", LONGEST, display(minutes))
  end
end

-- What CodeDeploy expects of a routing in steps.
local function routing(props)
  local kind = props.type == codedeploy.CustomLambdaDeploymentConfigType.CANARY and "canary" or "linear"
  return engine.ordered("type", "TimeBased" .. props.type, "timeBased" .. props.type, engine.ordered(
    kind .. "Interval", props.interval:to_minutes(), kind .. "Percentage", props.percentage))
end

local function default_name(self, props)
  local every = props.type == codedeploy.CustomLambdaDeploymentConfigType.LINEAR and "Every" or ""
  return cdk.Names.unique_id(self) .. ".Lambda" .. props.type .. display(props.percentage) .. "Percent" .. every
    .. display(props.interval:to_minutes()) .. "Minutes"
end

--- Arguments: scope, id, CustomLambdaDeploymentConfigProps: type, interval, percentage (required),
--  deployment_config_name.
function CustomLambdaDeploymentConfig:init(scope, id, props)
  cdk.Resource.init(self, scope, id)
  check(self, props)
  local name = props.deployment_config_name or default_name(self, props)
  self.deployment_config_name = name
  self.deployment_config_arn = names.config_arn(name)
  local creation = {
    service = "CodeDeploy", action = "createDeploymentConfig",
    parameters = engine.ordered("deploymentConfigName", name, "computePlatform", "Lambda",
      "trafficRoutingConfig", routing(props)),
    physical_resource_id = custom_resources.PhysicalResourceId.of(name),
  }
  custom_resources.AwsCustomResource(self, "DeploymentConfig", {
    on_create = creation,
    on_update = creation,
    on_delete = {
      service = "CodeDeploy", action = "deleteDeploymentConfig", parameters = { deploymentConfigName = name },
    },
    policy = custom_resources.AwsCustomResourcePolicy.from_sdk_calls {
      resources = custom_resources.AwsCustomResourcePolicy.ANY_RESOURCE,
    },
    install_latest_aws_sdk = false,
  })
  names.check(self, "deployment configuration", function() return name end)
end

--- Called by deployment groups, which must be made after the configuration.
function CustomLambdaDeploymentConfig:bind_environment(deployment_group)
  deployment_group.node:add_dependency(self)
  return self
end

return { CustomLambdaDeploymentConfig = CustomLambdaDeploymentConfig }
