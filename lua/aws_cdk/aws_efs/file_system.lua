--- File systems, with a mount target in each subnet that needs access.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local cx_api = require "aws_cdk.cx_api"
local constructs = require "constructs"
local ec2 = require "aws_cdk.aws_ec2"
local efs = require "aws_cdk.aws_efs"
local iam = require "aws_cdk.aws_iam"
local l2 = require "aws_cdk.l2"

local fail, is_unresolved, display = engine.fail, engine.is_unresolved, engine.display

local FLAG_ENCRYPT = cx_api.EFS_DEFAULT_ENCRYPTION_AT_REST
local FLAG_DENY_ANONYMOUS = cx_api.EFS_DENY_ANONYMOUS_ACCESS
local FLAG_TARGETS_BY_SUBNET = cx_api.EFS_MOUNTTARGET_ORDERINSENSITIVE_LOGICAL_ID

local MOUNT, WRITE, ROOT_ACCESS =
  "elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite", "elasticfilesystem:ClientRootAccess"

local ROW = {
  arn = { "file_system_arn", service = "elasticfilesystem", resource = "file-system" }, name = { "file_system_id" },
  attributes = { file_system_arn = "attr_arn", file_system_id = "ref" },
  either = true, strict = true, environment = false,
}

-- ---- permissions ----------------------------------------------------------------------------------------------------

local FileSystemBase = engine.class("aws_cdk.aws_efs.FileSystemBase", cdk.Resource)

local function via_mount_target() return { Bool = { ["elasticfilesystem:AccessedViaMountTarget"] = "true" } } end

local function grant(self, grantee, actions, conditions)
  return iam.Grant.add_to_principal_or_resource {
    grantee = grantee, actions = actions, resource_arns = { self.file_system_arn }, resource = self,
    conditions = conditions,
  }
end

local function grant_client(self, grantee, ...)
  self._granted_client = true
  return grant(self, grantee, { ... }, via_mount_target())
end

--- Lets the grantee perform the given actions on the file system.
function FileSystemBase:grant(grantee, ...) return grant(self, grantee, { ... }) end

--- Lets the grantee mount the file system and read it.
function FileSystemBase:grant_read(grantee) return grant_client(self, grantee, MOUNT) end

--- Lets the grantee mount the file system, read and write it.
function FileSystemBase:grant_read_write(grantee) return grant_client(self, grantee, MOUNT, WRITE) end

--- Lets the grantee do everything in the file system, as root.
function FileSystemBase:grant_root_access(grantee) return grant_client(self, grantee, MOUNT, WRITE, ROOT_ACCESS) end

--- Adds a statement to the file system's policy. An imported file system takes none.
function FileSystemBase:add_to_resource_policy(statement)
  if not self._resource then return { statement_added = false } end
  self._policy = self._policy or iam.PolicyDocument()
  self._policy:add_statements(statement)
  return { statement_added = true, policy_dependable = self }
end

-- ---- properties -----------------------------------------------------------------------------------------------------

