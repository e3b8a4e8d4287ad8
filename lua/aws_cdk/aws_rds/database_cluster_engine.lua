--- Engines of clusters.
local engine = require "luacdk.engine"
local secretsmanager = require "aws_cdk.aws_secretsmanager"

local fail = engine.fail

local MYSQL_LOGS = { "error", "general", "slowquery", "audit", "instance", "iam-db-auth-error" }
local POSTGRES_LOGS = { "postgresql", "iam-db-auth-error", "instance" }
local POSTGRES_PORT = 5432
-- What PostgreSQL can do when its version is not given.
local POSTGRES_WITHOUT_VERSION = { s3_import = "s3Import", s3_export = "s3Export" }

local ClusterEngine = engine.class("aws_cdk.aws_rds.ClusterEngine", nil, "aws_cdk.aws_rds.IClusterEngine")

local function default_parameter_group(self, scope)
  local id, family = self._group_id, self.parameter_group_family
  if not id then return nil end
  if not family then
    fail(scope, "the default parameters of %s depend on its version; -> name a version, or give parameter_group",
      self.engine_type)
  end
  return require("aws_cdk.aws_rds").ParameterGroup.from_parameter_group_name(scope, id, "default." .. family)
end

-- `row`: engine_type, rotation: the prefix of the names of the applications that rotate secrets, further fields.
local function init(self, row, version)
  local Application = secretsmanager.SecretRotationApplication
  self.engine_type, self.engine_version = row.engine_type, version
  self.engine_family, self.supported_log_types = row.engine_family, row.supported_log_types
  self.single_user_rotation_application = Application[row.rotation .. "_ROTATION_SINGLE_USER"]
  self.multi_user_rotation_application = Application[row.rotation .. "_ROTATION_MULTI_USER"]
  self.parameter_group_family = version and row.engine_type .. version.major_version
  self._group_id = row.group_id
end

local function bind(self, scope, options)
  return {
    parameter_group = options.parameter_group or default_parameter_group(self, scope), port = self._default_port,
    features = self._features,
  }
end

-- ---- MySQL ----------------------------------------------------------------------------------------------------------

local MysqlClusterEngine = engine.class("aws_cdk.aws_rds.MysqlClusterEngine", ClusterEngine)

-- `features`: whether the roles for import and export are one, and whether idle clusters can be paused.
function MysqlClusterEngine:init(engine_type, group_id, version, features)
  init(self, {
    engine_type = engine_type, engine_family = "MYSQL", rotation = "MYSQL", supported_log_types = MYSQL_LOGS,
    group_id = group_id,
  }, version)
  self.combine_import_and_export_roles = features and features.combines_roles
  self._features = { serverless_v2_auto_pause_supported = features and features.pauses }
end

--- Called by the cluster that runs the engine: scope, ClusterEngineBindOptions. Returns ClusterEngineConfig.
function MysqlClusterEngine:bind_to_cluster(scope, options)
  local config = bind(self, scope, options)
  local import, export, combined = options.s3_import_role, options.s3_export_role, self.combine_import_and_export_roles
  if not (import or export) then return config end
  local group = options.parameter_group
    or require("aws_cdk.aws_rds").ParameterGroup(scope, "ClusterParameterGroup", { engine = self })
  if import then
    group:add_parameter(combined and "aws_default_s3_role" or "aurora_load_from_s3_role", import.role_ref.role_arn)
  end
  if export then
    group:add_parameter(combined and "aws_default_s3_role" or "aurora_select_into_s3_role", export.role_ref.role_arn)
  end
  config.parameter_group = group
  return config
end

local function aurora(version)
  return MysqlClusterEngine("aurora", nil, {
    full_version = version and version.aurora_full_version,
    major_version = version and version.aurora_major_version or "5.6",
  })
end

local function aurora_mysql(version)
  return MysqlClusterEngine("aurora-mysql", "AuroraMySqlDatabaseClusterEngineDefaultParameterGroup", {
    full_version = version and version.aurora_mysql_full_version,
    major_version = version and version.aurora_mysql_major_version or "5.7",
  }, version and { combines_roles = version._combines_roles, pauses = version._pauses })
end

-- ---- PostgreSQL -----------------------------------------------------------------------------------------------------

local PostgresClusterEngine = engine.class("aws_cdk.aws_rds.PostgresClusterEngine", ClusterEngine)

function PostgresClusterEngine:init(version)
  init(self, {
    engine_type = "aurora-postgresql", engine_family = "POSTGRESQL", rotation = "POSTGRES",
    supported_log_types = POSTGRES_LOGS, group_id = "AuroraPostgreSqlDatabaseClusterEngineDefaultParameterGroup",
  }, version and {
    full_version = version.aurora_postgres_full_version, major_version = version.aurora_postgres_major_version,
  })
  self.default_username, self._default_port = "postgres", POSTGRES_PORT
  self._features = version and version._features or POSTGRES_WITHOUT_VERSION
end

--- Called by the cluster that runs the engine: scope, ClusterEngineBindOptions. Returns ClusterEngineConfig.
function PostgresClusterEngine:bind_to_cluster(scope, options)
  local config, version = bind(self, scope, options), self.engine_version
  if not (version and version.full_version ~= "") then return config end
  for _, feature in ipairs { "s3_import", "s3_export" } do
    if options[feature .. "_role"] and not config.features[feature] then
      fail(scope, "PostgreSQL %s has no %s; -> take a later version", version.full_version, feature)
    end
  end
  return config
end

-- ---------------------------------------------------------------------------------------------------------------------

local DatabaseClusterEngine = engine.class "aws_cdk.aws_rds.DatabaseClusterEngine"

function DatabaseClusterEngine:init() end -- luacheck: no unused args

--- Aurora of MySQL 5.6, which is given up: { version }.
function DatabaseClusterEngine.aurora(props) return aurora(props.version) end

--- Aurora of MySQL: { version }.
function DatabaseClusterEngine.aurora_mysql(props) return aurora_mysql(props.version) end

--- Aurora of PostgreSQL: { version }.
function DatabaseClusterEngine.aurora_postgres(props) return PostgresClusterEngine(props.version) end

DatabaseClusterEngine.AURORA = aurora()
DatabaseClusterEngine.AURORA_MYSQL = aurora_mysql()
DatabaseClusterEngine.AURORA_POSTGRESQL = PostgresClusterEngine()

return { DatabaseClusterEngine = DatabaseClusterEngine }
