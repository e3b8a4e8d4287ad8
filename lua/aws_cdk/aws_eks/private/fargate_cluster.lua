--- Clusters whose pods run on Fargate.
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"

--- The class FargateCluster of an edition (edition.lua).
return function(edition)
  local Cluster = require(edition.module).Cluster
  local FargateCluster = engine.class(edition.module .. ".FargateCluster", Cluster)

  --- Arguments: scope, id, FargateClusterProps: version, and kubectl_layer or the like of the module (required).
  function FargateCluster:init(scope, id, props)
    local profile = props.default_profile
    local own = l2.with({ core_dns_compute_type = "fargate" }, props)
    own.default_profile, own.default_capacity, own.default_capacity_type = nil, 0, 0
    Cluster.init(self, scope, id, own)
    self.default_profile = self:add_fargate_profile(
      profile and (profile.fargate_profile_name or "custom") or "default",
      profile or { selectors = { { namespace = "default" }, { namespace = "kube-system" } } })
  end

  return { FargateCluster = FargateCluster }
end