local function check_zones(self, props)
  local zones = props.vpc_subnets and props.vpc_subnets.availability_zones
  if props.vpc_subnets and (not zones or #zones ~= 1) then
    fail(self, "one_zone needs exactly one zone in vpc_subnets.availability_zones, got %d", zones and #zones or 0)
  end
  if not zones then return end
  for _, zone in ipairs(props.vpc.availability_zones) do
    if zone == zones[1] or is_unresolved(zone) or zone:find "^dummy" then return end
  end
  fail(self, "the zone of vpc_subnets must be one of the VPC's, got %s", display(zones[1]))
end

local function check(self, props)
  if props.performance_mode == "maxIO" and props.one_zone then
    fail(self, "one_zone and PerformanceMode.MAX_IO are mutually exclusive")
  end
  if props.one_zone then check_zones(self, props) end
  if props.throughput_mode == "provisioned" and not props.provisioned_throughput_per_second then
    fail(self, "ThroughputMode.PROVISIONED needs provisioned_throughput_per_second")
  end
  if props.throughput_mode == "elastic" and props.performance_mode == "maxIO" then
    fail(self, "ThroughputMode.ELASTIC and PerformanceMode.MAX_IO are mutually exclusive")
  end
  if props.replication_configuration and props.replication_overwrite_protection == "DISABLED" then
    fail(self, "ReplicationOverwriteProtection.DISABLED is for replication targets, so it cannot be combined "
      .. "with replication_configuration")
  end
end

local function lifecycle_policies(props)
  local policies = {}
  for _, row in ipairs {
    { "transition_to_ia", "lifecycle_policy" },
    { "transition_to_primary_storage_class", "out_of_infrequent_access_policy" },
    { "transition_to_archive", "transition_to_archive_policy" },
  } do
    if props[row[2]] then policies[#policies + 1] = { [row[1]] = props[row[2]] } end
  end
  return #policies > 0 and policies or nil
end

local function replication(self, configuration)
  if not configuration then return nil end
  local existing, region = configuration._destination, configuration.region
  if existing then region = existing.env.region end
  return { destinations = { {
    file_system_id = existing and existing.file_system_ref.file_system_id,
    kms_key_id = configuration.kms_key and configuration.kms_key.key_arn,
    region = region or engine.stack_of(self).region,
    availability_zone_name = configuration.availability_zone,
  } } }
end

-- The policy in force: once clients are granted access by name, those without a name get none, unless it is allowed.
local function policy_in_force(self, anonymous, deny_by_default)
  return engine.lazy(function()
    local allowed = anonymous
    if allowed == nil then allowed = not (deny_by_default or self._granted_client) end
    if allowed then return self._policy end
    local document = self._policy or iam.PolicyDocument()
    document:add_statements(iam.PolicyStatement {
      principals = { iam.AnyPrincipal() }, actions = { WRITE, ROOT_ACCESS }, conditions = via_mount_target(),
    })
    return document
  end, { kind = "any" })
end

local FileSystem = l2.resource("aws_cdk.aws_efs.FileSystem", FileSystemBase, ROW)

local function make_resource(self, props, zone)
  local flags = cdk.FeatureFlags.of(self)
  local encrypted, protection = props.encrypted, props.replication_overwrite_protection
  if encrypted == nil then encrypted = flags:is_enabled(FLAG_ENCRYPT) or nil end
  local throughput = props.provisioned_throughput_per_second
  local resource = efs.CfnFileSystem(self, "Resource", {
    encrypted = encrypted,
    kms_key_id = props.kms_key and props.kms_key.key_ref.key_arn,
    lifecycle_policies = lifecycle_policies(props),
    performance_mode = props.performance_mode,
    throughput_mode = props.throughput_mode,
    provisioned_throughput_in_mibps = throughput and throughput:to_mebibytes(),
    backup_policy = props.enable_automatic_backups and { status = "ENABLED" } or nil,
    file_system_policy = policy_in_force(self, props.allow_anonymous_access, flags:is_enabled(FLAG_DENY_ANONYMOUS)),
    file_system_protection = protection and { replication_overwrite_protection = protection },
    availability_zone_name = zone,
    replication_configuration = replication(self, props.replication_configuration),
  })
  resource:apply_removal_policy(props.removal_policy)
  return resource
end

-- ---- mount targets --------------------------------------------------------------------------------------------------

local function connections_to(group)
  return ec2.Connections { security_groups = { group }, default_port = ec2.Port.tcp(FileSystem.DEFAULT_PORT) }
end

local function add_mount_targets(self, selected, group)
  local targets = constructs.DependencyGroup()
  local function add(id, subnet_id)
    targets:add(efs.CfnMountTarget(self, id, {
      file_system_id = self.file_system_id, security_groups = { group.security_group_id }, subnet_id = subnet_id,
    }))
  end
  if cdk.FeatureFlags.of(self):is_enabled(FLAG_TARGETS_BY_SUBNET) then
    for _, subnet in ipairs(selected.subnets) do
      local name = subnet.node.id
      if is_unresolved(name) then name = cdk.Names.unique_resource_name(subnet, { max_length = 16 }) end
      add("EfsMountTarget-" .. name, subnet.subnet_id)
    end
  else
    for i, subnet_id in ipairs(selected.subnet_ids) do add("EfsMountTarget" .. i, subnet_id) end
  end
  return targets
end

-- ---------------------------------------------------------------------------------------------------------------------

--- Arguments: scope, id, FileSystemProps.
function FileSystem:init(scope, id, props)
  FileSystemBase.init(self, scope, id)
  check(self, props)
  local zones = props.vpc_subnets and props.vpc_subnets.availability_zones or props.vpc.availability_zones
  local zone = props.one_zone and zones[1] or nil
  self._resource = make_resource(self, props, zone)
  self._policy = props.file_system_policy
  local name = props.file_system_name
  cdk.Tags.of(self):add("Name", name ~= "" and name or self.node.path)
  local group = props.security_group or ec2.SecurityGroup(self, "EfsSecurityGroup", { vpc = props.vpc })
  self.connections = connections_to(group)
  local selection = zone and { availability_zones = { zone } } or props.vpc_subnets or { one_per_az = true }
  self.mount_targets_available = add_mount_targets(self, props.vpc:select_subnets(selection), group)
end

--- Adds an access point for a folder of the file system.
function FileSystem:add_access_point(id, options)
  local props = l2.with({ file_system = self }, options)
  return efs.AccessPoint(self, id, props)
end

l2.imports(FileSystem, FileSystemBase, ROW, function(self, attrs)
  self.connections = connections_to(attrs.security_group)
  self.mount_targets_available = constructs.DependencyGroup()
end)

return { FileSystem = FileSystem }
