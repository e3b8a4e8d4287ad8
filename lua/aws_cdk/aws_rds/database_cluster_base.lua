--- What clusters made here and imported ones have in common.
local cdk = require "aws_cdk"
local engine = require "luacdk.engine"
local iam = require "aws_cdk.aws_iam"
local l2 = require "aws_cdk.l2"
local rds = require "aws_cdk.aws_rds"

local cluster_members = require "aws_cdk.aws_rds.private.cluster_members"

local DatabaseClusterBase = engine.class("aws_cdk.aws_rds.DatabaseClusterBase", cdk.Resource)

--- Arguments: scope, id, ResourceProps. For classes of your own.
function DatabaseClusterBase:init(scope, id, props) cdk.Resource.init(self, scope, id, props) end

cluster_members(DatabaseClusterBase, function(self) return self.cluster_arn end)

--- Adds a proxy in front of the cluster: id, DatabaseProxyOptions.
function DatabaseClusterBase:add_proxy(id, options)
  return rds.DatabaseProxy(self, id, l2.with({ proxy_target = rds.ProxyTarget.from_cluster(self) }, options))
end

--- Lets the grantee log in by IAM as a user of the database.
function DatabaseClusterBase:grant_connect(grantee, db_user)
  return iam.Grant.add_to_principal {
    grantee = grantee, actions = { "rds-db:connect" },
    resource_arns = { engine.stack_of(self):format_arn {
      service = "rds-db", resource = "dbuser", resource_name = self.cluster_resource_identifier .. "/" .. db_user,
      arn_format = cdk.ArnFormat.COLON_RESOURCE_NAME,
    } },
  }
end

return { DatabaseClusterBase = DatabaseClusterBase }
