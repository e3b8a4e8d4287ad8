--- The instance that a ClusterInstance becomes.
local cdk = require "aws_cdk"
local cx_api = require "aws_cdk.cx_api"
local ec2 = require "aws_cdk.aws_ec2"
local engine = require "luacdk.engine"
local insights = require "aws_cdk.aws_rds.private.insights"
local l2 = require "aws_cdk.l2"
local rds = require "aws_cdk.aws_rds"
local removal = require "aws_cdk.aws_rds.private.removal"

local FLAG_PARAMETERS = cx_api.AURORA_CLUSTER_CHANGE_SCOPE_OF_INSTANCE_PARAMETER_GROUP_WITH_EACH_PARAMETERS

local LAST_TIER, DEFAULT_TIER = 15, 2

local AuroraClusterInstance = l2.resource("aws_cdk.aws_rds.AuroraClusterInstance", cdk.Resource, {
  arn = {
    "db_instance_arn", "attr_db_instance_arn", service = "rds", resource = "db",
    format = cdk.ArnFormat.COLON_RESOURCE_NAME,
  },
  name = { "instance_identifier" },
  interface = "aws_cdk.aws_rds.IAuroraClusterInstance",
})

AuroraClusterInstance.get.db_instance_ref = function(self)
  return { db_instance_identifier = self.instance_identifier, db_instance_arn = self.db_instance_arn }
end

-- Whether the instance can be reached from the internet, and what must be there before it, of an own cluster.
local function network(props)
  local public, cluster = props.publicly_accessible, props.cluster
  if not cdk.Resource.is_owned_resource(cluster) then return public end
  local selection = cluster.vpc_subnets
  if public == nil and selection then public = selection.subnet_type == ec2.SubnetType.PUBLIC end
  return public, cluster.vpc:select_subnets(selection).internet_connectivity_established
end

local function parameter_group(self, props)
  if props.parameter_group or not props.parameters then return props.parameter_group end
  local own = cdk.FeatureFlags.of(self):is_enabled(FLAG_PARAMETERS)
  return rds.ParameterGroup(own and self or props.cluster, "InstanceParameterGroup", {
    engine = props.cluster.engine, parameters = props.parameters,
  })
end

local function class_of(type)
  return type.type == "SERVERLESS_V2" and type:to_string() or "db." .. type:to_string()
end

-- `props`: cluster, ClusterInstanceProps and ClusterInstanceBindOptions.
function AuroraClusterInstance:init(scope, id, props)
  local legacy = props.is_from_legacy_instance_props
  cdk.Resource.init(self, scope, legacy and id .. "Wrapper" or id, { physical_name = props.instance_identifier })
  self.tier = props.promotion_tier or DEFAULT_TIER
  if not engine.is_unresolved(self.tier) and (self.tier < 0 or self.tier > LAST_TIER) then
    engine.fail(self, "promotion_tier must be between 0 and %d, got %s", LAST_TIER, engine.display(self.tier))
  end
  local public, connected = network(props)
  local type = props.instance_type or rds.ClusterInstanceType.serverless_v2()
  self.type = type.type
  if type.type == "PROVISIONED" then self.instance_size = type:to_string() end
  insights.check_switch(self, props)
  local enabled, key, cluster = insights.enabled(props), props.performance_insight_encryption_key, props.cluster
  self.performance_insights_enabled = enabled or false
  self.performance_insight_retention, self.performance_insight_encryption_key = insights.days(props), key
  local parameters = parameter_group(self, props)
  local interval = props.monitoring_interval
  local resource = rds.CfnDBInstance(legacy and scope or self, legacy and id or "Resource", {
    engine = cluster.engine.engine_type,
    db_cluster_identifier = cluster.cluster_identifier,
    promotion_tier = not legacy and self.tier or nil,
    db_instance_identifier = self.physical_name,
    db_instance_class = props.instance_type and class_of(type),
    publicly_accessible = public,
    availability_zone = props.availability_zone,
    preferred_maintenance_window = props.preferred_maintenance_window,
    enable_performance_insights = enabled,
    performance_insights_kms_key_id = key and key.key_arn,
    performance_insights_retention_period = self.performance_insight_retention,
    db_subnet_group_name = legacy and props.subnet_group and props.subnet_group.db_subnet_group_ref.db_subnet_group_name
      or nil,
    db_parameter_group_name = parameters and parameters:bind_to_instance({}).parameter_group_name,
    monitoring_interval = interval and interval:to_seconds(),
    monitoring_role_arn = props.monitoring_role and props.monitoring_role.role_ref.role_arn,
    auto_minor_version_upgrade = props.auto_minor_version_upgrade,
    allow_major_version_upgrade = props.allow_major_version_upgrade,
    ca_certificate_identifier = props.ca_certificate and props.ca_certificate:to_string(),
    apply_immediately = props.apply_immediately,
  })
  resource:apply_removal_policy(removal.of_part(props.removal_policy))
  if connected then resource.node:add_dependency(connected) end
  self._resource = resource
  self.dbi_resource_id = resource.attr_dbi_resource_id
  self.db_instance_endpoint_address = resource.attr_endpoint_address
end

return AuroraClusterInstance
