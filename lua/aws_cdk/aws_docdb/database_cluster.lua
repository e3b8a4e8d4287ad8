--- Clusters of DocumentDB.
local cdk = require "aws_cdk"
local docdb = require "aws_cdk.aws_docdb"
local ec2 = require "aws_cdk.aws_ec2"
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"
local secretsmanager = require "aws_cdk.aws_secretsmanager"

local fail, display = engine.fail, engine.display

local LEAST_SUBNETS = 2
-- The first major version of the engine with serverless clusters and I/O-optimized storage.
local MODERN_ENGINE = 5
local DAYS = { mon = true, tue = true, wed = true, thu = true, fri = true, sat = true, sun = true }

-- ---- what own and imported clusters have in common ------------------------------------------------------------------

local DatabaseClusterBase = engine.class("aws_cdk.aws_docdb.DatabaseClusterBase", cdk.Resource)

DatabaseClusterBase.get.db_cluster_ref = function(self) return { db_cluster_id = self.cluster_identifier } end

--- What a secret that is attached to the cluster needs to know.
function DatabaseClusterBase:as_secret_attachment_target()
  return {
    target_id = self.cluster_identifier, target_type = secretsmanager.AttachmentTargetType.DOCDB_DB_CLUSTER,
  }
end

local DatabaseCluster = engine.class("aws_cdk.aws_docdb.DatabaseCluster", DatabaseClusterBase)

-- ---- checks ---------------------------------------------------------------------------------------------------------

local function is_time(hours, minutes) return tonumber(hours) < 24 and tonumber(minutes) < 60 end

local function check_window(self, name, window)
  if window == nil or engine.is_unresolved(window) then return end
  local from, hour, minute, to, last_hour, last_minute =
    window:lower():match "^(%l%l%l):(%d%d):(%d%d)%-(%l%l%l):(%d%d):(%d%d)$"
  if not from or not (DAYS[from] and DAYS[to] and is_time(hour, minute) and is_time(last_hour, last_minute)) then
    fail(self, '%s must be like "sat:09:00-sat:09:30", got %s', name, display(window))
  end
end

local function check_version(self, props)
  local version = props.engine_version
  if version == nil then return end
  local major, minor, patch = tostring(version):match "^(%d+)%.(%d+)%.(%d+)$"
  local function is_number(text) return text == "0" or text:sub(1, 1) ~= "0" end
  if not major or not (is_number(major) and is_number(minor) and is_number(patch)) then
    fail(self, 'engine_version must be like "5.0.0", got %s', display(version))
  end
  if tonumber(major) >= MODERN_ENGINE then return end
  if props.storage_type == "iopt1" then
    fail(self, "StorageType.IOPT1 needs engine_version 5.0.0 or later, got %s", version)
  end
  if props.serverless_v2_scaling_configuration then
    fail(self, "serverless_v2_scaling_configuration needs engine_version 5.0.0 or later, got %s", version)
  end
end

local function check(self, props)
  local serverless = props.serverless_v2_scaling_configuration
  if (props.instance_type == nil) == (serverless == nil) then
    fail(self, "give either instance_type or serverless_v2_scaling_configuration, got %s",
      serverless and "both" or "neither")
  end
  check_window(self, "preferred_maintenance_window", props.preferred_maintenance_window)
  check_window(self, "instance_maintenance_window", props.instance_maintenance_window)
  if props.manage_master_user_password and props.master_user.password then
    fail(self, "manage_master_user_password and master_user.password are mutually exclusive")
  end
  if props.master_user_secret_kms_key and not props.manage_master_user_password then
    fail(self, "master_user_secret_kms_key needs manage_master_user_password = true")
  end
  if props.kms_key and props.storage_encrypted == false then
    fail(self, "kms_key and storage_encrypted = false are mutually exclusive")
  end
  check_version(self, props)
  for _, name in ipairs { "instance_removal_policy", "security_group_removal_policy" } do
    if props[name] == "snapshot" and (name == "security_group_removal_policy" and not props.security_group
      or name == "instance_removal_policy" and not serverless) then
      fail(self, "%s cannot be RemovalPolicy.SNAPSHOT, as there are no snapshots of these resources", name)
    end
  end
  if serverless or props.instances == nil then return end
  if engine.is_unresolved(props.instances) or props.instances < 1 then
    fail(self, "instances must be a literal of at least 1, got %s", display(props.instances))
  end
end

-- ---- parts ----------------------------------------------------------------------------------------------------------

-- The removal policy of a part of the cluster of which there are no snapshots.
local function part_policy(given, policy)
  if given then return given end
  return policy == "snapshot" and "destroy" or policy
end

local function remove(resource, policy)
  resource:apply_removal_policy(policy, { apply_to_update_replace_policy = true })
end

