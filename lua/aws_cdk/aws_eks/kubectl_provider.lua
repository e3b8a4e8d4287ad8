--- What runs kubectl and helm for a cluster: a nested stack with a function.
local engine = require "luacdk.engine"
local bundled_function = require "aws_cdk.custom_resources.bundled_function"
local cdk = require "aws_cdk"
local eks = require "aws_cdk.aws_eks"
local kubectl_function = require "aws_cdk.aws_eks.private.kubectl_function"
local lambda = require "aws_cdk.aws_lambda"

local fail = engine.fail

local KubectlProvider = engine.class("aws_cdk.aws_eks.KubectlProvider", cdk.NestedStack)

--- Arguments: scope, id, KubectlProviderProps: cluster (required).
function KubectlProvider:init(scope, id, props)
  cdk.NestedStack.init(self, scope, id)
  local cluster = props.cluster
  local admin, subnets, group = cluster.kubectl_role, cluster.kubectl_private_subnets, cluster.kubectl_security_group
  if not admin then
    fail(self, "kubectl needs a role that administers the cluster, and the imported cluster has none; -> import it "
      .. "with kubectl_role_arn or kubectl_provider")
  end
  if subnets and not group then
    fail(self, "kubectl_private_subnet_ids need kubectl_security_group_id; -> import the cluster with both")
  end
  local network = {
    vpc = subnets and cluster.vpc or nil, vpc_subnets = subnets and { subnets = subnets } or nil,
    security_groups = subnets and { group } or nil,
  }
  local own = kubectl_function.props(cluster.kubectl_memory, cluster.kubectl_environment, network)
  own.role, own.runtime = cluster.kubectl_lambda_role, lambda.Runtime.PYTHON_3_13
  local fn = bundled_function(self, "Handler", "aws-eks/kubectl-handler", "handler", own)
  self.service_token, self.handler_role = kubectl_function.complete(self, fn, {
    cluster_arn = cluster.cluster_arn, awscli_layer = cluster.awscli_layer, kubectl_layer = cluster.kubectl_layer,
    registry_policy = "AmazonEC2ContainerRegistryPullOnly",
    role_ready = function(role) admin:grant(role, "sts:AssumeRole") end,
  }, network)
  if props.removal_policy then cdk.RemovalPolicies.of(self):apply(props.removal_policy) end
  self.role_arn = admin.role_arn
end

--- What runs kubectl for `scope`: the provider of a cluster that is made here, or one in the stack of `scope`.
function KubectlProvider.get_or_create(scope, cluster)
  if engine.is_a(cluster, eks.Cluster) then return cluster:_attach_kubectl_resource_scope(scope) end
  if cluster.kubectl_provider then return cluster.kubectl_provider end
  local id, stack = cdk.Names.node_unique_id(cluster.node) .. "-KubectlProvider", engine.stack_of(scope)
  return stack.node:try_find_child(id) or KubectlProvider(stack, id, { cluster = cluster })
end

local Imported = engine.class("aws_cdk.aws_eks.ImportedKubectlProvider", engine.Construct,
  "aws_cdk.aws_eks.IKubectlProvider")

function Imported:init(scope, id, attrs)
  engine.Construct.init(self, scope, id)
  self.service_token, self.role_arn, self.handler_role = attrs.function_arn, attrs.kubectl_role_arn,
    attrs.handler_role
end

--- A provider by { function_arn =, kubectl_role_arn =, handler_role = }.
function KubectlProvider.from_kubectl_provider_attributes(scope, id, attrs) return Imported(scope, id, attrs) end

return { KubectlProvider = KubectlProvider }
