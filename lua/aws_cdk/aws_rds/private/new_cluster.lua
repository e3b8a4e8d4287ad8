--- Clusters that the stack makes: new ones and those from a snapshot.
local capacity = require "aws_cdk.aws_rds.private.serverless_capacity"
local cdk = require "aws_cdk"
local cluster_identifier = require "aws_cdk.aws_rds.private.cluster_identifier"
local cluster_network = require "aws_cdk.aws_rds.private.cluster_network"
local ec2 = require "aws_cdk.aws_ec2"
local engine = require "luacdk.engine"
local insights = require "aws_cdk.aws_rds.private.insights"
local keep_logs = require "aws_cdk.aws_rds.private.log_groups"
local l2 = require "aws_cdk.l2"
local master_user = require "aws_cdk.aws_rds.private.master_user"
local rds = require "aws_cdk.aws_rds"
local removal = require "aws_cdk.aws_rds.private.removal"
local roles = require "aws_cdk.aws_rds.private.roles"
local s3_roles = require "aws_cdk.aws_rds.private.s3_roles"

local fail, display = engine.fail, engine.display

local MONITORING_INTERVALS = { 0, 1, 5, 10, 15, 30, 60 }
local LEAST_RETENTION_OF_LIMITLESS = 31

local NewCluster = engine.class("aws_cdk.aws_rds.NewDatabaseCluster", rds.DatabaseClusterBase)

NewCluster.get._subnet_group = function(self) return self._subnet_group_ref end

master_user.rotates(NewCluster)

-- ---- checks ---------------------------------------------------------------------------------------------------------

local function check_vpc(self, props)
  local given = props.instance_props
  if (props.vpc ~= nil) == (given ~= nil and given.vpc ~= nil) then
    fail(self, "give either vpc or instance_props.vpc, got %s", props.vpc and "both" or "neither")
  end
  if props.vpc_subnets and given and given.vpc_subnets then
    fail(self, "vpc_subnets and instance_props.vpc_subnets are mutually exclusive")
  end
end

local function is_limitless(props)
  return props.cluster_scalability_type == "limitless" or props.cluster_scailability_type == "limitless"
end

