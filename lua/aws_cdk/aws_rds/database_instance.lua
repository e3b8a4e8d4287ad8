--- Instances of databases.
local engine = require "luacdk.engine"
local insights = require "aws_cdk.aws_rds.private.insights"
local l2 = require "aws_cdk.l2"
local master_user = require "aws_cdk.aws_rds.private.master_user"

local SourceInstance = require "aws_cdk.aws_rds.private.source_instance"

local DatabaseInstance = engine.class("aws_cdk.aws_rds.DatabaseInstance", SourceInstance)

--- Arguments: scope, id, DatabaseInstanceProps: engine and vpc (required).
function DatabaseInstance:init(scope, id, props)
  SourceInstance.init(self, scope, id, props)
  insights.check(self, props)
  self._manage_master_user_password = props.manage_master_user_password
  local key, encrypted = props.storage_encryption_key, props.storage_encrypted
  if key then encrypted = true end
  local user, secret = master_user.properties(self, props)
  local resource = self:_make_resource(l2.with(l2.with({
    character_set_name = props.character_set_name,
    kms_key_id = key and key.key_ref.key_arn,
    storage_encrypted = encrypted,
  }, self._source_cfn_props), user), props.removal_policy)
  if props.manage_master_user_password then
    self.secret = master_user.managed_secret(self, resource, props.credentials and props.credentials.encryption_key)
  elseif secret then
    self.secret = secret:attach(self)
  end
  self:_set_log_retention()
end

return { DatabaseInstance = DatabaseInstance }
