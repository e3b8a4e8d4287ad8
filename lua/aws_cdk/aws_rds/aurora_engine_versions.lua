--- Versions of the engines of Aurora.
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"

-- From these minor versions on an idle Serverless v2 cluster of PostgreSQL can be paused; of later majors all can.
local POSTGRES_PAUSES_FROM = { [13] = 15, [14] = 12, [15] = 7, [16] = 3 }
local MYSQL_8_PAUSES_FROM = "8.0.mysql_aurora.3.08.0"

-- The first two numbers of a version; nil if there is none.
local function numbers_of(version)
  local major, rest = tostring(version or ""):match "(%d+)(.*)"
  return tonumber(major), tonumber(rest and rest:match "^%.(%d+)" or 0)
end

-- ---- MySQL 5.6 ------------------------------------------------------------------------------------------------------

local AuroraEngineVersion = engine.class "aws_cdk.aws_rds.AuroraEngineVersion"

function AuroraEngineVersion:init(full_version, major_version)
  self.aurora_full_version, self.aurora_major_version = full_version, major_version or "5.6"
end

-- ---- MySQL ----------------------------------------------------------------------------------------------------------

local AuroraMysqlEngineVersion = engine.class "aws_cdk.aws_rds.AuroraMysqlEngineVersion"

-- `features`: combine_import_and_export_roles, serverless_v2_auto_pause_supported.
function AuroraMysqlEngineVersion:init(full_version, major_version, features)
  self.aurora_mysql_full_version, self.aurora_mysql_major_version = full_version, major_version or "5.7"
  self._combines_roles = features and features.combine_import_and_export_roles
  self._pauses = features and features.serverless_v2_auto_pause_supported
end

local function mysql_pauses(full_version, major_version)
  if major_version == "8.0" then return full_version >= MYSQL_8_PAUSES_FROM end
  local major, minor = numbers_of(major_version)
  return major ~= nil and (major > 8 or major == 8 and minor >= 1)
end

--- A version without a constant: the full one, the major one ("5.7").
function AuroraMysqlEngineVersion.of(aurora_mysql_full_version, aurora_mysql_major_version)
  local major = aurora_mysql_major_version
  return AuroraMysqlEngineVersion(aurora_mysql_full_version, major, {
    combine_import_and_export_roles = major ~= nil and major ~= "" and major ~= "5.7",
    serverless_v2_auto_pause_supported = mysql_pauses(aurora_mysql_full_version, major),
  })
end

-- ---- PostgreSQL -----------------------------------------------------------------------------------------------------

local AuroraPostgresEngineVersion = engine.class "aws_cdk.aws_rds.AuroraPostgresEngineVersion"

-- `features`: s3_import, s3_export, serverless_v2_auto_pause_supported.
function AuroraPostgresEngineVersion:init(full_version, major_version, features)
  features = features or {}
  self.aurora_postgres_full_version, self.aurora_postgres_major_version = full_version, major_version
  self._features = {
    s3_import = features.s3_import and "s3Import" or nil,
    s3_export = features.s3_export and "s3Export" or nil,
    serverless_v2_auto_pause_supported = features.serverless_v2_auto_pause_supported,
  }
end

local function postgres_pauses(full_version)
  local major, minor = numbers_of(full_version)
  if not major then return false end
  local from = POSTGRES_PAUSES_FROM[major]
  return from ~= nil and minor >= from or major > 16
end

--- A version without a constant: the full one, the major one, AuroraPostgresEngineFeatures.
function AuroraPostgresEngineVersion.of(aurora_postgres_full_version, aurora_postgres_major_version,
    aurora_postgres_features)
  local features = { serverless_v2_auto_pause_supported = postgres_pauses(aurora_postgres_full_version) }
  return AuroraPostgresEngineVersion(aurora_postgres_full_version, aurora_postgres_major_version,
    l2.with(features, aurora_postgres_features))
end

return {
  AuroraEngineVersion = AuroraEngineVersion, AuroraMysqlEngineVersion = AuroraMysqlEngineVersion,
  AuroraPostgresEngineVersion = AuroraPostgresEngineVersion,
}
