--- Kinds of instances of a cluster.
local engine = require "luacdk.engine"

local DEFAULT = "t3.medium"

local ClusterInstanceType = engine.class "aws_cdk.aws_rds.ClusterInstanceType"

--- Arguments: what RDS calls the type, without "db." if it is provisioned; InstanceType.
function ClusterInstanceType:init(instance_type, type) self._instance_type, self.type = instance_type, type end

--- An instance of a fixed size: an ec2.InstanceType, by default t3.medium.
function ClusterInstanceType.provisioned(instance_type)
  return ClusterInstanceType(instance_type and instance_type:to_string() or DEFAULT, "PROVISIONED")
end

--- An instance that grows and shrinks.
function ClusterInstanceType.serverless_v2() return ClusterInstanceType("db.serverless", "SERVERLESS_V2") end

--- The type as it was given.
function ClusterInstanceType:to_string() return self._instance_type end

return { ClusterInstanceType = ClusterInstanceType }
