--- What file systems of Lustre there are: which properties go with which deployment.
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"

local fail, is_unresolved, display = engine.fail, engine.is_unresolved, engine.display

local LONGEST_PATH = 900
local MOST_BACKUP_DAYS = 90
local LARGEST_CHUNK = 512000

-- MB/s for each TiB by deployment and storage.
local THROUGHPUTS = {
  PERSISTENT_1_HDD = { 12, 40 }, PERSISTENT_1_SSD = { 50, 100, 200 }, PERSISTENT_2 = { 125, 250, 500, 1000 },
}
-- GiB by deployment: these, or a multiple of the last.
local CAPACITIES = {
  SCRATCH_1 = { 1200, 2400, 3600 }, SCRATCH_2 = { 1200, 2400 }, PERSISTENT_1 = { 1200, 2400 },
  PERSISTENT_2 = { 1200, 2400 },
}
-- GiB of which the capacity of hard disks is a multiple, by throughput.
local HDD_STEPS = { [12] = 6000, [40] = 1800 }

local function check_path(self, name, path)
  if #path > LONGEST_PATH then
    fail(self, "%s must have at most %d characters, got %d", name, LONGEST_PATH, #path)
  end
end

local function check_paths(self, lustre)
  local import, export = lustre.import_path, lustre.export_path
  if import ~= nil and not is_unresolved(import) then
    if import:sub(1, 5) ~= "s3://" then
      fail(self, "import_path must be like s3://bucket/prefix, got %s", display(import))
    end
    check_path(self, "import_path", import)
  end
  if export == nil then return end
  if import == nil then fail(self, "export_path needs import_path") end
  if is_unresolved(import) ~= is_unresolved(export) then
    fail(self, "import_path and export_path must both be literals, or both tokens")
  end
  if is_unresolved(export) then return end
  if export:sub(1, #import) ~= import then
    fail(self, "export_path must begin with import_path (%s), got %s", import, display(export))
  end
  check_path(self, "export_path", export)
end

-- A size known only at deployment is refused, as the library refuses it.
local function check_import(self, lustre)
  local chunk = lustre.imported_file_chunk_size_mib
  if chunk ~= nil and (type(chunk) ~= "number" or chunk < 1 or chunk > LARGEST_CHUNK) then
    fail(self, "imported_file_chunk_size_mib must be between 1 and %d, got %s", LARGEST_CHUNK, display(chunk))
  end
  if lustre.auto_import_policy == nil then return end
  if lustre.import_path == nil then fail(self, "auto_import_policy needs import_path") end
  if lustre.deployment_type == "PERSISTENT_2" then
    fail(self, "auto_import_policy cannot be combined with LustreDeploymentType.PERSISTENT_2")
  end
end

local function check_backups(self, lustre)
  local retention = lustre.automatic_backup_retention
  local days = retention and retention:to_days() or 0
  if is_unresolved(days) then return end
  if days > 0 and lustre.deployment_type:find "^SCRATCH" then
    fail(self, "scratch file systems are not backed up; -> leave out automatic_backup_retention")
  end
  if days > MOST_BACKUP_DAYS then
    fail(self, "automatic_backup_retention must be between 0 and %d days, got %s", MOST_BACKUP_DAYS, display(days))
  end
  if lustre.daily_automatic_backup_start_time and days == 0 then
    fail(self, "daily_automatic_backup_start_time needs automatic_backup_retention of at least one day")
  end
end

local function check_throughput(self, deployment, throughput, storage)
  if throughput == nil then return end
  if deployment:find "^SCRATCH" then
    fail(self, "per_unit_storage_throughput is for persistent file systems, got %s", deployment)
  end
  local kind = deployment == "PERSISTENT_1" and deployment .. "_" .. (storage or "SSD") or deployment
  local known = THROUGHPUTS[kind]
  if known and not l2.includes(known, throughput) then
    fail(self, "per_unit_storage_throughput of %s must be one of %s, got %s", kind, table.concat(known, ", "),
      display(throughput))
  end
end

local function check_capacity(self, deployment, throughput, storage, capacity)
  if deployment == "PERSISTENT_1" and storage == "HDD" then
    local step = HDD_STEPS[throughput]
    if step and capacity % step ~= 0 then
      fail(self, "storage_capacity_gib must be a multiple of %d with per_unit_storage_throughput = %d, got %s", step,
        throughput, display(capacity))
    end
    return
  end
  local known = CAPACITIES[deployment]
  if l2.includes(known, capacity) or capacity % known[#known] == 0 then return end
  fail(self, "storage_capacity_gib of %s must be %s or a multiple of the last, got %s", deployment,
    table.concat(known, ", "), display(capacity))
end

local function check_storage(self, props)
  local lustre, storage = props.lustre_configuration, props.storage_type
  local deployment, throughput, capacity =
    lustre.deployment_type, lustre.per_unit_storage_throughput, props.storage_capacity_gib
  check_throughput(self, deployment, throughput, storage)
  if is_unresolved(capacity) then
    fail(self, "storage_capacity_gib must be known before the deployment; it is a token")
  end
  check_capacity(self, deployment, throughput, storage, capacity)
  local disks = deployment == "PERSISTENT_1" and storage == "HDD"
  if storage == "HDD" and not disks then
    fail(self, "StorageType.HDD needs LustreDeploymentType.PERSISTENT_1, got %s", deployment)
  end
  if lustre.drive_cache_type and not disks then
    fail(self, "drive_cache_type needs LustreDeploymentType.PERSISTENT_1 and StorageType.HDD")
  end
  if props.file_system_type_version == "2.10" and deployment == "PERSISTENT_2" then
    fail(self, "FileSystemTypeVersion.V_2_10 cannot be combined with LustreDeploymentType.PERSISTENT_2")
  end
end

--- Fails if there is no such file system: LustreFileSystemProps.
return function(self, props)
  local lustre = props.lustre_configuration
  check_paths(self, lustre)
  check_import(self, lustre)
  check_backups(self, lustre)
  check_storage(self, props)
end
