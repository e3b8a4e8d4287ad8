--- What runs kubectl and helm for a cluster: a function.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local kubectl_function = require "aws_cdk.aws_eks.private.kubectl_function"
local bundled_code = require "aws_cdk.custom_resources.bundled_lambda_code"
local lambda = require "aws_cdk.aws_lambda"

local KubectlProvider = engine.class("aws_cdk.aws_eks_v2.KubectlProvider", engine.Construct)

-- Where the function runs, in private subnets.
local function network_of(self, props)
  if props.security_group and props.security_groups then
    engine.fail(self, "security_group and security_groups are mutually exclusive; -> use security_groups")
  end
  local subnets, groups = props.private_subnets, props.security_groups
  if not subnets then return {} end
  if not groups or #groups == 0 then
    local group = props.security_group or props.cluster.cluster_security_group
    groups = group and { group }
  end
  return { vpc = props.cluster.vpc, vpc_subnets = { subnets = subnets }, security_groups = groups }
end

--- Arguments: scope, id, KubectlProviderProps: cluster, kubectl_layer (required).
function KubectlProvider:init(scope, id, props)
  engine.Construct.init(self, scope, id)
  local network = network_of(self, props)
  local own = kubectl_function.props(props.memory, props.environment, network)
  own.role, own.runtime = props.role, lambda.Runtime.determine_latest_python_runtime(self)
  own.code, own.handler = bundled_code "aws-eks-v2/kubectl-handler", "index.handler"
  local fn = lambda.Function(self, "Handler", own)
  self.service_token, self.role = kubectl_function.complete(self, fn, {
    cluster_arn = props.cluster.cluster_arn, awscli_layer = props.awscli_layer, kubectl_layer = props.kubectl_layer,
    registry_policy = "AmazonEC2ContainerRegistryReadOnly",
  }, network)
  if props.removal_policy then cdk.RemovalPolicies.of(self):apply(props.removal_policy) end
end

--- What runs kubectl for a cluster, or nil if nothing does; `scope` waits until the cluster is ready for that.
function KubectlProvider.get_kubectl_provider(scope, cluster)
  if engine.is_a(cluster, require("aws_cdk.aws_eks_v2").Cluster) then
    scope.node:add_dependency(cluster._kubectl_ready_barrier)
  end
  return cluster.kubectl_provider
end

local Imported = engine.class("aws_cdk.aws_eks_v2.ImportedKubectlProvider", engine.Construct,
  "aws_cdk.aws_eks_v2.IKubectlProvider")

function Imported:init(scope, id, attrs)
  engine.Construct.init(self, scope, id)
  self.service_token, self.role = attrs.service_token, attrs.role
end

--- A provider by { service_token =, role = }.
function KubectlProvider.from_kubectl_provider_attributes(scope, id, attrs) return Imported(scope, id, attrs) end

return { KubectlProvider = KubectlProvider }