local function security_group_of(self, props)
  if props.security_group then return props.security_group end
  local group = ec2.SecurityGroup(self, "SecurityGroup", {
    description = "DocumentDB security group", vpc = props.vpc,
  })
  remove(group.node.default_child, part_policy(props.security_group_removal_policy, props.removal_policy))
  return group
end

local function log_exports(props)
  local list = {}
  if props.export_audit_logs_to_cloud_watch then list[1] = "audit" end
  if props.export_profiler_logs_to_cloud_watch then list[#list + 1] = "profiler" end
  return list
end

local function keep_logs(self, props, exports)
  if not props.cloud_watch_logs_retention then return end
  for _, log in ipairs(exports) do
    require("aws_cdk.aws_logs").LogRetention(self, "LogRetention" .. log, {
      log_group_name = "/aws/docdb/" .. self.cluster_identifier .. "/" .. log,
      retention = props.cloud_watch_logs_retention, role = props.cloud_watch_logs_retention_role,
    })
  end
end

-- Name and password of the administrator, and the secret that has them, if it is made here.
local function master_user(self, props)
  local user = props.master_user
  if props.manage_master_user_password then return user.username end
  if user.password then return user.username, user.password:unsafe_unwrap() end
  local secret = docdb.DatabaseSecret(self, "Secret", {
    username = user.username, encryption_key = user.kms_key, exclude_characters = user.exclude_characters,
    secret_name = user.secret_name,
  })
  return secret:secret_value_from_json("username"):unsafe_unwrap(),
    secret:secret_value_from_json("password"):unsafe_unwrap(), secret
end

local function instance_identifier(props, i)
  if props.instance_identifier_base ~= nil then return props.instance_identifier_base .. i end
  return props.db_cluster_name ~= nil and props.db_cluster_name .. "instance" .. i or nil
end

local function add_instances(self, props, port, connected)
  local certificate = props.ca_certificate
  local policy = part_policy(props.instance_removal_policy, props.removal_policy)
  for i = 1, props.instances or DatabaseCluster.DEFAULT_NUM_INSTANCES do
    local resource = docdb.CfnDBInstance(self, "Instance" .. i, {
      db_cluster_identifier = self._cluster.ref,
      db_instance_identifier = instance_identifier(props, i),
      db_instance_class = "db." .. props.instance_type:to_string(),
      enable_performance_insights = props.enable_performance_insights,
      ca_certificate_identifier = certificate and certificate:to_string(),
      preferred_maintenance_window = props.instance_maintenance_window,
    })
    remove(resource, policy)
    resource.node:add_dependency(connected)
    self.instance_identifiers[i] = resource.ref
    self.instance_endpoints[i] = docdb.Endpoint(resource.attr_endpoint, port)
  end
end

-- ---------------------------------------------------------------------------------------------------------------------

--- Arguments: scope, id, DatabaseClusterProps: master_user and vpc (required), and instance_type or
--- serverless_v2_scaling_configuration.
function DatabaseCluster:init(scope, id, props)
  DatabaseClusterBase.init(self, scope, id)
  check(self, props)
  self._vpc, self._vpc_subnets = props.vpc, props.vpc_subnets
  self._manage_master_user_password = props.manage_master_user_password
  self.instance_identifiers, self.instance_endpoints = {}, {}
  local selected = props.vpc:select_subnets(props.vpc_subnets)
  if #selected.subnet_ids < LEAST_SUBNETS then
    fail(self, "a cluster needs at least %d subnets, got %d", LEAST_SUBNETS, #selected.subnet_ids)
  end
  local subnets = docdb.CfnDBSubnetGroup(self, "Subnets", {
    db_subnet_group_description = ("Subnets for %s database"):format(id), subnet_ids = selected.subnet_ids,
  })
  local group = security_group_of(self, props)
  self.security_group_id = group.security_group_id
  local exports = log_exports(props)
  local username, password, secret = master_user(self, props)
  local backup, encrypted, secret_key = props.backup or {}, props.storage_encrypted, props.master_user_secret_kms_key
  if encrypted == nil then encrypted = true end
  local resource = docdb.CfnDBCluster(self, "Resource", {
    engine_version = props.engine_version,
    db_cluster_identifier = props.db_cluster_name,
    db_subnet_group_name = subnets.ref,
    port = props.port,
    vpc_security_group_ids = { self.security_group_id },
    db_cluster_parameter_group_name = props.parameter_group
      and props.parameter_group.db_cluster_parameter_group_ref.db_cluster_parameter_group_name,
    deletion_protection = props.deletion_protection,
    master_username = username,
    master_user_password = password,
    manage_master_user_password = props.manage_master_user_password,
    master_user_secret_kms_key_id = secret_key and secret_key.key_arn,
    backup_retention_period = backup.retention and backup.retention:to_days(),
    preferred_backup_window = backup.preferred_window,
    preferred_maintenance_window = props.preferred_maintenance_window,
    enable_cloudwatch_logs_exports = #exports > 0 and exports or nil,
    kms_key_id = props.kms_key and props.kms_key.key_arn,
    storage_encrypted = encrypted,
    copy_tags_to_snapshot = props.copy_tags_to_snapshot,
    storage_type = props.storage_type,
    serverless_v2_scaling_configuration = props.serverless_v2_scaling_configuration,
  })
  remove(resource, props.removal_policy)
  self._cluster = resource
  self.cluster_identifier, self.cluster_resource_identifier = resource.ref, resource.attr_cluster_resource_id
  local port = cdk.Token.as_number(resource.attr_port)
  self.cluster_endpoint = docdb.Endpoint(resource.attr_endpoint, port)
  self.cluster_read_endpoint = docdb.Endpoint(resource.attr_read_endpoint, port)
  keep_logs(self, props, exports)
  if secret then
    self._excluded_characters = secret._excluded_characters
    self.secret = secret:attach(self)
  end
  if not props.serverless_v2_scaling_configuration then
    add_instances(self, props, port, selected.internet_connectivity_established)
  end
  self.connections = ec2.Connections { default_port = ec2.Port.tcp(port), security_groups = { group } }
end

--- Adds security groups to the cluster.
function DatabaseCluster:add_security_groups(...)
  local ids = self._cluster.vpc_security_group_ids or {}
  for _, group in ipairs { ... } do ids[#ids + 1] = group.security_group_id end
  self._cluster.vpc_security_group_ids = ids
end

-- ---- rotation -------------------------------------------------------------------------------------------------------

local function rotate(self, id, options)
  if self._manage_master_user_password then
    fail(self, "DocumentDB rotates the password itself with manage_master_user_password")
  end
  if not self.secret then fail(self, "a cluster with a password of its own has no secret to rotate") end
  return secretsmanager.SecretRotation(self, id, l2.with({
    exclude_characters = self._excluded_characters, vpc = self._vpc, vpc_subnets = self._vpc_subnets, target = self,
  }, options))
end

--- Changes the administrator's password regularly, by default every 30 days. Once for a cluster.
function DatabaseCluster:add_rotation_single_user(automatically_after)
  local id = "RotationSingleUser"
  if self.node:try_find_child(id) then fail(self, "the password of its administrator is rotated already") end
  return rotate(self, id, {
    secret = self.secret, automatically_after = automatically_after,
    application = secretsmanager.SecretRotationApplication.MONGODB_ROTATION_SINGLE_USER,
  })
end

--- Changes the passwords of two users in turn, by means of the administrator: id, RotationMultiUserOptions.
function DatabaseCluster:add_rotation_multi_user(id, options)
  return rotate(self, id, {
    secret = options.secret, master_secret = self.secret, automatically_after = options.automatically_after,
    application = secretsmanager.SecretRotationApplication.MONGODB_ROTATION_MULTI_USER,
  })
end

-- ---- imports --------------------------------------------------------------------------------------------------------

local Imported = l2.imported(DatabaseCluster, DatabaseClusterBase)

l2.known(Imported, "cluster", {
  cluster_endpoint = "cluster_endpoint_address and port",
  cluster_read_endpoint = "reader_endpoint_address and port",
  instance_endpoints = "instance_endpoint_addresses and port",
  instance_identifiers = "instance_identifiers",
  security_group_id = "security_group",
})

function Imported:init(scope, id, attrs)
  DatabaseClusterBase.init(self, scope, id)
  local port, group = attrs.port, attrs.security_group
  local function endpoint(address)
    return address and address ~= "" and port ~= nil and docdb.Endpoint(address, port) or nil
  end
  self.cluster_identifier = attrs.cluster_identifier
  self.connections = ec2.Connections {
    security_groups = group and { group }, default_port = port ~= nil and ec2.Port.tcp(port) or nil,
  }
  local known = {
    cluster_endpoint = endpoint(attrs.cluster_endpoint_address),
    cluster_read_endpoint = endpoint(attrs.reader_endpoint_address),
    instance_identifiers = attrs.instance_identifiers, security_group_id = group and group.security_group_id,
  }
  if attrs.instance_endpoint_addresses and port ~= nil then
    known.instance_endpoints = {}
    for i, address in ipairs(attrs.instance_endpoint_addresses) do
      known.instance_endpoints[i] = docdb.Endpoint(address, port)
    end
  end
  self._known = known
end

--- A cluster that exists already: DatabaseClusterAttributes.
function DatabaseCluster.from_database_cluster_attributes(scope, id, attrs) return Imported(scope, id, attrs) end

return { DatabaseCluster = DatabaseCluster }
