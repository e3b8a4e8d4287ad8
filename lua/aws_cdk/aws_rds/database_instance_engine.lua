--- Engines of database instances.
local engine = require "luacdk.engine"
local secretsmanager = require "aws_cdk.aws_secretsmanager"

local fail = engine.fail

-- Two features with one name: one role is enough for both.
local S3_INTEGRATION = { s3_import = "S3_INTEGRATION", s3_export = "S3_INTEGRATION" }
-- What PostgreSQL can do when its version is not given.
local POSTGRES_WITHOUT_VERSION = { s3_import = "s3Import" }

-- ---- what engines add to an instance --------------------------------------------------------------------------------

-- The option group in `options` or a new one, with a configuration more.
local function with_option(self, scope, options, configuration)
  local group = options.option_group
    or require("aws_cdk.aws_rds").OptionGroup(scope, "InstanceOptionGroup", { engine = self, configurations = {} })
  group:add_configuration(configuration)
  return group
end

local function oracle_options(self, scope, options)
  if not (options.s3_import_role or options.s3_export_role) then return options.option_group end
  return with_option(self, scope, options, { name = "S3_INTEGRATION", version = "1.0" })
end

local function sql_server_options(self, scope, options)
  local import, export = options.s3_import_role, options.s3_export_role
  local role = import or export
  if not role then return options.option_group end
  if import and export and import ~= export then
    fail(scope, "SQL Server needs the same role for s3_import_role and s3_export_role")
  end
  return with_option(self, scope, options, {
    name = "SQLSERVER_BACKUP_RESTORE", settings = { IAM_ROLE_ARN = role.role_ref.role_arn },
  })
end

-- ---- engines --------------------------------------------------------------------------------------------------------

local function after_engine(separator)
  return function(row, major) return row.type .. separator .. major end
end

-- RDS names the families of SQL Server 15.00 by 15.0.
local function sql_server_family(row, major) return row.type .. "-" .. major:gsub("%.00$", ".0") end

local function oracle(type)
  return {
    type = type, rotation = "ORACLE", version = "oracle", features = S3_INTEGRATION, options = oracle_options,
    group_family = after_engine "-",
  }
end

local function sql_server(type)
  return {
    type = type, rotation = "SQLSERVER", version = "sql_server", features = S3_INTEGRATION, family = "SQLSERVER",
    options = sql_server_options, group_family = sql_server_family, has_timezone = true,
  }
end

-- By the name of the factory: type; prefix of the names of the applications that rotate secrets; prefix of the fields
-- of its version; engine family of proxies; features; options(self, scope, options) gives the option group;
-- group_family(row, major) names the family of parameter groups.
local ROWS = {
  maria_db = {
    type = "mariadb", rotation = "MARIADB", version = "maria_db", family = "MYSQL", backs_up_replicas = true,
    refuses_domain = true, group_family = after_engine "",
  },
  mysql = {
    type = "mysql", rotation = "MYSQL", version = "mysql", family = "MYSQL", backs_up_replicas = true,
    group_family = after_engine "",
  },
  postgres = {
    type = "postgres", rotation = "POSTGRES", version = "postgres", family = "POSTGRESQL", username = "postgres",
    features = POSTGRES_WITHOUT_VERSION, group_family = after_engine "",
  },
  oracle_ee = oracle "oracle-ee", oracle_ee_cdb = oracle "oracle-ee-cdb",
  oracle_se2 = oracle "oracle-se2", oracle_se2_cdb = oracle "oracle-se2-cdb",
  sql_server_ee = sql_server "sqlserver-ee", sql_server_ex = sql_server "sqlserver-ex",
  sql_server_se = sql_server "sqlserver-se", sql_server_web = sql_server "sqlserver-web",
}

-- The constants of engines whose version RDS chooses.
local WITHOUT_VERSION = {
  MARIADB = "maria_db", MYSQL = "mysql", POSTGRES = "postgres", ORACLE_EE = "oracle_ee",
  ORACLE_EE_CDB = "oracle_ee_cdb", ORACLE_SE2 = "oracle_se2", ORACLE_SE2_CDB = "oracle_se2_cdb",
  SQL_SERVER_EE = "sql_server_ee", SQL_SERVER_EX = "sql_server_ex", SQL_SERVER_SE = "sql_server_se",
  SQL_SERVER_WEB = "sql_server_web",
}

local InstanceEngine = engine.class("aws_cdk.aws_rds.InstanceEngine", nil, "aws_cdk.aws_rds.IInstanceEngine")

-- `row` of the engine, its version or nil.
function InstanceEngine:init(row, version)
  local Application = secretsmanager.SecretRotationApplication
  self._row = row
  self.engine_type, self.engine_family, self.default_username = row.type, row.family, row.username
  self.supports_read_replica_backups = row.backs_up_replicas
  self.single_user_rotation_application = Application[row.rotation .. "_ROTATION_SINGLE_USER"]
  self.multi_user_rotation_application = Application[row.rotation .. "_ROTATION_MULTI_USER"]
  self._features = version and version._features or row.features
  if version then
    local major = version[row.version .. "_major_version"]
    self.engine_version = { full_version = version[row.version .. "_full_version"], major_version = major }
    self.parameter_group_family = row.group_family(row, major)
  end
end

--- Called by the instance that runs the engine: scope, InstanceEngineBindOptions. Returns InstanceEngineConfig.
function InstanceEngine:bind_to_instance(scope, options)
  local row = self._row
  if row.refuses_domain and options.domain and options.domain ~= "" then
    fail(scope, "%s instances cannot be in a domain; -> leave out domain", row.type)
  end
  if options.timezone and options.timezone ~= "" and not row.has_timezone then
    fail(scope, "%s instances have no timezone; -> only those of SQL Server have one", row.type)
  end
  local group = options.option_group
  if row.options then group = row.options(self, scope, options) end
  return { features = self._features, option_group = group }
end

local DatabaseInstanceEngine = engine.class "aws_cdk.aws_rds.DatabaseInstanceEngine"

function DatabaseInstanceEngine:init() end -- luacheck: no unused args

for name, row in pairs(ROWS) do
  DatabaseInstanceEngine[name] = function(props) return InstanceEngine(row, props.version) end
end

for constant, name in pairs(WITHOUT_VERSION) do DatabaseInstanceEngine[constant] = InstanceEngine(ROWS[name]) end

return { DatabaseInstanceEngine = DatabaseInstanceEngine }
