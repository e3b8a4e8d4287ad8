--- Clusters of Aurora Serverless v1.
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"
local master_user = require "aws_cdk.aws_rds.private.master_user"
local serverless_v1 = require "aws_cdk.aws_rds.private.serverless_v1"
local set_known = require "aws_cdk.aws_rds.private.imported_cluster"

local ServerlessCluster = engine.class("aws_cdk.aws_rds.ServerlessCluster", serverless_v1.New)

--- Arguments: scope, id, ServerlessClusterProps: engine (required).
function ServerlessCluster:init(scope, id, props)
  serverless_v1.New.init(self, scope, id, props)
  self._rotation_vpc, self._rotation_subnets = props.vpc, props.vpc_subnets
  self.single_user_rotation_application = props.engine.single_user_rotation_application
  self.multi_user_rotation_application = props.engine.multi_user_rotation_application
  local key = props.storage_encryption_key
  local user, secret = master_user.properties(self, props)
  self:_make_resource(l2.with(l2.with({ kms_key_id = key and key.key_arn }, self._new_cfn_props), user),
    props.removal_policy, secret)
end

master_user.rotates(ServerlessCluster)

local Imported = l2.imported(ServerlessCluster, serverless_v1.Base)

l2.known(Imported, "cluster", {
  cluster_endpoint = "cluster_endpoint_address and port",
  cluster_read_endpoint = "reader_endpoint_address and port",
})

function Imported:init(scope, id, attrs)
  serverless_v1.Base.init(self, scope, id)
  set_known(self, attrs)
  self._enable_data_api = true
end

--- A cluster that exists already: ServerlessClusterAttributes.
function ServerlessCluster.from_serverless_cluster_attributes(scope, id, attrs) return Imported(scope, id, attrs) end

return { ServerlessCluster = ServerlessCluster }
