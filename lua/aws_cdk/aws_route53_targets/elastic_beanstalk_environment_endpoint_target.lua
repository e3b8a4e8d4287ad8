--- Environments of Elastic Beanstalk.
local engine = require "luacdk.engine"
local RegionInfo = require("aws_cdk.region_info").RegionInfo

--- Arguments: environment_endpoint, such as name.eu-west-1.elasticbeanstalk.com, props.
local ElasticBeanstalkEnvironmentEndpointTarget =
  engine.class "aws_cdk.aws_route53_targets.ElasticBeanstalkEnvironmentEndpointTarget"

function ElasticBeanstalkEnvironmentEndpointTarget:init(environment_endpoint, props)
  self._endpoint, self._props = environment_endpoint, props or {}
end

-- The zone of all environments of a region: that in the endpoint, or that of the record's stack.
local function zone_of(self, record)
  local region = engine.stack_of(record).region
  if not engine.is_unresolved(self._endpoint) then region = self._endpoint:match "([^.]*)%.[^.]*%.[^.]*$" end
  return region and not engine.is_unresolved(region) and RegionInfo.get(region).ebs_env_endpoint_hosted_zone_id or nil
end

function ElasticBeanstalkEnvironmentEndpointTarget:bind(record)
  local zone = self._props.hosted_zone_id
  if zone == nil or zone == "" then zone = zone_of(self, record) end
  if not zone then
    engine.fail(record, "the hosted zone of %s is not known; -> give hosted_zone_id, such as "
      .. "RegionInfo.get(region).ebs_env_endpoint_hosted_zone_id, or the stack a region",
      engine.display(self._endpoint))
  end
  return {
    hosted_zone_id = zone, dns_name = self._endpoint, evaluate_target_health = self._props.evaluate_target_health,
  }
end

return { ElasticBeanstalkEnvironmentEndpointTarget = ElasticBeanstalkEnvironmentEndpointTarget }
