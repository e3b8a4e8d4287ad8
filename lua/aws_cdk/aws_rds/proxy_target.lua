--- What a proxy stands in front of.
local engine = require "luacdk.engine"
local engine_text = require "aws_cdk.aws_rds.private.engine_text"

local ProxyTarget = engine.class "aws_cdk.aws_rds.ProxyTarget"

-- An instance or a cluster.
function ProxyTarget:init(instance, cluster) self._instance, self._cluster = instance, cluster end

--- An instance.
function ProxyTarget.from_instance(instance) return ProxyTarget(instance, nil) end

--- A cluster.
function ProxyTarget.from_cluster(cluster) return ProxyTarget(nil, cluster) end

--- Called by the proxy, which is let into the database. Returns ProxyTargetConfig.
function ProxyTarget:bind(proxy)
  local instance, cluster = self._instance, self._cluster
  local target = cluster or instance
  local of = target.engine
  if not of then
    engine.fail(proxy, "the engine of %s is not known; -> import it with engine", target.node.path)
  end
  if not of.engine_family then engine.fail(proxy, "there are no proxies for %s", engine_text(of)) end
  target.connections:allow_default_port_from(proxy, ("Allow connections to the database %s from the Proxy"):format(
    cluster and "Cluster" or "Instance"))
  return {
    engine_family = of.engine_family, db_clusters = cluster and { cluster } or nil,
    db_instances = instance and { instance } or nil,
  }
end

return { ProxyTarget = ProxyTarget }
