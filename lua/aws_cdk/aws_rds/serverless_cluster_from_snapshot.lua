--- Clusters of Aurora Serverless v1 restored from a snapshot.
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"
local master_user = require "aws_cdk.aws_rds.private.master_user"
local serverless_v1 = require "aws_cdk.aws_rds.private.serverless_v1"

local ServerlessClusterFromSnapshot = engine.class("aws_cdk.aws_rds.ServerlessClusterFromSnapshot", serverless_v1.New)

--- Arguments: scope, id, ServerlessClusterFromSnapshotProps: engine and snapshot_identifier (required).
function ServerlessClusterFromSnapshot:init(scope, id, props)
  serverless_v1.New.init(self, scope, id, props)
  local secret = master_user.snapshot_secret(self, "Secret", props.credentials, "credentials")
  self:_make_resource(l2.with({
    snapshot_identifier = props.snapshot_identifier,
    master_user_password = master_user.snapshot_password(props.credentials, secret),
  }, self._new_cfn_props), props.removal_policy, secret)
end

return { ServerlessClusterFromSnapshot = ServerlessClusterFromSnapshot }
