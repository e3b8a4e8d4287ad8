--- File systems of Lustre.
local cdk = require "aws_cdk"
local check = require "aws_cdk.aws_fsx.private.lustre_checks"
local ec2 = require "aws_cdk.aws_ec2"
local engine = require "luacdk.engine"
local fsx = require "aws_cdk.aws_fsx"
local l2 = require "aws_cdk.l2"

local FIRST_PORT, LAST_PORT = 988, 1023

local LustreFileSystem = engine.class("aws_cdk.aws_fsx.LustreFileSystem", fsx.FileSystemBase)

local function ports() return ec2.Port.tcp_range(FIRST_PORT, LAST_PORT) end

local function connections_to(group)
  return ec2.Connections { security_groups = { group }, default_port = ports() }
end

local function configuration(lustre, storage_type)
  local retention, maintenance = lustre.automatic_backup_retention, lustre.weekly_maintenance_start_time
  local daily = lustre.daily_automatic_backup_start_time
  return {
    deployment_type = lustre.deployment_type,
    auto_import_policy = lustre.auto_import_policy,
    automatic_backup_retention_days = retention and retention:to_days(),
    copy_tags_to_backups = lustre.copy_tags_to_backups,
    daily_automatic_backup_start_time = daily and daily:to_timestamp(),
    data_compression_type = lustre.data_compression_type,
    drive_cache_type = lustre.drive_cache_type or storage_type == "HDD" and fsx.DriveCacheType.NONE or nil,
    export_path = lustre.export_path,
    imported_file_chunk_size = lustre.imported_file_chunk_size_mib,
    import_path = lustre.import_path,
    per_unit_storage_throughput = lustre.per_unit_storage_throughput,
    weekly_maintenance_start_time = maintenance and maintenance:to_timestamp(),
  }
end

--- Arguments: scope, id, LustreFileSystemProps: lustre_configuration, storage_capacity_gib, vpc and vpc_subnet
--- (required).
function LustreFileSystem:init(scope, id, props)
  fsx.FileSystemBase.init(self, scope, id)
  check(self, props)
  local group = props.security_group or ec2.SecurityGroup(self, "FsxLustreSecurityGroup", { vpc = props.vpc })
  group:add_ingress_rule(group, ports())
  self.connections = connections_to(group)
  local resource = fsx.CfnFileSystem(self, "Resource", {
    file_system_type = "LUSTRE",
    subnet_ids = { props.vpc_subnet.subnet_id },
    backup_id = props.backup_id,
    kms_key_id = props.kms_key and props.kms_key.key_ref.key_id,
    lustre_configuration = configuration(props.lustre_configuration, props.storage_type),
    security_group_ids = { group.security_group_id },
    storage_capacity = props.storage_capacity_gib,
    file_system_type_version = props.file_system_type_version,
    storage_type = props.storage_type,
  })
  resource:apply_removal_policy(props.removal_policy)
  self.file_system_id = resource.ref
  self.dns_name = resource.ref .. ".fsx." .. self.env.region .. "." .. cdk.Aws.URL_SUFFIX
  self.mount_name = resource.attr_lustre_mount_name
end

local Imported = l2.imported(LustreFileSystem, fsx.FileSystemBase)

function Imported:init(scope, id, attrs)
  fsx.FileSystemBase.init(self, scope, id)
  self.dns_name, self.file_system_id = attrs.dns_name, attrs.file_system_id
  self.connections = connections_to(attrs.security_group)
end

--- A file system that exists already: FileSystemAttributes.
function LustreFileSystem.from_lustre_file_system_attributes(scope, id, attrs) return Imported(scope, id, attrs) end

return { LustreFileSystem = LustreFileSystem }
