--- What deployment groups have in common.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local cx_api = require "aws_cdk.cx_api"
local iam = require "aws_cdk.aws_iam"
local l2 = require "aws_cdk.l2"
local names = require "aws_cdk.aws_codedeploy.private.names"

local fail = engine.fail

local group = {}

-- A deployment configuration in the environment of the group, if it depends on that.
local function bound(self, config)
  if not engine.has(config, "bind_environment") then return config end
  return engine.ask(self, "aws_cdk.aws_codedeploy.IBindableDeploymentConfig", "bind_environment", config, self)
end

-- An object that was given as a reference, where all of it is needed: `noun` .. "_arn" and _name.
local function whole(self, object, noun)
  if not (engine.has(object, noun .. "_arn") and engine.has(object, noun .. "_name")) then
    fail(self, "%s must have %s_arn and %s_name here, got %s; -> give an L2 construct, or an imported one",
      noun == "application" and noun or "deployment_config", noun, noun, engine.display(object))
  end
  return object
end

--- Attributes that need all of what was given as a reference. `lenient`: a configuration may remain one.
function group.parts(class, lenient)
  class.get.application = function(self) return whole(self, self._application, "application") end
  class.get.deployment_config = function(self)
    return lenient and self._deployment_config or whole(self, self._deployment_config, "deployment_config")
  end
end

-- ---- made here ------------------------------------------------------------------------------------------------------

-- What the ARN ends with: the group's name after the application's.
local function ending(self, name) return self.application_name .. "/" .. name end

local Base = l2.resource("aws_cdk.aws_codedeploy.DeploymentGroupBase", cdk.Resource, {
  arn = names.arn_row("deployment_group_arn", "deploymentgroup", {
    made = function(self)
      return self.stack:format_arn(names.arn("deploymentgroup", ending(self, self._resource.ref)))
    end,
    named = function(self) return ending(self, self.physical_name) end,
  }),
  name = { "deployment_group_name" },
})
group.Base = Base

--- Arguments: scope, id, props, and of its role the default id and the managed policy it gets.
function Base:init(scope, id, props, role_id, policy)
  cdk.Resource.init(self, scope, id, { physical_name = props.deployment_group_name })
  self.role = props.role or iam.Role(self, role_id, {
    assumed_by = iam.ServicePrincipal "codedeploy.amazonaws.com",
  })
  names.check(self, "deployment group", names.physical)
  self._alarms = props.alarms or {}
  self._policy = policy
end

--- Keeps the application and configuration, then lets the role do its work.
function Base:_set_parts(application, config)
  self._application = application
  self.role:add_managed_policy(iam.ManagedPolicy.from_aws_managed_policy_name(self._policy))
  self._deployment_config = bound(self, config)
end

local function alarm_configuration(self, props, removable)
  local alarms = {}
  for i, alarm in ipairs(self._alarms) do alarms[i] = { name = alarm.alarm_ref.alarm_name } end
  if #alarms == 0 and not removable then return nil end
  return {
    alarms = #alarms > 0 and alarms or nil, enabled = not props.ignore_alarm_configuration and #alarms > 0,
    ignore_poll_alarm_failure = props.ignore_poll_alarms_failure,
  }
end

local function rollback_configuration(self, config)
  config = config or {}
  local events, has_alarms = {}, #self._alarms > 0
  if config.failed_deployment ~= false then events[1] = "DEPLOYMENT_FAILURE" end
  if config.stopped_deployment then events[#events + 1] = "DEPLOYMENT_STOP_ON_REQUEST" end
  if config.deployment_in_alarm ~= false and has_alarms then events[#events + 1] = "DEPLOYMENT_STOP_ON_ALARM" end
  if config.deployment_in_alarm and not has_alarms then
    fail(self, "auto_rollback.deployment_in_alarm needs an alarm; -> add one with alarms or add_alarm")
  end
  if #events > 0 then return { enabled = true, events = events } end
  return config.deployment_in_alarm == false and { enabled = false } or nil
end

--- The properties of the L1 resource that follow from the alarms, which may still be added.
function Base:_with_alarms(props, properties)
  local removable = cdk.FeatureFlags.of(self):is_enabled(cx_api.CODEDEPLOY_REMOVE_ALARMS_FROM_DEPLOYMENT_GROUP)
  properties.alarm_configuration = engine.lazy(function() return alarm_configuration(self, props, removable) end,
    { kind = "any" })
  properties.auto_rollback_configuration = engine.lazy(function()
    return rollback_configuration(self, props.auto_rollback)
  end, { kind = "any" })
  return properties
end

Base.get.application_name = function(self) return self._application.application_ref.application_name end

--- Adds an alarm that stops deployments.
function Base:add_alarm(alarm) table.insert(self._alarms, alarm) end

-- ---- imported -------------------------------------------------------------------------------------------------------

--- Gives `class` its from_<noun>_deployment_group_attributes. `default()`: the configuration of groups that name none.
function group.imports(class, default, lenient)
  local Imported = l2.imported(class, cdk.Resource)
  group.parts(Imported, lenient)

  function Imported:init(scope, id, attrs)
    local application, name = attrs.application, attrs.deployment_group_name
    local application_name = application.application_ref.application_name
    local arn = cdk.Arn.format(l2.with({
      partition = cdk.Aws.PARTITION, account = application.env.account, region = application.env.region,
    }, names.arn("deploymentgroup", application_name .. "/" .. name)))
    cdk.Resource.init(self, scope, id, { environment_from_arn = arn })
    self.application_name, self.deployment_group_name, self.deployment_group_arn = application_name, name, arn
    self._application = application
    self._deployment_config = bound(self, attrs.deployment_config or default())
  end

  local noun = class.__name:match "(%w+)DeploymentGroup$":lower()
  class["from_" .. noun .. "_deployment_group_attributes"] = function(scope, id, attrs)
    return Imported(scope, id, attrs)
  end
end

return group
