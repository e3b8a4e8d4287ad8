--- Versions of PostgreSQL.
local engine = require "luacdk.engine"

local PostgresEngineVersion = engine.class "aws_cdk.aws_rds.PostgresEngineVersion"

-- `features`: s3_import, s3_export.
function PostgresEngineVersion:init(full_version, major_version, features)
  self.postgres_full_version, self.postgres_major_version = full_version, major_version
  self._features = {
    s3_import = features and features.s3_import and "s3Import" or nil,
    s3_export = features and features.s3_export and "s3Export" or nil,
  }
end

--- A version without a constant: the full one, the major one, PostgresEngineFeatures.
function PostgresEngineVersion.of(postgres_full_version, postgres_major_version, postgres_features)
  return PostgresEngineVersion(postgres_full_version, postgres_major_version, postgres_features)
end

return { PostgresEngineVersion = PostgresEngineVersion }
