--- Environments of an application, to which configurations are deployed.
local engine = require "luacdk.engine"
local appconfig = require "aws_cdk.aws_appconfig"
local cdk = require "aws_cdk"
local extensible = require "aws_cdk.aws_appconfig.private.extensible"
local hash = require "aws_cdk.aws_appconfig.private.hash"
local iam = require "aws_cdk.aws_iam"
local l2 = require "aws_cdk.l2"

local fail = engine.fail

local CLOUDWATCH, CFN_MONITORS_PROPERTY = 0, 1 -- of MonitorType

local Monitor = engine.class "aws_cdk.aws_appconfig.Monitor"

function Monitor:init() end

-- Neither way of making a monitor says so.
Monitor.get.is_composite_alarm = function() return nil end

local function monitor(kind, alarm_arn, role_arn)
  local made = Monitor()
  made.monitor_type, made.alarm_arn, made.alarm_role_arn = kind, alarm_arn, role_arn
  return made
end

--- An alarm; without a role the environment makes one.
function Monitor.from_cloud_watch_alarm(alarm, alarm_role)
  return monitor(CLOUDWATCH, alarm.alarm_ref.alarm_arn, alarm_role and alarm_role.role_ref.role_arn)
end

--- An alarm in CloudFormation's words: alarm_arn (required), alarm_role_arn.
function Monitor.from_cfn_monitors_property(monitors_property)
  if monitors_property.alarm_arn == nil then fail(nil, "a monitor needs alarm_arn") end
  return monitor(CFN_MONITORS_PROPERTY, monitors_property.alarm_arn, monitors_property.alarm_role_arn)
end

local EnvironmentBase = engine.class("aws_cdk.aws_appconfig.EnvironmentBase", cdk.Resource)

extensible.delegate(EnvironmentBase)

function EnvironmentBase:init(scope, id, props)
  cdk.Resource.init(self, scope, id, props)
  self._deployment_queue = {}
end

--- Deploys a configuration, after those that were added before. Fails if the environment's name is not known.
function EnvironmentBase:add_deployment(configuration)
  if self.name == nil then
    fail(self, "the name of the environment is not known: -> import it with from_environment_attributes and name")
  end
  local queue, key = self._deployment_queue, configuration.deployment_key
  local deployment = appconfig.CfnDeployment(configuration, "Deployment" .. hash.of(tostring(self.name)), {
    application_id = configuration.application.application_id,
    configuration_profile_id = configuration.configuration_profile_id,
    deployment_strategy_id = configuration.deployment_strategy.deployment_strategy_ref.deployment_strategy_id,
    environment_id = self.environment_id,
    configuration_version = configuration.version_number,
    description = configuration.description,
    kms_key_identifier = key and key.key_arn,
  })
  if #queue > 0 then deployment:add_resource_dependency(queue[#queue]) end
  queue[#queue + 1] = deployment
end

--- Deploys configurations, one after the other.
function EnvironmentBase:add_deployments(...)
  for _, configuration in ipairs { ... } do self:add_deployment(configuration) end
end

--- Lets the grantee perform the actions on the environment.
function EnvironmentBase:grant(grantee, ...)
  return iam.Grant.add_to_principal {
    grantee = grantee, actions = { ... }, resource_arns = { self.environment_arn },
  }
end

local Environment = engine.class("aws_cdk.aws_appconfig.Environment", EnvironmentBase)

local function arn_of(scope, application_id, environment_id)
  return engine.stack_of(scope):format_arn {
    service = "appconfig", resource = "application",
    resource_name = application_id .. "/environment/" .. environment_id,
  }
end

-- The role with which AppConfig looks at alarms.
local function alarm_role(self)
  local id = "Role" .. hash.of(tostring(self.name))
  return self.node:try_find_child(id) or iam.Role(self, id, {
    role_name = cdk.PhysicalName.GENERATE_IF_NEEDED, assumed_by = iam.ServicePrincipal "appconfig.amazonaws.com",
    inline_policies = {
      AllowAppConfigMonitorAlarmPolicy = iam.PolicyDocument {
        statements = {
          iam.PolicyStatement { effect = "Allow", actions = { "cloudwatch:DescribeAlarms" }, resources = { "*" } },
        },
      },
    },
  })
end

local function monitors_of(self)
  if not self.monitors then return nil end
  local all = engine.list {}
  for i, one in ipairs(self.monitors) do
    local role = one.alarm_role_arn
    if one.monitor_type == CLOUDWATCH and (role == nil or role == "") then role = alarm_role(self).role_arn end
    all[i] = { alarm_arn = one.alarm_arn, alarm_role_arn = role }
  end
  return all
end

--- Arguments: scope, id, EnvironmentProps: application (required).
function Environment:init(scope, id, props)
  EnvironmentBase.init(self, scope, id, { physical_name = props.environment_name })
  local name = props.environment_name
  self.name = name ~= nil and name ~= "" and name
    or cdk.Names.unique_resource_name(self, { max_length = 64, separator = "-" })
  self.application, self.application_id = props.application, props.application.application_id
  self.description, self.monitors = props.description, props.monitors
  local resource = appconfig.CfnEnvironment(self, "Resource", {
    application_id = self.application_id,
    name = self.name,
    description = self.description,
    deletion_protection_check = props.deletion_protection_check,
    monitors = monitors_of(self),
  })
  self.environment_id = resource.ref
  self.environment_arn = arn_of(self, self.application_id, self.environment_id)
  self._extensible = appconfig.ExtensibleBase(self, self.environment_arn, self.name)
  self.application:add_existing_environment(self)
end

local Imported = l2.imported(Environment, EnvironmentBase)

function Imported:init(scope, id, attrs)
  EnvironmentBase.init(self, scope, id, { environment_from_arn = attrs.environment_arn })
  for _, field in ipairs { "application", "application_id", "environment_id", "environment_arn", "name",
    "description", "monitors" } do
    self[field] = attrs[field]
  end
  self._extensible = appconfig.ExtensibleBase(self, self.environment_arn, self.name)
end

--- An environment made elsewhere. Fails unless the ARN ends in application/<id>/environment/<id>.
function Environment.from_environment_arn(scope, id, environment_arn)
  local rest = engine.stack_of(scope):split_arn(environment_arn, cdk.ArnFormat.SLASH_RESOURCE_NAME).resource_name
  local application_id, environment_id = tostring(rest or ""):match "^([^/]+)/[^/]*/([^/]+)$"
  if not application_id then
    fail(scope, "the ARN of an environment has the form arn:<partition>:appconfig:<region>:<account>:"
      .. "application/<id>/environment/<id>, got %s", engine.display(environment_arn))
  end
  return Imported(scope, id, {
    application_id = application_id, environment_id = environment_id, environment_arn = environment_arn,
  })
end

--- An environment made elsewhere, by EnvironmentAttributes: application, environment_id (required).
function Environment.from_environment_attributes(scope, id, attrs)
  local application_id = attrs.application.application_id
  return Imported(scope, id, l2.with(l2.with({}, attrs), {
    application_id = application_id, environment_arn = arn_of(scope, application_id, attrs.environment_id),
  }))
end

return { Environment = Environment, Monitor = Monitor }
