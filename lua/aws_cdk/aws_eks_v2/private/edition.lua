--- What this module has otherwise than aws_eks: see its edition.
local engine = require "luacdk.engine"
local l2 = require "aws_cdk.l2"

local edition = {
  module = "aws_cdk.aws_eks_v2",
  gpu_classes = {
    "p2", "p3", "p3dn", "p4de", "p4d", "g3s", "g3", "g4dn", "g4ad", "g5", "g5g", "g6", "g6e", "inf1", "inf2",
  },
}

function edition.kubectl(construct, cluster)
  local provider = require("aws_cdk.aws_eks_v2").KubectlProvider.get_kubectl_provider(construct, cluster)
  if not provider then
    engine.fail(construct, "the cluster %s has nothing that runs kubectl; -> give it kubectl_provider_options, or "
      .. "kubectl_provider if it is imported", engine.display(cluster.node.path))
  end
  return { service_token = provider.service_token, handler_role = provider.role }
end

function edition.helm_values(options) return options end

-- Labels are keys and values in CloudFormation.
local function selectors_of(props)
  local list = engine.list {}
  for i, selector in ipairs(props.selectors) do
    list[i] = { namespace = selector.namespace, labels = l2.entries(selector.labels or {}) }
  end
  return list
end

function edition.fargate_resource(self, props, subnet_ids)
  local resource = require("aws_cdk.aws_eks_v2").CfnFargateProfile(self, "Resource", {
    cluster_name = props.cluster.cluster_name, fargate_profile_name = props.fargate_profile_name,
    pod_execution_role_arn = self.pod_execution_role.role_arn, selectors = selectors_of(props), subnets = subnet_ids,
    tags = self.tags:render_tags(),
  })
  return resource, resource.attr_arn
end

return edition
