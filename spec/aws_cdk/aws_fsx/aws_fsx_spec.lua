-- File systems of FSx. The case is a twin of the one in tools/golden/aws_fsx.js.
local cdk = require "aws_cdk"
local ec2 = require "aws_cdk.aws_ec2"
local fsx = require "aws_cdk.aws_fsx"
local golden = require "spec.support.golden"
local kms = require "aws_cdk.aws_kms"
local refuses = require "spec.support.refuses"

local LustreDeploymentType = fsx.LustreDeploymentType

local cases = {}

function cases.lustre(app)
  local stack = cdk.Stack(app, "S")
  local vpc = ec2.Vpc(stack, "Vpc", { max_azs = 2 })
  local subnet = vpc.private_subnets[1]
  local plain = fsx.LustreFileSystem(stack, "Plain", {
    vpc = vpc, vpc_subnet = subnet, storage_capacity_gib = 1200,
    lustre_configuration = { deployment_type = LustreDeploymentType.SCRATCH_2 },
  })
  local days = cdk.CfnParameter(stack, "Days", { type = "Number" }).value_as_number
  fsx.LustreFileSystem(stack, "Parameter", {
    vpc = vpc, vpc_subnet = subnet, storage_capacity_gib = 1200,
    lustre_configuration = {
      deployment_type = LustreDeploymentType.PERSISTENT_2, automatic_backup_retention = cdk.Duration.days(days),
    },
  })
  local group = ec2.SecurityGroup(stack, "Group", { vpc = vpc })
  fsx.LustreFileSystem(stack, "Full", {
    vpc = vpc, vpc_subnet = subnet, storage_capacity_gib = 2400, backup_id = "backup-1",
    kms_key = kms.Key(stack, "Key"), security_group = group, storage_type = fsx.StorageType.SSD,
    file_system_type_version = fsx.FileSystemTypeVersion.V_2_12, removal_policy = cdk.RemovalPolicy.DESTROY,
    lustre_configuration = {
      deployment_type = LustreDeploymentType.PERSISTENT_1,
      auto_import_policy = fsx.LustreAutoImportPolicy.NEW_CHANGED_DELETED,
      automatic_backup_retention = cdk.Duration.days(3), copy_tags_to_backups = true,
      daily_automatic_backup_start_time = fsx.DailyAutomaticBackupStartTime { hour = 9, minute = 5 },
      data_compression_type = fsx.LustreDataCompressionType.LZ4, import_path = "s3://bucket/in",
      export_path = "s3://bucket/in/out", imported_file_chunk_size_mib = 512, per_unit_storage_throughput = 100,
      weekly_maintenance_start_time = fsx.LustreMaintenanceTime { day = fsx.Weekday.SUNDAY, hour = 22, minute = 0 },
    },
  })
  local function disks(id, capacity, throughput, cache)
    fsx.LustreFileSystem(stack, id, {
      vpc = vpc, vpc_subnet = subnet, storage_capacity_gib = capacity, storage_type = fsx.StorageType.HDD,
      lustre_configuration = {
        deployment_type = LustreDeploymentType.PERSISTENT_1, per_unit_storage_throughput = throughput,
        drive_cache_type = cache,
      },
    })
  end
  disks("Disks", 6000, 12)
  disks("Cached", 1800, 40, fsx.DriveCacheType.READ)
  fsx.LustreFileSystem(stack, "Second", {
    vpc = vpc, vpc_subnet = subnet, storage_capacity_gib = 4800,
    lustre_configuration = { deployment_type = LustreDeploymentType.PERSISTENT_2, per_unit_storage_throughput = 250 },
  })
  plain.connections:allow_default_port_from(group)
  local imported = fsx.LustreFileSystem.from_lustre_file_system_attributes(stack, "Imported", {
    dns_name = "d", file_system_id = "fs-1",
    security_group = ec2.SecurityGroup.from_security_group_id(stack, "G", "sg-0123456789abcdef0"),
  })
  imported.connections:allow_default_port_from_any_ipv4()
  for i, value in ipairs {
    plain.dns_name, plain.file_system_id, plain.mount_name, imported.dns_name, imported.file_system_id,
  } do
    cdk.CfnOutput(stack, "Out" .. i, { value = value })
  end
end

