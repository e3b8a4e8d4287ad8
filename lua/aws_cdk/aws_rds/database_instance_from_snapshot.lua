--- Instances restored from a snapshot.
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"
local master_user = require "aws_cdk.aws_rds.private.master_user"

local SourceInstance = require "aws_cdk.aws_rds.private.source_instance"

local DatabaseInstanceFromSnapshot = engine.class("aws_cdk.aws_rds.DatabaseInstanceFromSnapshot", SourceInstance)

local function given(value) return value ~= nil and value ~= "" end

--- Arguments: scope, id, DatabaseInstanceFromSnapshotProps: engine and vpc (required), and one of snapshot_identifier
--- and cluster_snapshot_identifier.
function DatabaseInstanceFromSnapshot:init(scope, id, props)
  SourceInstance.init(self, scope, id, props)
  local snapshot, of_cluster = props.snapshot_identifier, props.cluster_snapshot_identifier
  if given(snapshot) == given(of_cluster) then
    engine.fail(self, "give either snapshot_identifier or cluster_snapshot_identifier, got %s",
      given(snapshot) and "both" or "neither")
  end
  local credentials = props.credentials
  local secret = master_user.snapshot_secret(self, "Secret", credentials, "credentials")
  self:_make_resource(l2.with({
    db_snapshot_identifier = snapshot,
    db_cluster_snapshot_identifier = of_cluster,
    master_user_password = master_user.snapshot_password(credentials, secret),
  }, self._source_cfn_props), props.removal_policy)
  if secret then self.secret = secret:attach(self) end
  self:_set_log_retention()
end

return { DatabaseInstanceFromSnapshot = DatabaseInstanceFromSnapshot }
