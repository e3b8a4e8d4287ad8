--- Instances of a cluster, which the cluster makes.
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"
local rds = require "aws_cdk.aws_rds"

local ClusterInstance = engine.class "aws_cdk.aws_rds.ClusterInstance"

-- `props`: ClusterInstanceProps.
function ClusterInstance:init(id, props) self._id, self._props = id, props end

--- An instance of a fixed size: id, ProvisionedClusterInstanceProps.
function ClusterInstance.provisioned(id, props)
  local all = l2.with({}, props)
  all.instance_type = rds.ClusterInstanceType.provisioned(all.instance_type)
  return ClusterInstance(id, all)
end

--- An instance that grows and shrinks: id, ServerlessV2ClusterInstanceProps. With scale_with_writer it is ready to take
--- over.
function ClusterInstance.serverless_v2(id, props)
  local all = l2.with({}, props)
  all.promotion_tier = all.scale_with_writer and 1 or 2
  all.instance_type = rds.ClusterInstanceType.serverless_v2()
  return ClusterInstance(id, all)
end

--- Called by the cluster: scope, the cluster, ClusterInstanceBindOptions. Returns the instance.
function ClusterInstance:bind(scope, cluster, options)
  local AuroraClusterInstance = require "aws_cdk.aws_rds.private.aurora_cluster_instance"
  return AuroraClusterInstance(scope, self._id, l2.with(l2.with({ cluster = cluster }, self._props), options))
end

return { ClusterInstance = ClusterInstance }
