--- Instances that the stack makes: new ones, those from a snapshot and read replicas.
local cdk = require "aws_cdk"
local cx_api = require "aws_cdk.cx_api"
local ec2 = require "aws_cdk.aws_ec2"
local engine = require "luacdk.engine"
local insights = require "aws_cdk.aws_rds.private.insights"
local keep_logs = require "aws_cdk.aws_rds.private.log_groups"
local l2 = require "aws_cdk.l2"
local rds = require "aws_cdk.aws_rds"
local removal = require "aws_cdk.aws_rds.private.removal"
local roles = require "aws_cdk.aws_rds.private.roles"

local fail, is_unresolved, display = engine.fail, engine.is_unresolved, engine.display
local text = cdk.Tokenization.stringify_number

local DEFAULT_IOPS = 1000
local MOST_THROUGHPUT_OF_IOPS = 0.25
local WITH_LIFECYCLE_SUPPORT = { "mysql", "postgres" }

local NewInstance = engine.class("aws_cdk.aws_rds.NewDatabaseInstance", rds.DatabaseInstanceBase)

l2.kept(NewInstance, "instance_identifier", function(self)
  return self:get_resource_name_attribute(self._resource.ref)
end)

-- ---- properties -----------------------------------------------------------------------------------------------------

local function storage(self, props)
  local type, throughput, iops = props.storage_type or "gp2", props.storage_throughput, props.iops
  if type == "standard" or type == "gp2" then iops = nil end
  if type == "io1" or type == "io2" then iops = iops or DEFAULT_IOPS end
  if throughput == nil or throughput == 0 then return type, iops end
  if type ~= "gp3" then fail(self, "storage_throughput is only for StorageType.GP3, got %s", display(type)) end
  local known = not is_unresolved(throughput) and iops ~= nil and not is_unresolved(iops) and iops ~= 0
  if known and throughput / iops > MOST_THROUGHPUT_OF_IOPS then
    fail(self, "storage_throughput must be at most a quarter of iops; they are %s and %s", display(throughput),
      display(iops))
  end
  return type, iops
end