describe("aws_fsx", function()
  golden.check("aws_fsx", cases)

  it("refuses file systems that FSx does not have", function()
    local stack = cdk.Stack(cdk.App(), "S")
    local vpc = ec2.Vpc(stack, "Vpc", { max_azs = 2 })
    local one, two, scratch = LustreDeploymentType.PERSISTENT_1, LustreDeploymentType.PERSISTENT_2,
      LustreDeploymentType.SCRATCH_1
    local hdd, days = fsx.StorageType.HDD, cdk.Duration.days
    local daily = fsx.DailyAutomaticBackupStartTime { hour = 0, minute = 0 }
    local new = fsx.LustreAutoImportPolicy.NEW
    local token = cdk.CfnParameter(stack, "Number", { type = "Number" }).value_as_number
    for i, row in ipairs {
      { "import_path must be like s3://bucket/prefix, got 'bucket'", two, { import_path = "bucket" } },
      { "import_path must have at most 900 characters, got 905", two, { import_path = "s3://" .. ("x"):rep(900) } },
      { "export_path needs import_path", two, { export_path = "s3://a" } },
      { "must both be literals, or both tokens", two, { export_path = "s3://a", import_path = cdk.Aws.STACK_NAME } },
      { "export_path must begin with import_path (s3://a), got 's3://b'", two,
        { export_path = "s3://b", import_path = "s3://a" } },
      { "imported_file_chunk_size_mib must be between 1 and 512000, got 0", two, { imported_file_chunk_size_mib = 0 } },
      { "imported_file_chunk_size_mib must be between", two, { imported_file_chunk_size_mib = token } },
      { "auto_import_policy needs import_path", one, { auto_import_policy = new } },
      { "cannot be combined with LustreDeploymentType.PERSISTENT_2", two,
        { auto_import_policy = new, import_path = "s3://a" } },
      { "scratch file systems are not backed up", scratch, { automatic_backup_retention = days(1) } },
      { "automatic_backup_retention must be between 0 and 90 days, got 91", two,
        { automatic_backup_retention = days(91) } },
      { "needs automatic_backup_retention of at least one day", two, { daily_automatic_backup_start_time = daily } },
      { "per_unit_storage_throughput is for persistent file systems", scratch, { per_unit_storage_throughput = 12 } },
      { "of PERSISTENT_1_SSD must be one of 50, 100, 200, got 12", one, { per_unit_storage_throughput = 12 } },
      { "of PERSISTENT_1_HDD must be one of 12, 40, got 50", one, { per_unit_storage_throughput = 50 },
        { storage_type = hdd } },
      { "of PERSISTENT_2 must be one of 125, 250, 500, 1000, got 50", two, { per_unit_storage_throughput = 50 } },
      { "must be a multiple of 6000 with per_unit_storage_throughput = 12, got 1200", one,
        { per_unit_storage_throughput = 12 }, { storage_type = hdd } },
      { "of SCRATCH_1 must be 1200, 2400, 3600 or a multiple of the last, got 4800", scratch, {},
        { storage_capacity_gib = 4800 } },
      { "it is a token", two, {}, { storage_capacity_gib = cdk.Token.as_number(cdk.Aws.STACK_NAME) } },
      { "StorageType.HDD needs LustreDeploymentType.PERSISTENT_1, got PERSISTENT_2", two, {}, { storage_type = hdd } },
      { "drive_cache_type needs", one, { drive_cache_type = fsx.DriveCacheType.READ } },
      { "FileSystemTypeVersion.V_2_10 cannot be combined", two, {},
        { file_system_type_version = fsx.FileSystemTypeVersion.V_2_10 } },
    } do
      local props = {
        vpc = vpc, vpc_subnet = vpc.private_subnets[1], storage_capacity_gib = 1200, lustre_configuration = row[3],
      }
      row[3].deployment_type = row[2]
      for key, value in pairs(row[4] or {}) do props[key] = value end
      refuses(row[1], fsx.LustreFileSystem, stack, "System" .. i, props)
    end
  end)

  it("refuses times that are none", function()
    refuses("hour must be a whole number between 0 and 23, got 24", fsx.DailyAutomaticBackupStartTime,
      { hour = 24, minute = 0 })
    refuses("minute must be a whole number between 0 and 59, got 60", fsx.LustreMaintenanceTime,
      { day = fsx.Weekday.MONDAY, hour = 1, minute = 60 })
  end)
end)
