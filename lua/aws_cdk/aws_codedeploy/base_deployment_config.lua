--- What deployment configurations have in common.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local codedeploy = require "aws_cdk.aws_codedeploy"
local l2 = require "aws_cdk.l2"
local names = require "aws_cdk.aws_codedeploy.private.names"

local fail = engine.fail
local SERVER = codedeploy.ComputePlatform.SERVER

local BaseDeploymentConfig = l2.resource("aws_cdk.aws_codedeploy.BaseDeploymentConfig", cdk.Resource, {
  arn = names.arn_row("deployment_config_arn", "deploymentconfig", {
    made = function(self) return names.config_arn(self._resource.ref) end,
  }),
  name = { "deployment_config_name" },
})

-- A duration in seconds: none, or at least one.
local function seconds(self, duration, name)
  if not duration then return nil end
  local milliseconds = duration:to_milliseconds()
  if not engine.is_unresolved(milliseconds) and milliseconds > 0 and milliseconds < 1000 then
    fail(self, "%s must be 0 or at least 1 second, got %d milliseconds", name, milliseconds)
  end
  return duration:to_seconds()
end

local function zonal(self, config)
  if not config then return nil end
  return {
    monitor_duration_in_seconds = seconds(self, config.monitor_duration, "monitor_duration"),
    first_zone_monitor_duration_in_seconds = seconds(self, config.first_zone_monitor_duration,
      "first_zone_monitor_duration"),
    minimum_healthy_hosts_per_zone = config.minimum_healthy_hosts_per_zone
      and config.minimum_healthy_hosts_per_zone._json,
  }
end

--- Arguments: scope, id, BaseDeploymentConfigProps: compute_platform (default ComputePlatform.SERVER),
--  deployment_config_name, minimum_healthy_hosts and zonal_config for servers, traffic_routing for the others.
function BaseDeploymentConfig:init(scope, id, props)
  props = props or {}
  cdk.Resource.init(self, scope, id, { physical_name = props.deployment_config_name })
  local platform, routing, hosts = props.compute_platform, props.traffic_routing, props.minimum_healthy_hosts
  if routing and (platform == nil or platform == SERVER) then
    fail(self, "traffic_routing is not for servers; -> use minimum_healthy_hosts, or another compute_platform")
  end
  if hosts and platform and platform ~= SERVER then
    fail(self, "minimum_healthy_hosts is for servers only, and compute_platform is %s; -> use traffic_routing",
      engine.display(platform))
  end
  self._resource = codedeploy.CfnDeploymentConfig(self, "Resource", {
    deployment_config_name = self.physical_name,
    compute_platform = platform,
    traffic_routing_config = routing and engine.ask(self, "aws_cdk.aws_codedeploy.TrafficRouting", "bind", routing,
      self),
    minimum_healthy_hosts = hosts and hosts._json,
    zonal_config = zonal(self, props.zonal_config),
  })
  names.check(self, "deployment configuration", names.physical)
end

--- The import by name of a class of configurations.
function BaseDeploymentConfig._imports(class)
  local Imported = l2.imported(class, cdk.Resource)

  function Imported:init(scope, id, name)
    cdk.Resource.init(self, scope, id .. ":Imported")
    self.deployment_config_name = name
    self.deployment_config_arn = engine.stack_of(scope):format_arn(names.arn("deploymentconfig", name))
  end

  return function(scope, id, name) return Imported(scope, id, name) end
end

--- For subclasses: a configuration by its name. Arguments: scope, id, name.
BaseDeploymentConfig._from_deployment_config_name = BaseDeploymentConfig._imports(BaseDeploymentConfig)

return { BaseDeploymentConfig = BaseDeploymentConfig }
