--- Permissions on the tasks of a cluster.
local engine = require "luacdk.engine"
local iam = require "aws_cdk.aws_iam"
local task_arn = require "aws_cdk.aws_ecs.private.task_arn"

local ClusterGrants = engine.class "aws_cdk.aws_ecs.ClusterGrants"

function ClusterGrants:init(cluster) self._resource = cluster end

--- Permissions on the tasks of this cluster.
function ClusterGrants.from_cluster(resource) return ClusterGrants(resource) end

--- Lets the grantee protect tasks from being stopped.
function ClusterGrants:task_protection(grantee)
  return iam.Grant.add_to_principal {
    grantee = grantee, actions = { "ecs:UpdateTaskProtection" }, resource_arns = { task_arn(self._resource, "*") },
  }
end

return { ClusterGrants = ClusterGrants }