local function processor_features(features)
  if not features then return nil end
  local list = engine.list {}
  for _, name in ipairs { "core_count", "threads_per_core" } do
    if features[name] then list[#list + 1] = { name = l2.camel(name), value = text(features[name]) } end
  end
  return #list > 0 and list or nil
end

local function monitoring(self, props)
  local seconds = props.monitoring_interval and props.monitoring_interval:to_seconds()
  local role
  if seconds and seconds ~= 0 then role = props.monitoring_role or roles.monitoring(self) end
  return seconds, role and role.role_ref.role_arn
end

local function lower_identifier(self, identifier)
  if identifier == nil then return nil end
  if is_unresolved(identifier) then return self.physical_name end
  local lower = cdk.FeatureFlags.of(self):is_enabled(cx_api.RDS_LOWERCASE_DB_IDENTIFIER)
  return lower and identifier:lower() or identifier
end

-- The properties that all kinds of instances have, and the constructs beside the instance.
local function make(self, props)
  local removal_policy, placement = props.removal_policy, self._vpc_placement
  local subnets = props.subnet_group or rds.SubnetGroup(self, "SubnetGroup", {
    description = ("Subnet group for %s database"):format(self.node.id), vpc = props.vpc, vpc_subnets = placement,
    removal_policy = removal.of_subnet_group(removal_policy),
  })
  local groups = props.security_groups or { ec2.SecurityGroup(self, "SecurityGroup", {
    description = ("Security group for %s database"):format(self.node.id), vpc = props.vpc,
  }) }
  self.connections = ec2.Connections {
    security_groups = groups,
    default_port = ec2.Port.tcp(engine.lazy(function() return self.instance_endpoint.port end, { kind = "number" })),
  }
  local monitoring_interval, monitoring_role_arn = monitoring(self, props)
  local storage_type, iops = storage(self, props)
  local domain, domain_role = props.domain, nil
  if domain == "" then domain = nil end
  if domain then domain_role = props.domain_role or roles.directory(self, "RDSDirectoryServiceRole") end
  local parameters = props.parameter_group and props.parameter_group:bind_to_instance {}
  local public, key = props.publicly_accessible, props.performance_insight_encryption_key
  if public == nil and placement then public = placement.subnet_type == ec2.SubnetType.PUBLIC end
  local copy_tags = props.copy_tags_to_snapshot
  if copy_tags == nil then copy_tags = true end
  return {
    auto_minor_version_upgrade = props.auto_minor_version_upgrade,
    availability_zone = not props.multi_az and props.availability_zone or nil,
    backup_retention_period = props.backup_retention and props.backup_retention:to_days(),
    copy_tags_to_snapshot = copy_tags,
    db_instance_class = engine.lazy(function() return "db." .. self._instance_type:to_string() end, {
      kind = "string",
    }),
    db_instance_identifier = lower_identifier(self, props.instance_identifier),
    db_subnet_group_name = subnets.db_subnet_group_ref.db_subnet_group_name,
    delete_automated_backups = props.delete_automated_backups,
    deletion_protection = removal.protection(props.deletion_protection, removal_policy),
    enable_cloudwatch_logs_exports = props.cloudwatch_logs_exports,
    enable_iam_database_authentication = engine.lazy(function() return self._enable_iam_authentication end, {
      kind = "any",
    }),
    enable_performance_insights = insights.enabled(props),
    iops = iops,
    monitoring_interval = monitoring_interval,
    monitoring_role_arn = monitoring_role_arn,
    multi_az = props.multi_az,
    db_parameter_group_name = parameters and parameters.parameter_group_name,
    option_group_name = props.option_group and props.option_group.option_group_name,
    performance_insights_kms_key_id = key and key.key_ref.key_arn,
    performance_insights_retention_period = insights.days(props),
    database_insights_mode = props.database_insights_mode,
    port = props.port ~= nil and text(props.port) or nil,
    preferred_backup_window = props.preferred_backup_window,
    preferred_maintenance_window = props.preferred_maintenance_window,
    processor_features = processor_features(props.processor_features),
    publicly_accessible = public,
    storage_type = storage_type,
    storage_throughput = props.storage_throughput,
    vpc_security_groups = l2.pluck(groups, "security_group_id"),
    max_allocated_storage = props.max_allocated_storage,
    domain = domain,
    domain_iam_role_name = domain_role and domain_role.role_ref.role_name,
    network_type = props.network_type,
    ca_certificate_identifier = props.ca_certificate and props.ca_certificate:to_string(),
    apply_immediately = props.apply_immediately,
    engine_lifecycle_support = props.engine_lifecycle_support,
  }
end

--- Arguments: scope, id, DatabaseInstanceNewProps. What the instance has in common with others is in _new_cfn_props.
function NewInstance:init(scope, id, props)
  local name = props.instance_identifier
  if name and not is_unresolved(name) then name = name:lower() end
  rds.DatabaseInstanceBase.init(self, scope, id, { physical_name = name })
  if props.multi_az and props.availability_zone and props.availability_zone ~= "" then
    fail(self, "an instance with multi_az is in two zones; -> leave out availability_zone")
  end
  self.vpc, self._vpc_placement = props.vpc, props.vpc_subnets
  self._rotation_vpc, self._rotation_subnets = props.vpc, props.vpc_subnets
  self.cloudwatch_log_groups = engine.map {}
  self._enable_iam_authentication = props.iam_authentication
  self._log_props = props
  self._new_cfn_props = make(self, props)
end

--- Makes the instance itself; `secret` is then attached to it.
function NewInstance:_make_resource(properties, removal_policy)
  local resource = rds.CfnDBInstance(self, "Resource", properties)
  self._resource = resource
  self.db_instance_endpoint_address = resource.attr_endpoint_address
  self.db_instance_endpoint_port = resource.attr_endpoint_port
  self.instance_resource_id = resource.attr_dbi_resource_id
  self.instance_endpoint = rds.Endpoint(resource.attr_endpoint_address,
    cdk.Token.as_number(resource.attr_endpoint_port))
  resource:apply_removal_policy(removal_policy or cdk.RemovalPolicy.SNAPSHOT)
  return resource
end

--- Keeps the events of the logs for as long as the user said.
function NewInstance:_set_log_retention() keep_logs(self, "instance", self.instance_identifier, self._log_props) end

--- Fails if engine_lifecycle_support is given for an engine that has none.
function NewInstance.check_lifecycle_support(self, props, engine_type)
  if props.engine_lifecycle_support and engine_type and not l2.includes(WITH_LIFECYCLE_SUPPORT, engine_type) then
    fail(self, "engine_lifecycle_support is only for MySQL and PostgreSQL, got %s", display(engine_type))
  end
end

return NewInstance
