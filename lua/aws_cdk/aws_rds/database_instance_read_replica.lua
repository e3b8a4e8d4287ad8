--- Instances that follow another one, for reading.
local cdk = require "aws_cdk"
local cx_api = require "aws_cdk.cx_api"
local engine = require "luacdk.engine"
local engine_text = require "aws_cdk.aws_rds.private.engine_text"
local l2 = require "aws_cdk.l2"

local NewInstance = require "aws_cdk.aws_rds.private.new_instance"

local FLAG_RESOURCE_ID = cx_api.USE_CORRECT_VALUE_FOR_INSTANCE_RESOURCE_ID_PROPERTY

local DatabaseInstanceReadReplica = engine.class("aws_cdk.aws_rds.DatabaseInstanceReadReplica", NewInstance)

--- Arguments: scope, id, DatabaseInstanceReadReplicaProps: source_database_instance, instance_type and vpc (required).
function DatabaseInstanceReadReplica:init(scope, id, props)
  NewInstance.init(self, scope, id, props)
  local source = props.source_database_instance
  local of = source.engine
  if of and not of.supports_read_replica_backups and props.backup_retention then
    engine.fail(self, "replicas of %s are not backed up; -> leave out backup_retention", engine_text(of))
  end
  local engine_type = of and of.engine_type
  self.check_lifecycle_support(self, props, engine_type)
  self._instance_type = props.instance_type
  local key, encrypted, storage = props.storage_encryption_key, props.storage_encrypted, props.allocated_storage
  if key then encrypted = true end
  local resource = self:_make_resource(l2.with({
    source_db_instance_identifier = source.instance_arn,
    kms_key_id = key and key.key_ref.key_arn,
    storage_encrypted = encrypted,
    -- RDS takes the engine from the source, except in a domain.
    engine = props.domain ~= nil and engine_type or nil,
    allocated_storage = storage ~= nil and cdk.Tokenization.stringify_number(storage) or nil,
  }, self._new_cfn_props), props.removal_policy)
  if not cdk.FeatureFlags.of(self):is_enabled(FLAG_RESOURCE_ID) then
    self.instance_resource_id = resource.attr_db_instance_arn
  end
  self:_set_log_retention()
end

return { DatabaseInstanceReadReplica = DatabaseInstanceReadReplica }
