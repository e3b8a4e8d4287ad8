--- Clusters restored from a snapshot.
local cdk = require "aws_cdk"
local cx_api = require "aws_cdk.cx_api"
local engine = require "luacdk.engine"
local instances = require "aws_cdk.aws_rds.private.cluster_instances"
local l2 = require "aws_cdk.l2"
local master_user = require "aws_cdk.aws_rds.private.master_user"

local NewCluster = require "aws_cdk.aws_rds.private.new_cluster"

local DatabaseClusterFromSnapshot = engine.class("aws_cdk.aws_rds.DatabaseClusterFromSnapshot", NewCluster)

local function warn_about_credentials(self, props)
  local annotations, credentials = cdk.Annotations.of(self), props.credentials
  if credentials and not credentials.password and not credentials.secret then
    annotations:add_warning_v2("@aws-cdk/aws-rds:useSnapshotCredentials",
      "credentials do not change the password of a cluster from a snapshot; use snapshot_credentials")
  end
  if not credentials and not props.snapshot_credentials then
    annotations:add_warning_v2("@aws-cdk/aws-rds:generatedCredsNotApplied",
      "the generated credentials are not those of the cluster, so they cannot be rotated; use snapshot_credentials")
  end
end

-- The secret, as older versions made it: the password in it is not the one of the cluster.
local function deprecated_secret(self, props)
  if props.manage_master_user_password
    or cdk.FeatureFlags.of(self):is_enabled(cx_api.RDS_PREVENT_RENDERING_DEPRECATED_CREDENTIALS) then return nil end
  return master_user.credentials(self, props.engine, props.credentials).secret
end

--- Arguments: scope, id, DatabaseClusterFromSnapshotProps: engine, snapshot_identifier, vpc and writer (required).
function DatabaseClusterFromSnapshot:init(scope, id, props)
  NewCluster.init(self, scope, id, props)
  local managed, given = props.manage_master_user_password, props.snapshot_credentials
  warn_about_credentials(self, props)
  if managed then master_user.check_managed(self, given, "snapshot_credentials") end
  self._manage_master_user_password = managed
  local key = given and given.encryption_key
  local deprecated = deprecated_secret(self, props)
  local secret = master_user.snapshot_secret(self, "SnapshotSecret", given, "snapshot_credentials")
  local resource = self:_make_resource(l2.with({
    snapshot_identifier = props.snapshot_identifier,
    master_user_password = not managed and master_user.snapshot_password(given, secret) or nil,
    manage_master_user_password = managed or nil,
    master_user_secret = managed and key and { kms_key_id = key.key_arn } or nil,
  }, self._new_cfn_props))
  if managed then
    self.secret = master_user.managed_secret(self, resource, key)
  elseif secret then
    self.secret = secret:attach(self)
  end
  local attached = deprecated and deprecated:attach(self)
  if not self.secret then self.secret = attached end
  self:_complete(resource, props)
  instances.make(self, props)
end

return { DatabaseClusterFromSnapshot = DatabaseClusterFromSnapshot }