-- Aurora Limitless has no instances of its own, and conditions of its own. Only the older spelling is checked.
local function check_limitless(self, props)
  if props.cluster_scailability_type ~= "limitless" then return end
  local function need(condition, words)
    if not condition then fail(self, "a limitless cluster needs %s", words) end
  end
  local version = props.engine.engine_version and props.engine.engine_version.full_version
  need(props.enable_performance_insights, "enable_performance_insights = true")
  need((props.performance_insight_retention or 0) >= LEAST_RETENTION_OF_LIMITLESS,
    "performance_insight_retention of at least PerformanceInsightRetention.MONTHS_1")
  need(props.monitoring_interval and props.enable_cluster_level_enhanced_monitoring,
    "monitoring_interval and enable_cluster_level_enhanced_monitoring")
  need(not (props.writer or props.readers), "no writer and readers")
  need(version and version:find "limitless$", "an engine version whose name ends in limitless")
  need(props.storage_type == "aurora-iopt1", "DBClusterStorageType.AURORA_IOPT1 as storage_type")
  need(#(props.cloudwatch_logs_exports or {}) > 0, "cloudwatch_logs_exports")
end

local function check_monitoring(self, props)
  local interval = props.monitoring_interval
  if props.enable_cluster_level_enhanced_monitoring and not interval then
    fail(self, "enable_cluster_level_enhanced_monitoring needs monitoring_interval")
  end
  if not interval or interval:is_unresolved() then return end
  if not l2.includes(MONITORING_INTERVALS, interval:to_seconds()) then
    fail(self, "monitoring_interval must be 0, 1, 5, 10, 15, 30 or 60 seconds, got %s", display(interval:to_seconds()))
  end
end

local function check_logs(self, props)
  local known = props.engine.supported_log_types
  for _, log in ipairs(props.cloudwatch_logs_exports or {}) do
    if not l2.includes(known, log) then
      fail(self, "%s has no log %s; -> its logs are %s", props.engine.engine_type, display(log),
        table.concat(known, ", "))
    end
  end
end

-- ---- properties -----------------------------------------------------------------------------------------------------

local function associated_roles(import, export, features)
  local list = {}
  features = features or {}
  if import then list[1] = { role_arn = import.role_arn, feature_name = features.s3_import } end
  if export and (export ~= import or features.s3_import ~= features.s3_export) then
    list[#list + 1] = { role_arn = export.role_arn, feature_name = features.s3_export }
  end
  return #list > 0 and list or nil
end

-- What the engine adds to the cluster, the roles for S3, and the name of the parameter group.
local function bind_engine(self, props)
  local import, export = s3_roles(self, props, props.engine.combine_import_and_export_roles)
  local group = props.parameter_group
  if props.parameters then
    if group then fail(self, "parameter_group and parameters are mutually exclusive") end
    group = rds.ParameterGroup(self, "ParameterGroup", { engine = props.engine, parameters = props.parameters })
  end
  local config = props.engine:bind_to_cluster(self, {
    s3_import_role = import, s3_export_role = export, parameter_group = group,
  })
  group = props.parameter_group or config.parameter_group
  local bound = group and group:bind_to_cluster {}
  return config, associated_roles(import, export, config.features), bound and bound.parameter_group_name
end

local function domain_role(self, props)
  if not props.domain or props.domain == "" then return nil end
  return props.domain_role or roles.directory(self, "RDSClusterDirectoryServiceRole")
end

local function monitoring_role(self, props)
  local interval = props.monitoring_interval
  if props.monitoring_role or not interval or interval:to_seconds() == 0 then return props.monitoring_role end
  return roles.monitoring(self)
end

local function properties(self, props)
  local config, associated, group_name = bind_engine(self, props)
  self.engine = props.engine
  local of_domain = domain_role(self, props)
  insights.check(self, props)
  if props.replication_source_identifier ~= nil and props.credentials then
    fail(self, "a replica has the credentials of its source; -> leave out credentials")
  end
  check_limitless(self, props)
  capacity.check(self, config.features, props.engine)
  local enabled, key = insights.enabled(props), props.performance_insight_encryption_key
  self.performance_insights_enabled, self.performance_insight_retention = enabled or false, insights.days(props)
  self.performance_insight_encryption_key, self.database_insights_mode = key, props.database_insights_mode
  self.monitoring_role = monitoring_role(self, props)
  check_monitoring(self, props)
  local of_cluster = props.enable_cluster_level_enhanced_monitoring
  local backup, storage_key, encrypted = props.backup or {}, props.storage_encryption_key, props.storage_encrypted
  if storage_key then encrypted = true end
  local copy_tags = props.copy_tags_to_snapshot
  if copy_tags == nil then copy_tags = true end
  return {
    engine = props.engine.engine_type,
    engine_version = props.engine.engine_version and props.engine.engine_version.full_version,
    db_cluster_identifier = cluster_identifier(self, props),
    db_subnet_group_name = self._subnet_group_ref.db_subnet_group_ref.db_subnet_group_name,
    vpc_security_group_ids = l2.pluck(self._security_groups, "security_group_id"),
    port = props.port or config.port,
    db_cluster_parameter_group_name = group_name,
    associated_roles = associated,
    deletion_protection = removal.protection(props.deletion_protection, props.removal_policy),
    enable_iam_database_authentication = props.iam_authentication,
    enable_http_endpoint = engine.lazy(function() return self._enable_data_api end, { kind = "any" }),
    network_type = props.network_type,
    serverless_v2_scaling_configuration = engine.lazy(function() return capacity.configuration(self) end, {
      kind = "any",
    }),
    storage_type = props.storage_type,
    enable_local_write_forwarding = props.enable_local_write_forwarding,
    cluster_scalability_type = props.cluster_scalability_type or props.cluster_scailability_type,
    backtrack_window = props.backtrack_window and props.backtrack_window:to_seconds(),
    backup_retention_period = backup.retention and backup.retention:to_days(),
    preferred_backup_window = backup.preferred_window,
    preferred_maintenance_window = props.preferred_maintenance_window,
    database_name = props.default_database_name,
    enable_cloudwatch_logs_exports = props.cloudwatch_logs_exports,
    kms_key_id = storage_key and storage_key.key_ref.key_arn,
    storage_encrypted = encrypted,
    copy_tags_to_snapshot = copy_tags,
    domain = of_domain and props.domain,
    domain_iam_role_name = of_domain and of_domain.role_name,
    performance_insights_enabled = enabled,
    performance_insights_kms_key_id = key and key.key_arn,
    performance_insights_retention_period = self.performance_insight_retention,
    database_insights_mode = props.database_insights_mode,
    auto_minor_version_upgrade = props.auto_minor_version_upgrade,
    monitoring_interval = of_cluster and props.monitoring_interval:to_seconds() or nil,
    monitoring_role_arn = of_cluster and self.monitoring_role and self.monitoring_role.role_arn or nil,
    engine_lifecycle_support = props.engine_lifecycle_support,
    delete_automated_backups = props.delete_automated_backups,
  }
end

-- ---------------------------------------------------------------------------------------------------------------------

--- Arguments: scope, id, DatabaseClusterBaseProps. The properties of the cluster are then in _new_cfn_props.
function NewCluster:init(scope, id, props)
  rds.DatabaseClusterBase.init(self, scope, id)
  if props.cluster_scalability_type ~= nil and props.cluster_scailability_type ~= nil then
    fail(self, "cluster_scalability_type and cluster_scailability_type are mutually exclusive; -> leave out the latter")
  end
  check_vpc(self, props)
  local given = props.instance_props or {}
  self.vpc, self.vpc_subnets = given.vpc or props.vpc, given.vpc_subnets or props.vpc_subnets
  self._rotation_vpc, self._rotation_subnets = self.vpc, self.vpc_subnets
  self.cloudwatch_log_groups = engine.map {}
  self.single_user_rotation_application = props.engine.single_user_rotation_application
  self.multi_user_rotation_application = props.engine.multi_user_rotation_application
  self._enable_data_api = props.enable_data_api
  capacity.set(self, props)
  self._subnet_group_ref, self._security_groups = cluster_network(self, id, {
    vpc = self.vpc, vpc_subnets = self.vpc_subnets, subnet_group = props.subnet_group,
    security_groups = given.security_groups or props.security_groups, removal_policy = props.removal_policy,
  })
  self._new_cfn_props = properties(self, props)
  self.instance_identifiers, self.instance_endpoints = {}, {}
end

--- Makes the cluster itself.
function NewCluster:_make_resource(values)
  local resource = rds.CfnDBCluster(self, "Resource", values)
  self.cluster_identifier, self.cluster_resource_identifier = resource.ref, resource.attr_db_cluster_resource_id
  return resource
end

--- Sets what follows once the secret is attached: endpoints, connections, logs.
function NewCluster:_complete(resource, props)
  local port = cdk.Token.as_number(resource.attr_endpoint_port)
  self.cluster_endpoint = rds.Endpoint(resource.attr_endpoint_address, port)
  self.cluster_read_endpoint = rds.Endpoint(resource.attr_read_endpoint_address, port)
  self.connections = ec2.Connections { security_groups = self._security_groups, default_port = ec2.Port.tcp(port) }
  resource:apply_removal_policy(props.removal_policy or cdk.RemovalPolicy.SNAPSHOT)
  check_logs(self, props)
  keep_logs(self, "cluster", self.cluster_identifier, props)
end

NewCluster.is_limitless = is_limitless

return NewCluster
