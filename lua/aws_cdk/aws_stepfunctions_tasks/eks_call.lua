--- Calls the Kubernetes API of a cluster of EKS.
local engine = require "luacdk.engine"
local task = require "aws_cdk.aws_stepfunctions_tasks.private.task"

-- An imported cluster raises an error where it was not told.
local function known(self, cluster, property)
  local is_known, value = pcall(function() return cluster[property] end)
  if not is_known or value == nil then
    engine.fail(self, "the %s of the cluster is not known; -> give it when the cluster is imported", property)
  end
  return value
end

return {
  EksCall = task.class("EksCall", {
    service = "eks", api = "call",
    patterns = task.REQUEST,
    check = function(self, props)
      self._cluster_endpoint = known(self, props.cluster, "cluster_endpoint")
      self._authority = known(self, props.cluster, "cluster_certificate_authority_data")
    end,
    parameters = function(self, props)
      return engine.ordered("ClusterName", props.cluster.cluster_name, "CertificateAuthority", self._authority,
        "Endpoint", self._cluster_endpoint, "Method", props.http_method, "Path", props.http_path,
        "QueryParameters", props.query_parameters, "RequestBody", task.value(props.request_body))
    end,
  }),
}
